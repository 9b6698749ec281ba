import type { NewMeeting } from '../../schema/api.ts'
import type { Platform } from './platform.ts'
import type { Command, Queued, UserStore } from './store.ts'

/**
 * What became of the line.
 *
 * - `empty`: everything is sent · `unreachable`: to be tried again
 * - `signIn`: nobody or somebody else is signed in · `refused`: the server said no to the first command, and why
 */
export type OutboxResult =
  | { kind: 'empty' | 'unreachable' | 'signIn' }
  | { kind: 'refused'; command: Queued; id: string; message: string }

export function createMeetingCommand(meeting: string, facts: NewMeeting): Command {
  return { method: 'PUT', path: `/meetings/${meeting}`, body: facts, meeting }
}

/** Commands of one user that wait for the server, sent in the order they were made. */
export class Outbox {
  constructor(
    private readonly store: UserStore,
    private readonly platform: Pick<Platform, 'fetch'>,
    /** Whether the signed-in user is the one whose commands these are. */
    private readonly admitted: () => Promise<'go' | 'wait' | 'signIn'>,
  ) {}

  async add(command: Command): Promise<void> {
    await this.store.addCommand(command)
  }

  list(): Promise<Queued[]> {
    return this.store.commands()
  }

  async holds(meeting: string): Promise<boolean> {
    return (await this.list()).some((command) => command.meeting === meeting)
  }

  /** Gives up a command, after it was refused. */
  async drop(key: number): Promise<void> {
    await this.store.removeCommand(key)
  }

  /** Sends from the front until the line is empty or something is in the way. */
  async flush(): Promise<OutboxResult> {
    const queue = await this.list()
    if (queue.length === 0) return { kind: 'empty' }
    const admission = await this.admitted()
    if (admission !== 'go') return { kind: admission === 'wait' ? 'unreachable' : 'signIn' }
    for (const command of queue) {
      const result = await this.#send(command)
      if (result !== null) return result
      await this.drop(command.key)
    }
    return { kind: 'empty' }
  }

  /** Null when the command was done. */
  async #send(command: Queued): Promise<OutboxResult | null> {
    const response = await this.platform
      .fetch(`/api${command.path}`, {
        method: command.method,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(command.body),
      })
      .catch(() => null)
    if (response === null || response.status >= 500 || response.status === 429) return { kind: 'unreachable' }
    if (response.status === 401) return { kind: 'signIn' }
    return response.ok ? null : { kind: 'refused', command, ...(await errorOf(response)) }
  }
}

async function errorOf(response: Response): Promise<{ id: string; message: string }> {
  const body = (await response.json().catch(() => null)) as {
    error?: { id?: unknown; message?: unknown }
  } | null
  const { id, message } = body?.error ?? {}
  return {
    id: typeof id === 'string' ? id : String(response.status),
    message: typeof message === 'string' ? message : response.statusText,
  }
}

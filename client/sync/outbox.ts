import type { NewMeeting } from '../../schema/api.ts'
import type { Admission } from './connection.ts'
import type { Platform } from './platform.ts'
import type { Command, Queued, UserStore } from './store.ts'

/** How long an answer is waited for, in ms: what may be sent twice is sent again. */
const PATIENCE = 30_000

/** How far the line was sent: `sent` to its end (refused commands stay in it), or what is in the way. */
export type OutboxResult = 'sent' | 'unreachable' | 'signIn'

export function createMeetingCommand(meeting: string, facts: NewMeeting): Command {
  return { method: 'PUT', path: `/meetings/${meeting}`, body: facts, meeting, refused: null }
}

/** Commands of one user that wait for the server, sent in the order they were made. */
export class Outbox {
  constructor(
    private readonly store: UserStore,
    private readonly platform: Pick<Platform, 'fetch'>,
    /** Whether the signed-in user is the one whose commands these are. */
    private readonly admitted: () => Promise<Admission>,
  ) {}

  list(): Promise<Queued[]> {
    return this.store.commands()
  }

  /** Gives up a command. */
  drop(key: number): Promise<void> {
    return this.store.removeCommand(key)
  }

  /**
   * Sends the line in order, as far as somebody answers. A command that the server cannot take now does not hold up the
   * others: each has its own id.
   *
   * @param refusedToo sends those again that were refused before
   */
  async flush(refusedToo = false): Promise<OutboxResult> {
    const queue = (await this.list()).filter(({ refused }) => refusedToo || refused === null)
    if (queue.length === 0) return 'sent'
    const admission = await this.admitted()
    if (admission !== 'go') return admission === 'wait' ? 'unreachable' : 'signIn'
    let result: OutboxResult = 'sent'
    for (const command of queue) {
      const fate = await this.#send(command)
      if (fate === 'later') result = 'unreachable'
      else if (fate !== 'sent') return fate
    }
    return result
  }

  /** A refused command stays, with what the server said. */
  async #send(command: Queued): Promise<OutboxResult | 'later'> {
    const response = await this.#ask(command)
    if (response === null) return 'unreachable'
    if (response.status >= 500 || response.status === 429) return 'later'
    if (response.status === 401) return 'signIn'
    if (response.ok) await this.drop(command.key)
    else await this.store.changeCommand({ ...command, refused: await errorOf(response) })
    return 'sent'
  }

  async #ask({ method, path, body }: Command): Promise<Response | null> {
    const headers = { 'content-type': 'application/json' }
    const signal = AbortSignal.timeout(PATIENCE)
    try {
      return await this.platform.fetch(`/api${path}`, {
        method,
        headers,
        body: JSON.stringify(body),
        signal,
      })
    } catch {
      // No answer: the network or the server is away, and the command waits.
      return null
    }
  }
}

async function errorOf(response: Response): Promise<{ id: string; message: string }> {
  const body: unknown = await response.json().catch(() => null)
  const { id, message } = (body as { error?: { id?: unknown; message?: unknown } } | null)?.error ?? {}
  return {
    id: typeof id === 'string' ? id : String(response.status),
    message: typeof message === 'string' ? message : response.statusText,
  }
}

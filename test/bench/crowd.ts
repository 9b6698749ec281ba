import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Scenarios } from './crowd-process.ts'

/** Milliseconds after which a scenario has failed: a server may never answer. Every server's keys and a day's work take their time. */
const LIMIT = 120_000
const LIMITS: Partial<Record<keyof Scenarios, number>> = { latency: 400_000, work: 1_200_000 }

type Reply = { value: unknown } | { error: string }

/** The clients, in a process of their own. One scenario runs at a time. */
export class Crowd {
  private child = start()

  /** Plays a scenario and answers what it measured. @throws Error when it failed, or took too long */
  async play<K extends keyof Scenarios>(
    name: K,
    ...args: Parameters<Scenarios[K]>
  ): Promise<Awaited<ReturnType<Scenarios[K]>>> {
    const { child } = this
    const over = new AbortController()
    const limit = setTimeout(() => child.kill('SIGKILL'), LIMITS[name] ?? LIMIT)
    const ended = once(child, 'exit', over).then(() => {
      this.child = start()
      return [{ error: `${name}: the clients ended, or had no answer in time` }]
    })
    child.send({ name, args })
    const [reply] = (await Promise.race([once(child, 'message', over), ended])) as [Reply]
    clearTimeout(limit)
    over.abort()
    if ('error' in reply) throw new Error(reply.error)
    return reply.value as Awaited<ReturnType<Scenarios[K]>>
  }

  end(): void {
    this.child.kill('SIGKILL')
  }
}

function start(): ChildProcess {
  return fork(fileURLToPath(new URL('./crowd-process.ts', import.meta.url)), [], {
    serialization: 'advanced',
    // So much room for what is young that its own tidying does not fall between a key and its readers.
    execArgv: [...process.execArgv, '--max-semi-space-size=128', '--min-semi-space-size=64'],
  })
}

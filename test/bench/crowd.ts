import { fork, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Scenarios } from './crowd-process.ts'

type Reply = { value: unknown } | { error: string }

/** The clients, in a process of their own. One scenario runs at a time. */
export class Crowd {
  private readonly child: ChildProcess

  constructor() {
    this.child = fork(fileURLToPath(new URL('./crowd-process.ts', import.meta.url)), [], {
      serialization: 'advanced',
    })
  }

  /** Plays a scenario and answers what it measured. @throws Error when it failed, or the process ended. */
  play<K extends keyof Scenarios>(
    name: K,
    ...args: Parameters<Scenarios[K]>
  ): Promise<Awaited<ReturnType<Scenarios[K]>>> {
    return new Promise((resolve, reject) => {
      const ended = () => reject(new Error('the clients ended'))
      this.child.once('exit', ended)
      this.child.once('message', (reply: Reply) => {
        this.child.off('exit', ended)
        if ('error' in reply) reject(new Error(reply.error))
        else resolve(reply.value as Awaited<ReturnType<Scenarios[K]>>)
      })
      this.child.send({ name, args })
    })
  }

  end(): void {
    this.child.kill('SIGKILL')
  }
}

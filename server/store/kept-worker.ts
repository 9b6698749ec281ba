import type { Worker } from 'node:worker_threads'
import { WorkerCalls, WorkerEnded, type Methods } from './worker-calls.ts'

/** Workers that may end under one call before it fails; some of them may have been ended by another call. */
const TRIES = 3

/** A worker that is started again when it has ended. Its calls must bear to be made twice. */
export class KeptWorker<M extends Methods> {
  private calls: WorkerCalls<M> | null = null
  private closed = false

  constructor(private readonly start: () => Worker) {}

  /** @throws CallFailed when the method throws; WorkerEnded when `tries` workers ended under the call. */
  async call<K extends keyof M & string>(
    method: K,
    ...args: Parameters<M[K]>
  ): Promise<Awaited<ReturnType<M[K]>>> {
    return this.callWith(TRIES, method, ...args)
  }

  /** The same with a number of tries of its own. */
  async callWith<K extends keyof M & string>(
    tries: number,
    method: K,
    ...args: Parameters<M[K]>
  ): Promise<Awaited<ReturnType<M[K]>>> {
    if (this.closed) throw new WorkerEnded('the worker is closed', true)
    const calls = (this.calls ??= new WorkerCalls<M>(this.start()))
    try {
      return await calls.call(method, ...args)
    } catch (error) {
      if (!(error instanceof WorkerEnded)) throw error
      if (this.calls === calls) this.calls = null
      if (tries <= 1) throw error
    }
    return this.callWith(tries - 1, method, ...args)
  }

  async terminate(): Promise<void> {
    this.closed = true
    await this.calls?.terminate()
  }
}

import type { MessagePort, Worker } from 'node:worker_threads'

/** The methods a worker offers, all of them called by name with a list of arguments. */
export type Methods = Record<string, (...args: never[]) => unknown>

interface Call {
  id: number
  method: string
  args: unknown[]
}
interface Reply {
  id: number
  value?: unknown
  error?: { message: string; code?: number }
}

/** A call that failed in the worker. `code`: SQLite's result code, where it was SQLite that failed. */
export class CallFailed extends Error {
  constructor(
    message: string,
    readonly code?: number,
  ) {
    super(message)
  }
}

/** The worker is gone; whether the call was done is not known. */
export class WorkerEnded extends Error {
  constructor(
    why: string,
    /** Whether it ever got so far that it took calls. */
    readonly wasReady: boolean,
  ) {
    super(why)
  }
}

/** Not the number of any call: the worker takes them from now on. */
const READY = 0

/** Calls methods in a worker. A worker that ends rejects everything that waits. */
export class WorkerCalls<M extends Methods> {
  private readonly waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>()
  private last = 0
  private ready = false
  private ended: WorkerEnded | null = null

  constructor(private readonly worker: Worker) {
    worker.on('message', (reply: Reply) => this.settle(reply))
    worker.on('error', (error) => this.end(error.message))
    worker.on('exit', () => this.end('the worker has ended'))
  }

  call<K extends keyof M & string>(method: K, ...args: Parameters<M[K]>): Promise<Awaited<ReturnType<M[K]>>> {
    if (this.ended) return Promise.reject(this.ended)
    const id = ++this.last
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve: resolve as (value: unknown) => void, reject })
      this.worker.postMessage({ id, method, args } satisfies Call)
    })
  }

  async terminate(): Promise<void> {
    await this.worker.terminate()
  }

  private settle({ id, value, error }: Reply): void {
    if (id === READY) this.ready = true
    const call = this.waiting.get(id)
    this.waiting.delete(id)
    if (error === undefined) call?.resolve(value)
    else call?.reject(new CallFailed(error.message, error.code))
  }

  private end(why: string): void {
    this.ended ??= new WorkerEnded(why, this.ready)
    for (const call of this.waiting.values()) call.reject(this.ended)
    this.waiting.clear()
  }
}

/** Answers the calls that come through `port`, one after the other. */
export function answerCalls(port: MessagePort, methods: Methods): void {
  port.on('message', async ({ id, method, args }: Call) => {
    port.postMessage(await answer(id, methods[method], args))
  })
  port.postMessage({ id: READY } satisfies Reply)
}

async function answer(id: number, method: Methods[string] | undefined, args: unknown[]): Promise<Reply> {
  if (!method) return { id, error: { message: 'no such method' } }
  try {
    return { id, value: await method(...(args as never[])) }
  } catch (error) {
    const { message = String(error), errcode: code } = error as { message?: string; errcode?: number }
    return { id, error: { message, code } }
  }
}

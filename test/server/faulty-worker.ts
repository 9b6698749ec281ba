import { existsSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { ledgerScript } from './sync-server.ts'

/**
 * What the ledger's worker may suffer. `dieBefore` and `dieAfter` happen once, to the next append: the worker ends
 * before it is tried, or when it is committed and nobody was told. The others last until they are lifted.
 */
export type Fault = 'dieBefore' | 'dieAfter' | 'deadly' | 'stall' | 'readOnly' | 'unstartable'

/** The ledger's own worker with faults that a test switches on, as files in its folder. */
export class FaultyWorker {
  private constructor(
    readonly script: URL,
    private readonly dir: string,
  ) {}

  static async in(dir: string): Promise<FaultyWorker> {
    const file = path.join(dir, 'faulty-worker.mjs')
    await writeFile(file, source(dir, (await ledgerScript()).href))
    return new FaultyWorker(pathToFileURL(file), dir)
  }

  async begin(fault: Fault): Promise<void> {
    await writeFile(path.join(this.dir, fault), '')
  }

  async end(fault: Fault): Promise<void> {
    await rm(path.join(this.dir, fault))
  }

  /** Whether a fault that happens once is still to come. */
  isDue(fault: Fault): boolean {
    return existsSync(path.join(this.dir, fault))
  }
}

function source(dir: string, worker: string): string {
  return `
    import { existsSync, rmSync } from 'node:fs'
    import { parentPort } from 'node:worker_threads'
    const is = (fault) => existsSync(${JSON.stringify(dir)} + '/' + fault)
    const once = (fault) => is(fault) && (rmSync(${JSON.stringify(dir)} + '/' + fault), true)
    const cell = new Int32Array(new SharedArrayBuffer(4))
    const on = parentPort.on.bind(parentPort)
    const post = parentPort.postMessage.bind(parentPort)
    if (is('unstartable')) throw new Error('unstartable')
    parentPort.on = (event, listener) => on(event, (call) => {
      const appends = call.method === 'append'
      while (appends && is('stall')) Atomics.wait(cell, 0, 0, 5)
      if (appends && (is('deadly') || once('dieBefore'))) process.exit(1)
      if (appends && is('readOnly'))
        post({ id: call.id, error: { message: 'attempt to write a readonly database', code: 8 } })
      else listener(call)
    })
    parentPort.postMessage = (reply) => {
      if (reply.id > 0 && reply.error === undefined && reply.value === undefined && once('dieAfter')) process.exit(1)
      post(reply)
    }
    await import(${JSON.stringify(worker)})
  `
}

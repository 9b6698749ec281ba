import { Worker } from 'node:worker_threads'
import { WorkerCalls } from './worker-calls.ts'
import type { LedgerMethods } from './ledger-worker.ts'
import type { Attribution, Ledger, Row, Stored } from './store.ts'

interface Waiting {
  rows: Row[]
  resolve(seqs: number[]): void
  reject(error: unknown): void
}

/**
 * The ledger in a SQLite file, written in a worker thread so that a slow disk never stops the event loop. One batch
 * is in flight; what arrives meanwhile forms the next (rule L3).
 */
export class SqliteLedger implements Ledger {
  private waiting: Waiting[] = []
  private flight: Promise<void> | null = null

  private constructor(private readonly worker: WorkerCalls<LedgerMethods>) {}

  /** @throws Error when the file cannot be opened or written. */
  static async open(file: string, script: URL): Promise<SqliteLedger> {
    const worker = new WorkerCalls<LedgerMethods>(new Worker(script, { workerData: file }))
    await worker.call('ready')
    return new SqliteLedger(worker)
  }

  append(rows: Row[]): Promise<number[]> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ rows, resolve, reject })
      this.flight ??= this.commitWaiting()
    })
  }

  load(room: string): Promise<Stored> {
    return this.worker.call('load', room)
  }

  snapshot(room: string, covered: number, bytes: Uint8Array): Promise<void> {
    return this.worker.call('snapshot', room, covered, bytes)
  }

  bind(room: string, client: number, user: string): Promise<string> {
    return this.worker.call('bind', room, client, user)
  }

  attribution(room: string): Promise<Attribution[]> {
    return this.worker.call('attribution', room)
  }

  heads(): Promise<Map<string, number>> {
    return this.worker.call('heads')
  }

  async close(): Promise<void> {
    while (this.flight) await this.flight
    await this.worker.call('close')
    await this.worker.terminate()
  }

  private async commitWaiting(): Promise<void> {
    await new Promise(setImmediate)
    while (this.waiting.length > 0) await this.commit(this.waiting.splice(0))
    this.flight = null
  }

  private async commit(batch: Waiting[]): Promise<void> {
    try {
      const seqs = await this.worker.call(
        'append',
        batch.flatMap((each) => each.rows),
      )
      for (const each of batch) each.resolve(seqs.splice(0, each.rows.length))
    } catch (error) {
      // What arrived meanwhile may build on what is lost now.
      for (const each of [...batch, ...this.waiting.splice(0)]) each.reject(error)
    }
  }
}

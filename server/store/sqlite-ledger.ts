import { Worker } from 'node:worker_threads'
import { KeptWorker } from './kept-worker.ts'
import type { LedgerMethods } from './ledger-worker.ts'
import type { Attribution, Claim, Ledger, Remade, Row, Stored } from './store.ts'
import { CallFailed, WorkerEnded } from './worker-calls.ts'

export interface LedgerOptions {
  /** Milliseconds after which a batch that is not on disk is told as trouble. */
  patience?: number
  /** First and longest pause between two tries, in milliseconds. */
  firstPause?: number
  longestPause?: number
  /** Bytes that are held while the disk takes nothing; beyond, all that is held is given up. */
  heldMax?: number
}

interface Waiting {
  rows: Row[]
  claims: Claim[]
  bytes: number
  resolve(): void
  reject(error: unknown): void
}

const DEFAULTS = { patience: 2_000, firstPause: 50, longestPause: 2_000, heldMax: 64 * 1024 * 1024 }
/** Rounds in which the worker may end under one batch: it may be the batch that ends it. */
const ENDS_MAX = 5
/** What a row weighs beside its update, in bytes. */
const ROW_WEIGHT = 200
/** SQLite's results that are about the disk and not about what is written: busy, no memory, read-only, I/O error, full, cannot open. */
const MAY_PASS = new Set([5, 6, 7, 8, 10, 13, 14, 15])

/**
 * The ledger in a SQLite file, written in a worker thread so that a slow disk never stops the event loop. One batch
 * is in flight; what arrives meanwhile forms the next (rule L3). A disk that takes nothing is tried again (rule L6).
 */
export class SqliteLedger implements Ledger {
  trouble: string | null = null
  private waiting: Waiting[] = []
  private held = 0
  private flight: Promise<void> | null = null
  /** What the last try failed with. */
  private problem: string | null = null
  private patient = true
  private wake: () => void = () => undefined
  private readonly watchers: (() => void)[] = []
  private readonly options: Required<LedgerOptions>

  private constructor(
    private readonly worker: KeptWorker<LedgerMethods>,
    options: LedgerOptions,
  ) {
    this.options = { ...DEFAULTS, ...options }
  }

  /** @throws Error when the file cannot be opened or written. */
  static async open(file: string, script: URL, options: LedgerOptions = {}): Promise<SqliteLedger> {
    const worker = new KeptWorker<LedgerMethods>(() => new Worker(script, { workerData: file }))
    await worker.callWith(1, 'ready')
    return new SqliteLedger(worker, options)
  }

  append(rows: Row[]): Promise<void> {
    const bytes = rows.reduce((sum, row) => sum + row.bytes.length + ROW_WEIGHT, 0)
    return this.enqueue({ rows, claims: [], bytes })
  }

  claim(claims: Claim[]): Promise<void> {
    return this.enqueue({ rows: [], claims, bytes: claims.length * ROW_WEIGHT })
  }

  load(room: string): Promise<Stored> {
    return this.worker.call('load', room)
  }

  snapshot(room: string, covered: number, bytes: Uint8Array, extent?: Uint8Array): Promise<void> {
    return this.worker.call('snapshot', room, covered, bytes, extent)
  }

  remake(remade: Remade[], forgotten: string[]): Promise<void> {
    return this.worker.call('remake', remade, forgotten)
  }

  attribution(room: string): Promise<Attribution[]> {
    return this.worker.call('attribution', room)
  }

  head(room: string): Promise<number> {
    return this.worker.call('head', room)
  }

  heads(): Promise<Map<string, number>> {
    return this.worker.call('heads')
  }

  /** Leaves the file as it is now until it is let go, for whoever copies it. @throws Error when it is held already */
  hold(): Promise<void> {
    return this.worker.callWith(1, 'hold')
  }

  /** Answers whether it was held all the time: a worker that takes the place of another knows nothing of it. */
  letGo(): Promise<boolean> {
    return this.worker.callWith(1, 'letGo')
  }

  /** Notes that rows were lost: what others still have of them is to come back (rule L17). */
  markRestored(at: number): Promise<void> {
    return this.worker.call('markRestored', at)
  }

  watch(changed: () => void): void {
    this.watchers.push(changed)
  }

  /** From now on what the disk does not take is given up at once: the server goes down. */
  stopWaiting(): void {
    this.patient = false
    this.wake()
  }

  async close(): Promise<void> {
    this.stopWaiting()
    while (this.flight) await this.flight
    // A disk that takes nothing now leaves the journal beside the file: nothing is lost by it.
    await this.worker.callWith(1, 'close').catch(() => undefined)
    await this.worker.terminate()
  }

  private enqueue(what: Omit<Waiting, 'resolve' | 'reject'>): Promise<void> {
    return new Promise((resolve, reject) => {
      this.held += what.bytes
      this.waiting.push({ ...what, resolve, reject })
      this.flight ??= this.commitWaiting()
    })
  }

  private async commitWaiting(): Promise<void> {
    await new Promise(setImmediate)
    while (this.waiting.length > 0) await this.commitInTime(this.waiting.splice(0))
    this.flight = null
  }

  private async commitInTime(batch: Waiting[]): Promise<void> {
    const late = () => this.tell(this.problem ?? 'the disk does not answer')
    const timer = setTimeout(late, this.options.patience)
    await this.commit(batch)
    clearTimeout(timer)
    this.problem = null
    this.tell(null)
  }

  private async commit(batch: Waiting[]): Promise<void> {
    try {
      await this.write(batch)
      for (const each of this.released(batch)) each.resolve()
    } catch (error) {
      // What arrived meanwhile may build on what is given up now.
      if (mayPass(error))
        for (const each of this.released([...batch, ...this.waiting.splice(0)])) each.reject(error)
      else if (batch.length === 1) for (const each of this.released(batch)) each.reject(error)
      // One of them cannot be written: the others, of other rooms perhaps, are.
      else for (const each of batch) await this.commit([each])
    }
  }

  /** Tries until the disk takes it. A batch is written twice without harm, so one of unknown fate is tried too (rule L14). */
  private async write(batch: Waiting[]): Promise<void> {
    const rows = batch.flatMap((each) => each.rows)
    const claims = batch.flatMap((each) => each.claims)
    const { firstPause, longestPause, heldMax } = this.options
    let ends = 0
    for (let pause = firstPause; ; pause = Math.min(pause * 2, longestPause)) {
      try {
        return await this.worker.call('append', rows, claims)
      } catch (error) {
        if (error instanceof WorkerEnded && error.wasReady) ends++
        if (!mayPass(error) || ends === ENDS_MAX || this.held > heldMax || !this.patient) throw error
        this.problem = error instanceof Error ? error.message : String(error)
      }
      await this.pause(pause)
    }
  }

  private pause(ms: number): Promise<void> {
    return new Promise((over) => {
      const timer = setTimeout(over, ms)
      this.wake = () => {
        clearTimeout(timer)
        over()
      }
    })
  }

  private released(batch: Waiting[]): Waiting[] {
    for (const { bytes } of batch) this.held -= bytes
    return batch
  }

  private tell(trouble: string | null): void {
    if (this.trouble === trouble) return
    this.trouble = trouble
    for (const changed of this.watchers) changed()
  }
}

/** Whether the same may be taken later: the disk is full, read-only or failing, or the worker has ended. */
function mayPass(error: unknown): boolean {
  if (error instanceof WorkerEnded) return true
  return error instanceof CallFailed && error.code !== undefined && MAY_PASS.has(error.code & 0xff)
}

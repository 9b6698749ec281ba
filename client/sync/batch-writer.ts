import * as Y from 'yjs'
import type { RoomWrite, UserStore } from './store.ts'

/** One write on its way to the disk; `tab` and `seq` say whose and which. */
export interface Entry {
  tab: string
  seq: number
  write: RoomWrite
}

export interface WriterTimes {
  /** How long writes are gathered, in ms. */
  batch: number
  /** Largest pause after a failed write, in ms. */
  backOff: number
  /** Quiet time before a long log is made a snapshot, in ms. */
  quiet: number
}

export interface WriterListener {
  /** These entries are on disk. */
  wrote(entries: Entry[]): void
  failed(error: unknown): void
}

/** Log rows of a room that make a snapshot worth its while. */
const LONG_LOG = 200
const FIRST_PAUSE = 250
const NOTHING_WAITS: RoomWrite['record'] = { waiting: 0, oldest: null }

/**
 * Writes entries to a store in batches, each in one transaction: the first change after a pause at once, what follows
 * it gathered. A batch that fails stays in front and is tried again.
 */
export class BatchWriter {
  #queue: Entry[] = []
  readonly #inFlight = new Map<Promise<void>, Entry[]>()
  /** On their way, and not to be tried again. */
  readonly #forgotten = new WeakSet<Entry>()
  #failures = 0
  #timer: ReturnType<typeof setTimeout> | null = null
  #compactTimer: ReturnType<typeof setTimeout> | null = null
  readonly #long = new Set<string>()

  constructor(
    private readonly store: UserStore,
    private readonly times: WriterTimes,
    private readonly listener: WriterListener,
  ) {}

  add(entry: Entry): void {
    this.#queue.push(entry)
    this.#schedule(0)
  }

  /** Lets go of what is not written to a room yet. */
  forget(room: string): void {
    this.#queue = this.#queue.filter((entry) => entry.write.room !== room)
    for (const entry of [...this.#inFlight.values()].flat())
      if (entry.write.room === room) this.#forgotten.add(entry)
  }

  /** Writes what is gathered, now: what is on its way already is not waited for. Resolves when all was tried. */
  async flush(): Promise<void> {
    this.#begin()
    await Promise.all(this.#inFlight.keys())
  }

  /** Somebody else writes from now on. */
  stop(): void {
    this.#queue = []
    this.#long.clear()
    for (const timer of [this.#timer, this.#compactTimer]) if (timer !== null) clearTimeout(timer)
    this.#timer = this.#compactTimer = null
  }

  #schedule(pause: number): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = null
      if (this.#inFlight.size === 0) this.#begin()
    }, pause)
  }

  #begin(): void {
    if (this.#queue.length === 0) return
    const batch = this.#queue
    this.#queue = []
    const work = this.#write(batch).finally(() => this.#inFlight.delete(work))
    this.#inFlight.set(work, batch)
    this.#schedule(this.times.batch)
  }

  async #write(batch: Entry[]): Promise<void> {
    try {
      await this.store.write(mergedByRoom(batch))
      this.#failures = 0
      this.listener.wrote(batch)
    } catch (error) {
      this.#queue = [...batch.filter((entry) => !this.#forgotten.has(entry)), ...this.#queue]
      this.listener.failed(error)
      await this.#makeRoom(error)
      this.#retry()
      return
    }
    if (this.#queue.length > 0) this.#schedule(this.times.batch)
    void this.#considerCompacting(batch)
  }

  #retry(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    this.#schedule(Math.min(FIRST_PAUSE * 2 ** this.#failures++, this.times.backOff))
  }

  async #considerCompacting(batch: Entry[]): Promise<void> {
    try {
      for (const room of new Set(batch.map(({ write }) => write.room)))
        if ((await this.store.rows(room)) >= LONG_LOG) this.#long.add(room)
    } catch (error) {
      return this.listener.failed(error)
    }
    this.#compactSoon()
  }

  #compactSoon(): void {
    if (this.#long.size === 0) return
    if (this.#compactTimer !== null) clearTimeout(this.#compactTimer)
    this.#compactTimer = setTimeout(() => void this.#compact(), this.times.quiet)
  }

  async #compact(): Promise<void> {
    const rooms = [...this.#long]
    this.#long.clear()
    try {
      for (const room of rooms) await this.store.compact(room)
    } catch (error) {
      this.listener.failed(error)
    }
  }

  /** When the disk is full, a snapshot in place of a long log may free what is needed. */
  async #makeRoom(error: unknown): Promise<void> {
    if (error instanceof DOMException && error.name === 'QuotaExceededError') await this.#compact()
  }
}

/** One write a room: updates merged, the newest fields of the record. */
export function mergedByRoom(batch: Entry[]): RoomWrite[] {
  const rooms = new Map<string, RoomWrite[]>()
  for (const { write } of batch) {
    const writes = rooms.get(write.room)
    if (writes) writes.push(write)
    else rooms.set(write.room, [write])
  }
  return [...rooms].map(([room, writes]) => {
    const updates = writes.flatMap(({ update }) => update ?? [])
    const record = writes.reduce((merged, write) => ({ ...merged, ...write.record }), NOTHING_WAITS)
    return { room, update: updates.length === 0 ? null : Y.mergeUpdates(updates), record }
  })
}

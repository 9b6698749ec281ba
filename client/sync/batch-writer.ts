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

/** Writes entries to a store in batches, each in one transaction. A batch that fails stays in front and is tried again. */
export class BatchWriter {
  #queue: Entry[] = []
  #writing: Promise<void> | null = null
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
    this.#schedule(this.times.batch)
  }

  /** Lets go of what is not written to a room yet. */
  forget(room: string): void {
    this.#queue = this.#queue.filter((entry) => entry.write.room !== room)
  }

  /** Writes what is gathered, now. Resolves when it was tried. */
  async flush(): Promise<void> {
    if (this.#writing !== null) await this.#writing
    if (this.#queue.length === 0) return
    this.#writing = this.#write().finally(() => (this.#writing = null))
    await this.#writing
  }

  /** Somebody else writes from now on. */
  stop(): void {
    this.#queue = []
    for (const timer of [this.#timer, this.#compactTimer]) if (timer !== null) clearTimeout(timer)
    this.#timer = this.#compactTimer = null
  }

  #schedule(pause: number): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = null
      void this.flush()
    }, pause)
  }

  async #write(): Promise<void> {
    const batch = this.#queue
    this.#queue = []
    try {
      const rows = await this.store.write(mergedByRoom(batch))
      this.#failures = 0
      this.listener.wrote(batch)
      this.#considerCompacting(rows)
    } catch (error) {
      this.#queue = [...batch, ...this.#queue]
      this.listener.failed(error)
      await this.#makeRoom(error)
      this.#schedule(Math.min(FIRST_PAUSE * 2 ** this.#failures++, this.times.backOff))
    }
    if (this.#queue.length > 0) this.#schedule(this.times.batch)
  }

  #considerCompacting(rows: Map<string, number>): void {
    for (const [room, count] of rows) if (count >= LONG_LOG) this.#long.add(room)
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
    const record = Object.assign({}, ...writes.map((write) => write.record)) as RoomWrite['record']
    return { room, update: updates.length === 0 ? null : Y.mergeUpdates(updates), record }
  })
}

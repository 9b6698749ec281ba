import * as Y from 'yjs'
import type { Channel, Locks, Platform } from './platform.ts'
import { storeName, type RoomWrite, type UserStore } from './store.ts'
import type { Step } from './waiting.ts'

/** One write on its way to the disk; `tab` and `seq` say whose and which. */
interface Entry {
  tab: string
  seq: number
  write: RoomWrite
}

/** What the other tabs are told with a write: the own steps it makes wait, and whether the server has it already. */
export interface Tidings {
  steps: Step[]
  servers: boolean
}

const NO_TIDINGS: Tidings = { steps: [], servers: false }

type Message =
  | { type: 'write'; entry: Entry; tidings: Tidings }
  | { type: 'hello'; tab: string; room: string; vector: Uint8Array }
  | { type: 'here' | 'bye'; tab: string; room: string }
  | { type: 'answer'; room: string; update: Uint8Array }
  | { type: 'leader'; tab: string }
  | { type: 'saved'; entries: Record<string, number[]> }
  | { type: 'failed'; reason: string }
  | { type: 'refused'; room: string }

/** What a room hears from the journal. */
export interface RoomListener {
  /** Another tab of the same user changed the room, or answers what it has that this one lacks. */
  received(update: Uint8Array, steps: Step[], servers: boolean): void
  /** What this tab has beyond a state vector. */
  beyond(vector: Uint8Array): Uint8Array
  /** The server refused what this device holds of the room. */
  refused(): void
  /** Saved, failed, or another tab came or went. */
  changed(): void
}

export interface JournalTimes {
  /** How long writes are gathered, in ms. */
  batch: number
  /** After how long without an answer from the writer a tab takes over, in ms. */
  takeOver: number
  /** Largest pause after a failed write, in ms. */
  backOff: number
  /** Quiet time before a long log is made a snapshot, in ms. */
  quiet: number
}

export const JOURNAL_TIMES: JournalTimes = { batch: 50, takeOver: 3000, backOff: 10_000, quiet: 3000 }
/** Log rows of a room that make a snapshot worth its while. */
const LONG_LOG = 200
const FIRST_PAUSE = 250

/**
 * Writes what the tabs of one user hand in to the user's store. One tab writes, the holder of a lock; the others send
 * to it. What is not answered as saved is handed in again to the next writer, so a dead tab loses nobody's text.
 */
export class Journal {
  readonly tab: string
  /** Of lock and channel. Tabs with another schema are none of ours: an older editor would delete what it cannot read. */
  readonly #name: string
  readonly #channel: Channel
  readonly #listeners = new Map<string, RoomListener>()
  readonly #others = new Map<string, Set<string>>()
  readonly #times: JournalTimes
  /** Own entries not answered yet. */
  #unsaved: Entry[] = []
  /** Entries of all tabs, when this one is the writer. */
  #queue: Entry[] = []
  #seq = 0
  #writer = false
  #failure: string | null = null
  #savedAt: number | null = null
  #writing: Promise<void> | null = null
  #failures = 0
  #flushTimer: ReturnType<typeof setTimeout> | null = null
  #takeOverTimer: ReturnType<typeof setTimeout> | null = null
  #compactTimer: ReturnType<typeof setTimeout> | null = null
  readonly #long = new Set<string>()
  #release: (() => void) | null = null
  #closed = false

  constructor(
    readonly store: UserStore,
    private readonly platform: Pick<Platform, 'locks' | 'openChannel' | 'newId' | 'now'>,
    times: Partial<JournalTimes> = {},
  ) {
    this.#times = { ...JOURNAL_TIMES, ...times }
    this.tab = platform.newId()
    this.#name = `${storeName(store.user)}:${store.schema}`
    this.#channel = platform.openChannel(this.#name)
    this.#channel.onmessage = (event) => this.#hear(event.data as Message)
    this.#lead()
  }

  get isWriter(): boolean {
    return this.#writer
  }

  /** Why the last write failed; null when it did not. */
  get failure(): string | null {
    return this.#failure
  }

  get savedAt(): number | null {
    return this.#savedAt
  }

  /** Whether everything handed in for a room is on disk. */
  isSaved(room: string): boolean {
    return !this.#unsaved.some((entry) => entry.write.room === room)
  }

  /** How many other tabs of this user have the room open. */
  otherTabs(room: string): number {
    return this.#others.get(room)?.size ?? 0
  }

  /** Hears about a room from now on, and asks the other tabs for what they have. Answers how to stop. */
  join(room: string, vector: Uint8Array, listener: RoomListener): () => void {
    this.#listeners.set(room, listener)
    this.#post({ type: 'hello', tab: this.tab, room, vector })
    return () => {
      this.#listeners.delete(room)
      this.#post({ type: 'bye', tab: this.tab, room })
    }
  }

  hand(write: RoomWrite, tidings: Tidings = NO_TIDINGS): void {
    const entry = { tab: this.tab, seq: ++this.#seq, write }
    this.#unsaved.push(entry)
    this.#post({ type: 'write', entry, tidings })
    if (this.#writer) this.#enqueue(entry)
    else this.#expectAnswer()
  }

  /** Tells the other tabs that the server refused a room. */
  refuse(room: string): void {
    this.forget(room)
    this.#post({ type: 'refused', room })
  }

  /** Lets go of writes to a room that are not on disk yet. */
  forget(room: string): void {
    this.#queue = this.#queue.filter((entry) => entry.write.room !== room)
    this.#unsaved = this.#unsaved.filter((entry) => entry.write.room !== room)
  }

  /** Writes what is gathered, now. Resolves when it was tried. */
  async flush(): Promise<void> {
    if (this.#writing !== null) await this.#writing
    if (!this.#writer || this.#queue.length === 0) return
    this.#writing = this.#write().finally(() => (this.#writing = null))
    await this.#writing
  }

  async close(): Promise<void> {
    if (this.#closed) return
    await this.flush()
    this.#closed = true
    for (const timer of [this.#flushTimer, this.#takeOverTimer, this.#compactTimer])
      if (timer !== null) clearTimeout(timer)
    for (const room of this.#listeners.keys()) this.#post({ type: 'bye', tab: this.tab, room })
    this.#writer = false
    this.#release?.()
    this.#channel.onmessage = null
    this.#channel.close()
  }

  #lead(steal = false): void {
    const locks: Locks | null = this.platform.locks
    if (locks === null) return void this.#becomeWriter()
    const options: LockOptions = steal ? { steal } : {}
    locks
      .request(this.#name, options, () => this.#becomeWriter())
      .catch((error: unknown) => this.#lostLock(error))
  }

  #becomeWriter(): Promise<void> {
    if (this.#closed) return Promise.resolve()
    this.#writer = true
    this.#failure = null
    this.#post({ type: 'leader', tab: this.tab })
    this.#unsaved.forEach((entry) => this.#enqueue(entry))
    this.#changed()
    return new Promise((resolve) => (this.#release = resolve))
  }

  /** Another tab took over because this one did not answer; wait in line again. */
  #lostLock(error: unknown): void {
    this.#writer = false
    if (this.#closed) return
    if (error instanceof DOMException && error.name === 'AbortError') this.#lead()
    else this.#fail(error)
  }

  #hear(message: Message): void {
    switch (message.type) {
      case 'write':
        return this.#hearWrite(message.entry, message.tidings)
      case 'hello':
        return this.#hearHello(message)
      case 'answer':
        return this.#listeners.get(message.room)?.received(message.update, [], false)
      case 'here':
        return this.#meet(message.room, message.tab)
      case 'bye':
        this.#others.get(message.room)?.delete(message.tab)
        return this.#changed()
      case 'leader':
        this.#failure = null
        for (const entry of this.#unsaved) this.#post({ type: 'write', entry, tidings: NO_TIDINGS })
        return this.#changed()
      case 'saved':
        return this.#saved(message.entries)
      case 'failed':
        this.#failure = message.reason
        return this.#changed()
      case 'refused':
        this.forget(message.room)
        return this.#listeners.get(message.room)?.refused()
    }
  }

  #hearWrite(entry: Entry, { steps, servers }: Tidings): void {
    const { room, update } = entry.write
    if (update !== null) this.#listeners.get(room)?.received(update, steps, servers)
    if (this.#writer && this.platform.locks !== null) this.#enqueue(entry)
  }

  #hearHello({ tab, room, vector }: { tab: string; room: string; vector: Uint8Array }): void {
    const listener = this.#listeners.get(room)
    if (listener === undefined) return
    this.#post({ type: 'here', tab: this.tab, room })
    this.#post({ type: 'answer', room, update: listener.beyond(vector) })
    this.#meet(room, tab)
  }

  #meet(room: string, tab: string): void {
    const tabs = this.#others.get(room) ?? new Set()
    this.#others.set(room, tabs.add(tab))
    this.#changed()
  }

  #enqueue(entry: Entry): void {
    this.#queue.push(entry)
    this.#schedule(this.#times.batch)
  }

  #schedule(pause: number): void {
    this.#flushTimer ??= setTimeout(() => {
      this.#flushTimer = null
      void this.flush()
    }, pause)
  }

  async #write(): Promise<void> {
    const batch = this.#queue
    this.#queue = []
    try {
      const rows = await this.store.write(mergedByRoom(batch))
      this.#wrote(batch)
      this.#considerCompacting(rows)
    } catch (error) {
      this.#queue = [...batch, ...this.#queue]
      this.#fail(error)
      await this.#makeRoom(error)
      this.#schedule(Math.min(FIRST_PAUSE * 2 ** this.#failures++, this.#times.backOff))
    }
    if (this.#queue.length > 0) this.#schedule(this.#times.batch)
  }

  #wrote(batch: Entry[]): void {
    this.#failures = 0
    const entries: Record<string, number[]> = {}
    for (const { tab, seq } of batch) (entries[tab] ??= []).push(seq)
    this.#post({ type: 'saved', entries })
    this.#saved(entries)
  }

  /** Entry by entry: after a change of writer a later one may be on disk before an earlier one. */
  #saved(entries: Record<string, number[]>): void {
    const saved = new Set(entries[this.tab])
    this.#unsaved = this.#unsaved.filter((entry) => !saved.has(entry.seq))
    this.#failure = null
    this.#savedAt = this.platform.now()
    if (this.#takeOverTimer !== null) clearTimeout(this.#takeOverTimer)
    this.#takeOverTimer = null
    if (this.#unsaved.length > 0 && !this.#writer) this.#expectAnswer()
    this.#changed()
  }

  #fail(error: unknown): void {
    this.#failure = error instanceof Error ? error.name : String(error)
    this.#post({ type: 'failed', reason: this.#failure })
    this.#changed()
  }

  /** A writer that is frozen or dead without the browser noticing is replaced; two writers do no harm. */
  #expectAnswer(): void {
    this.#takeOverTimer ??= setTimeout(() => {
      this.#takeOverTimer = null
      if (!this.#writer && !this.#closed && this.#unsaved.length > 0 && this.#failure === null)
        this.#lead(true)
    }, this.#times.takeOver)
  }

  #considerCompacting(rows: Map<string, number>): void {
    for (const [room, count] of rows) if (count >= LONG_LOG) this.#long.add(room)
    if (this.#long.size === 0) return
    if (this.#compactTimer !== null) clearTimeout(this.#compactTimer)
    this.#compactTimer = setTimeout(() => void this.#compact(), this.#times.quiet)
  }

  async #compact(): Promise<void> {
    const rooms = [...this.#long]
    this.#long.clear()
    try {
      for (const room of rooms) await this.store.compact(room)
    } catch (error) {
      this.#fail(error)
    }
  }

  /** When the disk is full, a snapshot in place of a long log may free what is needed. */
  async #makeRoom(error: unknown): Promise<void> {
    if (!(error instanceof DOMException) || error.name !== 'QuotaExceededError') return
    await this.#compact()
  }

  #post(message: Message): void {
    if (!this.#closed) this.#channel.postMessage(message)
  }

  #changed(): void {
    for (const listener of this.#listeners.values()) listener.changed()
  }
}

/** One write a room: updates merged, the newest fields of the record. */
function mergedByRoom(batch: Entry[]): RoomWrite[] {
  const rooms = new Map<string, RoomWrite[]>()
  for (const { write } of batch) rooms.set(write.room, [...(rooms.get(write.room) ?? []), write])
  return [...rooms].map(([room, writes]) => {
    const updates = writes.flatMap(({ update }) => update ?? [])
    const record = Object.assign({}, ...writes.map((write) => write.record)) as RoomWrite['record']
    return { room, update: updates.length === 0 ? null : Y.mergeUpdates(updates), record }
  })
}

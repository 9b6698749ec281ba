import { BatchWriter, mergedByRoom, type Entry, type WriterTimes } from './batch-writer.ts'
import type { Channel, Locks, Platform } from './platform.ts'
import { storeName, type AsideReason, type RoomWrite, type UserStore } from './store.ts'
import { TabLives } from './tab-lives.ts'
import { NO_TIDINGS, type Message, type Tidings } from './tab-messages.ts'
import type { Step } from './waiting.ts'

/** What a room hears from the journal. */
export interface RoomListener {
  /** Another tab of the same user changed the room. */
  received(update: Uint8Array, steps: Step[], servers: boolean): void
  /** Another tab answers what it has that this one lacked. It may not be on disk. */
  answered(update: Uint8Array): void
  /** What this tab has beyond a state vector. */
  beyond(vector: Uint8Array): Uint8Array
  /** Another tab gave up what this device holds of the room. */
  refused(reason: AsideReason): void
  /** Saved, failed, or another tab came or went. */
  changed(): void
}

export interface JournalTimes extends WriterTimes {
  /** After how long without an answer from the writer a tab takes over, in ms. */
  takeOver: number
  /** How long a flush waits for the writer, in ms. */
  patience: number
}

const JOURNAL_TIMES: JournalTimes = {
  batch: 50,
  takeOver: 3000,
  backOff: 10_000,
  patience: 1000,
  quiet: 3000,
}

/**
 * Writes what the tabs of one user hand in to the user's store. One tab writes, the holder of a lock; the others send
 * to it. What is not answered as saved is handed in again to the next writer, so a dead tab loses nobody's text.
 */
export class Journal {
  readonly tab: string
  /** Of lock and channel. Tabs with another schema are none of ours: an older editor would delete what it cannot read. */
  readonly #name: string
  readonly #channel: Channel
  readonly #listeners = new Map<string, Set<RoomListener>>()
  readonly #others = new Map<string, Set<string>>()
  readonly #lives: TabLives
  /** Who waits for a room to be left. */
  readonly #leavers = new Map<string, () => void>()
  readonly #times: JournalTimes
  /**
   * Entries not answered yet, other tabs' too: this one builds on them, and writes them when their tab and the writer
   * die.
   */
  #unsaved: Entry[] = []
  /** For the entries of all tabs, when this one writes. */
  readonly #writes: BatchWriter
  #seq = 0
  #writer = false
  #failure: string | null = null
  #savedAt: number | null = null
  #takeOverTimer: ReturnType<typeof setTimeout> | null = null
  /** Those who wait for the writer to have tried. */
  readonly #tried = new Set<() => void>()
  #release: (() => void) | null = null
  #closed = false
  /** Null: every tab writes for itself. */
  #locks: Locks | null

  constructor(
    readonly store: UserStore,
    private readonly platform: Pick<Platform, 'locks' | 'openChannel' | 'newId' | 'now'>,
    times: Partial<JournalTimes> = {},
  ) {
    this.#times = { ...JOURNAL_TIMES, ...times }
    this.tab = platform.newId()
    this.#locks = platform.locks
    this.#writes = new BatchWriter(store, this.#times, {
      wrote: (entries) => this.#wrote(entries),
      failed: (error) => this.#fail(error),
    })
    this.#name = `${storeName(store.user)}:${store.schema}`
    this.#channel = platform.openChannel(this.#name)
    this.#channel.onmessage = (event) => this.#hear(event.data as Message)
    this.#lives = new TabLives(
      platform.locks,
      this.#name,
      this.tab,
      () => this.#tellRooms('here'),
      (tab) => this.#miss(tab),
    )
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

  /** Whether everything handed in for a room, by any tab, is on disk. */
  isSaved(room: string): boolean {
    return !this.#unsaved.some((entry) => entry.write.room === room)
  }

  /** Whether this tab has the room open. */
  isOpen(room: string): boolean {
    return this.#listeners.has(room)
  }

  /** How many other tabs of this user have the room open. */
  otherTabs(room: string): number {
    return this.#others.get(room)?.size ?? 0
  }

  /** Hears about a room from now on, and asks the other tabs for what they have. Answers how to stop. */
  join(room: string, vector: Uint8Array, listener: RoomListener): () => void {
    const here = this.#listeners.get(room) ?? new Set()
    this.#listeners.set(room, here.add(listener))
    this.#post({ type: 'hello', tab: this.tab, room, vector })
    return () => {
      here.delete(listener)
      if (here.size > 0) return
      this.#listeners.delete(room)
      this.#post({ type: 'bye', tab: this.tab, room })
      this.#leavers.get(room)?.()
      this.#leavers.delete(room)
    }
  }

  /** Resolves when this tab has a room open no more, and what it handed in is written, or was tried. */
  async left(room: string): Promise<void> {
    const before = this.#leavers.get(room)
    if (this.isOpen(room))
      await new Promise<void>((over) => {
        this.#leavers.set(room, () => {
          before?.()
          over()
        })
      })
    await this.flush()
  }

  hand(write: RoomWrite, tidings: Tidings = NO_TIDINGS): void {
    const entry = { tab: this.tab, seq: ++this.#seq, write }
    this.#post({ type: 'write', entry, tidings })
    this.#take(entry)
  }

  /** Tells everyone else who has the room that what this device holds of it is given up. */
  refuse(room: string, reason: AsideReason): void {
    this.forget(room)
    this.#tell(room, (listener) => listener.refused(reason))
    this.#post({ type: 'refused', room, reason })
  }

  /** Lets go of writes to a room that are not on disk yet. */
  forget(room: string): void {
    this.#writes.forget(room)
    const isOther = (entry: Entry): boolean => entry.write.room !== room
    this.#unsaved = this.#unsaved.filter(isOther)
  }

  /** Has what is gathered written, now. Resolves when it was tried, or the writer has not answered for a while. */
  async flush(): Promise<void> {
    return this.#writer ? this.#writes.flush() : this.#askToFlush()
  }

  /** The page may be about to close: what is not on disk is written from here, whoever else is to write it. */
  async lastWords(): Promise<void> {
    if (this.#writer) return this.#writes.flush()
    const entries = this.#ownUnsaved
    if (entries.length === 0) return
    try {
      await this.store.write(mergedByRoom(entries))
      this.#saved({ [this.tab]: entries.map(({ seq }) => seq) })
    } catch (error) {
      this.#fail(error)
    }
  }

  async close(): Promise<void> {
    if (this.#closed) return
    await this.flush()
    await this.lastWords()
    this.#tellRooms('bye')
    this.#closed = true
    if (this.#takeOverTimer !== null) clearTimeout(this.#takeOverTimer)
    this.#writes.stop()
    this.#lives.close()
    this.#writer = false
    this.#release?.()
    this.#channel.onmessage = null
    this.#channel.close()
  }

  get #ownUnsaved(): Entry[] {
    return this.#unsaved.filter(({ tab }) => tab === this.tab)
  }

  async #askToFlush(): Promise<void> {
    if (this.#ownUnsaved.length === 0) return
    this.#post({ type: 'flush' })
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, this.#times.patience)
      this.#tried.add(() => {
        clearTimeout(timer)
        resolve()
      })
    })
  }

  #lead(steal = false): void {
    const locks = this.#locks
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
    for (const entry of this.#unsaved) this.#writes.add(entry)
    this.#changed()
    return new Promise((resolve) => (this.#release = resolve))
  }

  /** Another tab took over because this one did not answer; wait in line again. */
  #lostLock(error: unknown): void {
    this.#writer = false
    this.#writes.stop()
    if (this.#closed) return
    // Where locks are refused, as in some private windows, it is as if there were none.
    if (!(error instanceof DOMException && error.name === 'AbortError')) this.#locks = null
    this.#lead()
  }

  #hear(message: Message): void {
    switch (message.type) {
      case 'write':
        return this.#hearWrite(message.entry, message.tidings)
      case 'hello':
        return this.#hearHello(message)
      case 'answer':
        return this.#tell(message.room, (listener) => listener.answered(message.update))
      case 'here':
        return this.#meet(message.room, message.tab)
      case 'bye':
        this.#others.get(message.room)?.delete(message.tab)
        return this.#changed()
      case 'flush':
        return void (this.#writer && this.flush())
      case 'leader':
        this.#failure = null
        for (const entry of this.#ownUnsaved) this.#post({ type: 'write', entry, tidings: NO_TIDINGS })
        return this.#changed()
      case 'saved':
        return this.#saved(message.entries)
      case 'failed':
        this.#failure = message.reason
        return this.#changed()
      case 'refused':
        this.forget(message.room)
        return this.#tell(message.room, (listener) => listener.refused(message.reason))
    }
  }

  #hearWrite(entry: Entry, { steps, servers }: Tidings): void {
    const { room, update } = entry.write
    // A new writer is told again what it may have heard before.
    if (this.#unsaved.some(({ tab, seq }) => tab === entry.tab && seq === entry.seq)) return
    if (update !== null) this.#tell(room, (listener) => listener.received(update, steps, servers))
    if (this.#locks !== null) this.#take(entry)
  }

  /** Sees to it that an entry gets on disk, here or by the writer. */
  #take(entry: Entry): void {
    this.#unsaved.push(entry)
    if (this.#writer) this.#writes.add(entry)
    else this.#expectAnswer()
  }

  #hearHello({ tab, room, vector }: { tab: string; room: string; vector: Uint8Array }): void {
    if (!this.isOpen(room)) return
    this.#post({ type: 'here', tab: this.tab, room })
    this.#tell(room, ({ beyond }) => this.#post({ type: 'answer', room, update: beyond(vector) }))
    this.#meet(room, tab)
  }

  #meet(room: string, tab: string): void {
    const tabs = this.#others.get(room) ?? new Set()
    this.#others.set(room, tabs.add(tab))
    this.#lives.watch(tab)
    this.#changed()
  }

  /** A tab has ended, whether it said so or not. */
  #miss(tab: string): void {
    for (const tabs of this.#others.values()) tabs.delete(tab)
    this.#changed()
  }

  #tellRooms(type: 'here' | 'bye'): void {
    for (const room of this.#listeners.keys()) this.#post({ type, tab: this.tab, room })
  }

  #wrote(batch: Entry[]): void {
    const entries: Record<string, number[]> = {}
    for (const { tab, seq } of batch) (entries[tab] ??= []).push(seq)
    this.#post({ type: 'saved', entries })
    this.#saved(entries)
  }

  /** Entry by entry: after a change of writer a later one may be on disk before an earlier one. */
  #saved(entries: Record<string, number[]>): void {
    this.#unsaved = this.#unsaved.filter(({ tab, seq }) => entries[tab]?.includes(seq) !== true)
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

  #tell(room: string, tell: (listener: RoomListener) => void): void {
    this.#listeners.get(room)?.forEach(tell)
  }

  #post(message: Message): void {
    if (!this.#closed) this.#channel.postMessage(message)
  }

  #changed(): void {
    if (this.#ownUnsaved.length === 0 || this.#failure !== null) {
      this.#tried.forEach((resolve) => resolve())
      this.#tried.clear()
    }
    for (const room of this.#listeners.keys()) this.#tell(room, (listener) => listener.changed())
  }
}

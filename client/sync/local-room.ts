import * as Y from 'yjs'
import { SCHEMA_VERSION } from '../../schema/nodes.ts'
import type { Local } from './local.ts'
import type { AcknowledgedNote, AsideReason, RoomRecord, WaitingNote } from './store.ts'
import type { Tidings } from './tab-messages.ts'
import { applyAll } from './updates.ts'
import type { Step, WaitingSteps } from './waiting.ts'

/** Origin of what comes from the local store. */
const FROM_DISK = Symbol('from disk')
/** Origin of what another tab of the same user wrote. */
export const FROM_TAB = Symbol('from another tab')

/** An update that says nothing. */
const NOTHING = new Uint8Array([0, 0])

/**
 * What the local store had: a copy, nothing (`known`: the server had said the room is empty), a copy of a newer
 * editor that this one must not touch, or no answer.
 */
export type Loaded = 'copy' | 'known' | 'nothing' | 'newer' | 'failed'

export interface Opened {
  loaded: Loaded
  /** What was kept beside the text. */
  record: RoomRecord | null
  updates: Uint8Array[]
  /** How many of them cannot be read. */
  damaged: number
}

export interface LocalRoomListener {
  /** Whether an origin is the server: such text needs not be sent. */
  isServer(origin: unknown): boolean
  /** Applies what another tab had from the server, so that it is not sent back. */
  applyServers(update: Uint8Array): void
  /** Applies what another tab wrote. */
  applyTabs(update: Uint8Array): void
  /** What the document has beyond a state vector, for another tab. */
  beyond(vector: Uint8Array): Uint8Array
  /** An update that came from elsewhere, as it is kept and passed on. */
  passedOn(update: Uint8Array, transaction: Y.Transaction): Uint8Array
  /** The user changed the document here; answers the step the change belongs to. */
  changedHere(transaction: Y.Transaction): Step
  /** The server changed it. */
  changedThere(update: Uint8Array): void
  /** Another tab changed it. */
  changedInTab(): void
  /** Another tab gave the room up. */
  refused(reason: AsideReason): void
  /** The browser has cleared the store: what lies beside the text is to be kept again. */
  lost(): void
  changed(): void
}

/** A room's document and its copy on this device. */
export class LocalRoom {
  #stop: (() => void) | null = null
  #receiving: 'change' | 'answer' | null = null
  /** Whether what another tab says was not here yet. */
  #isNews = false
  #frozen = false
  #failure: string | null = null
  #open = false
  readonly #lost = (): void => {
    this.#writeWhole()
    this.listener.lost()
  }

  constructor(
    private readonly room: string,
    private readonly doc: Y.Doc,
    private readonly local: Local,
    private readonly steps: WaitingSteps,
    private readonly listener: LocalRoomListener,
  ) {
    // Before the connection listens: a change must count as waiting before it is sent.
    doc.on('update', this.#updated)
  }

  /** Why the store cannot be used or does not take what is written; null when it does. */
  get failure(): string | null {
    return this.#failure ?? this.local.journal.failure
  }

  /** Whether the copy was read. */
  get isOpen(): boolean {
    return this.#open
  }

  get isSaved(): boolean {
    return this.#failure === null && this.local.journal.isSaved(this.room)
  }

  get otherTabs(): number {
    return this.local.journal.otherTabs(this.room)
  }

  /** Reads the copy into the document, then keeps the two together. */
  async open(): Promise<Opened> {
    try {
      const { updates, record, schema } = await this.local.store.load(this.room)
      if (schema > SCHEMA_VERSION) return this.#leaveAlone(record)
      const damaged = applyAll(this.doc, updates, FROM_DISK)
      if (damaged > 0) this.#mend()
      if (record !== null && record.waiting > 0)
        this.steps.restore(record.waiting, record.oldest ?? record.savedAt, record.about)
      this.#follow()
      const known = (record?.acknowledgedAt ?? null) === null ? 'nothing' : 'known'
      return { loaded: updates.length > damaged ? 'copy' : known, record, updates, damaged }
    } catch (error) {
      const failure = error instanceof Error ? error.name : String(error)
      // A newer editor has changed the store's form.
      if (failure === 'VersionError') return this.#leaveAlone(null)
      this.#failure = failure
      this.#follow()
      return { loaded: 'failed', record: null, updates: [], damaged: 0 }
    }
  }

  /** The state the sides parted from, when that was before this page was opened. */
  async base(): Promise<Uint8Array | null> {
    // Without it less is told after a merge, which is no reason to keep the meeting closed.
    return this.#failure === null ? this.local.store.base(this.room).catch(() => null) : null
  }

  keepBase(base: Uint8Array | null): void {
    this.local.store.keepBase(this.room, base).catch(() => {
      // Without it less is told after a merge. A store that takes no text says so when the text is written.
    })
  }

  /** Notes beside the text what waits, and what the server has. */
  note(acknowledged: AcknowledgedNote | null): void {
    const record = { ...this.waiting(), ...acknowledged }
    if (!this.#frozen) this.local.journal.hand({ room: this.room, update: null, record })
  }

  waiting(): WaitingNote {
    const { count, oldest, about } = this.steps
    return { waiting: count, oldest, about: [...about] }
  }

  /** Writes no more to the copy: what is in the document now must not get there. */
  freeze(): void {
    this.#frozen = true
  }

  close(): void {
    this.doc.off('update', this.#updated)
    this.local.store.onLost.delete(this.#lost)
    this.#stop?.()
  }

  #leaveAlone(record: RoomRecord | null): Opened {
    this.freeze()
    return { loaded: 'newer', record, updates: [], damaged: 0 }
  }

  /** What cannot be read once cannot be read again: it gives way to what can, so that it is told of once. */
  #mend(): void {
    this.local.store.compact(this.room).catch(() => {
      // Then it is told of again.
    })
  }

  /** The browser has cleared the store: what this window holds is all there is. */
  #writeWhole(): void {
    this.#hand(Y.encodeStateAsUpdate(this.doc))
  }

  #follow(): void {
    this.#open = true
    this.local.store.onLost.add(this.#lost)
    this.#stop = this.local.journal.join(this.room, Y.encodeStateVector(this.doc), {
      received: (update, steps, servers) => this.#received(update, steps, servers),
      answered: (update) => this.#take('answer', () => this.listener.applyTabs(update)),
      // What was given up must not come back to the one who opens the meeting again.
      beyond: (vector) => (this.#frozen ? NOTHING : this.listener.beyond(vector)),
      refused: (reason) => this.listener.refused(reason),
      changed: () => this.listener.changed(),
    })
  }

  readonly #updated = (
    update: Uint8Array,
    origin: unknown,
    _doc: Y.Doc,
    transaction: Y.Transaction,
  ): void => {
    // What this window puts back upon it is its own.
    const receiving = transaction.local ? null : this.#receiving
    if (receiving !== null) {
      this.#isNews = true
      this.listener.changedInTab()
      // Whoever answered may be gone before it has written this, and what is written here builds on it.
      if (receiving === 'answer') this.#hand(this.listener.passedOn(update, transaction))
    }
    if (receiving !== null || origin === FROM_DISK) return this.listener.changed()
    const servers = this.listener.isServer(origin)
    if (servers) this.listener.changedThere(update)
    const steps = servers ? [] : [this.listener.changedHere(transaction)]
    this.#hand(servers ? this.listener.passedOn(update, transaction) : update, { steps, servers })
    this.listener.changed()
  }

  #hand(update: Uint8Array, tidings?: Tidings): void {
    if (!this.#frozen) this.local.journal.hand({ room: this.room, update, record: this.waiting() }, tidings)
  }

  #received(update: Uint8Array, steps: Step[], servers: boolean): void {
    if (this.#frozen) return
    const before = this.steps.copy()
    for (const step of steps) this.steps.add(step)
    if (servers) this.listener.changedThere(update)
    this.#isNews = false
    this.#take('change', () => {
      if (servers) this.listener.applyServers(update)
      else this.listener.applyTabs(update)
    })
    // What had come by way of the server already is sent by nobody here, and waits for nothing.
    if (!this.#isNews) this.steps.putBack(before)
  }

  /** What another tab says. */
  #take(kind: 'change' | 'answer', apply: () => void): void {
    if (this.#frozen) return
    this.#receiving = kind
    try {
      apply()
    } finally {
      this.#receiving = null
    }
  }
}

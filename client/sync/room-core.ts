import { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { parseRoom, type CloseName, type Refusal } from '../../schema/protocol.ts'
import { newDocument } from '../merging/moving-client.ts'
import { whenLeft } from '../merging/own-clients.ts'
import { WordKeeper } from '../merging/word-keeper.ts'
import { Acknowledged } from './acknowledged.ts'
import { itemsOf } from './changed-items.ts'
import { placesOf } from './changed-places.ts'
import { CopyFate } from './copy-fate.ts'
import { Connection, type Admission, type ConnectionTimes } from './connection.ts'
import { Divergence } from './divergence.ts'
import { FROM_TAB, LocalRoom, type Loaded } from './local-room.ts'
import type { Local } from './local.ts'
import { MergeWatch } from './merge-watch.ts'
import type { MergeSummary } from './merge.ts'
import { OwnSteps } from './own-steps.ts'
import type { Platform } from './platform.ts'
import { SeenMark } from './seen.ts'
import type { SyncFacts } from './status.ts'
import { WaitingSteps } from './waiting.ts'
import type { Seals } from '../../schema/zones.ts'
import { ZoneKeeper } from '../zones/zone-keeper.ts'

export interface RoomTimes extends ConnectionTimes {
  /** After how long without an answer the server counts as silent, in ms. */
  silent: number
  /** How often what the server has is noted on disk at most, in ms. */
  note: number
  /** How often colleagues are told what was received at most, in ms. */
  seen: number
  /** How long text must have been on disk before it is called saved again, in ms. */
  calm: number
  /** How long after a copy was given up for another one a difference is no longer blamed on the copy, in ms. */
  trust: number
}

export const ROOM_TIMES = { silent: 10_000, note: 1000, seen: 2000, calm: 300, trust: 60 * 60_000 }

export interface CoreListener {
  /** Asked before each attempt to connect. */
  admitted(): Promise<Admission>
  /** The user changed the document. */
  edited(): void
  merged(summary: MergeSummary): void
  /** Whether the user may only read here; they may write where nobody says so. */
  onlyReads?(): boolean
  /** Anything of this room is other than it was. */
  changed(): void
}

/** One room on this device: the document, its copy in the store, its connection, and what waits between them. */
export class RoomCore {
  readonly doc = newDocument()
  readonly awareness = new Awareness(this.doc)
  readonly own: OwnSteps
  readonly copy: LocalRoom
  readonly connection: Connection
  readonly acknowledged: Acknowledged
  readonly seen: SeenMark
  /** Only a paper's words are looked after. */
  readonly words: WordKeeper | null
  /** What was closed out of the room. */
  readonly zones: ZoneKeeper
  readonly steps = new WaitingSteps()
  readonly opened: Promise<Loaded>
  readonly #times: Omit<RoomTimes, keyof ConnectionTimes>
  readonly #fate: CopyFate
  /** Only what comes together in a paper is told of and compared. */
  readonly #merge: MergeWatch | null
  readonly #divergence: Divergence | null
  readonly #isMade: boolean
  #progressAt: number
  #head: number | null = null
  #newer = false
  #damaged = 0

  constructor(
    readonly room: string,
    private readonly platform: Platform,
    private readonly local: Local,
    private readonly listener: CoreListener,
    times: Partial<RoomTimes> = {},
  ) {
    this.#times = { ...ROOM_TIMES, ...times }
    this.#progressAt = platform.now()
    const now = (): number => platform.now()
    this.own = new OwnSteps(local.journal.tab, this.steps, now)
    this.copy = this.#makeCopy()
    this.connection = this.#makeConnection(times)
    const isPaper = parseRoom(room)?.kind === 'paper'
    this.words = isPaper ? this.#makeKeeper() : null
    this.zones = this.#makeZones()
    this.#merge = isPaper ? this.#makeMergeWatch() : null
    this.acknowledged = new Acknowledged(
      this.doc,
      this.copy,
      this.#times.note,
      () => this.isEverythingThere,
      now,
    )
    this.seen = new SeenMark(this.awareness, this.#times.seen)
    this.#fate = this.#makeFate()
    this.#divergence = isPaper ? this.#makeDivergence() : null
    this.#isMade = true
    this.opened = this.#open()
  }

  /** Whether the server has everything that is here. */
  get isEverythingThere(): boolean {
    return this.connection.allSettled && this.steps.count === 0
  }

  get isRefused(): boolean {
    return this.#fate.now.kind === 'refused'
  }

  /** Why the device does not take what is written; null when it does. */
  get failure(): string | null {
    return (this.#fate.refuge ?? this.copy).failure
  }

  /** Whether everything in the document is on this device's disk. */
  get isSaved(): boolean {
    return (this.#fate.refuge ?? this.copy).isSaved
  }

  /** How many pieces of the copy could not be read when it was opened. */
  get damaged(): number {
    return this.#damaged
  }

  /** How long until silence counts as such, in ms. */
  get patience(): number {
    return this.#progressAt + this.#times.silent - this.platform.now()
  }

  facts(): SyncFacts {
    const { phase, failing, allSettled, cannotSave } = this.connection
    const fate = this.#fate.now
    return {
      phase,
      failing,
      allSettled,
      cannotSave,
      silent: this.patience <= 0,
      online: this.platform.isOnline(),
      waiting: this.steps.count,
      oldest: this.steps.oldest,
      about: this.steps.about,
      storeFailed: this.failure !== null && !this.isSaved,
      saved: this.isSaved,
      refused: fate.kind === 'refused',
      diverged: fate.kind === 'refused' && fate.reason === 'diverged',
      replaced: fate.kind === 'replaced',
      tooOld: this.#newer,
    }
  }

  /** Connects once the copy is read. */
  async connect(): Promise<void> {
    const loaded = await this.opened
    if (loaded === 'newer' || !this.#fate.isUsed) return
    this.#progressAt = this.platform.now()
    this.connection.connect()
  }

  /** Tries at once instead of when the pause is over. */
  retry(): void {
    if (!this.#newer && this.#fate.isUsed) this.connection.retry()
  }

  /** Writes no more to the copy and sends nothing: after access was lost, or the text was refused. */
  stop(): void {
    this.copy.freeze()
    this.connection.disconnect()
  }

  /** Writes everything to the device, now; resolves when it was tried. */
  async flush(): Promise<void> {
    this.acknowledged.write()
    await this.local.journal.flush()
    await this.#fate.flush()
  }

  /** Ends everything but the document itself. */
  async destroy(): Promise<void> {
    this.acknowledged.write()
    this.seen.stop()
    this.own.stop()
    this.#divergence?.stop()
    this.words?.destroy()
    this.connection.destroy()
    await this.opened
    await this.zones.flush()
    this.copy.close()
    this.#fate.stop()
  }

  #makeCopy(): LocalRoom {
    return new LocalRoom(this.room, this.doc, this.local, this.steps, {
      isServer: (origin) => origin === this.connection.provider,
      applyServers: (update) => this.connection.takeServers(update),
      applyTabs: (update) => this.#applyTabs(update),
      beyond: (vector) => this.#beyond(vector),
      passedOn: (update, transaction) => this.#passedOn(update, transaction),
      changedHere: (transaction) => this.#changedHere(transaction),
      changedThere: (update) => this.#merge?.received(update),
      changedInTab: () => this.#divergence?.changedHere(),
      refused: (reason) => this.#fate.refusedElsewhere(reason),
      lost: () => this.#keepAgain(),
      changed: () => this.#changed(),
    })
  }

  #keepAgain(): void {
    this.zones.keep()
    this.words?.keep()
  }

  #makeConnection(times: Partial<RoomTimes>): Connection {
    const listener = {
      admitted: () => this.listener.admitted(),
      sent: (message: number) => this.#sent(message),
      settled: (upTo: number) => this.#settled(upTo),
      refused: (reason: Refusal, message: number | null) => this.#refused(reason, message),
      head: (seq: number) => this.#headIs(seq),
      seals: (seals: Seals) => this.#sealed(seals),
      digest: (seq: number, digest: string) => this.#divergence?.told(seq, digest),
      merging: () => this.#merge?.merging(this.steps.count),
      asked: (vector: Uint8Array) => this.words?.asked(vector),
      beyond: (vector?: Uint8Array) => this.#beyond(vector),
      passedOn: (update: Uint8Array, transaction: Y.Transaction) => this.#passedOn(update, transaction),
      taking: (update: Uint8Array, live: boolean, take: () => void) => this.#taking(update, live, take),
      disconnected: () => this.#disconnected(),
      ended: (close: CloseName) => this.#ended(close),
      changed: () => this.#connectionChanged(),
    }
    return new Connection(this.room, this.doc, this.awareness, this.platform, listener, times)
  }

  #makeFate(): CopyFate {
    const parts = {
      acknowledged: () => this.acknowledged.vector,
      isEverythingThere: () => this.isEverythingThere,
      stop: () => this.stop(),
      tellDiverged: () => this.connection.diverged(),
      trust: () => this.#divergence?.stop(),
      onlyReads: () => this.listener.onlyReads?.() === true,
      isOwn: (client: number) => this.#isOwn(client),
      newId: () => this.platform.newId(),
      now: () => this.platform.now(),
      changed: () => this.#changed(),
    }
    return new CopyFate(this.room, this.doc, this.local, this.zones, parts, this.#times.trust)
  }

  #makeMergeWatch(): MergeWatch {
    return new MergeWatch(this.doc, {
      now: () => this.platform.now(),
      keepBase: (base) => this.copy.keepBase(base),
      pause: () => this.platform.pause(),
      nameOf: (client) => this.words?.nameOf(client) ?? null,
    })
  }

  #makeZones(): ZoneKeeper {
    return new ZoneKeeper(this.room, this.doc, {
      store: this.local.store,
      isOwn: (client) => this.#isOwn(client),
      acknowledged: () => this.acknowledged.vector,
      waiting: () => this.copy.waiting(),
      newId: () => this.platform.newId(),
      now: () => this.platform.now(),
      left: (room) => this.local.journal.left(room),
      leftByAll: (room, act) => whenLeft(this.platform.locks, this.local.store.user, room, act),
      changed: () => this.#changed(),
    })
  }

  #makeDivergence(): Divergence {
    return new Divergence(this.doc, {
      isAt: (seq) => !this.isRefused && this.isEverythingThere && this.#head === seq,
      ask: () => this.connection.ask(),
      diverged: () => void this.#fate.diverged(),
      now: () => this.platform.now(),
      pause: () => this.platform.pause(),
      idle: () => this.platform.idle(),
    })
  }

  /** Whether a Yjs client is one of the user's on this device. */
  #isOwn(client: number): boolean {
    return client === this.doc.clientID || this.words?.isOwn(client) === true
  }

  #makeKeeper(): WordKeeper {
    return new WordKeeper(this.doc, this.awareness, this.room, this.local.store, {
      isServer: (origin) => origin === this.connection.provider,
      canWrite: () => !this.isRefused && !this.#newer,
      isCurrent: () => this.connection.synced,
      newId: () => this.platform.newId(),
      now: () => this.platform.now(),
      locks: this.platform.locks,
      changed: () => this.#changed(),
    })
  }

  async #open(): Promise<Loaded> {
    const { loaded, record, updates, damaged } = await this.copy.open()
    this.acknowledged.restore(record)
    await this.zones.open().catch(() => {
      // Without the device there is no copy that could be of another generation.
    })
    await this.words?.open(record?.acknowledged ?? null).catch(() => {
      // Without the device only what is lost in this window is known. A store that fails says so by itself.
    })
    this.#newer = loaded === 'newer'
    this.#damaged = damaged
    this.#merge?.opened(updates, await this.copy.base(), record?.acknowledgedAt ?? this.platform.now())
    this.#changed()
    return loaded
  }

  #taking(update: Uint8Array, live: boolean, take: () => void): void {
    if (this.words === null) take()
    else this.words.taking(update, live, take)
  }

  #applyTabs(update: Uint8Array): void {
    const apply = (): void => Y.applyUpdate(this.doc, update, FROM_TAB)
    if (this.words === null) apply()
    else this.words.takingTabs(update, apply)
  }

  #beyond(vector?: Uint8Array): Uint8Array {
    return this.words?.beyond(vector) ?? Y.encodeStateAsUpdate(this.doc, vector)
  }

  #passedOn(update: Uint8Array, transaction: Y.Transaction): Uint8Array {
    return this.words?.passedOn(update, transaction) ?? update
  }

  #changedHere(transaction: Y.Transaction): ReturnType<OwnSteps['changed']> {
    this.words?.wrote()
    this.#divergence?.changedHere()
    this.#merge?.changedHere()
    this.listener.edited()
    this.#fate.changedHere()
    return this.own.changed([...itemsOf(transaction.changedParentTypes), ...placesOf(transaction)])
  }

  #sent(message: number): void {
    this.steps.sentAs(message)
    if (this.connection.outstanding === 1) this.#progressAt = this.platform.now()
  }

  #headIs(seq: number): void {
    this.#head = seq
    this.seen.head(seq)
    this.#divergence?.head()
  }

  #sealed(seals: Seals): void {
    this.#fate.sealed(seals)
    this.#merge?.reopened(this.zones.reopened)
  }

  #settled(upTo: number): void {
    const before = this.steps.count
    this.steps.settled(upTo)
    this.#progressAt = this.platform.now()
    if (this.steps.count < before) this.seen.acknowledged()
    this.acknowledged.heard()
    if (!this.isEverythingThere) return
    this.#divergence?.look()
    this.words?.settled()
    void this.#tellMerge()
  }

  async #tellMerge(): Promise<void> {
    const summary = (await this.#merge?.done()) ?? null
    if (summary !== null) this.listener.merged(summary)
  }

  #connectionChanged(): void {
    this.words?.review()
    this.#changed()
  }

  #disconnected(): void {
    this.#head = null
    // Who had nothing on its way begins to wait now.
    if (this.steps.count === 0) this.#progressAt = this.platform.now()
    this.#divergence?.disconnected()
    this.steps.disconnected()
    this.#merge?.parted()
  }

  /** Some ends are about what this client sent; those say the text cannot be taken, not that the user may not come. */
  #ended(close: CloseName): void {
    if (close === 'garbage' || close === 'tooLarge') this.#fate.giveUp(close)
    if (close === 'foreignClient') this.#takeOtherClient()
  }

  /** Somebody else writes under this client ID. When nothing was written under it yet, another one will do. */
  #takeOtherClient(): void {
    if (Y.decodeStateVector(Y.encodeStateVector(this.doc)).has(this.doc.clientID))
      return this.#fate.giveUp('foreignClient')
    const state = this.awareness.getLocalState()
    this.awareness.setLocalState(null)
    this.doc.clientID = this.awareness.clientID = newDocument().clientID
    this.awareness.setLocalState(state)
    this.connection.retry()
  }

  /** A change that built on something the server lacks is sent again with the answer to its next question. */
  #refused(reason: Refusal, message: number | null): void {
    const heals = reason === 'missing' && message !== null && !this.connection.wasAnswer(message)
    if (heals) this.steps.notTaken(message)
    else if (reason === 'closedItem') void this.#fate.partAgain()
    else this.#fate.giveUp(reason)
  }

  /** Parts tell of themselves while they are made; the room is told only when all are there. */
  #changed(): void {
    if (this.#isMade) this.listener.changed()
  }
}

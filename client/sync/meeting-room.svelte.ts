import { untrack } from 'svelte'
import type { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { paperRoom } from '../../schema/protocol.ts'
import { meetingOfZone, NO_SEALS, type Sealed, type Seals } from '../../schema/zones.ts'
import type { Offer } from '../merging/offers.ts'
import { together, withWaiting, type Beside } from './beside.ts'
import { Calm } from './calm.ts'
import { detailsOf, dateOf, NOTHING_READ, readDevice, type DeviceRead, type SyncDetails } from './details.ts'
import { Disconnected } from './disconnected.ts'
import { mergeName } from './kept-names.ts'
import { openLocal, type Local } from './local.ts'
import type { MergeSummary } from './merge.ts'
import { Opening } from './opening.svelte.ts'
import { browserPlatform, type Platform } from './platform.ts'
import { rescueOf, type RescueJson } from './rescue.ts'
import { ROOM_TIMES, RoomCore, type RoomTimes } from './room-core.ts'
import { isMarginOf, meetingOf, zoneOf } from './room-names.ts'
import { statusOf, type SyncFacts, type SyncStatus } from './status.ts'
import { askToPersist } from './storage.ts'
import type { RoomRecord } from './store.ts'
import { unsentRemarks } from './unsent.ts'

const NO_OFFERS: ReadonlySet<string> = new Set()
const NOTHING: ReadonlyMap<string, number> = new Map()

export interface RoomUser {
  id: string
  name: string
  organisation: string | null
  /** 1 to 7. */
  colour: number
}

export interface RoomOptions {
  meeting: string
  user: RoomUser
  /** The server's address; the page's when left out. */
  origin?: string
  platform?: Platform
  /** The user's store, when it is open already; closed by whoever opened it. */
  local?: Local
  times?: Partial<RoomTimes>
  /** Whether the user may only read the paper; they may write when left out. */
  onlyReads?: () => boolean
}

/** How soon it is looked again at what is on its way in the margin or a closed item, in ms. */
const LOOK_AGAIN = 1_000

/**
 * The paper of one meeting: its document, the copy on this device, and the connection. Opens from the device first;
 * the server is waited for only when there is no copy.
 */
export class MeetingRoom {
  #status = $state.raw<SyncStatus>({ kind: 'sending', waiting: 0 })
  #merge = $state.raw<MergeSummary | null>(null)
  #offers = $state.raw<readonly Offer[]>([])
  #read = $state.raw<DeviceRead>(NOTHING_READ)
  #damaged = $state(false)
  #seals = $state.raw<Seals>(NO_SEALS)
  #waitingIn = $state.raw(NOTHING)
  #version = $state(0)
  readonly #details: SyncDetails = $derived.by(() => this.#detailsAt(this.#version))

  readonly #platform: Platform
  readonly #local: Local
  readonly #core: RoomCore
  readonly #opening = new Opening()
  readonly #calm: Calm
  readonly #stops: (() => void)[]
  readonly #disconnected: Disconnected
  #silenceTimer: ReturnType<typeof setTimeout> | null = null
  #asked = false
  #destroyed = false
  #beside: Beside | null = null
  #zones: readonly Beside[] = []
  /** Whether this user may read the margins. */
  #readsMargins = true
  /** The meeting's other rooms in which something waits, until they are open. */
  #unopened: readonly RoomRecord[] = []

  constructor(private readonly options: RoomOptions) {
    const platform = options.platform ?? browserPlatform()
    this.#platform = options.origin === undefined ? platform : { ...platform, origin: options.origin }
    this.#local = options.local ?? openLocal(options.user.id, this.#platform)
    const awayName = `away:${paperRoom(options.meeting)}`
    this.#disconnected = new Disconnected(awayName, this.#local.store, () => this.#platform.now())
    this.#calm = new Calm(options.times?.calm ?? ROOM_TIMES.calm, () => this.#publish())
    this.#core = this.#makeCore()
    this.awareness.setLocalState({ user: options.user, cursor: null })
    this.awareness.on('change', () => this.#publish())
    this.#stops = [
      this.#platform.onNetwork(() => this.#core.connection.restart()),
      this.#platform.onHide(() => this.#core.acknowledged.write()),
      this.#platform.guardClosing(() => this.#status.kind === 'unsaved'),
    ]
    void Promise.all([this.#core.opened, this.#readUnopened()]).then(([loaded]) => {
      if (loaded === 'copy' || loaded === 'known') this.#opening.ready()
      if (loaded === 'newer') this.#opening.missing()
      this.#damaged = this.#core.damaged > 0
      if (loaded !== 'failed') this.#look(Promise.all([this.#readMerge(), this.#readAway()]))
    })
  }

  get doc(): Y.Doc {
    return this.#core.doc
  }

  get awareness(): Awareness {
    return this.#core.awareness
  }

  /** Resolves when it is `ready`. */
  get whenReady(): Promise<void> {
    return this.#opening.whenReady
  }

  /** `ready`: a copy or the server's state is in the document; `missing`: neither is here nor can be reached. */
  get loaded(): 'loading' | 'ready' | 'missing' {
    return this.#opening.state
  }

  get status(): SyncStatus {
    return this.#status
  }

  get details(): SyncDetails {
    return this.#details
  }

  /** Item id, or place in the paper → how many of the user's own steps that are not on the server changed it. */
  get waitingIn(): ReadonlyMap<string, number> {
    return this.#waitingIn
  }

  /** Whether some of what was kept on this device could not be read when the meeting was opened. */
  get damaged(): boolean {
    return this.#damaged
  }

  /** What came together when the connection was last back; null when nothing ever did. Kept until the next time. */
  get merge(): MergeSummary | null {
    return this.#merge
  }

  /** Words that a deletion took, until each is brought back or let go. */
  get offers(): readonly Offer[] {
    return this.#offers
  }

  /** Offers of which words stand in the text again; asked whenever the offers are other ones. */
  get outdatedOffers(): ReadonlySet<string> {
    return this.#core.words?.outdated ?? NO_OFFERS
  }

  /** Brings offered words back (`back`), or lets them go. */
  async answerOffer(id: string, back: boolean): Promise<void> {
    await this.#core.words?.answer(id, back)
  }

  /** Counts this undo manager's steps as the user's own until the server has them. */
  watchSteps(undo: Y.UndoManager): void {
    this.#core.own.watch(undo)
  }

  /** Counts another room of this meeting in what is said of where the text is; null: no longer. */
  joinedBy(beside: Beside | null): void {
    this.#beside = beside
    this.#publish()
  }

  /** Whether this user may read the margins: what waits in those that they may not is not on its way. */
  async readsMargins(may: boolean): Promise<void> {
    if (may === this.#readsMargins) return
    this.#readsMargins = may
    await this.readDevice()
    this.#publish()
  }

  /** Lets go of margins that this user may not read, with what waits in them. */
  async eraseMargins(): Promise<void> {
    const { journal, store } = this.#local
    for (const { room } of await store.rooms())
      if (isMarginOf(room, this.options.meeting)) {
        journal.forget(room)
        await store.removeRoom(room)
      }
    this.#unopened = this.#unopened.filter(({ room }) => !isMarginOf(room, this.options.meeting))
    await this.readDevice()
  }

  /** What was closed out of the paper, and where that is as far as this user may read it. */
  get seals(): Seals {
    return this.#seals
  }

  /** What was closed out of the paper since this device had it last. */
  get freshlyClosed(): readonly Sealed[] {
    return this.#core.zones.fresh
  }

  /** The items that were closed when this device had it last, and are open again. */
  get freshlyOpened(): readonly string[] {
    return this.#core.zones.reopened
  }

  /** Counts a closed item's room in what is said of where the text is; answers how to stop. */
  accompany(zone: Beside): () => void {
    this.#zones = [...this.#zones, zone]
    this.#publish()
    return () => {
      this.#zones = this.#zones.filter((each) => each !== zone)
      this.#publish()
    }
  }

  /** Where the text is; null when this user may not read it, or it is not there. */
  facts(): SyncFacts | null {
    const { phase } = this.#core.connection
    const isShut = phase.kind === 'ended' && (phase.close === 'forbidden' || phase.close === 'unknownRoom')
    return isShut ? null : this.#facts()
  }

  /** The other room is other than it was. */
  besideChanged(): void {
    this.#publish()
  }

  /** Connects once the copy is read, and stays connected. After a sign-in: connects again, with all beside it. */
  connect(): void {
    void this.#core.connect()
    this.#others.forEach((each) => each.connect())
  }

  /** Tries at once instead of when the pause is over. */
  retry(): void {
    this.#core.retry()
    this.#others.forEach((each) => each.retry())
  }

  /** Whether the copy was read. */
  get isOpen(): boolean {
    return this.#core.copy.isOpen
  }

  /** Whether everything in the document is on this device's disk. */
  get isSaved(): boolean {
    return this.#core.isSaved
  }

  /** Writes what is gathered to the local store, now. */
  async flush(): Promise<void> {
    await this.#core.flush()
    await this.#core.words?.flush()
    await Promise.all(this.#others.map((each) => each.flush()))
  }

  /** Reads anew what the details tell of the device: storage, other meetings, texts kept apart. */
  async readDevice(): Promise<void> {
    this.#read = await readDevice(this.#local.store, this.#platform.storage, this.#core.room)
  }

  /** Everything this window has of the meeting, as one file. Works without network and session. */
  async rescue(): Promise<RescueJson> {
    const asides = await this.#local.store.asides().catch(() => [])
    const own = asides.filter(({ room }) => meetingOf(room) === this.options.meeting)
    const shut = this.#readsMargins ? [] : await unsentRemarks(this.#local.store, this.options.meeting)
    const remarks = [...this.unsentBeside(), ...shut]
    return rescueOf(this.doc, this.#core.acknowledged.vector, own, this.#platform.now(), remarks)
  }

  /** What was written in the rooms beside it and is not on the server, as plain text. */
  unsentBeside(): string[] {
    return this.#others.flatMap((each) => each.unsent())
  }

  /**
   * Removes all that this device has of the meeting but what is kept apart: after access was lost, or by choice. The
   * document stays until it is closed.
   */
  async eraseCopy(): Promise<void> {
    this.#core.stop()
    await this.#core.words?.erase()
    this.#local.journal.forget(this.#core.room)
    await Promise.all(this.#others.map((each) => each.eraseCopy()))
    await this.#local.store.forget((zone) => this.#isOurs(zone))
  }

  async destroy(): Promise<void> {
    if (this.#destroyed) return
    this.#destroyed = true
    this.#stops.forEach((stop) => stop())
    this.#calm.stop()
    if (this.#silenceTimer !== null) clearTimeout(this.#silenceTimer)
    await this.#core.destroy()
    await (this.options.local === undefined ? this.#local.close() : this.#local.journal.flush())
    this.awareness.destroy()
    this.doc.destroy()
  }

  #makeCore(): RoomCore {
    const room = paperRoom(this.options.meeting)
    const listener = {
      admitted: () => this.#local.admitted(room),
      edited: () => this.#edited(),
      merged: (summary: MergeSummary) => this.#merged(summary),
      changed: () => this.#publish(),
      onlyReads: this.options.onlyReads,
    }
    return new RoomCore(room, this.#platform, this.#local, listener, this.options.times)
  }

  #merged(summary: MergeSummary): void {
    this.#merge = summary
    this.#local.store.keep(this.#mergeName, summary).catch(() => {
      // It is shown in this window still.
    })
  }

  async #readMerge(): Promise<void> {
    const kept = await this.#local.store.kept<MergeSummary>(this.#mergeName)
    this.#merge ??= kept
  }

  async #readAway(): Promise<void> {
    await this.#disconnected.open()
    this.#publish()
  }

  async #readUnopened(): Promise<void> {
    // Without the device nothing waits on it.
    const rooms = await this.#local.store.rooms().catch(() => [])
    this.#unopened = rooms.filter(
      ({ room, waiting }) => waiting > 0 && room !== this.#core.room && this.#isOurs(zoneOf(room)),
    )
  }

  #isOurs(zone: string): boolean {
    const { meeting } = this.options
    return zone === meeting || meetingOfZone(zone) === meeting
  }

  /** Whether this user may read a room of the meeting: its own, or that of an item closed out of it. */
  #isRead(room: string): boolean {
    if (!this.#readsMargins && isMarginOf(room, this.options.meeting)) return false
    const zone = zoneOf(room)
    return (
      zone === this.options.meeting || this.#core.zones.seals.sealed.some((sealed) => sealed.zone === zone)
    )
  }

  /** The meeting's other rooms that are open. */
  get #others(): readonly Beside[] {
    return this.#beside === null ? this.#zones : [this.#beside, ...this.#zones]
  }

  get #mergeName(): string {
    return mergeName(this.#core.room)
  }

  /** After the first own change there is something to lose: the browser is asked not to clear it. */
  #edited(): void {
    if (this.#asked) return
    this.#asked = true
    this.#look(askToPersist(this.#platform.storage, this.#local.store))
  }

  /** Reads what the details tell of the device. */
  #look(after: Promise<unknown> = Promise.resolve()): void {
    after
      .then(() => this.readDevice())
      .catch(() => {
        // The details stay as they were. A store that takes no text says so when the text is written.
      })
  }

  /** Untracked: an effect that opens or connects a room must not run again because the room changed. */
  #publish(): void {
    if (!this.#destroyed) untrack(() => this.#show())
  }

  #show(): void {
    this.#opening.follow(this.#core.connection)
    this.#offers = this.#core.words?.offers ?? []
    this.#seals = this.#core.zones.seals
    const opened = this.#others.filter(({ isOpen }) => isOpen).map(({ zone }) => zone)
    this.#unopened = this.#unopened.filter(({ room }) => !opened.includes(zoneOf(room)))
    const facts = this.#facts()
    if (!isSame(facts.about, this.#waitingIn)) this.#waitingIn = facts.about
    const status = statusOf({ ...facts, saved: this.#calm.holds(facts.saved) })
    if (JSON.stringify(status) !== JSON.stringify(this.#status)) this.#status = status
    if (status.kind === 'sending') this.#watchSilence()
    this.#disconnected.follow(facts.phase.kind === 'open', status.kind === 'local')
    this.#version += 1
  }

  #facts(): SyncFacts {
    const opened = this.#others.map((each) => each.facts()).reduce(together, this.#core.facts())
    const facts = this.#unopened.filter(({ room }) => this.#isRead(room)).reduce(withWaiting, opened)
    // The margin is opened anew with the meeting.
    return { ...facts, replaced: facts.replaced || this.#beside?.facts()?.replaced === true }
  }

  #detailsAt(_version: number): SyncDetails {
    return {
      ...detailsOf(this.#core, this.#facts(), this.#local.journal, this.options.user.id, this.#read),
      disconnectedSince: dateOf(this.#disconnected.since),
      shutRemarks: this.#readsMargins ? 0 : this.#read.inMargins,
    }
  }

  #watchSilence(): void {
    const look = (): void => {
      this.#silenceTimer = null
      this.#publish()
    }
    const { patience } = this.#core
    this.#silenceTimer ??= setTimeout(look, patience > 0 ? patience + 1 : LOOK_AGAIN)
  }
}

function isSame(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): boolean {
  return a.size === b.size && [...a].every(([name, many]) => b.get(name) === many)
}

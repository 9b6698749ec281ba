import type { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { items, type SectionKey } from '../../schema/paper.ts'
import { FROM_TAB } from '../sync/local-room.ts'
import type { Locks } from '../sync/platform.ts'
import type { UserStore } from '../sync/store.ts'
import { Reshapings, takeOut, type Twin } from './reshapings.ts'
import { Graves, lossOf, standsCopied, type Grave } from './graves.ts'
import type { Loss } from './losses.ts'
import { Offers, type Offer } from './offers.ts'
import { OwnClients } from './own-clients.ts'
import { SectionNow } from './places.ts'
import { removedItems, writtenIn, type Removed } from './removed.ts'
import { Salvage, type Change, type StateVector } from './salvage.ts'
import { Unseen } from './unseen.ts'
import { Writers } from './writers.ts'
import { Youth } from './youth.ts'

export interface KeeperParts {
  isServer(origin: unknown): boolean
  canWrite(): boolean
  /** Whether all that the server has is in the document. */
  isCurrent(): boolean
  newId(): string
  now(): number
  locks: Locks | null
  /** The offers are other than they were. */
  changed(): void
}

/**
 * Sees to it that no words go without a word: puts back what a colleague's change took by replacing a block, offers
 * what it took by deleting one, and tells the user what was written in what they deleted themselves.
 */
export class WordKeeper {
  readonly #offers: Offers
  readonly #own: OwnClients
  readonly #youth: Youth
  readonly #writers: Writers
  readonly #graves = new Graves()
  readonly #reshapings: Reshapings
  readonly #unseen = new Unseen()
  readonly #salvage: Salvage
  #taking: { bytes: Uint8Array; live: boolean } | null = null
  #tabs: Uint8Array | null = null
  #gone: { removed: Removed; change: Change }[] = []
  #twins: Twin[] = []
  #graved: { grave: Grave; before: StateVector }[] = []

  constructor(
    private readonly doc: Y.Doc,
    awareness: Awareness,
    room: string,
    private readonly store: UserStore,
    private readonly parts: KeeperParts,
  ) {
    this.#offers = new Offers(doc, room, store, parts)
    this.#own = new OwnClients(room, store, parts.locks, () => doc.clientID)
    this.#youth = new Youth(doc, () => parts.now())
    this.#reshapings = new Reshapings(doc)
    this.#writers = new Writers(awareness)
    // Yjs tells changes of a root under the type it has by then.
    items.map(doc)
    doc.on('beforeObserverCalls', this.#look)
    doc.on('afterAllTransactions', this.#tellAll)
    this.#salvage = new Salvage(doc, {
      isOthers: (origin) => parts.isServer(origin) || origin === FROM_TAB,
      isOwn: (client) => this.#own.has(client),
      youngFrom: (client) => this.#youth.from(client),
      canWrite: () => parts.canWrite(),
      lost: (losses, change) => this.#offer(losses, change),
      settled: (sections) => this.#settled(sections),
    })
  }

  get offers(): readonly Offer[] {
    return this.#offers.list
  }

  /** Offers of which words stand in the text again. */
  get outdated(): ReadonlySet<string> {
    return this.#offers.outdated
  }

  /** Who writes as this client; null when that is not known. */
  nameOf(client: number): string | null {
    return this.#writers.name(client)
  }

  /** Whether this window looks after a client's words. */
  isOwn(client: number): boolean {
    return this.#own.has(client)
  }

  /** @param acknowledged what the server had when this device last knew it. */
  async open(acknowledged: Uint8Array | null): Promise<void> {
    this.#youth.opened(acknowledged)
    this.store.onMoved.add(this.#moved)
    await Promise.all([this.#own.open(), this.#offers.open()])
    this.review()
  }

  /** How far the document has come may be another by now, and so what is on offer. */
  review(): void {
    this.#offers.review()
  }

  /** The server asked for what it lacks, before it answered. @param vector state vector of what it has */
  asked(vector: Uint8Array): void {
    this.#reshapings.asked(vector)
  }

  /** What the document has beyond a state vector, for the server; all of it without one. */
  beyond(vector?: Uint8Array): Uint8Array {
    return this.#unseen.beyond(this.doc, vector)
  }

  /** Lets `apply` take in an update of the server. `live`: as its writer made it, rather than many in one. */
  taking(bytes: Uint8Array, live: boolean, apply: () => void): void {
    this.#taking = { bytes, live }
    try {
      this.#salvage.taking(bytes, apply)
    } finally {
      this.#taking = null
    }
  }

  /** Lets `apply` take in what another tab of the user wrote, which the server may not have. */
  takingTabs(bytes: Uint8Array, apply: () => void): void {
    this.#tabs = bytes
    try {
      this.#salvage.taking(bytes, apply)
    } finally {
      this.#tabs = null
    }
  }

  /** What came from elsewhere, as it is kept and passed on. @param update as Yjs tells of it */
  passedOn(update: Uint8Array, transaction: Y.Transaction): Uint8Array {
    return this.#unseen.passedOn(update, transaction)
  }

  /** The user changed the document. */
  wrote(): void {
    this.#own.note()
  }

  /** The server has everything that is here. */
  settled(): void {
    this.#youth.settled()
    this.#reshapings.settled()
  }

  /** Brings offered words back, or lets them go. */
  answer(id: string, back: boolean): Promise<void> {
    return this.#offers.answer(id, back)
  }

  /** The browser has cleared what was kept on the device: keeps it again. */
  keep(): void {
    this.#own.keep()
    this.#offers.keep()
  }

  flush(): Promise<void> {
    return this.#offers.flush()
  }

  erase(): Promise<void> {
    return this.#offers.erase()
  }

  destroy(): void {
    this.doc.off('beforeObserverCalls', this.#look)
    this.doc.off('afterAllTransactions', this.#tellAll)
    this.#salvage.destroy()
    this.#own.close()
    this.store.onMoved.delete(this.#moved)
    this.#writers.destroy()
  }

  /** Words that waited in the room of an item that is open again: where they were written there is a copy here, or will be. */
  readonly #moved = (name: string): void => {
    if (this.#offers.isTheirs(name))
      void this.#offers
        .open()
        .then((sections) => this.#settled(new Set(sections)))
        .then(() => this.review(), ignore)
  }

  readonly #look = (transaction: Y.Transaction): void => {
    if (transaction.local) return this.#note(transaction)
    if (transaction.origin === FROM_TAB) return this.#lookAtTabs(transaction)
    const taking = this.#taking
    if (taking === null || !this.parts.isServer(transaction.origin)) return
    if (this.parts.canWrite()) this.#twins.push(...this.#reshapings.twins(taking.bytes, transaction))
    this.#unseen.note(taking.bytes, transaction)
    const before = transaction.beforeState
    for (const grave of this.#graves.into(taking.bytes, transaction)) this.#graved.push({ grave, before })
    // At the moment it happens the user is told by the screen (rule U44).
    if (taking.live) return
    const change = { transaction, update: taking.bytes }
    for (const removed of removedItems(transaction)) this.#gone.push({ removed, change })
  }

  #lookAtTabs(transaction: Y.Transaction): void {
    this.#own.met(writersIn(transaction))
    if (this.#tabs !== null) this.#unseen.note(this.#tabs, transaction)
  }

  #note(transaction: Y.Transaction): void {
    this.#graves.bury(transaction)
    this.#reshapings.note(transaction)
  }

  #offer(losses: Loss[], change: Change): void {
    const since = [...change.transaction.beforeState]
    for (const section of new Set(losses.map((loss) => loss.section))) {
      const own = losses.filter((loss) => loss.section === section)
      // Many changes in one do not tell whose the deletion was.
      const by = this.#taking?.live === true ? this.#writers.of(change, section) : null
      this.#offers.add({ side: 'mine', section, by, losses: own, takenBy: 'deletion', since, removed: null })
    }
  }

  /** The user wrote in an item that was removed meanwhile. */
  #offerItem(removed: Removed, change: Change): void {
    const isYoung = (client: number, clock: number): boolean =>
      this.#own.has(client) && clock >= this.#youth.from(client)
    const losses = writtenIn(this.doc, removed.id, isYoung)
    const [first] = losses
    if (first === undefined) return
    const since = [...change.transaction.beforeState]
    this.#offers.add({
      side: 'mine',
      section: first.section,
      by: null,
      losses,
      takenBy: 'deletion',
      since,
      removed,
    })
  }

  #settled(sections: ReadonlySet<SectionKey>): void {
    for (const section of sections)
      this.#offers.reconsider(
        section,
        ({ since }) => this.#sectionNow(section, new Map(since)),
        ({ side, since }, loss) => side === 'mine' && this.#salvage.place(loss, new Map(since)),
      )
  }

  readonly #tellAll = (): void => {
    for (const twin of this.#twins.splice(0)) this.#salvage.mend(() => takeOut(this.doc, twin))
    for (const { grave, before } of this.#graved.splice(0)) this.#tell(grave, before)
    for (const { removed, change } of this.#gone.splice(0)) this.#offerItem(removed, change)
    this.review()
  }

  /** What a colleague wrote in a block the user deleted, unless the block stands elsewhere. */
  #tell(grave: Grave, before: StateVector): void {
    const loss = lossOf(grave)
    if (this.#isMoved(grave)) return
    if (grave.offer !== null) return this.#offers.change(grave.offer, loss.text.trim() === '' ? [] : [loss])
    if (loss.text.trim() === '') return
    const { section, writer } = grave
    const by = this.#writers.name(writer)
    grave.offer = this.#offers.add({
      side: 'theirs',
      section,
      by,
      losses: [loss],
      takenBy: 'deletion',
      since: [...before],
      removed: null,
    })
  }

  #isMoved(grave: Grave): boolean {
    if (grave.text === '') return grave.replaced
    return standsCopied(grave, this.doc) || this.#textOf(grave.section).includes(grave.text)
  }

  #sectionNow(section: SectionKey, since: StateVector): SectionNow {
    return new SectionNow(this.doc.getXmlFragment(section), {
      newFrom: (client) => (this.#own.has(client) ? Infinity : (since.get(client) ?? 0)),
      outFrom: () => Infinity,
    })
  }

  #textOf(section: SectionKey): string {
    return this.#sectionNow(section, new Map()).text
  }
}

/** The clients of which a transaction brings something new. */
function writersIn({ beforeState, afterState }: Y.Transaction): number[] {
  return [...afterState].flatMap(([client, clock]) =>
    clock > (beforeState.get(client) ?? 0) ? [client] : [],
  )
}

/** They are on the device still. */
function ignore(): void {}

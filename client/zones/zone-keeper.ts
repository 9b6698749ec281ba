import * as Y from 'yjs'
import { holdsItem } from '../../schema/parting.ts'
import { marginRoom, paperRoom, parseRoom } from '../../schema/protocol.ts'
import { NO_SEALS, parseSeals, type Sealed, type Seals } from '../../schema/zones.ts'
import { sealsName, type Aside, type UserStore, type WaitingNote } from '../sync/store.ts'
import { merged } from '../sync/updates.ts'
import { keptBeside } from './kept-beside.ts'
import { partMargin, partPaper, type Authorship, type Parts } from './part-copy.ts'

/** Ends the id of what is kept apart of a user's own words alone. */
const OWN = '-own'

export interface ZoneParts {
  isOwn(client: number): boolean
  acknowledged(): Uint8Array | null
  waiting(): WaitingNote
  newId(): string
  now(): number
  changed(): void
}

/**
 * Knows what was closed out of a room, and parts this device's copy of it: what belongs to a closed item goes to the item's
 * own room where the user may read that, and from the device where not (rules Z6, Z7).
 */
export class ZoneKeeper {
  #seals: Seals = NO_SEALS
  #fresh: readonly Sealed[] = []
  /** State of the document that was parted last; null: none was. */
  #parted: string | null = null
  #failure: string | null = null
  #line: Promise<void> = Promise.resolve()

  constructor(
    private readonly room: string,
    private readonly doc: Y.Doc,
    private readonly store: UserStore,
    private readonly parts: ZoneParts,
  ) {}

  /** What was closed out of the room, as far as this device knows. */
  get seals(): Seals {
    return this.#seals
  }

  /** What was closed out of it since this device had it last. */
  get fresh(): readonly Sealed[] {
    return this.#fresh
  }

  get failure(): string | null {
    return this.#failure
  }

  /** Whether all that is in the document is parted, on disk. */
  get isParted(): boolean {
    return this.#parted === stateOf(this.doc)
  }

  async open(): Promise<void> {
    this.#seals = parseSeals(await this.store.kept<Seals>(sealsName(this.room))) ?? NO_SEALS
  }

  /** The server says what was closed out of the room. Answers whether the copy is to be parted before it is used again. */
  told(seals: Seals): boolean {
    const before = this.#seals
    const lost = before.sealed.filter(
      ({ zone }) => zone !== null && !seals.sealed.some((each) => each.zone === zone),
    )
    this.#seals = seals
    this.#fresh = seals.sealed.filter(({ item }) => !before.sealed.some((each) => each.item === item))
    for (const { item, zone } of lost) if (zone !== null) void this.#queue(() => this.#leave(zone, item))
    if (this.#mustPart(before, seals)) return true
    void this.#queue(() => this.store.keep(sealsName(this.room), seals))
    return false
  }

  /** Parts the copy; what is written into the document meanwhile too. */
  part(): Promise<void> {
    return this.#queue(async () => {
      while (!this.isParted) await this.#part()
    })
  }

  /** Resolves when all that is to be done on the device was tried. */
  flush(): Promise<void> {
    return this.#line
  }

  #mustPart(before: Seals, { generation, sealed }: Seals): boolean {
    if (this.doc.store.clients.size === 0 || sealed.length === 0) return false
    if (generation !== before.generation) return true
    return isPaper(this.room) && sealed.some(({ item }) => holdsItem(this.doc, item))
  }

  async #part(): Promise<void> {
    const state = stateOf(this.doc)
    const { carried, own, ...stays } = this.#parts(Y.encodeStateAsUpdate(this.doc), this.parts.acknowledged())
    const { room } = this
    const hidden = this.#seals.sealed.filter(({ zone }) => zone === null).map(({ item }) => item)
    await this.store.part({
      room,
      seals: this.#seals,
      state: stays.state,
      waiting: this.parts.waiting(),
      carried,
      aside: own && this.#aside(own),
      partAside: (aside) => this.#partAside(aside),
      beside: keptBeside(room, new Set(hidden)),
    })
    this.#parted = state
  }

  #parts(copy: Uint8Array, acknowledged: Uint8Array | null): Parts {
    const authorship: Authorship = { acknowledged, isOwn: (client) => this.parts.isOwn(client) }
    return (isPaper(this.room) ? partPaper : partMargin)(copy, this.#seals.sealed, authorship)
  }

  /** Of what was kept apart before, the user's own words stay, by themselves. */
  #partAside(aside: Aside): Aside[] {
    if (aside.id.endsWith(OWN)) return [aside]
    const { state, own } = this.#parts(aside.state, aside.acknowledged)
    const stays = { ...aside, state }
    return own === null ? [stays] : [stays, { ...this.#aside(own), id: `${aside.id}${OWN}` }]
  }

  #aside(state: Uint8Array): Aside {
    const { room, parts } = this
    return {
      id: `${parts.newId()}${OWN}`,
      room,
      at: parts.now(),
      reason: 'closedItem',
      state,
      acknowledged: null,
    }
  }

  /** The item is open again, or closed to the user: their own words that waited for its room are kept, the copy goes. */
  async #leave(zone: string, item: string): Promise<void> {
    const room = isPaper(this.room) ? paperRoom(zone) : marginRoom(zone)
    const own = await this.#ownIn(room, item)
    if (own === null) await this.store.removeRoom(room)
    else await this.store.setAside({ ...this.#aside(own), room })
    for (const { name } of keptBeside(room, new Set())) await this.store.keep(name, null)
  }

  async #ownIn(room: string, item: string): Promise<Uint8Array | null> {
    const { updates, record } = await this.store.load(room)
    if (record === null || record.waiting === 0) return null
    const clients = new Set(await this.store.kept<number[]>(`clients:${room}`))
    const authorship = { acknowledged: record.acknowledged, isOwn: (client: number) => clients.has(client) }
    const sealed = [{ item, zone: null, threads: [] }]
    return (isPaper(room) ? partPaper : partMargin)(merged(updates), sealed, authorship).own
  }

  #queue(work: () => Promise<void>): Promise<void> {
    const done = this.#line.then(work).then(
      () => (this.#failure = null),
      (error: unknown) => (this.#failure = error instanceof Error ? error.name : String(error)),
    )
    this.#line = done.then(() => this.parts.changed())
    return this.#line
  }
}

function isPaper(room: string): boolean {
  return parseRoom(room)?.kind === 'paper'
}

function stateOf(doc: Y.Doc): string {
  return Y.encodeSnapshot(Y.snapshot(doc)).toString()
}

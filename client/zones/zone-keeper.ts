import * as Y from 'yjs'
import { hasHad, NO_SEALS, parseSeals, type Sealed, type Seals } from '../../schema/zones.ts'
import { sealsName } from '../sync/kept-names.ts'
import type { RoomParts } from './part-room.ts'

export interface ZoneParts extends RoomParts {
  /** Resolves when this window has a room open no more, and what it wrote there is handed over. */
  left(room: string): Promise<void>
  /** Runs `act` when no other window of this user has a room open either, in one of them at a time. */
  leftByAll(room: string, act: () => Promise<void>): Promise<void>
  changed(): void
}

/** How long after a failure it is tried again, in ms. */
const PAUSE = 3000

/** Fetched when they are needed: most rooms are never parted, and few are left. */
const parting = () => import('./part-room.ts')
const leaving = () => import('./leave-room.ts')

/**
 * Knows what was closed out of a room, and parts this device's copy of it: what belongs to a closed item goes to the item's
 * own room where the user may read that, and from the device where not (rules Z6, Z7).
 */
export class ZoneKeeper {
  #seals: Seals = NO_SEALS
  #fresh: readonly Sealed[] = []
  #reopened: readonly string[] = []
  /** Items that were closed since the copy was made. */
  readonly #unparted = new Set<string>()
  /** Whether the server has an older room than this device: it was restored from a backup. */
  #isOlder = false
  /** State of the document that was parted last; null: none was. */
  #parted: string | null = null
  #failure: string | null = null
  #line: Promise<void> = Promise.resolve()
  #timer: ReturnType<typeof setTimeout> | null = null

  constructor(
    private readonly room: string,
    private readonly doc: Y.Doc,
    private readonly parts: ZoneParts,
    private readonly pause = PAUSE,
  ) {}

  /** What was closed out of the room, as far as this device knows. */
  get seals(): Seals {
    return this.#seals
  }

  /** What was closed out of it since this device had it last. */
  get fresh(): readonly Sealed[] {
    return this.#fresh
  }

  /** The items that were closed when this device had it last, and are open again. */
  get reopened(): readonly string[] {
    return this.#reopened
  }

  get failure(): string | null {
    return this.#failure
  }

  /** Whether all that is in the document is parted, on disk. */
  get isParted(): boolean {
    return this.#parted === stateOf(this.doc)
  }

  async open(): Promise<void> {
    const kept = await this.parts.store.kept<Seals>(sealsName(this.room))
    this.#seals = parseSeals(kept) ?? NO_SEALS
  }

  /** The server says what was closed out of the room. Answers whether the copy is to be parted before it is used again. */
  told(seals: Seals): boolean {
    const before = this.#seals
    this.#seals = seals
    this.#fresh = others(seals, before)
    this.#reopened = others(before, seals).map(({ item }) => item)
    this.#isOlder = !hasHad(seals, before.generation)
    if (!this.#isOlder) void this.#queue(() => this.#leaveOthers())
    if (this.#mustPart(before, seals)) {
      for (const { item } of this.#fresh) this.#unparted.add(item)
      return true
    }
    this.keep()
    return false
  }

  /** Keeps what is known on the device. */
  keep(): void {
    void this.#queue(() => this.parts.store.keep(sealsName(this.room), this.#seals))
  }

  /** Parts the copy; what is written into the document meanwhile too. What the device does not take is tried again. */
  async part(): Promise<void> {
    this.stop()
    await this.#queue(async () => {
      const { partRoom, startAnew } = await parting()
      while (!this.isParted) {
        const state = stateOf(this.doc)
        if (this.#isOlder) await startAnew(this.room, this.doc, this.#seals, this.parts)
        else await partRoom(this.room, this.doc, this.#seals, this.#unparted, this.parts)
        this.#parted = state
      }
    })
    if (!this.isParted) this.#timer ??= setTimeout(() => void this.part(), this.pause)
  }

  /** Tries no more. */
  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
  }

  /** Resolves when all that is to be done on the device was tried. */
  flush(): Promise<void> {
    return this.#line
  }

  /** A room that is open is written in still, in another window too: it is taken away when all have left it. */
  async #leaveOthers(): Promise<void> {
    const { roomsOfOthers } = await leaving()
    for (const room of await roomsOfOthers(this.room, this.#seals, this.parts.store))
      void this.parts
        .left(room)
        .then(() => this.parts.leftByAll(room, () => this.#queue(() => this.#leave(room))))
        .catch(ignore)
  }

  /** Another window may have, or it may be the user's again. */
  async #leave(room: string): Promise<void> {
    const { leave, roomsOfOthers } = await leaving()
    const isLeft = (await roomsOfOthers(this.room, this.#seals, this.parts.store)).includes(room)
    if (isLeft) await leave(room, this.#seals, this.parts)
  }

  #mustPart(before: Seals, { generation, sealed }: Seals): boolean {
    if (this.doc.store.clients.size === 0) return false
    return this.#isOlder || (sealed.length > 0 && generation !== before.generation)
  }

  #queue(act: () => Promise<void>): Promise<void> {
    const done = this.#line.then(act).then(
      () => (this.#failure = null),
      (error: unknown) => (this.#failure = error instanceof Error ? error.name : String(error)),
    )
    this.#line = done.then(() => this.parts.changed())
    return this.#line
  }
}

/** What is closed in the one and not in the other. */
function others({ sealed }: Seals, beside: Seals): Sealed[] {
  return sealed.filter(({ item }) => !beside.sealed.some((each) => each.item === item))
}

function stateOf(doc: Y.Doc): string {
  return Y.encodeSnapshot(Y.snapshot(doc)).toString()
}

/** Who cannot wait for others finds the room again at the next connection. */
function ignore(): void {}

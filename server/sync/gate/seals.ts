import { ITEM_SECTIONS, sectionKey } from '../../../schema/paper.ts'
import { isNothing, isOpenField } from '../../../schema/parting.ts'
import type { Seals } from '../../../schema/zones.ts'
import { DeletedHere } from './deleted-here.ts'
import type { Judged } from './judged.ts'
import type { Container, Place } from './place.ts'
import type { RoomIndex } from './room-index.ts'
import { KIND, refuse, type Struct } from './scan.ts'

/** The struct that put an entry on the paper, or said something in it. */
type Made = Pick<Struct, 'client' | 'clock'>

/** The entry of a closed item on the paper, and what says in it that it is closed. */
interface Entry extends Made {
  closed: Made[]
}

/**
 * Keeps out of a room what belongs to an item that was closed out of it (rule Z5): an old copy may still hold it, and what
 * is stored is sent to everybody. What comes as deleted says nothing and passes. And keeps in it that the item is closed
 * (rule Z13).
 */
export class SealGuard {
  private readonly items: ReadonlySet<string>
  private readonly threads: ReadonlySet<string>
  private readonly sections: readonly string[]
  private readonly entries = new Map<Container, Entry>()

  constructor({ sealed }: Seals) {
    this.items = new Set(sealed.map(({ item }) => item))
    this.threads = new Set(sealed.flatMap(({ threads }) => threads))
    this.sections = sealed.flatMap(({ item }) => ITEM_SECTIONS.map((section) => sectionKey(item, section)))
  }

  /** @throws Refused when an update brings anything of a closed item, or takes away that it is closed */
  review(judged: Judged, index: RoomIndex): void {
    const roots = new Set(this.sections.map((name) => judged.roots.get(name)?.container ?? index.root(name)))
    for (const { struct, place } of judged.structs)
      if (saysSomething(struct) && this.isOfClosed(struct, place, roots))
        refuse('closedItem', 'a closed item')
    this.requireClosed(judged, index)
  }

  /** Takes in what the room is about to learn, or has stored. */
  learn({ structs }: Judged): void {
    for (const { struct, place, opens } of structs) {
      const { client, clock, length, kind } = struct
      if (opens && this.isEntry(opens)) this.entries.set(opens, { client, clock, closed: [] })
      else if (place.key === 'closed' && place.container && kind === KIND.value)
        this.entries.get(place.container)?.closed.push({ client, clock: clock + length - 1 })
    }
  }

  /**
   * An entry that stands says once that it is closed, from its beginning: of several that say so Yjs would keep the last,
   * and which one that is nobody knows here.
   */
  private requireClosed(judged: Judged, index: RoomIndex): void {
    const deleted = new DeletedHere(judged.deletes)
    const isDeleted = ({ client, clock }: Made) => deleted.has(client, clock)
    const isGone = (made: Made) => isDeleted(made) || index.isDeleted(made.client, made.clock, made.clock + 1)
    const fresh = new Map<Container, Entry>()
    const open = () => refuse('closedItem', 'a closed item that is not said to be closed')
    for (const { struct, place, opens } of judged.structs) {
      const { client, clock } = struct
      if (opens && this.isEntry(opens)) fresh.set(opens, { client, clock, closed: [] })
      if (place.key !== 'closed' || !place.container) continue
      const known = this.entries.get(place.container)
      if (known && !isGone(known)) open()
      const came = fresh.get(place.container)
      came?.closed.push(struct)
      // Of several values in one struct the last could be deleted alone.
      if (came && !isGone(came) && (struct.value !== true || struct.length > 1)) open()
    }
    for (const entry of fresh.values())
      if (!isGone(entry) && (entry.closed.length !== 1 || entry.closed.some(isDeleted))) open()
    for (const entry of this.entries.values()) if (!isGone(entry) && entry.closed.some(isDeleted)) open()
  }

  private isEntry({ kind, name, id }: Container): boolean {
    return kind === 'entry' && name === 'items' && id !== null && this.items.has(id)
  }

  private isOfClosed(struct: Struct, { container, key }: Place, roots: Set<Container | undefined>): boolean {
    // Nobody knows any more in which item that was.
    if (container === null) return true
    if (roots.has(container)) return true
    const { kind, name } = container
    if (kind === 'header') return name === 'anchors' && this.isOfThread(key, struct.value)
    if (kind !== 'entry' || key === null || struct.kind !== KIND.value) return false
    switch (name) {
      case 'items':
        return this.isEntry(container) && !isOpenValue(key, struct.value)
      case 'attachments':
        return key === 'item' && this.isClosed(struct.value)
      case 'threads':
        return key === 'target' && this.isClosed(itemOf(struct.value))
      case 'replies':
      case 'rulings':
        return key === 'thread' && this.threads.has(String(struct.value))
      default:
        return false
    }
  }

  private isOfThread(thread: string | null, value: unknown): boolean {
    return (thread !== null && this.threads.has(thread)) || this.isClosed(itemOf(value))
  }

  private isClosed(item: unknown): boolean {
    return typeof item === 'string' && this.items.has(item)
  }
}

function saysSomething({ kind }: Struct): boolean {
  return kind !== KIND.gone && kind !== KIND.deleted
}

function isOpenValue(field: string, value: unknown): boolean {
  return field === 'closed' ? value === true : isOpenField(field) || isNothing(value)
}

function itemOf(target: unknown): unknown {
  return typeof target === 'object' && target !== null && 'item' in target ? target.item : null
}

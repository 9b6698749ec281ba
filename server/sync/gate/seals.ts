import { ITEM_SECTIONS, sectionKey } from '../../../schema/paper.ts'
import { isNothing, isOpenField } from '../../../schema/parting.ts'
import type { Seals } from '../../../schema/zones.ts'
import type { Judged } from './judge.ts'
import type { Container, Place } from './place.ts'
import type { RoomIndex } from './room-index.ts'
import { KIND, refuse, type Struct } from './scan.ts'

/**
 * Keeps out of a room what belongs to an item that was closed out of it (rule Z5): an old copy may still hold it, and what
 * is stored is sent to everybody. What comes as deleted says nothing and passes.
 */
export class SealGuard {
  private readonly items: ReadonlySet<string>
  private readonly threads: ReadonlySet<string>
  private readonly sections: readonly string[]

  constructor({ sealed }: Seals) {
    this.items = new Set(sealed.map(({ item }) => item))
    this.threads = new Set(sealed.flatMap(({ threads }) => threads))
    this.sections = sealed.flatMap(({ item }) => ITEM_SECTIONS.map((section) => sectionKey(item, section)))
  }

  /** @throws Refused when an update brings anything of a closed item */
  review(judged: Judged, index: RoomIndex): void {
    const roots = new Set(this.sections.map((name) => judged.roots.get(name)?.container ?? index.root(name)))
    for (const { struct, place } of judged.structs)
      if (saysSomething(struct) && this.isOfClosed(struct, place, roots))
        refuse('closedItem', 'a closed item')
  }

  private isOfClosed(struct: Struct, { container, key }: Place, roots: Set<Container | undefined>): boolean {
    // Nobody knows any more in which item that was.
    if (container === null) return true
    if (roots.has(container)) return true
    const { kind, name, id } = container
    if (kind === 'header') return name === 'anchors' && this.isOfThread(key, struct.value)
    if (kind !== 'entry' || key === null || struct.kind !== KIND.value) return false
    switch (name) {
      case 'items':
        return id !== null && this.items.has(id) && !isOpenValue(key, struct.value)
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

import * as Y from 'yjs'
import { items, ITEM_SECTIONS, sectionKey, type Item, type SectionKey } from '../../schema/paper.ts'
import type { Loss } from './losses.ts'
import { isNow, readBlocks } from './text-blocks.ts'

/** An item that a change takes off the paper; its text stays in the room (rule P7). */
export interface Removed {
  id: string
  fields: Partial<Item>
}

/** The items a change removes, to be asked while Yjs still holds what they were. */
export function removedItems(transaction: Y.Transaction): Removed[] {
  const map = items.map(transaction.doc)
  const keys = transaction.changed.get(map as unknown as Y.AbstractType<Y.YEvent<Y.AbstractType<unknown>>>)
  return [...(keys ?? [])].flatMap((id): Removed[] => {
    const entry = id === null || map.has(id) ? undefined : map._map.get(id)
    return id === null || entry === undefined ? [] : [{ id, fields: fieldsOf(entry) }]
  })
}

function fieldsOf({ content }: Y.Item): Partial<Item> {
  if (!(content instanceof Y.ContentType)) return {}
  return Object.fromEntries(
    [...content.type._map].map(([key, item]) => [key, (item.content.getContent() as unknown[]).at(-1)]),
  )
}

/** Brings an item back to where it stood. */
export function restoreRemoved(doc: Y.Doc, { id, fields }: Removed): void {
  if (items.maybe(doc, id) !== null) return
  const { order, ...others } = fields
  const index = items.list(doc).filter((item) => order === undefined || item.order < order).length
  items.add(doc, id, others, index)
}

/** What was written in an item's sections by those clients from those clocks on. */
export function writtenIn(
  doc: Y.Doc,
  item: string,
  isYoung: (client: number, clock: number) => boolean,
): Loss[] {
  return ITEM_SECTIONS.map((section) => sectionKey(item, section)).flatMap((key) => {
    const blocks = readBlocks(doc.getXmlFragment(key), isNow).filter(({ pieces }) =>
      pieces.some(({ client, clock, text }) => isYoung(client, clock + text.length - 1)),
    )
    return blocks.map(({ pieces }) => standing(key, pieces.map(({ text }) => text).join('')))
  })
}

function standing(section: SectionKey, text: string): Loss {
  const nothing = { content: [], blocks: null, stranded: [], before: '', after: '', previous: [], next: [] }
  return { section, text, ownBefore: 0, ownAfter: 0, ...nothing }
}

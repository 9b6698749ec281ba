import * as Y from 'yjs'
import { AUTHORED_ROOTS, receiptKey, lateEditKey, type AuthoredRoot } from './margin-entries.ts'
import type { Margin } from './margin.ts'
import { attachments, items, sectionKey, ITEM_SECTIONS, type Paper } from './paper.ts'
import { OPEN_FIELDS } from './zones.ts'

/**
 * Parting a closed item from its meeting: of one room two are made, each a copy out of which the other's part is deleted.
 * What stays keeps its Yjs ids, so whatever was written meanwhile on a copy from before still fits in where it belongs.
 * What is deleted is forgotten by the document, for it collects its garbage (rules Z1, Z2).
 */

/** Takes an item's text and all that is said of it out of a paper; its place stays. */
export function takeOutItem(paper: Paper, item: string): void {
  paper.transact(() => {
    for (const section of ITEM_SECTIONS) empty(paper, sectionKey(item, section))
    const entry = items.map(paper).get(item)
    if (entry instanceof Y.Map)
      for (const field of [...entry.keys()]) if (!isOpenField(field)) entry.delete(field)
    for (const file of attachments.list(paper)) if (file.item === item) attachments.remove(paper, file.id)
    // What an import doubted is quoted in it, and nobody knows of which item.
    const header = paper.getMap('meeting')
    if (header.has('report')) header.delete('report')
  })
}

/** Takes everything out of a paper but one item. */
export function keepItem(paper: Paper, item: string): void {
  const own = new Set<string>(ITEM_SECTIONS.map((section) => sectionKey(item, section)))
  paper.transact(() => {
    for (const root of ['meeting', 'people', 'annexes']) empty(paper, root)
    for (const name of [...paper.share.keys()]) if (name.includes('/') && !own.has(name)) empty(paper, name)
    for (const id of [...items.map(paper).keys()]) if (id !== item) items.remove(paper, id)
    for (const file of attachments.list(paper)) if (file.item !== item) attachments.remove(paper, file.id)
  })
}

/** Whether a paper holds anything of an item beyond its place. */
export function holdsItem(paper: Paper, item: string): boolean {
  const hasText = ITEM_SECTIONS.some((section) => paper.getXmlFragment(sectionKey(item, section)).length > 0)
  const entry = items.map(paper).get(item)
  const fields = entry instanceof Y.Map ? [...entry].filter(([field]) => !isOpenField(field)) : []
  const isSaid = fields.some(([, value]) => !isNothing(value))
  return hasText || isSaid || attachments.list(paper).some((file) => file.item === item)
}

/** Whether a field of a closed item is for everybody. */
export function isOpenField(field: string): boolean {
  return (OPEN_FIELDS as readonly string[]).includes(field)
}

/** What is empty tells nothing: an item that is removed and brought back is written with all its fields. */
export function isNothing(value: unknown): boolean {
  return value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
}

/** The threads about an item or its text, also those whose text was moved into it or out of it. */
export function threadsOn(margin: Margin, item: string): string[] {
  const anchors = margin.getMap('anchors')
  return [...margin.getMap('threads')].flatMap(([id, thread]) => {
    const target: unknown = thread instanceof Y.Map ? thread.get('target') : null
    return itemOf(target) === item || itemOf(anchors.get(id)) === item ? [id] : []
  })
}

/** Takes threads out of a margin, with their replies, rulings, anchors and receipts. */
export function takeOutThreads(margin: Margin, threads: ReadonlySet<string>): void {
  part(margin, (belongs) => belongs, threads)
}

/** Takes everything out of a margin but these threads. */
export function keepThreads(margin: Margin, threads: ReadonlySet<string>): void {
  part(margin, (belongs) => !belongs, threads)
}

function part(margin: Margin, goes: (belongs: boolean) => boolean, threads: ReadonlySet<string>): void {
  margin.transact(() => {
    const receipts = margin.getMap('receipts')
    for (const root of AUTHORED_ROOTS)
      for (const [id, entry] of [...margin.getMap(root)]) {
        if (!goes(belongsTo(root, id, entry, threads))) continue
        margin.getMap(root).delete(id)
        for (const key of [receiptKey(root, id), lateEditKey(root, id)]) receipts.delete(key)
      }
    const anchors = margin.getMap('anchors')
    for (const id of [...anchors.keys()]) if (goes(threads.has(id))) anchors.delete(id)
  })
}

function belongsTo(root: AuthoredRoot, id: string, entry: unknown, threads: ReadonlySet<string>): boolean {
  if (root === 'threads') return threads.has(id)
  const thread: unknown = entry instanceof Y.Map ? entry.get('thread') : null
  return typeof thread === 'string' && threads.has(thread)
}

/** The item that a thread's target names, as it is written. */
export function itemOf(target: unknown): unknown {
  return typeof target === 'object' && target !== null && 'item' in target ? target.item : null
}

/** Deletes all that stands in a root, whatever it is. */
function empty(doc: Y.Doc, name: string): void {
  const root = doc.share.get(name)
  if (root === undefined) return
  doc.transact((transaction) => {
    for (let item = root._start; item !== null; item = item.right) item.delete(transaction)
    for (const item of root._map.values()) item.delete(transaction)
  })
}

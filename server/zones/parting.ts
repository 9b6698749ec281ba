import { randomInt } from 'node:crypto'
import * as Y from 'yjs'
import { AUTHORED_ROOTS } from '../../schema/margin-entries.ts'
import { attachments, ITEM_SECTIONS, items, sectionKey, type Item, type Paper } from '../../schema/paper.ts'
import { keepItem, keepThreads, takeOutItem, takeOutThreads, threadsOn } from '../../schema/parting.ts'
import { sectionBlocks, writeSection } from '../../schema/sections.ts'
import { compacted } from '../projections/compacted.ts'
import { paperOf } from '../projections/facts.ts'
import type { PartedRooms } from './closed-rooms.ts'

/** Of a closed item: what is said of it in the open, and the server's Yjs client that says it. */
export interface Closing {
  item: string
  reason: string | null
  publicWording: string | null
  client: number
}

/** The open rooms and those of the closed item, as they are to be. */
export interface Parted {
  paper: Y.Doc
  margin: Y.Doc
  closedPaper: Y.Doc
  closedMargin: Y.Doc
  /** The threads that went along. */
  threads: string[]
}

/** Parts an item from its meeting (rule Z1); null when it is not on the paper. */
export function closeItem(paper: Uint8Array[], margin: Uint8Array[], closing: Closing): Parted | null {
  const parted = partItem(paper, margin, closing)
  return items.maybe(parted.paper, closing.item) === null ? null : parted
}

/** Parts what there is of an item from its meeting, also where it has no place on the paper. */
export function partItem(
  paperUpdates: Uint8Array[],
  marginUpdates: Uint8Array[],
  { item, reason, publicWording, client }: Closing,
): Parted {
  const [paper, closedPaper] = [paperOf(paperUpdates), paperOf(paperUpdates)]
  const [margin, closedMargin] = [paperOf(marginUpdates), paperOf(marginUpdates)]
  keepItem(closedPaper, item)
  takeOutItem(paper, item)
  paper.clientID = client
  items.set(paper, item, { closed: true, closedReason: reason, publicWording })
  const threads = [...threadsOn(margin, item), ...deletedThreads(margin)]
  takeOutThreads(margin, new Set(threads))
  keepThreads(closedMargin, new Set(threads))
  for (const each of [margin, closedMargin]) forgetStaleAnchors(each)
  return { paper, margin, closedPaper, closedMargin, threads }
}

/** The same as the ledger keeps it. */
export function compactedParts({ threads, ...docs }: Parted): PartedRooms {
  return {
    paper: compacted(docs.paper),
    margin: compacted(docs.margin),
    closedPaper: compacted(docs.closedPaper),
    closedMargin: compacted(docs.closedMargin),
    threads,
  }
}

/** Threads that are no more, though something was said on them: nobody knows any more of which item (rule Z12). */
function deletedThreads(margin: Y.Doc): string[] {
  const said = (['replies', 'rulings'] as const).flatMap((root) => [...margin.getMap(root).values()])
  const answered = said.flatMap((each) => (each instanceof Y.Map ? [String(each.get('thread'))] : []))
  return [...new Set(answered)].filter((id) => !margin.getMap('threads').has(id))
}

/** An anchor quotes the text; that of a thread which is deleted stands until the server follows. */
function forgetStaleAnchors(margin: Y.Doc): void {
  const anchors = margin.getMap('anchors')
  margin.transact(() => {
    for (const id of [...anchors.keys()]) if (!margin.getMap('threads').has(id)) anchors.delete(id)
  })
}

/** The rooms of a meeting, and of the closed item that is to be open again. */
export interface ToJoin {
  paper: Uint8Array[]
  margin: Uint8Array[]
  closedPaper: Uint8Array[]
  closedMargin: Uint8Array[]
}

export interface Joined {
  paper: Y.Doc
  margin: Y.Doc
  /** Whose the new Yjs clients of the margin are. */
  authors: Map<number, string>
}

/**
 * Puts a closed item back into its meeting; null when it is not on the paper. What was deleted in the open rooms cannot
 * come back under its ids, so all of it is written anew, each remark by a client of its author's.
 *
 * @param client the server's
 */
export function openItem(rooms: ToJoin, item: string, client: number): Joined | null {
  const paper = paperOf(rooms.paper)
  const closed = paperOf(rooms.closedPaper)
  if (items.maybe(paper, item) === null) return null
  paper.clientID = client
  paper.transact(() => moveBack(paper, closed, item))
  const margin = paperOf(rooms.margin)
  const authors = moveThreadsBack(margin, paperOf(rooms.closedMargin), client)
  return { paper, margin, authors }
}

function moveBack(paper: Paper, from: Paper, item: string): void {
  const { id: _id, order: _order, duration: _duration, ...fields } = items.maybe(from, item) ?? EMPTY
  items.set(paper, item, { ...fields, closed: false, closedReason: null, publicWording: null })
  for (const section of ITEM_SECTIONS) {
    const key = sectionKey(item, section)
    writeSection(paper, key, sectionBlocks(from, key))
  }
  for (const { id: file, order: _order, ...entry } of attachments.list(from))
    attachments.add(paper, file, entry)
}

/** Of an item that is not in its own paper any more. */
const EMPTY: Partial<Item> = {}

function moveThreadsBack(margin: Y.Doc, from: Y.Doc, client: number): Map<number, string> {
  const clients = new Map<string, number>()
  const clientOf = (author: string): number => {
    const known = clients.get(author) ?? randomInt(1, 2 ** 32 - 1)
    clients.set(author, known)
    return known
  }
  for (const root of AUTHORED_ROOTS)
    for (const [id, entry] of from.getMap(root)) {
      // What took its id in the open meanwhile may be another's.
      if (!(entry instanceof Y.Map) || margin.getMap(root).has(id)) continue
      margin.clientID = clientOf(String(entry.get('author')))
      margin.getMap(root).set(id, new Y.Map(entry.entries()))
    }
  margin.clientID = client
  for (const root of ['receipts', 'anchors']) {
    const there = margin.getMap(root)
    margin.transact(() => from.getMap(root).forEach((value, key) => there.has(key) || there.set(key, value)))
  }
  return new Map([...clients].map(([author, each]) => [each, author]))
}

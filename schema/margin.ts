import * as Y from 'yjs'
import type {
  Anchor,
  Arrival,
  AuthoredRoot,
  Entries,
  Entry,
  Fields,
  New,
  OwnAttendance,
  Receipt,
  Reply,
  Response,
  Ruling,
  Thread,
} from './margin-entries.ts'
import { lateEditKey, receiptKey } from './margin-entries.ts'
import { isMarginField, marginValueFits, requiredFields, servedValueFits } from './margin-values.ts'

/**
 * The margin of a zone: what members and secretaries say beside the paper. Layout and rules: SPEC.md, section M.
 *
 *     threads, replies, responses, attendance, rulings   Y.Map<id, Y.Map>   each entry its author's own
 *     anchors    Y.Map<thread, Anchor>                   the server's: where a thread's text stands now
 *     receipts   Y.Map<"<root>.<id>", Arrival>           the server's: when an entry arrived, and whether late;
 *                                                        under "late.<root>.<id>" its first change after the deadline
 *
 * Ids and times are the caller's.
 */
export type Margin = Y.Doc

export * from './margin-entries.ts'

const EMPTY: { [R in AuthoredRoot]: Partial<Fields<Entries[R]>> } = {
  threads: { mentions: [], change: null },
  replies: { mentions: [] },
  responses: { text: '' },
  attendance: { substitute: null },
  rulings: { reason: '' },
}

// Reading.

/** The entries of a root in the order in which they arrived; those that have not arrived yet come last. */
export function entries<R extends AuthoredRoot>(margin: Margin, root: R): Entries[R][] {
  const list = [...entryMap(margin, root).keys()].flatMap((id) => entry(margin, root, id) ?? [])
  const seqs = new Map(list.map(({ id }) => [id, receipt(margin, root, id)?.seq ?? Infinity]))
  const seqOf = ({ id }: Entry) => seqs.get(id) ?? Infinity
  return list.sort((a, b) => compare(seqOf(a), seqOf(b)) || a.at - b.at || (a.id < b.id ? -1 : 1))
}

/** One entry; null when there is none, or when what it must have is missing or not what it should be (rule M2). */
export function entry<R extends AuthoredRoot>(margin: Margin, root: R, id: string): Entries[R] | null {
  const map = entryMap(margin, root).get(id)
  if (!(map instanceof Y.Map)) return null
  const fitting = [...map].filter(([field, value]) => marginValueFits(root, field, value))
  const read = { edited: null, ...EMPTY[root], ...Object.fromEntries(fitting), id }
  return requiredFields(root).every((field) => field in read) ? (read as unknown as Entries[R]) : null
}

export const threads = (margin: Margin): Thread[] => entries(margin, 'threads')
export const replies = (margin: Margin): Reply[] => entries(margin, 'replies')
export const responses = (margin: Margin): Response[] => entries(margin, 'responses')
export const ownAttendance = (margin: Margin): OwnAttendance[] => entries(margin, 'attendance')
export const rulings = (margin: Margin): Ruling[] => entries(margin, 'rulings')

/** When an entry arrived; null while it has not. */
export function receipt(margin: Margin, root: AuthoredRoot, id: string): Receipt | null {
  const arrived = arrival(margin, receiptKey(root, id))
  return arrived && { ...arrived, editedLate: arrival(margin, lateEditKey(root, id))?.at ?? null }
}

function arrival(margin: Margin, key: string): Arrival | null {
  const value = margin.getMap('receipts').get(key)
  return servedValueFits('receipts', value) ? (value as Arrival) : null
}

/** Where a thread's text stands now; null while the server has not said. */
export function anchor(margin: Margin, thread: string): Anchor | null {
  const value = margin.getMap('anchors').get(thread)
  return servedValueFits('anchors', value) ? (value as Anchor) : null
}

// Writing: one's own entries alone, or the gate refuses it (rule M8).

export function addThread(margin: Margin, id: string, thread: New<Thread>): void {
  add(margin, 'threads', id, thread)
}

export function reply(margin: Margin, id: string, made: New<Reply>): void {
  add(margin, 'replies', id, made)
}

/** An answer is never edited: another one takes its place, so that each has its own receipt. */
export function respond(margin: Margin, id: string, made: New<Response>): void {
  add(margin, 'responses', id, made)
}

export function setAttendance(margin: Margin, id: string, made: New<OwnAttendance>): void {
  add(margin, 'attendance', id, made)
}

export function rule(margin: Margin, id: string, made: New<Ruling>): void {
  add(margin, 'rulings', id, made)
}

/** Changes fields of an entry; does nothing when it is gone. */
export function editEntry<R extends AuthoredRoot>(
  margin: Margin,
  root: R,
  id: string,
  changes: Partial<Fields<Entries[R]>>,
  edited: number,
): void {
  const map = entryMap(margin, root).get(id)
  if (map instanceof Y.Map) margin.transact(() => write(map, root, { ...changes, edited }))
}

/** Deletes an entry. Of a deleted thread the replies stay. */
export function deleteEntry(margin: Margin, root: AuthoredRoot, id: string): void {
  entryMap(margin, root).delete(id)
}

function add(margin: Margin, root: AuthoredRoot, id: string, made: object): void {
  const map = new Y.Map<unknown>()
  write(map, root, made)
  entryMap(margin, root).set(id, map)
}

/** @throws RangeError on what no margin takes, before anything is written */
function write(map: Y.Map<unknown>, root: AuthoredRoot, made: object): void {
  const given = Object.entries(made).filter(([, value]) => value !== undefined)
  for (const [field, value] of given)
    if (!isMarginField(root, field) || !marginValueFits(root, field, value))
      throw new RangeError(`${root}.${field}`)
  for (const [field, value] of given) map.set(field, value)
}

function entryMap(margin: Margin, root: AuthoredRoot): Y.Map<Y.Map<unknown>> {
  return margin.getMap(root)
}

function compare(a: number, b: number): number {
  return a === b ? 0 : a - b
}

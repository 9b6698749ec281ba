import * as Y from 'yjs'
import {
  type Absence,
  type Attendance,
  type AnnexJson,
  type ItemKind,
  type MeetingKind,
  type NextMeeting,
  type Outcome,
  type PersonFunction,
  type ReportLine,
} from './meeting.ts'
import { byOrder, keysFor, keysForMove, type Ordered } from './order.ts'

/**
 * The paper of a meeting: typed access to its Yjs room. Layout and rules: SPEC.md, section P.
 *
 *     meeting      Y.Map                   the header
 *     people       Y.Map<id, Y.Map>
 *     items        Y.Map<id, Y.Map>        attributes and order; the text is in root fragments
 *     attachments  Y.Map<id, Y.Map>
 *     annexes      Y.Map<id, Y.Map>
 *     "<item>/title", "<item>/case", "<item>/recommendation", "<item>/minutes", "<annex>/body"   Y.XmlFragment
 */
export type Paper = Y.Doc

export const ROOTS = ['meeting', 'people', 'items', 'attachments', 'annexes'] as const
export type Root = (typeof ROOTS)[number]

export const ITEM_SECTIONS = ['title', 'case', 'recommendation', 'minutes'] as const
export type ItemSection = (typeof ITEM_SECTIONS)[number]

/** `<item>/<section>` or `<annex>/body`: the name of a root fragment. */
export type SectionKey = `${string}/${ItemSection | 'body'}`

export interface Header {
  kind: MeetingKind | null
  forum: string | null
  subject: string | null
  number: number | null
  date: string | null
  start: string | null
  end: string | null
  place: string | null
  online: string | null
  nextMeetings: NextMeeting[]
  report: ReportLine[]
  /** Unknown keys of an import. */
  extra: Record<string, unknown>
}

export interface Person extends Ordered {
  person: string | null
  name: string
  title: string | null
  organisation: string | null
  group: string | null
  functions: PersonFunction[]
  attendance: Attendance | null
  substituteFor: string | null
  absences: Absence[]
  /** Unknown keys of an import; absent where there were none. */
  extra?: Record<string, unknown>
}

export interface Item extends Ordered {
  /** The number as an import printed it; what is shown is always the place in the order. */
  printedNumber: string | null
  kind: ItemKind | null
  duration: number | null
  presenters: string[]
  closed: boolean
  closedReason: string | null
  publicWording: string | null
  outcomes: Outcome[]
  /** Unknown keys of an import; absent where there were none. */
  extra?: Record<string, unknown>
}

export interface Attachment extends Ordered {
  item: string
  title: string
  file: string | null
  /** Unknown keys of an import; absent where there were none. */
  extra?: Record<string, unknown>
}

export interface Annex extends Ordered {
  title: string
  kind: AnnexJson['kind']
  meeting: string | null
  /** Unknown keys of an import; absent where there were none. */
  extra?: Record<string, unknown>
}

const EMPTY_HEADER: Header = {
  kind: null,
  forum: null,
  subject: null,
  number: null,
  date: null,
  start: null,
  end: null,
  place: null,
  online: null,
  nextMeetings: [],
  report: [],
  extra: {},
}

const EMPTY_PERSON: Omit<Person, keyof Ordered> = {
  person: null,
  name: '',
  title: null,
  organisation: null,
  group: null,
  functions: [],
  attendance: null,
  substituteFor: null,
  absences: [],
}

const EMPTY_ITEM: Omit<Item, keyof Ordered> = {
  printedNumber: null,
  kind: null,
  duration: null,
  presenters: [],
  closed: false,
  closedReason: null,
  publicWording: null,
  outcomes: [],
}

const EMPTY_ATTACHMENT: Omit<Attachment, keyof Ordered> = { item: '', title: '', file: null }

const EMPTY_ANNEX: Omit<Annex, keyof Ordered> = { title: '', kind: 'document', meeting: null }

/** An ordered root: entries are Y.Maps under their ids, read as plain objects with every field present. */
class OrderedRoot<T extends Ordered> {
  constructor(
    private readonly name: Exclude<Root, 'meeting'>,
    private readonly empty: Omit<T, keyof Ordered>,
  ) {}

  map(paper: Paper): Y.Map<Y.Map<unknown>> {
    return paper.getMap(this.name)
  }

  /** Null when there is none. */
  maybe(paper: Paper, id: string): T | null {
    const entry = this.map(paper).get(id)
    return entry instanceof Y.Map ? this.read(id, entry) : null
  }

  list(paper: Paper): T[] {
    const entries: T[] = []
    for (const [id, entry] of this.map(paper)) if (entry instanceof Y.Map) entries.push(this.read(id, entry))
    return entries.sort(byOrder)
  }

  /** Adds an entry under a fresh id so that it stands at `index` (default: last). */
  add(paper: Paper, id: string, fields: Partial<Omit<T, keyof Ordered>>, index = Infinity): void {
    paper.transact(() => {
      const sorted = this.list(paper)
      const keys = keysForMove(sorted, id, Math.min(index, sorted.length))
      this.put(paper, id, fields, keys.get(id) ?? '')
      this.writeKeys(paper, keys)
    })
  }

  /** Brings a removed entry back where it stood. What stands there again, as a colleague brought it back, is left alone. */
  bringBack(paper: Paper, { id, order, ...fields }: T, index: number): void {
    if (this.maybe(paper, id) === null) this.add(paper, id, fields as Partial<Omit<T, keyof Ordered>>, index)
  }

  /** Writes many entries at once into an empty root. */
  fill(paper: Paper, entries: { id: string; fields: Partial<Omit<T, keyof Ordered>> }[]): void {
    const keys = keysFor(entries.length)
    paper.transact(() => entries.forEach(({ id, fields }, i) => this.put(paper, id, fields, keys[i] ?? '')))
  }

  /** Sets fields; unchanged values are not written. Does nothing when the entry is gone. */
  set(paper: Paper, id: string, fields: Partial<Omit<T, keyof Ordered>>): void {
    const entry = this.map(paper).get(id)
    if (entry instanceof Y.Map) paper.transact(() => writeFields(entry, fields))
  }

  /** Moves an entry so that it stands at `index` among the others. */
  move(paper: Paper, id: string, index: number): void {
    const sorted = this.list(paper)
    if (sorted.findIndex((entry) => entry.id === id) === index) return
    paper.transact(() => this.writeKeys(paper, keysForMove(sorted, id, index)))
  }

  remove(paper: Paper, id: string): void {
    this.map(paper).delete(id)
  }

  private put(paper: Paper, id: string, fields: object, order: string): void {
    const entry = new Y.Map<unknown>()
    for (const [key, value] of Object.entries(fields)) if (value !== undefined) entry.set(key, value)
    entry.set('order', order)
    this.map(paper).set(id, entry)
  }

  private writeKeys(paper: Paper, keys: Map<string, string>): void {
    for (const [id, key] of keys) {
      const entry = this.map(paper).get(id)
      if (entry?.get('order') !== key) entry?.set('order', key)
    }
  }

  private read(id: string, entry: Y.Map<unknown>): T {
    return { ...this.empty, ...definedOf(entry), id, order: orderOf(entry) } as T
  }
}

export const people = new OrderedRoot<Person>('people', EMPTY_PERSON)
/** Removing an item leaves its sections' text in the room, so undo and late colleagues lose nothing (rule P7). */
export const items = new OrderedRoot<Item>('items', EMPTY_ITEM)
export const attachments = new OrderedRoot<Attachment>('attachments', EMPTY_ATTACHMENT)
export const annexes = new OrderedRoot<Annex>('annexes', EMPTY_ANNEX)

/** The attachments of every item that has any, in order. */
export function attachmentsByItem(paper: Paper): Map<string, Attachment[]> {
  const byItem = new Map<string, Attachment[]>()
  for (const file of attachments.list(paper)) {
    const list = byItem.get(file.item)
    if (list) list.push(file)
    else byItem.set(file.item, [file])
  }
  return byItem
}

export function header(paper: Paper): Header {
  return { ...EMPTY_HEADER, ...definedOf(paper.getMap('meeting')) }
}

/** Sets header fields; unchanged values are not written. */
export function setHeader(paper: Paper, fields: Partial<Header>): void {
  paper.transact(() => writeFields(paper.getMap('meeting'), fields))
}

/** The root fragment of a section. Root-level always: nested types made on demand lose one side (rule P2). */
export function fragment(paper: Paper, key: SectionKey): Y.XmlFragment {
  return paper.getXmlFragment(key)
}

export function sectionKey(item: string, section: ItemSection): SectionKey {
  return `${item}/${section}`
}

/** All sections in reading order: the items', then the annexes'. */
export function sectionKeys(paper: Paper): SectionKey[] {
  return [
    ...items.list(paper).flatMap((item) => ITEM_SECTIONS.map((section) => sectionKey(item.id, section))),
    ...annexes.list(paper).map((annex): SectionKey => `${annex.id}/body`),
  ]
}

/** The item (or annex) and the section a key names. */
export function splitKey(key: SectionKey): { owner: string; section: ItemSection | 'body' } {
  const cut = key.lastIndexOf('/')
  return { owner: key.slice(0, cut), section: key.slice(cut + 1) as ItemSection | 'body' }
}

function writeFields(entry: Y.Map<unknown>, fields: object): void {
  for (const [key, value] of Object.entries(fields))
    if (value !== undefined && JSON.stringify(entry.get(key)) !== JSON.stringify(value)) entry.set(key, value)
}

/** An entry that never got a key stands where the first one would. */
function orderOf(entry: Y.Map<unknown>): string {
  const order = entry.get('order')
  return typeof order === 'string' && order !== '' ? order : 'a0'
}

function definedOf(entry: Y.Map<unknown>): Record<string, unknown> {
  return Object.fromEntries(
    [...entry].filter(([, value]) => value !== undefined && !(value instanceof Y.AbstractType)),
  )
}

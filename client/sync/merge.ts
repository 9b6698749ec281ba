import * as Y from 'yjs'
import { sectionsChanged } from '../merging/losses.ts'
import { isNow, readBlocks } from '../merging/text-blocks.ts'
import {
  annexes,
  attachments,
  fragment,
  header,
  items,
  people,
  splitKey,
  type Paper,
  type SectionKey,
} from '../../schema/paper.ts'
import { applyAll } from './updates.ts'

/** What came together when this device was back: told afterwards, because both texts are already in the document. */
export interface MergeSummary {
  /** When the two sides parted, and when they had come together. */
  since: Date
  at: Date
  /** Own steps that were sent. */
  sent: number
  /** Paragraphs and entries that colleagues changed meanwhile. */
  received: number
  /** Paragraphs both wrote in, as they read now. */
  same: MergedText[]
  /** The user deleted it while a colleague wrote in it: what the colleague had written. */
  deletedHere: MergedText[]
  /** A colleague deleted it while the user wrote in it: what the user had written. */
  deletedThere: MergedText[]
  /** One side gave it another form or place while the other wrote in it: how it read to its writer. */
  movedHere: MergedText[]
  movedThere: MergedText[]
  /** Sections only the user changed, only colleagues changed, and both changed. */
  sectionsHere: SectionKey[]
  sectionsThere: SectionKey[]
  sectionsBoth: SectionKey[]
  /** Entries that colleagues added, changed or removed. */
  entriesThere: MergedEntry[]
  /** Whether colleagues changed the header (date, place …). */
  headerThere: boolean
  /** Who wrote in a section meanwhile, as far as their names are known. */
  names: Partial<Record<SectionKey, string[]>>
}

export interface MergedText {
  section: SectionKey
  text: string
  /** The whole item was deleted, not this paragraph alone. */
  wholeItem: boolean
}

export interface MergedEntry {
  root: 'people' | 'items' | 'attachments' | 'annexes'
  id: string
  change: 'added' | 'changed' | 'removed'
}

/** Where the sides parted and what each had then, as updates; and the document as it is now. */
export interface EncodedSides {
  base: Uint8Array[]
  here: Uint8Array
  received: Uint8Array[]
  now: Paper
  /** Items of which all is new there, and nothing was changed: they were closed. */
  reopened: ReadonlySet<string>
}

/** The document where the sides parted, as each side made it, and as it is now. */
interface MergeSides {
  base: Paper
  here: Paper
  there: Paper
  now: Paper
  /** Sections that either side may have changed; others are not looked at. */
  touched: Set<SectionKey>
  reopened: ReadonlySet<string>
}

/** The clients that wrote in a section there. */
export type Writers = Partial<Record<SectionKey, number[]>>

type Found = Omit<MergeSummary, 'since' | 'at' | 'sent' | 'names'> & { writers: Writers }

/** What came together, in steps with pauses between them. */
export async function compareCopies(
  { base, here, received, now, reopened }: EncodedSides,
  pause: () => Promise<void>,
): Promise<Found> {
  const touched = new Set<SectionKey>()
  const papers: Paper[] = []
  for (const changes of [[], [here], received]) {
    await pause()
    papers.push(changedBy(base, changes, touched))
  }
  await pause()
  const [before, mine, theirs] = papers as [Paper, Paper, Paper]
  for (const key of touched) if (reopened.has(splitKey(key).owner)) touched.delete(key)
  const found = compareSides({ base: before, here: mine, there: theirs, now, touched, reopened })
  for (const paper of papers) paper.destroy()
  return found
}

/** The document `base` with changes; notes the sections they touch. */
function changedBy(base: Uint8Array[], changes: Uint8Array[], touched: Set<SectionKey>): Paper {
  const paper = new Y.Doc()
  applyAll(paper, base)
  paper.on('afterTransaction', (transaction: Y.Transaction) => {
    for (const key of sectionsChanged(transaction)) touched.add(key)
  })
  applyAll(paper, changes)
  return paper
}

/** Compares paragraph by paragraph; a paragraph is recognised by its identity in the document, not by its text. */
function compareSides({ base, here, there, now, touched, reopened }: MergeSides): Found {
  const blocks = (paper: Paper): Blocks => blocksOf(paper, touched)
  const [before, mine, theirs, after] = [blocks(base), blocks(here), blocks(there), blocks(now)]
  const [byMe, byThem] = [changed(before, mine), otherwise(before, theirs)]
  const entriesThere = entryChanges(base, there, reopened)
  const headerThere = JSON.stringify(header(base)) !== JSON.stringify(header(there))
  const texts = { here: readings(here, touched), now: readings(now, touched) }
  const hereLost = lost(before, byThem, theirs, mine, gone(base, here))
  const thereLost = lost(before, byMe, mine, theirs, gone(base, there))
  // The writer's own window puts the words back in the copy, perhaps in a moment: the copy tells enough.
  const movedHere = hereLost.filter(
    ({ id, section, wholeItem }) => !wholeItem && reads(texts.here, section, before.get(id)?.text),
  )
  const movedThere = thereLost.filter(
    ({ text, section, wholeItem }) => !wholeItem && reads(texts.now, section, text),
  )
  const except = (all: LostText[], some: LostText[]): MergedText[] =>
    all.filter((each) => !some.includes(each)).map(withoutId)
  return {
    received: byThem.size + entriesThere.length + (headerThere ? 1 : 0),
    same: overlaps(byMe, byThem, mine, theirs, after),
    deletedHere: except(hereLost, movedHere),
    deletedThere: except(thereLost, movedThere),
    movedHere: movedHere.map(withoutId),
    movedThere: movedThere.map(withoutId),
    writers: writersIn(base, there, touched),
    ...sections(byMe, byThem),
    entriesThere,
    headerThere,
  }
}

type LostText = MergedText & { id: string }

function withoutId({ section, text, wholeItem }: LostText): MergedText {
  return { section, text, wholeItem }
}

/** How each section reads, without borders between paragraphs: they are what a split or a join changes. */
function readings(paper: Paper, keys: Set<SectionKey>): Map<SectionKey, string> {
  return new Map(
    [...keys].map((key) => [
      key,
      readBlocks(fragment(paper, key), isNow)
        .flatMap(({ pieces }) => pieces.map(({ text }) => text))
        .join(''),
    ]),
  )
}

function reads(readings: Map<SectionKey, string>, section: SectionKey, text = ''): boolean {
  return text !== '' && readings.get(section)?.includes(text) === true
}

/** Whose words are new in each section. */
function writersIn(base: Paper, there: Paper, keys: Set<SectionKey>): Writers {
  const writers: Writers = {}
  for (const key of keys) {
    const fresh = readBlocks(fragment(there, key), isNow)
      .flatMap(({ pieces }) => pieces)
      .filter(({ client, clock, text }) => clock + text.length > Y.getState(base.store, client))
    if (fresh.length > 0) writers[key] = [...new Set(fresh.map(({ client }) => client))]
  }
  return writers
}

interface Block {
  section: SectionKey
  text: string
  /** Everything a reader sees of it: kind, attributes, text with its marks. */
  look: string
}
type Blocks = Map<string, Block>

/** The paragraphs of some sections, by identity. */
function blocksOf(paper: Paper, keys: Set<SectionKey>): Blocks {
  const blocks: Blocks = new Map()
  for (const key of keys) collect(fragment(paper, key), key, blocks)
  return blocks
}

function collect(parent: Y.XmlFragment, section: SectionKey, blocks: Blocks): void {
  for (const child of parent.toArray()) {
    if (!(child instanceof Y.XmlElement)) continue
    const isText = child.toArray().some((part) => part instanceof Y.XmlText)
    const id = child._item?.id
    if (isText && id !== undefined)
      blocks.set(`${id.client}:${id.clock}`, { section, text: plain(child), look: look(child) })
    else collect(child, section, blocks)
  }
}

function plain(block: Y.XmlElement): string {
  return runsOf(block)
    .map(({ insert }) => (typeof insert === 'string' ? insert : ''))
    .join('')
}

function look(block: Y.XmlElement): string {
  return JSON.stringify([block.nodeName, block.getAttributes(), runsOf(block)])
}

function runsOf(block: Y.XmlElement): { insert: unknown }[] {
  return block
    .toArray()
    .flatMap((part) => (part instanceof Y.XmlText ? (part.toDelta() as { insert: unknown }[]) : []))
}

/** Which paragraphs are new, other or gone, with the section they are in. */
function changed(before: Blocks, after: Blocks): Map<string, SectionKey> {
  const found = new Map<string, SectionKey>()
  for (const [id, { section, look }] of after) if (before.get(id)?.look !== look) found.set(id, section)
  for (const [id, { section }] of before) if (!after.has(id)) found.set(id, section)
  return found
}

/** The same, without sections that read as before: of an item that was closed and opened again all is new, and unchanged. */
function otherwise(before: Blocks, after: Blocks): Map<string, SectionKey> {
  const [old, fresh] = [looks(before), looks(after)]
  return new Map([...changed(before, after)].filter(([, section]) => old.get(section) !== fresh.get(section)))
}

/** How each section looks, block by block. */
function looks(blocks: Blocks): Map<SectionKey, string> {
  const found = new Map<SectionKey, string>()
  for (const { section, look } of blocks.values()) found.set(section, `${found.get(section) ?? ''}${look}\n`)
  return found
}

function overlaps(
  byMe: Map<string, SectionKey>,
  byThem: Map<string, SectionKey>,
  mine: Blocks,
  theirs: Blocks,
  after: Blocks,
): MergedText[] {
  return [...byMe]
    .filter(([id]) => byThem.has(id) && mine.has(id) && theirs.has(id))
    .map(([id, section]) => ({ section, text: after.get(id)?.text ?? '', wholeItem: false }))
}

/** What one side wrote in paragraphs and items that the other side deleted. */
function lost(
  before: Blocks,
  written: Map<string, SectionKey>,
  writer: Blocks,
  deleter: Blocks,
  goneItems: Set<string>,
): LostText[] {
  return [...written].flatMap(([id, section]) => {
    const text = writer.get(id)?.text ?? ''
    const wholeItem = goneItems.has(splitKey(section).owner)
    const isLost = wholeItem || (before.has(id) && !deleter.has(id))
    return isLost && text !== '' ? [{ id, section, text, wholeItem }] : []
  })
}

function gone(before: Paper, after: Paper): Set<string> {
  const left = new Set(items.list(after).map(({ id }) => id))
  return new Set(
    items
      .list(before)
      .map(({ id }) => id)
      .filter((id) => !left.has(id)),
  )
}

function sections(
  byMe: Map<string, SectionKey>,
  byThem: Map<string, SectionKey>,
): Pick<MergeSummary, 'sectionsHere' | 'sectionsThere' | 'sectionsBoth'> {
  const [mine, theirs] = [new Set(byMe.values()), new Set(byThem.values())]
  return {
    sectionsHere: [...mine].filter((key) => !theirs.has(key)),
    sectionsThere: [...theirs].filter((key) => !mine.has(key)),
    sectionsBoth: [...mine].filter((key) => theirs.has(key)),
  }
}

function entryChanges(before: Paper, after: Paper, except: ReadonlySet<string>): MergedEntry[] {
  const roots = { people, items, attachments, annexes }
  return (Object.keys(roots) as MergedEntry['root'][]).flatMap((root) => {
    const [old, fresh] = [entries(roots[root], before, except), entries(roots[root], after, except)]
    return [...new Set([...old.keys(), ...fresh.keys()])].flatMap((id): MergedEntry[] => {
      if (old.get(id) === fresh.get(id)) return []
      const change = !old.has(id) ? 'added' : fresh.has(id) ? 'changed' : 'removed'
      return [{ root, id, change }]
    })
  })
}

function entries(
  root: { list(paper: Paper): { id: string; item?: string }[] },
  paper: Paper,
  except: ReadonlySet<string>,
): Map<string, string> {
  const told = root.list(paper).filter(({ id, item = '' }) => !except.has(id) && !except.has(item))
  return new Map(told.map((entry) => [entry.id, JSON.stringify(entry)]))
}

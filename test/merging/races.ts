import { joinBackward, setBlockType, splitBlock, wrapIn } from 'prosemirror-commands'
import type { Node } from 'prosemirror-model'
import { liftListItem, wrapInList } from 'prosemirror-schema-list'
import type { Command } from 'prosemirror-state'
import { sectionSchema } from '../../schema/nodes.ts'
import { items, type SectionKey } from '../../schema/paper.ts'
import { writeSection } from '../../schema/sections.ts'
import { Hub, type Peer } from './peers.ts'

export const CASE: SectionKey = 'item-aaaa/case'
export const MINUTES: SectionKey = 'item-aaaa/minutes'
const OTHER: SectionKey = 'item-bbbb/case'

/** What one does to a block while another types in it. */
export type Operation = keyof typeof OPERATIONS

const types = sectionSchema.nodes
const need = <T>(value: T | undefined): T => {
  if (value === undefined) throw new RangeError('not in the schema')
  return value
}

const at = (block: Block, part: number): number => block.start + Math.floor(block.length * part)

interface Block {
  start: number
  length: number
}

/** The n-th block of text: where its content begins, and how long it is. */
export function blockAt(doc: Node, index: number): Block {
  const blocks: Block[] = []
  doc.descendants((node, pos) => {
    if (node.isTextblock) blocks.push({ start: pos + 1, length: node.content.size })
    return !node.isTextblock
  })
  const block = blocks[index]
  if (block === undefined) throw new RangeError(`no block ${index}`)
  return block
}

const command =
  (make: Command, part = 0.5) =>
  (peer: Peer, index: number): void => {
    const block = blockAt(peer.node(CASE), index)
    if (!peer.run(CASE, make, at(block, part))) throw new RangeError('the command does nothing')
  }

/** Cuts a block, and puts it back elsewhere. */
const move =
  (target: SectionKey) =>
  (peer: Peer, index: number): void => {
    const block = blockAt(peer.node(CASE), index)
    const $start = peer.node(CASE).resolve(block.start)
    const node = $start.parent
    peer.edit(CASE, (tr) => tr.delete($start.before(), $start.after()))
    peer.edit(target, (tr) => tr.insert(target === CASE ? 0 : tr.doc.content.size, node))
  }

export const OPERATIONS = {
  'split in the middle': command(splitBlock),
  'split at a third': command(splitBlock, 0.33),
  'join with the one before': command(joinBackward, 0),
  'join with the one after': (peer: Peer, index: number) => {
    const block = blockAt(peer.node(CASE), index + 1)
    peer.run(CASE, joinBackward, block.start)
  },
  'wrap in a list': command(wrapInList(need(types.bullet_list))),
  'wrap three in a list': (peer: Peer, index: number) => {
    const [first, last] = [index - 1, index + 1].map((each) => blockAt(peer.node(CASE), each))
    peer.run(CASE, wrapInList(need(types.ordered_list)), need(first).start, need(last).start)
  },
  'wrap in a quotation': command(wrapIn(need(types.blockquote))),
  'make a heading': command(setBlockType(need(types.heading), { level: 1 })),
  'make a task': command(setBlockType(need(types.task), { id: 'opgave' })),
  'wrap, then split': (peer: Peer, index: number) => {
    command(wrapInList(need(types.bullet_list)))(peer, index)
    command(splitBlock)(peer, index)
  },
  'cut and paste above': move(CASE),
  'cut and paste elsewhere': move(MINUTES),
  'delete the paragraph': (peer: Peer, index: number) => {
    const $start = peer.node(CASE).resolve(blockAt(peer.node(CASE), index).start)
    peer.edit(CASE, (tr) => tr.delete($start.before(), $start.after()))
  },
  'delete the item': (peer: Peer) => peer.remove('item-aaaa'),
  'move the item': (peer: Peer) => items.move(peer.doc, 'item-aaaa', 1),
} satisfies Record<string, (peer: Peer, index: number) => void>

const LIST_OPERATIONS = {
  'lift from a list': command(liftListItem(need(types.list_item))),
  'lift the whole list': (peer: Peer, index: number) => {
    for (let n = index - 1; n <= index + 1; n++) command(liftListItem(need(types.list_item)))(peer, n)
  },
  'move a list item': (peer: Peer, index: number) => {
    const $start = peer.node(CASE).resolve(blockAt(peer.node(CASE), index).start)
    const [from, to, node] = [$start.before(2), $start.after(2), $start.node(2)]
    peer.edit(CASE, (tr) => tr.delete(from, to).insert(1, node))
  },
  'split a list item': command(splitBlock),
} satisfies Record<string, (peer: Peer, index: number) => void>

export const ALL: Record<string, { list: boolean; run: (peer: Peer, index: number) => void }> = {
  ...Object.fromEntries(Object.entries(OPERATIONS).map(([name, run]) => [name, { list: false, run }])),
  ...Object.fromEntries(Object.entries(LIST_OPERATIONS).map(([name, run]) => [name, { list: true, run }])),
}

export interface Outcome {
  words: number
  /** In no section, and not offered either. */
  lost: number
  /** In no section, and offered to their writer. */
  offered: number
  /** Not beside the word they were typed beside. */
  misplaced: number
  /** In an item they were not typed in. */
  elsewhere: number
  /** In the document more than once, own or old words. */
  twice: number
}

export interface RaceOptions {
  operation: string
  salvages: boolean
  offline: boolean
  random: () => number
  /** Writers beside the one who restructures. */
  writers: number
  /** Told what was typed and what stands there at the end. */
  show?: (what: unknown) => void
}

/** One restructures a block while others type in it; then everybody has everything. */
export function race({ operation, salvages, offline, random, writers, show }: RaceOptions): Outcome {
  const { list, run } = ALL[operation] ?? { list: false, run: () => undefined }
  const hub = new Hub(random)
  const maker = hub.join(false)
  seedPaper(maker, list)
  maker.send()
  const typists = Array.from({ length: writers }, () => hub.join(salvages))
  const other = hub.join(salvages)
  hub.deliver(false)
  for (const peer of hub.peers) peer.agree()
  const typed = typists.flatMap((peer, n) => typeWords(peer, 2, `${n}`, offline ? 6 : 3, random))
  run(other, 2)
  if (offline) extra(other, random)
  hub.deliver(offline)
  show?.(typed.map(({ word, after, before }) => `${after} [${word}] ${before}`))
  show?.(other.words()[0]?.blocks)
  return judge(other, typists, typed)
}

/** Something more that happens in a day apart. */
function extra(peer: Peer, random: () => number): void {
  const block = blockAt(peer.node(CASE), 0)
  peer.edit(CASE, (tr) => tr.insertText(` ny${Math.floor(random() * 1000)}`, block.start + block.length))
}

/** A meeting of two items; the case of the first has five paragraphs of eight words. */
export function seedPaper(peer: Peer, list: boolean): void {
  items.fill(peer.doc, [
    { id: 'item-aaaa', fields: {} },
    { id: 'item-bbbb', fields: {} },
  ])
  const paragraph = (n: number) => ({
    type: 'paragraph',
    content: [{ type: 'text', text: sentence(n) }],
  })
  const blocks = [0, 1, 2, 3, 4].map(paragraph)
  const listed = [
    { type: 'bullet_list', content: blocks.map((block) => ({ type: 'list_item', content: [block] })) },
  ]
  writeSection(peer.doc, CASE, list ? listed : blocks)
  for (const key of [MINUTES, OTHER])
    writeSection(peer.doc, key, [{ type: 'paragraph', content: [{ type: 'text', text: key }] }])
}

function sentence(n: number): string {
  return Array.from({ length: 8 }, (_, i) => `${'abcdefgh'[i]}${n}`).join(' ')
}

interface Typed {
  word: string
  /** The word it was typed after; empty at the start of a block. */
  after: string
  /** The word that stood after it. */
  before: string
  peer: Peer
}

/** Types words one after another at a random place between two words, then some at another. */
function typeWords(peer: Peer, index: number, tag: string, count: number, random: () => number): Typed[] {
  const typed: Typed[] = []
  for (let n = 0; n < count; n++) {
    const block = blockAt(peer.node(CASE), index)
    const text = peer.node(CASE).resolve(block.start).parent.textContent
    const words = text.split(' ')
    const spot = Math.floor(random() * (words.length + 1))
    const offset = words.slice(0, spot).join(' ').length
    const word = `ord${tag}x${n}`
    peer.edit(CASE, (tr) => tr.insertText(spot === 0 ? `${word} ` : ` ${word}`, block.start + offset))
    typed.push({ word, after: words[spot - 1] ?? '', before: words[spot] ?? '', peer })
  }
  return typed
}

function judge(witness: Peer, typists: Peer[], typed: Typed[]): Outcome {
  const outcome = { words: typed.length, lost: 0, offered: 0, misplaced: 0, elsewhere: 0, twice: 0 }
  const sections = witness.words()
  const all = sections.flatMap(({ blocks }) => blocks.flatMap((block) => block.split(/\s+/)))
  for (const peer of typists)
    if (JSON.stringify(peer.words()) !== JSON.stringify(sections)) throw new Error('the peers differ')
  for (const { word, after, before, peer } of typed) {
    const found = sections.filter(({ blocks }) => blocks.some((block) => has(block, word)))
    if (all.join(' ').split(word).length > 2) outcome.twice++
    if (found.length === 0) {
      if (peer.lost.some(({ text }) => text.includes(word))) outcome.offered++
      else outcome.lost++
    } else if (found.some(({ item }) => item !== 'item-aaaa')) outcome.elsewhere++
    else if (!found.some(({ blocks }) => blocks.some((block) => inPlace(block, word, after, before))))
      outcome.misplaced++
  }
  const old = all.flatMap((word) => word.match(/[a-h]\d(?!x)/g) ?? [])
  outcome.twice += old.length - new Set(old).size
  return outcome
}

/** A join may have put another word right beside it. */
function has(block: string, word: string): boolean {
  return block.includes(word)
}

/** In the block of one of the two words it was typed between. */
function inPlace(block: string, word: string, after: string, before: string): boolean {
  return has(block, word) && [after, before].some((beside) => beside !== '' && has(block, beside))
}

export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 1 | state) + 0x6d2b79f5) | 0
    return ((state ^ (state >>> 14)) >>> 0) / 4294967296
  }
}

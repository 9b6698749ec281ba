import * as Y from 'yjs'
import type { Block } from '../../schema/nodes.ts'
import type { SectionKey } from '../../schema/paper.ts'
import { blockOf, inlineOf } from './content.ts'
import type { Ranges } from './ranges.ts'
import { cutAt, isTextBlock, readBlocks, type Piece, type TextBlock } from './text-blocks.ts'

/** How much of the text around a loss is kept to find its place by. */
export const CONTEXT = 64

/** Names an item of the document: where a block is, for as long as it is. */
export type ItemId = readonly [client: number, clock: number]

/** Where a stretch of text stood, in what its neighbours read. Borders between blocks are left out. */
export interface Context {
  before: string
  after: string
  /** How much of `before` and `after` stood in its own block. */
  ownBefore: number
  ownAfter: number
}

/** Words that a change took away without its writer having seen them, or left behind where they no longer belong. */
export interface Loss extends Context {
  section: SectionKey
  text: string
  content: Block[]
  /** Whole blocks, rather than words in one. */
  blocks: Block[] | null
  /** They stand there still, but what they were written between has gone elsewhere. */
  stranded: Piece[]
  /** Blocks before and after it that are there still, the nearest first. */
  previous: ItemId[]
  next: ItemId[]
}

/** What was written, with the beginnings and ends of words it was written into. */
export function wholeWords({ text, before, after, ownBefore, ownAfter }: Loss): string {
  const head = /^[\p{L}\p{N}]/u.test(text)
    ? /[\p{L}\p{N}]*$/u.exec(before.slice(-ownBefore || before.length))
    : null
  const tail = /[\p{L}\p{N}]$/u.test(text) ? /^[\p{L}\p{N}]*/u.exec(after.slice(0, ownAfter)) : null
  return `${ownBefore > 0 ? (head?.[0] ?? '') : ''}${text}${tail?.[0] ?? ''}`.trim()
}

export interface LossQuestion {
  transaction: Y.Transaction
  /** What whoever made the change deleted by name, and thus had seen. */
  named: Ranges
  /** Whether these words are this window's to look after. */
  isOwn(client: number, clock: number): boolean
  /** From which clock on colleagues may not have seen what a client wrote. */
  youngFrom(client: number): number
}

/** The sections in which a change took own words away that were not named; cheap when it deletes little. */
export function losingSections(question: LossQuestion): SectionKey[] {
  const { transaction, isOwn } = question
  const keys = new Set<SectionKey>()
  Y.iterateDeletedStructs(transaction, transaction.deleteSet, (struct) => {
    if (!(struct instanceof Y.Item)) return
    if (isOwn(struct.id.client, struct.id.clock) || isBesideOwn(struct, isOwn)) {
      const key = sectionOf(struct)
      if (key !== null) keys.add(key)
    }
  })
  return [...keys]
}

/** Own words right behind what was deleted may have been left behind. */
function isBesideOwn(item: Y.Item, isOwn: LossQuestion['isOwn']): boolean {
  let right = item.right
  while (right?.deleted === true) right = right.right
  return right !== null && isOwn(right.id.client, right.id.clock)
}

export function sectionOf(item: Y.Item): SectionKey | null {
  return sectionAround(item.parent)
}

/** The sections a transaction changed, also those nobody has looked at yet. */
export function sectionsChanged({ changed }: Y.Transaction): Set<SectionKey> {
  const keys = [...changed.keys()].map(sectionAround)
  return new Set(keys.filter((key) => key !== null))
}

function sectionAround(type: unknown): SectionKey | null {
  let at: unknown = type
  while (at instanceof Y.AbstractType && at._item !== null) at = at._item.parent
  return at instanceof Y.AbstractType ? sectionNamed(rootName(at)) : null
}

/** Null for a root that has got its kind since, and is another object now. */
function rootName(root: Y.AbstractType<unknown>): string | null {
  for (const [name, type] of root.doc?.share ?? []) if (type === root) return name
  return null
}

/** The section a root is; null for the lists of the paper. */
function sectionNamed(root: string | null): SectionKey | null {
  return root?.includes('/') === true ? (root as SectionKey) : null
}

/** What of a section was lost in a change; to be asked while Yjs still holds what it deleted. */
export function lossesIn(section: SectionKey, question: LossQuestion): Loss[] {
  const { transaction } = question
  const wasThere = (item: Y.Item): boolean =>
    item.id.clock < (transaction.beforeState.get(item.id.client) ?? 0) &&
    (!item.deleted || Y.isDeleted(transaction.deleteSet, item.id))
  const blocks = readBlocks(transaction.doc.getXmlFragment(section), wasThere).map((block) => ({
    ...block,
    pieces: block.pieces.flatMap((piece) => cut(piece, question)),
  }))
  return new Reading(section, blocks, question).losses()
}

/** A piece in parts that were named, or may have been seen, as a whole. */
function cut(piece: Piece, { named, youngFrom }: LossQuestion): Piece[] {
  const { client, clock, text } = piece
  const cuts = [...named.cuts(client, clock, clock + text.length), youngFrom(client)]
  return cutAt(
    piece,
    cuts.sort((a, b) => a - b),
  )
}

interface Found {
  pieces: Piece[]
  block: TextBlock
  /** How much of the seen text stands before it. */
  at: number
  stranded: boolean
  blocks: TextBlock[] | null
}

/** One section as it was before a change, read with what is known of the change. */
class Reading {
  /** What the writer of the change had seen, without borders between blocks. */
  private seen = ''
  /** Where each block begins and ends in it. */
  private readonly spans = new Map<TextBlock, { start: number; end: number }>()
  private readonly found: Found[] = []

  constructor(
    private readonly section: SectionKey,
    private readonly blocks: TextBlock[],
    private readonly question: LossQuestion,
  ) {}

  losses(): Loss[] {
    for (const block of this.blocks) this.read(block)
    return this.found.map((found) => this.describe(found))
  }

  private read(block: TextBlock): void {
    const start = this.seen.length
    const isLost = block.deleted && this.isUnseen(idOf(block))
    let last: Found | null = null
    for (const [i, piece] of block.pieces.entries()) {
      const isLeft = this.isLeftBehind(block, i)
      if (this.isLost(piece, isLeft)) {
        if (last?.at !== this.seen.length) this.found.push((last = this.begin(block, !piece.deleted)))
        last.pieces.push(piece)
      } else if (!this.isUnseen(piece) && !isLost && !isLeft) this.seen += piece.text
    }
    this.spans.set(block, { start, end: this.seen.length })
    if (isLost && last !== null) this.asBlock(last, block)
  }

  private begin(block: TextBlock, stranded: boolean): Found {
    return { pieces: [], block, at: this.seen.length, stranded, blocks: null }
  }

  /** Own blocks after one another are one loss. */
  private asBlock(found: Found, block: TextBlock): void {
    found.blocks = [block]
    const before = this.found.at(-2)
    if (before?.blocks && before.at === found.at && this.follows(before.blocks.at(-1), block)) {
      before.blocks.push(block)
      before.pieces.push(...found.pieces)
      this.found.pop()
    }
  }

  private follows(first: TextBlock | undefined, second: TextBlock): boolean {
    return first !== undefined && this.blocks.indexOf(second) === this.blocks.indexOf(first) + 1
  }

  private isLost(piece: Piece, isLeft = false): boolean {
    const { client, clock, deleted } = piece
    return this.question.isOwn(client, clock) && (deleted ? this.isUnseen(piece) : isLeft)
  }

  /** Whether whoever made the change cannot have seen it. */
  private isUnseen({ client, clock, deleted }: { client: number; clock: number; deleted: boolean }): boolean {
    const { named, isOwn, youngFrom } = this.question
    return deleted ? !named.has(client, clock) : isOwn(client, clock) && clock >= youngFrom(client)
  }

  /** Young words between two that were deleted in this change: they were not seen, or they had gone too. */
  private isLeftBehind(block: TextBlock, index: number): boolean {
    const { pieces } = block
    if (!this.isYoung(pieces[index])) return false
    let [left, right] = [index - 1, index + 1]
    while (this.isYoung(pieces[left])) left--
    while (this.isYoung(pieces[right])) right++
    const [before, after] = [pieces[left], pieces[right]]
    return before?.deleted === true && (after === undefined || after.deleted)
  }

  /** Whether it stands there still, and may not have been seen. */
  private isYoung(piece: Piece | undefined): boolean {
    return piece?.deleted === false && piece.clock >= this.question.youngFrom(piece.client)
  }

  private describe({ pieces, block, at, stranded, blocks }: Found): Loss {
    const span = this.spans.get(block) ?? { start: at, end: at }
    return {
      section: this.section,
      text: pieces.map(({ text }) => text).join(''),
      content: inlineOf(pieces),
      blocks: blocks?.map((each) => blockOf(each.element, this.lostOf(each))) ?? null,
      stranded: stranded ? pieces : [],
      before: this.seen.slice(Math.max(0, at - CONTEXT), at),
      after: this.seen.slice(at, at + CONTEXT),
      ownBefore: at - span.start,
      ownAfter: span.end - at,
      ...this.neighbours(block),
    }
  }

  private lostOf(block: TextBlock): Piece[] {
    return block.pieces.filter((piece) => this.isLost(piece))
  }

  private neighbours(block: TextBlock): { previous: ItemId[]; next: ItemId[] } {
    const index = this.blocks.indexOf(block)
    const alive = (blocks: TextBlock[]): ItemId[] =>
      blocks
        .filter(({ deleted }) => !deleted)
        .slice(0, 3)
        .map((each) => itemId(each.element))
    return {
      previous: alive(this.blocks.slice(0, block.deleted ? index : index + 1).reverse()),
      next: alive(this.blocks.slice(index + 1)),
    }
  }
}

function idOf({ element, deleted }: TextBlock): { client: number; clock: number; deleted: boolean } {
  const [client, clock] = itemId(element)
  return { client, clock, deleted }
}

export function itemId(element: Y.XmlElement): ItemId {
  const { client, clock } = element._item?.id ?? { client: 0, clock: 0 }
  return [client, clock]
}

/** Whether a transaction deleted a block of text. */
export function deletedBlocks(transaction: Y.Transaction): Y.XmlElement[] {
  const blocks: Y.XmlElement[] = []
  Y.iterateDeletedStructs(transaction, transaction.deleteSet, (struct) => {
    if (!(struct instanceof Y.Item) || !(struct.content instanceof Y.ContentType)) return
    if (isTextBlock(struct.content.type)) blocks.push(struct.content.type)
  })
  return blocks
}

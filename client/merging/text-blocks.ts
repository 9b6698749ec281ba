import * as Y from 'yjs'
import { sectionSchema } from '../../schema/nodes.ts'

/** A stretch of a block's text that one client wrote in one go, or one inline node. */
export interface Piece {
  client: number
  clock: number
  /** One character stands for an inline node. */
  text: string
  /** Formatting, as Yjs holds it. */
  marks: Record<string, unknown>
  /** The inline node. */
  element: Y.XmlElement | null
  deleted: boolean
}

/** A character, or an inline node in its place. */
export interface Letter {
  client: number
  clock: number
  text: string
}

/** A paragraph, heading or task, with its text. */
export interface TextBlock {
  element: Y.XmlElement
  pieces: Piece[]
  deleted: boolean
}

/** What an inline node reads as, so that it has a place in the text. */
export const NODE = '\uFFFC'

/** The blocks of a section in reading order; `isThere` says which of what Yjs still knows belongs to them. */
export function readBlocks(section: Y.XmlFragment, isThere: (item: Y.Item) => boolean): TextBlock[] {
  const blocks: TextBlock[] = []
  collect(section, isThere, blocks)
  return blocks
}

export function isNow(item: Y.Item): boolean {
  return !item.deleted
}

export function isTextBlock(type: unknown): type is Y.XmlElement {
  return type instanceof Y.XmlElement && sectionSchema.nodes[type.nodeName]?.isTextblock === true
}

function collect(parent: Y.XmlFragment, isThere: (item: Y.Item) => boolean, blocks: TextBlock[]): void {
  for (const item of childrenOf(parent)) {
    if (!isThere(item) || !(item.content instanceof Y.ContentType)) continue
    const { type } = item.content
    if (isTextBlock(type))
      blocks.push({ element: type, pieces: piecesOf(type, isThere), deleted: item.deleted })
    else if (type instanceof Y.XmlElement) collect(type, isThere, blocks)
  }
}

function piecesOf(block: Y.XmlElement, isThere: (item: Y.Item) => boolean): Piece[] {
  const pieces: Piece[] = []
  for (const item of childrenOf(block)) {
    if (!isThere(item) || !(item.content instanceof Y.ContentType)) continue
    const { type } = item.content
    if (type instanceof Y.XmlText) pieces.push(...textPieces(type, isThere))
    else if (type instanceof Y.XmlElement) pieces.push(piece(item, NODE, {}, type))
  }
  return pieces
}

function textPieces(text: Y.XmlText, isThere: (item: Y.Item) => boolean): Piece[] {
  const pieces: Piece[] = []
  let marks: Record<string, unknown> = {}
  for (const item of childrenOf(text)) {
    if (!isThere(item)) continue
    const { content } = item
    if (content instanceof Y.ContentFormat) marks = withMark(marks, content.key, content.value)
    else if (content instanceof Y.ContentString) pieces.push(piece(item, content.str, marks, null))
  }
  return pieces
}

function withMark(marks: Record<string, unknown>, key: string, value: unknown): Record<string, unknown> {
  const { [key]: _old, ...others } = marks
  return value === null ? others : { ...others, [key]: value }
}

function piece(item: Y.Item, text: string, marks: Piece['marks'], element: Piece['element']): Piece {
  return { client: item.id.client, clock: item.id.clock, text, marks, element, deleted: item.deleted }
}

function* childrenOf(parent: { _start: Y.Item | null }): Generator<Y.Item> {
  for (let item = parent._start; item !== null; item = item.right) yield item
}

/** The letters of some pieces of blocks. */
export function lettersIn(blocks: readonly TextBlock[], which: (piece: Piece) => boolean): Letter[] {
  return blocks
    .flatMap(({ pieces }) => pieces.filter(which))
    .flatMap(({ client, clock, text }) =>
      Array.from({ length: text.length }, (_, i) => ({ client, clock: clock + i, text: text[i] ?? '' })),
    )
}

/** A piece in parts that begin at these clocks, given in order. */
export function cutAt(piece: Piece, clocks: readonly number[]): Piece[] {
  const end = piece.clock + piece.text.length
  const cuts = [piece.clock, ...clocks.filter((clock) => clock > piece.clock && clock < end), end]
  return cuts.slice(0, -1).map((clock, i) => ({
    ...piece,
    clock,
    text: piece.text.slice(clock - piece.clock, (cuts[i + 1] ?? end) - piece.clock),
  }))
}

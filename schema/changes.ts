import { Slice, type Node } from 'prosemirror-model'
import { isObject } from './checks.ts'
import { sectionSchema, type Block } from './nodes.ts'
import { checkValues } from './values.ts'

/**
 * What a suggestion proposes: the words that are to take the place of its target's text, or something that is to happen
 * to the blocks in which the target stands. Reshaping by replacing blocks would be lost where a colleague writes.
 */
export type Change =
  | { kind: 'inline'; slice: SliceJson }
  /** Of a block that is of this type already, the attributes named here alone are set. */
  | { kind: 'setBlock'; type: BlockType; attrs: Attributes }
  /** The innermost list around it becomes one of this type. */
  | { kind: 'setList'; type: ListType; attrs: Attributes }
  /** One level further in; `depth` lists and quotations are around it then. */
  | { kind: 'wrap'; type: WrapType; attrs: Attributes; depth: number }
  /** Out of the innermost list or quotation around it; `depth` of them are left then. */
  | { kind: 'unwrap'; depth: number }
  /** At the target's beginning; what comes after it becomes a block of this type. */
  | { kind: 'split'; type: BlockType; attrs: Attributes }
  /** The two blocks on whose border the target stands. */
  | { kind: 'join' }
  /**
   * Beside the target, so deep in the section: 0 stands at its top. Items of a list and rows of a table come in a list
   * or a table of their own.
   */
  | { kind: 'insertBlock'; side: 'before' | 'after'; blocks: Block[]; depth: number }
  /** In the place of all blocks in the target. */
  | { kind: 'replaceBlock'; blocks: Block[]; depth: number }
  /** All blocks in the target, with the lists and quotations that have nothing else in them. */
  | { kind: 'deleteBlock' }

/** A ProseMirror slice as JSON; no content takes the words away. */
export interface SliceJson {
  content: Block[]
  openStart: number
  openEnd: number
}

export type Attributes = Record<string, string | number | null>

export const BLOCK_TYPES = ['paragraph', 'heading', 'task'] as const
export type BlockType = (typeof BLOCK_TYPES)[number]

const LIST_TYPES = ['bullet_list', 'ordered_list'] as const
type ListType = (typeof LIST_TYPES)[number]

export const WRAP_TYPES = [...LIST_TYPES, 'blockquote'] as const
export type WrapType = (typeof WRAP_TYPES)[number]

/** Longest change, as JSON, in characters. */
const LENGTH = 64_000
const DEPTH = 40

/** A change as it came from a room; null when it is none, or one that the schema does not take. */
export function parseChange(value: unknown): Change | null {
  if (!isObject(value) || !isShallow(value, DEPTH) || JSON.stringify(value).length > LENGTH) return null
  switch (value.kind) {
    case 'inline': {
      const slice = parseSlice(value.slice)
      return slice && { kind: 'inline', slice }
    }
    case 'setBlock':
      return parseTyped('setBlock', BLOCK_TYPES, value)
    case 'setList':
      return parseTyped('setList', LIST_TYPES, value)
    case 'split':
      return parseTyped('split', BLOCK_TYPES, value)
    case 'wrap': {
      const { depth = 1 } = value
      const wrap = parseTyped('wrap', WRAP_TYPES, value)
      return wrap && isDepth(depth) ? { ...wrap, depth } : null
    }
    case 'unwrap': {
      const { depth = 0 } = value
      return isDepth(depth) ? { kind: 'unwrap', depth } : null
    }
    case 'insertBlock': {
      const { side } = value
      const added = parseBlocks(value)
      return added && (side === 'before' || side === 'after') ? { kind: 'insertBlock', side, ...added } : null
    }
    case 'replaceBlock': {
      const added = parseBlocks(value)
      return added && { kind: 'replaceBlock', ...added }
    }
    case 'join':
    case 'deleteBlock':
      return { kind: value.kind }
    default:
      return null
  }
}

/** A slice for ProseMirror to put in. */
export function sliceOf({ content, openStart, openEnd }: SliceJson): Slice {
  return Slice.fromJSON(sectionSchema, content.length === 0 ? null : { content, openStart, openEnd })
}

function parseTyped<K extends string, T extends string>(
  kind: K,
  types: readonly T[],
  value: Record<string, unknown>,
): { kind: K; type: T; attrs: Attributes } | null {
  const type = types.find((known) => known === value.type)
  const attrs = value.attrs ?? {}
  if (type === undefined || !isObject(attrs)) return null
  const isRight = fits(() => {
    const known = Object.keys(sectionSchema.nodes[type]?.spec.attrs ?? {})
    if (!Object.keys(attrs).every((name) => known.includes(name))) throw new RangeError(type)
    checkValues(sectionSchema.node(type, attrs))
  })
  return isRight ? { kind, type, attrs: attrs as Attributes } : null
}

function parseSlice(value: unknown): SliceJson | null {
  if (!isObject(value)) return null
  const { content = [], openStart = 0, openEnd = 0 } = value
  if (!Array.isArray(content) || !isDepth(openStart) || !isDepth(openEnd)) return null
  const json = { content: content as Block[], openStart, openEnd }
  const isRight = fits(() => {
    const slice = sliceOf(json)
    slice.content.forEach(checkNode)
    if (openStart > openings(slice.content.firstChild, 'firstChild')) throw new RangeError('openStart')
    if (openEnd > openings(slice.content.lastChild, 'lastChild')) throw new RangeError('openEnd')
  })
  return isRight ? json : null
}

function parseBlocks({
  blocks,
  depth = 0,
}: Record<string, unknown>): { blocks: Block[]; depth: number } | null {
  if (!Array.isArray(blocks) || blocks.length === 0 || !isDepth(depth)) return null
  const isRight = fits(() => {
    const nodes = blocks.map((block: Block) => sectionSchema.nodeFromJSON(block))
    checkNode(sectionSchema.node('doc', null, nodes))
  })
  return isRight ? { blocks: blocks as Block[], depth } : null
}

function checkNode(node: Node): void {
  node.check()
  checkValues(node)
}

/** How many nodes are opened one inside the other at an edge of a slice. */
function openings(node: Node | null, edge: 'firstChild' | 'lastChild'): number {
  let depth = 0
  for (; node && !node.isLeaf; node = node[edge]) depth++
  return depth
}

function isDepth(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) <= DEPTH
}

/** ProseMirror throws a RangeError on what its schema does not take, and a TypeError on what is no node at all. */
function fits(check: () => void): boolean {
  try {
    check()
    return true
  } catch (error) {
    if (error instanceof RangeError || error instanceof TypeError) return false
    throw error
  }
}

function isShallow(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true
  return depth > 0 && Object.values(value).every((each) => isShallow(each, depth - 1))
}

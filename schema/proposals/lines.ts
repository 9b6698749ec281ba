import type { Node, ResolvedPos } from 'prosemirror-model'
import type { Mapping } from 'prosemirror-transform'
import { BLOCK_TYPES, type Attributes, type BlockType } from '../changes.ts'
import { nodeText, type Line } from '../node-text.ts'
import type { Place } from './proposal.ts'

/** The lines that a place touches. */
export function linesAt(doc: Node, { from, to }: Place): Line[] {
  return nodeText(doc).lines.filter(({ node, pos }) => pos < to && from < pos + node.nodeSize)
}

/** A proposal is about so many letters at most: what is about more is several. */
export const QUOTED = 5_000

/** Neighbouring lines that are such, cut where they get long. */
export function runsOf(lines: readonly Line[], isSuch: (line: Line) => boolean, most = QUOTED): Line[][] {
  const runs: Line[][] = []
  let [last, length] = [-2, 0]
  lines.forEach((line, i) => {
    if (!isSuch(line)) return
    length += line.end - line.start
    const run = runs.at(-1)
    if (run && last === i - 1 && length <= most) run.push(line)
    else {
      runs.push([line])
      length = line.end - line.start
    }
    last = i
  })
  return runs
}

export function spanOf(lines: readonly Line[]): Place {
  const [first, last] = [lines[0], lines.at(-1)]
  return first && last ? { from: contentOf(first).from, to: contentOf(last).to } : { from: 0, to: 0 }
}

/** Where a place is after changes: what is put in at its edges is no part of it. */
export function placeAfter(mapping: Mapping, { from, to }: Place): Place {
  if (from === to) return { from: mapping.map(from, -1), to: mapping.map(from, -1) }
  const start = mapping.map(from, 1)
  return { from: start, to: Math.max(start, mapping.map(to, -1)) }
}

/** What is inside a line. */
export function contentOf({ node, pos }: Line): Place {
  return { from: pos + 1, to: pos + node.nodeSize - 1 }
}

/** Lists and quotations are what a line may be wrapped in. What stands around the table it is in is not its own. */
export function wrappersOf($pos: ResolvedPos): { node: Node; pos: number }[] {
  const wrappers: { node: Node; pos: number }[] = []
  for (let depth = $pos.depth; depth > 0; depth--) {
    const node = $pos.node(depth)
    if (isCell(node)) break
    if (isList(node) || node.type.name === 'blockquote') wrappers.unshift({ node, pos: $pos.before(depth) })
  }
  return wrappers
}

export function isList({ type }: Node): boolean {
  return type.name === 'bullet_list' || type.name === 'ordered_list'
}

export function isCell({ type }: Node): boolean {
  return type.name === 'table_cell' || type.name === 'table_header'
}

export function isBlockType(name: string): name is BlockType {
  return (BLOCK_TYPES as readonly string[]).includes(name)
}

export function attrsOf({ attrs }: Node): Attributes {
  return attrs as Attributes
}

import type { Node } from 'prosemirror-model'
import { isLine } from '../node-text.ts'
import { insertions, ways, type Addition } from './insertions.ts'
import type { Piece } from './piece.ts'

/** The lines of the copy that came of the section's, by their positions. */
export type Kept = ReadonlyMap<number, Piece>

/** A copy without what was put in; null when nothing is left. */
export function onlyKept(node: Node, pos: number, kept: Kept): Node | null {
  if (kept.has(pos)) return node
  if (isLine(node)) return null
  const children = childrenOf(node, pos).flatMap((child) => onlyKept(child.node, child.pos, kept) ?? [])
  return children.length > 0 ? node.type.create(node.attrs, children) : null
}

/** @param pos of the document itself it is -1 */
function childrenOf(node: Node, pos: number): { node: Node; pos: number }[] {
  const children: { node: Node; pos: number }[] = []
  node.forEach((child, offset) => children.push({ node: child, pos: pos + 1 + offset }))
  return children
}

/** What was put in, and the ways to do it. Neighbours that were put in together are one proposal. */
export function additionsIn(parent: Node, pos: number, depth: number, kept: Kept): Addition[][][] {
  const children = childrenOf(parent, pos).map((child) => ({
    ...child,
    pieces: piecesIn(child.node, child.pos, kept),
  }))
  const found: Addition[][][] = []
  for (let i = 0; i < children.length; i++) {
    const child = children[i]
    if (!child || kept.has(child.pos)) continue
    if (child.pieces.length > 0) {
      found.push(...additionsIn(child.node, child.pos, depth + 1, kept))
      continue
    }
    const next = children.findIndex(({ pieces }, at) => at > i && pieces.length > 0)
    const end = next < 0 ? children.length : next
    const nodes = children.slice(i, end).map(({ node }) => node)
    const before = children[i - 1]?.pieces.at(-1)
    found.push(ways(insertions(parent, depth, nodes), before?.place, children[end]?.pieces[0]?.place))
    i = end - 1
  }
  return found
}

function piecesIn(node: Node, pos: number, kept: Kept): Piece[] {
  const own = kept.get(pos)
  if (own) return [own]
  return isLine(node) ? [] : childrenOf(node, pos).flatMap((child) => piecesIn(child.node, child.pos, kept))
}

import { Fragment, type Node } from 'prosemirror-model'
import { Transform } from 'prosemirror-transform'
import { isLine, nodeText, type Line } from '../node-text.ts'
import { differenceOf } from './difference.ts'
import { makes } from './draft.ts'
import { insertions, placed } from './insertions.ts'
import { runsOf, spanOf } from './lines.ts'
import type { Proposal } from './proposal.ts'
import { differences } from './words.ts'

/**
 * What somebody's copy of a section proposes, in the order in which it is to be applied; applied one after the other it
 * makes the copy of the section (rule M20). Each can be accepted by itself.
 *
 * @param before the section as it was when it was copied
 */
export function proposalsOf(before: Node, after: Node): Proposal[] {
  if (before.eq(after)) return []
  const known = differenceOf(before, after)
  if (known) return known
  const gap = { parent: before, pos: -1, depth: 0, from: 0, to: before.childCount, nodes: after.children }
  const gaps = gapsIn(before, after, -1, 0)
  const fine = gaps.flatMap((each) => finest(before, each))
  if (makes(before, fine, after)) return fine
  const coarse = gaps.flatMap((each) => replaced(before, each))
  return makes(before, coarse, after) ? coarse : replaced(before, gap)
}

/** Children of a node from `from` to `to` became these. */
interface Gap {
  parent: Node
  /** Of the document it is -1. */
  pos: number
  depth: number
  from: number
  to: number
  nodes: readonly Node[]
}

function gapsIn(before: Node, after: Node, pos: number, depth: number): Gap[] {
  const keys = (node: Node): string[] => node.children.map((child) => JSON.stringify(child))
  return differences(keys(before), keys(after)).map(({ from, to, start, end }) => ({
    parent: before,
    pos,
    depth,
    from,
    to,
    nodes: after.children.slice(start, end),
  }))
}

/** What became of a part of the section, as proposals about as little of it as may be. */
function finest(before: Node, gap: Gap): Proposal[] {
  const goal = withGap(before, gap)
  const known = differenceOf(before, goal)
  if (known) return known
  const finer = gapsInside(gap).flatMap((each) => finest(before, each))
  return finer.length > 0 && makes(before, finer, goal) ? finer : replaced(before, gap)
}

/** Where one list or table is another one now, what became of its items or rows. */
function gapsInside({ parent, pos, depth, from, to, nodes }: Gap): Gap[] {
  const [old, now] = [parent.maybeChild(from), nodes[0]]
  if (!old || !now || to - from !== 1 || nodes.length !== 1 || isLine(old) || !old.sameMarkup(now)) return []
  const at = pos + 1 + offsetOf(parent, from)
  if (old.type.name !== 'table_row') return gapsIn(old, now, at, depth + 1)
  if (old.childCount !== now.childCount) return []
  return old.children.flatMap((cell, i) => {
    const other = now.child(i)
    return cell.eq(other)
      ? []
      : [{ parent: old, pos: at, depth: depth + 1, from: i, to: i + 1, nodes: [other] }]
  })
}

function withGap(before: Node, gap: Gap): Node {
  const { from, to } = boundsOf(gap)
  return new Transform(before).replaceWith(from, to, Fragment.from([...gap.nodes])).doc
}

function boundsOf({ parent, pos, from, to }: Gap): { from: number; to: number } {
  const start = pos + 1
  return { from: start + offsetOf(parent, from), to: start + offsetOf(parent, to) }
}

function offsetOf(parent: Node, index: number): number {
  return parent.children.slice(0, index).reduce((sum, { nodeSize }) => sum + nodeSize, 0)
}

/** What cannot be said otherwise: other blocks are put in, and the old ones taken out. */
function replaced(before: Node, gap: Gap): Proposal[] {
  const { from, to } = boundsOf(gap)
  const all = nodeText(before).lines
  const old = all.filter(({ pos }) => pos >= from && pos < to)
  const anchor = anchorOf(gap, old, {
    before: gap.from > 0 ? all.findLast(({ pos }) => pos < from) : undefined,
    after: gap.to < gap.parent.childCount ? all.find(({ pos }) => pos >= to) : undefined,
  })
  const put = anchor && gap.nodes.length > 0 ? putAt(gap, anchor) : []
  const isGone = (line: Line): boolean => old.includes(line) && !(put.length > 0 && anchor?.givesWay === line)
  const gone = runsOf(all, isGone).map((lines): Proposal => ({
    ...spanOf(lines),
    change: { kind: 'deleteBlock' },
  }))
  return [...put, ...gone]
}

interface Anchor {
  line: Line
  side: 'before' | 'after'
  /** It is an empty line, in whose place blocks beside it are put. */
  givesWay: Line | null
  isOwn: boolean
}

/** Beside a neighbour that has text, so that it can be found again; else beside what is there. */
function anchorOf(
  { parent, pos }: Gap,
  old: readonly Line[],
  { before, after }: { before: Line | undefined; after: Line | undefined },
): Anchor | null {
  const isDirect = (line: Line): boolean => parent.resolve(line.pos - pos - 1).depth === 0
  const made = (line: Line | undefined, side: Anchor['side'], isOwn: boolean): Anchor[] => {
    if (!line) return []
    const givesWay = line.node.isTextblock && line.node.content.size === 0 && isDirect(line) ? line : null
    return [{ line, side, givesWay, isOwn }]
  }
  const anchors = [
    ...made(before, 'after', false),
    ...made(after, 'before', false),
    ...made(old[0], 'before', true),
  ]
  return anchors.find(({ line }) => line.start < line.end) ?? anchors.at(-1) ?? null
}

/** An empty neighbour that gives way is put in again with the others. */
function putAt({ parent, depth, nodes }: Gap, { line, side, givesWay, isOwn }: Anchor): Proposal[] {
  const kept = givesWay && !isOwn ? [line.node] : []
  const added = insertions(parent, depth, side === 'after' ? [...kept, ...nodes] : [...nodes, ...kept])
  return placed(added, spanOf([line]), side).map(({ place, change }) => ({ ...place, change }))
}

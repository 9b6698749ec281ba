import { Fragment, type Node } from 'prosemirror-model'
import { Transform } from 'prosemirror-transform'
import { isLine, nodeText } from '../node-text.ts'
import { differenceOf } from './difference.ts'
import { makes } from './trial.ts'
import { isBeside } from './blocks.ts'
import { insertions, placed, ways, type Addition, type Insertion } from './insertions.ts'
import { contentOf, runsOf, spanOf } from './lines.ts'
import type { Proposal } from './proposal.ts'
import { differences } from './words.ts'

/** So many letters give way to other blocks at once, at most: a longer target is none. */
const REPLACED = 9_000

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

/** What cannot be said otherwise: other blocks take the place of the old ones, in one, so that none stands twice. */
function replaced(before: Node, gap: Gap): Proposal[] {
  const { from, to } = boundsOf(gap)
  const all = nodeText(before).lines
  const old = all.filter(({ pos }) => pos >= from && pos < to)
  const added = insertions(gap.parent, gap.depth, gap.nodes)
  if (old.length === 0) return putBeside(before, gap, added)
  const runs = runsOf(all, (line) => old.includes(line), REPLACED)
  const early = added.splice(0, Math.max(0, added.length - runs.length))
  return [
    ...placed(early, spanOf(old.slice(0, 1)), 'before').map(proposalOf),
    ...runs.map((lines, i): Proposal => {
      const blocks = added[i]
      return {
        ...spanOf(lines),
        change: blocks ? { kind: 'replaceBlock', ...blocks } : { kind: 'deleteBlock' },
      }
    }),
  ]
}

function putBeside(doc: Node, gap: Gap, added: readonly Insertion[]): Proposal[] {
  const { from, to } = boundsOf(gap)
  const { lines } = nodeText(doc)
  const before = gap.from > 0 ? lines.findLast(({ pos }) => pos < from) : undefined
  const after = gap.to < gap.parent.childCount ? lines.find(({ pos }) => pos >= to) : undefined
  const all = ways(added, before && contentOf(before), after && contentOf(after))
  const way = all.find((each) => !each.some(({ place, change }) => isBeside(doc, place, change))) ?? all[0]
  return (way ?? []).map(proposalOf)
}

function proposalOf({ place, change }: Addition): Proposal {
  return { ...place, change }
}

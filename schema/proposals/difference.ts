import type { Node } from 'prosemirror-model'
import { nodeText, type Line } from '../node-text.ts'
import { additionsIn, onlyKept } from './additions.ts'
import { pairingsOf, type Pairing } from './align.ts'
import { joinedAndCut } from './cuts.ts'
import { Draft } from './draft.ts'
import { runsOf, spanOf } from './lines.ts'
import type { Addition } from './insertions.ts'
import type { Piece } from './piece.ts'
import type { Proposal } from './proposal.ts'
import { reshape, setBlocks } from './reshaping.ts'
import { rewrite } from './rewriting.ts'

/**
 * What makes a section of another, in words and in what happened to blocks, in the order in which it is to be applied:
 * cuts and joins, blocks taken out, reshaped, put in, then the words. Null when it cannot be said so.
 */
export function differenceOf(before: Node, after: Node): Proposal[] | null {
  const draft = new Draft(before)
  const [old, now] = [nodeText(before).lines, nodeText(after).lines]
  const pairings = pairingsOf(old, now)
  const pieces: Piece[] = []
  for (const pairing of pairings) {
    const made = joinedAndCut(draft, old, now, pairing)
    if (made === null) return null
    pieces.push(...made)
  }
  if (!takeOut(draft, old, pairings)) return null
  if (draft.tr.doc.eq(after)) return draft.proposals
  const kept = new Map(pieces.map((piece) => [piece.line.pos, piece]))
  const isDone =
    setBlocks(draft, pieces) &&
    reshape(draft, pieces, onlyKept(after, -1, kept)) &&
    additionsIn(after, -1, 0, kept).every((ways) => ways.some((way) => putIn(draft, way))) &&
    pieces.every((piece) => rewrite(draft, piece))
  return isDone && draft.tr.doc.eq(after) ? draft.proposals : null
}

function takeOut(draft: Draft, old: readonly Line[], pairings: readonly Pairing[]): boolean {
  const kept = new Set(pairings.flatMap(({ from, to }) => old.slice(from, to)))
  return runsOf(old, (line) => !kept.has(line)).every((lines) =>
    draft.propose(spanOf(lines), { kind: 'deleteBlock' }),
  )
}

function putIn(draft: Draft, way: readonly Addition[]): boolean {
  return way.every(({ place, change }) => draft.propose(place, change))
}

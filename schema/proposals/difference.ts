import type { Node } from 'prosemirror-model'
import { nodeText, type Line } from '../node-text.ts'
import { additionsIn, onlyKept } from './additions.ts'
import { pairingsOf, type Pairing } from './align.ts'
import { joinedAndCut } from './cuts.ts'
import { Trial } from './trial.ts'
import { runsOf, spanOf } from './lines.ts'
import type { Addition } from './insertions.ts'
import type { Piece } from './piece.ts'
import type { Proposal } from './proposal.ts'
import { reshape, setBlocks } from './reshaping.ts'
import { rewrite } from './rewriting.ts'

/**
 * What makes a section of another, in words and in what happened to blocks, in the order in which it is to be applied:
 * cuts and joins, blocks taken out, reshaped, put in, or put in and reshaped, then the words. Null when it cannot be
 * said so.
 */
export function differenceOf(before: Node, after: Node): Proposal[] | null {
  return difference(before, after, 'reshape') ?? difference(before, after, 'putIn')
}

function difference(before: Node, after: Node, first: 'reshape' | 'putIn'): Proposal[] | null {
  const trial = new Trial(before)
  const [old, now] = [nodeText(before).lines, nodeText(after).lines]
  const pairings = pairingsOf(old, now)
  const pieces: Piece[] = []
  for (const pairing of pairings) {
    const made = joinedAndCut(trial, old, now, pairing)
    if (made === null) return null
    pieces.push(...made)
  }
  if (!takeOut(trial, old, pairings)) return null
  if (trial.tr.doc.eq(after)) return trial.proposals
  const kept = new Map(pieces.map((piece) => [piece.line.pos, piece]))
  const added = (): boolean =>
    additionsIn(after, -1, 0, kept).every((ways) => ways.some((way) => putIn(trial, way)))
  const shaped = (lines: readonly (Piece | undefined)[], goal: Node | null): boolean =>
    setBlocks(trial, lines) && reshape(trial, lines, goal)
  const isMade =
    first === 'reshape'
      ? shaped(pieces, onlyKept(after, -1, kept)) && added()
      : added() &&
        shaped(
          now.map(({ pos }) => kept.get(pos)),
          after,
        )
  const isDone = isMade && pieces.every((piece) => rewrite(trial, piece))
  return isDone && trial.tr.doc.eq(after) ? trial.proposals : null
}

function takeOut(trial: Trial, old: readonly Line[], pairings: readonly Pairing[]): boolean {
  const kept = new Set(pairings.flatMap(({ from, to }) => old.slice(from, to)))
  return runsOf(old, (line) => !kept.has(line)).every((lines) =>
    trial.propose(spanOf(lines), { kind: 'deleteBlock' }),
  )
}

function putIn(trial: Trial, way: readonly Addition[]): boolean {
  return way.every(({ place, change }) => trial.propose(place, change))
}

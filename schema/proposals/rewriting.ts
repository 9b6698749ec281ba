import type { Block } from '../nodes.ts'
import type { Trial } from './trial.ts'
import { QUOTED } from './lines.ts'
import type { Piece } from './piece.ts'
import type { Place } from './proposal.ts'
import { isWord, phrases, tokensOf, type Hunk, type Token } from './words.ts'

/** Puts words in the place of words, until a line reads as in the copy. */
export function rewrite(trial: Trial, piece: Piece): boolean {
  const { node } = piece.line
  const tokens = tokensOf(node)
  return phrases(piece.tokens, tokens)
    .flatMap((hunk) => clearOfCuts(hunk, piece))
    .flatMap((hunk) => clearOfJoins(hunk, piece.tokens))
    .flatMap((hunk) => cutShort(hunk, piece.tokens))
    .every(({ from, to, start, end }) => {
      const content = node.content.cut(tokens[start]?.from ?? node.content.size, tokens[end - 1]?.to ?? 0)
      const slice = { content: start < end ? (content.toJSON() as Block[]) : [], openStart: 0, openEnd: 0 }
      return trial.propose(placeOf(piece, from, to), { kind: 'inline', slice })
    })
}

function placeOf({ tokens, place }: Piece, from: number, to: number): Place {
  if (from < to) return { from: tokens[from]?.from ?? place.from, to: tokens[to - 1]?.to ?? place.to }
  const at = tokens[from - 1]?.to ?? place.from
  return { from: at, to: at }
}

/** What is put in beside a cut takes a word of its own side along: a place alone is on both sides of it. */
function clearOfCuts(hunk: Hunk, { tokens, isCutBefore, isCutAfter }: Piece): Hunk {
  const { from, to, start, end } = hunk
  if (from < to || tokens.length === 0) return hunk
  if (from === 0 && isCutBefore) {
    const ahead =
      1 +
      Math.max(
        0,
        tokens.findIndex(({ text }) => isWord(text)),
      )
    return { from, to: to + ahead, start, end: end + ahead }
  }
  if (to === tokens.length && isCutAfter) {
    const back =
      tokens.length -
      Math.max(
        0,
        tokens.findLastIndex(({ text }) => isWord(text)),
      )
    return { from: from - back, to, start: start - back, end }
  }
  return hunk
}

/** Where lines were joined, a phrase over the border is two: its words stand on two lines until then. */
function clearOfJoins(hunk: Hunk, tokens: readonly Token[]): Hunk[] {
  for (let i = hunk.from + 1; i < hunk.to; i++)
    if ((tokens[i]?.from ?? 0) > (tokens[i - 1]?.to ?? 0))
      return [
        { ...hunk, to: i },
        ...clearOfJoins({ from: i, to: hunk.to, start: hunk.end, end: hunk.end }, tokens),
      ]
  return [hunk]
}

/** Of very much at once the first part gives way to the new words, and the rest is taken out. */
function cutShort(hunk: Hunk, tokens: readonly Token[]): Hunk[] {
  const { from, to, end } = hunk
  const start = tokens[from]?.from ?? 0
  const at = tokens.findIndex((token, i) => i > from && i < to && token.to - start > QUOTED)
  if (at < 0) return [hunk]
  return [{ ...hunk, to: at }, ...cutShort({ from: at, to, start: end, end }, tokens)]
}

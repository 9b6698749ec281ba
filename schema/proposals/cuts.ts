import type { Line } from '../node-text.ts'
import type { Pairing } from './align.ts'
import type { Draft } from './draft.ts'
import { attrsOf, contentOf, isBlockType } from './lines.ts'
import type { Piece } from './piece.ts'
import type { Place } from './proposal.ts'
import { differences, tokensOf, type Hunk, type Token } from './words.ts'

/** So many letters on each side show where blocks are cut or joined. */
const AROUND = 24

/** Joins and cuts lines as they are in the copy; null when that cannot be. */
export function joinedOrCut(
  draft: Draft,
  old: readonly Line[],
  now: readonly Line[],
  { from, to, start, end }: Pairing,
): Piece[] | null {
  const [lines, copies] = [old.slice(from, to), now.slice(start, end)]
  const tokens = lines.flatMap(placedTokens)
  const [first, last, copy] = [lines[0], lines.at(-1), copies[0]]
  if (!first || !last || !copy) return null
  for (let i = 1; i < lines.length; i++)
    if (!draft.propose(border(lines[i - 1] ?? first, lines[i] ?? last), { kind: 'join' })) return null
  const place = { from: contentOf(first).from, to: contentOf(last).to }
  if (copies.length === 1) return [{ line: copy, tokens, place, isCutBefore: false, isCutAfter: false }]
  return cut(draft, tokens, place, copies)
}

/** The tokens of a line, where they stand in the document. */
function placedTokens(line: Line): Token[] {
  const { from: start } = contentOf(line)
  return tokensOf(line.node).map((token) => ({ ...token, from: token.from + start, to: token.to + start }))
}

/** The end of a line and the beginning of the next. */
function border(first: Line, second: Line): Place {
  const [left, right] = [placedTokens(first), placedTokens(second)]
  return {
    from: left.findLast(({ to }) => contentOf(first).to - to >= AROUND)?.to ?? contentOf(first).from,
    to: right.find(({ from }) => from - contentOf(second).from >= AROUND)?.from ?? contentOf(second).to,
  }
}

function cut(draft: Draft, tokens: readonly Token[], place: Place, copies: readonly Line[]): Piece[] | null {
  const counts = copies.map(({ node }) => tokensOf(node).length)
  const hunks = differences(
    tokens.map(({ key }) => key),
    copies.flatMap(({ node }) => tokensOf(node).map(({ key }) => key)),
  )
  const cuts = counts.slice(0, -1).map((_, i) => cutAt(sumOf(counts.slice(0, i + 1)), hunks, tokens))
  if (cuts.some((at, i) => at <= (cuts[i - 1] ?? 0) || at >= tokens.length)) return null
  for (const [i, at] of cuts.entries()) {
    const [from, copy] = [tokens[at]?.from, copies[i + 1]?.node]
    if (from === undefined || !copy || !isBlockType(copy.type.name)) return null
    const to = tokens.find((token) => token.from >= from + AROUND)?.from ?? place.to
    if (!draft.propose({ from, to }, { kind: 'split', type: copy.type.name, attrs: attrsOf(copy) }))
      return null
  }
  const edges = [0, ...cuts, tokens.length]
  return copies.map((line, i) => {
    const part = tokens.slice(edges[i], edges[i + 1])
    return {
      line,
      tokens: part,
      place: { from: part[0]?.from ?? place.from, to: part.at(-1)?.to ?? place.to },
      isCutBefore: i > 0,
      isCutAfter: i < copies.length - 1,
    }
  })
}

/** Before which of the tokens a border between two lines of the copy falls, `at` so many of the copy's. */
function cutAt(at: number, hunks: readonly Hunk[], tokens: readonly Token[]): number {
  let shift = 0
  for (const { from, to, start, end } of hunks) {
    if (at <= start) return at + shift
    if (at < end) return tokens.slice(from, to).every(({ text }) => text.trim() === '') ? to : from
    shift = to - end
  }
  return at + shift
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, each) => sum + each, 0)
}

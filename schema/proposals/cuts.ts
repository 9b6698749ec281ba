import type { Line } from '../node-text.ts'
import type { Pairing } from './align.ts'
import type { Trial } from './trial.ts'
import { attrsOf, contentOf, isBlockType, spanOf } from './lines.ts'
import type { Piece } from './piece.ts'
import type { Place } from './proposal.ts'
import { differences, tokensOf, type Hunk, type Token } from './words.ts'

/** So many letters on each side show where blocks are cut or joined. */
const AROUND = 24

/** Joins and cuts lines as they are in the copy; null when that cannot be. */
export function joinedAndCut(
  trial: Trial,
  old: readonly Line[],
  now: readonly Line[],
  pairing: Pairing,
): Piece[] | null {
  const lines = old.slice(pairing.from, pairing.to)
  const copies = pairing.copies.flatMap((i) => now[i] ?? [])
  const tokens = lines.flatMap(placedTokens)
  const were = bordersOf(lines.map(({ node }) => tokensOf(node).length))
  const are = bordersNow(tokens, copies, were)
  if (!isRising([0, ...are, tokens.length]) && copies.length > 1) return null
  const isDone =
    were.every((at, i) => are.includes(at) || join(trial, lines[i], lines[i + 1])) &&
    are.every((at, i) => were.includes(at) || cut(trial, tokens, at, lines, copies[i + 1]))
  if (!isDone) return null
  return copies.map((line, i) => {
    const [start, end] = [are[i - 1] ?? 0, are[i] ?? tokens.length]
    const part = tokens.slice(start, end)
    const whole = copies.length === 1 ? spanOf(lines) : { from: part[0]?.from ?? 0, to: part.at(-1)?.to ?? 0 }
    const isCut = (at: number): boolean => are.includes(at) && !were.includes(at)
    return { line, tokens: part, place: whole, isCutBefore: isCut(start), isCutAfter: isCut(end) }
  })
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

/** Before which of the tokens the lines of the copy begin, but for the first. */
function bordersNow(tokens: readonly Token[], copies: readonly Line[], were: readonly number[]): number[] {
  const made = copies.map(({ node }) => tokensOf(node))
  const hunks = differences(
    tokens.map(({ key }) => key),
    made.flatMap((line) => line.map(({ key }) => key)),
  )
  return bordersOf(made.map(({ length }) => length)).map((at) => cutAt(at, hunks, tokens, were))
}

/** Where so many of the copy's tokens end in the section. What was rewritten keeps its border. */
function cutAt(
  at: number,
  hunks: readonly Hunk[],
  tokens: readonly Token[],
  were: readonly number[],
): number {
  let shift = 0
  for (const { from, to, start, end } of hunks) {
    if (at < start) return at + shift
    const border = at <= end ? were.find((each) => each >= from && each <= to) : undefined
    if (border !== undefined) return border
    if (at === start) return from
    if (at < end) return tokens.slice(from, to).every(({ text }) => text.trim() === '') ? to : from
    shift = to - end
  }
  return at + shift
}

function bordersOf(counts: readonly number[]): number[] {
  let sum = 0
  return counts.slice(0, -1).map((count) => (sum += count))
}

function isRising(numbers: readonly number[]): boolean {
  return numbers.every((each, i) => i === 0 || each > (numbers[i - 1] ?? 0))
}

function join(trial: Trial, first: Line | undefined, second: Line | undefined): boolean {
  return first !== undefined && second !== undefined && trial.propose(border(first, second), { kind: 'join' })
}

function cut(
  trial: Trial,
  tokens: readonly Token[],
  at: number,
  lines: readonly Line[],
  copy: Line | undefined,
): boolean {
  const from = tokens[at]?.from
  if (from === undefined || !copy || !isBlockType(copy.node.type.name)) return false
  const end = lines.map((line) => contentOf(line).to).find((to) => to >= from) ?? from
  const to = Math.min(end, tokens.find((token) => token.from >= from + AROUND)?.from ?? end)
  return trial.propose({ from, to }, { kind: 'split', type: copy.node.type.name, attrs: attrsOf(copy.node) })
}

import { lineText, type Line } from '../node-text.ts'
import { differences } from './words.ts'

/** Lines from `from` to `to` of a section became those from `start` to `end` of its copy; one of the two is one line. */
export interface Pairing {
  from: number
  to: number
  start: number
  end: number
}

/** A line is cut into so many, or made of so many, at most. */
const PARTS = 6
/** More pairs of lines are not looked at: what was rewritten all through is taken out and put in. */
const COMPARED = 10_000
/** What a cut or a join must win in letters to be seen as one. */
const CUT = 0.5

/** Which lines are the same ones, edited, split and joined; the others were taken out or put in. */
export function pairingsOf(before: readonly Line[], after: readonly Line[]): Pairing[] {
  const pairings: Pairing[] = []
  let [i, j] = [0, 0]
  const same = (to: number): void => {
    for (; i < to; i++, j++) pairings.push({ from: i, to: i + 1, start: j, end: j + 1 })
  }
  for (const { from, to, start, end } of differences(before.map(keyOf), after.map(keyOf))) {
    same(from)
    pairings.push(...between(before, after, { from, to, start, end }))
    ;[i, j] = [to, end]
  }
  same(before.length)
  return pairings
}

function keyOf({ node }: Line): string {
  return lineText(node)
}

type Words = Map<string, number>

function between(before: readonly Line[], after: readonly Line[], stretch: Pairing): Pairing[] {
  const { from, to, start, end } = stretch
  const [n, m] = [to - from, end - start]
  if (n === 0 || m === 0 || n * m > COMPARED) return []
  const [left, right] = [before.slice(from, to).map(wordsOf), after.slice(start, end).map(wordsOf)]
  const best = Array.from({ length: n + 1 }, () => new Float64Array(m + 1))
  const steps = Array.from({ length: n + 1 }, () => new Array<[number, number]>(m + 1))
  for (let i = n - 1; i >= 0; i--)
    for (let j = m - 1; j >= 0; j--) {
      const consider = (score: number, a: number, b: number): void => {
        const total = score + (best[i + a]?.[j + b] ?? 0)
        if (total <= (best[i]?.[j] ?? 0) && steps[i]?.[j] !== undefined) return
        const [scores, ways] = [best[i], steps[i]]
        if (scores) scores[j] = total
        if (ways) ways[j] = [a, b]
      }
      consider(0, 1, 0)
      consider(0, 0, 1)
      for (const [a, b] of shapes(n - i, m - j)) {
        const score = likeness(left.slice(i, i + a), right.slice(j, j + b))
        if (score > 0) consider(score, a, b)
      }
    }
  return withRewritten(traced(steps, n, m), n, m).map((found) => ({
    from: found.from + from,
    to: found.to + from,
    start: found.start + start,
    end: found.end + start,
  }))
}

/** As many lines in the place of as many are those, rewritten. */
function withRewritten(pairings: readonly Pairing[], n: number, m: number): Pairing[] {
  const all: Pairing[] = []
  let [i, j] = [0, 0]
  for (const pairing of [...pairings, { from: n, to: n, start: m, end: m }]) {
    if (pairing.from - i === pairing.start - j)
      for (; i < pairing.from; i++, j++) all.push({ from: i, to: i + 1, start: j, end: j + 1 })
    ;[i, j] = [pairing.to, pairing.end]
    if (pairing.from < pairing.to) all.push(pairing)
  }
  return all
}

/** One for one, one for several, several for one. */
function shapes(n: number, m: number): [number, number][] {
  const made: [number, number][] = [[1, 1]]
  for (let b = 2; b <= Math.min(PARTS, m); b++) made.push([1, b])
  for (let a = 2; a <= Math.min(PARTS, n); a++) made.push([a, 1])
  return made
}

function traced(steps: readonly (readonly [number, number][])[], n: number, m: number): Pairing[] {
  const found: Pairing[] = []
  let [i, j] = [0, 0]
  while (i < n && j < m) {
    const [a, b] = steps[i]?.[j] ?? [1, 1]
    if (a > 0 && b > 0) found.push({ from: i, to: i + a, start: j, end: j + b })
    ;[i, j] = [i + a, j + b]
  }
  return found
}

/** How many letters two groups of lines have in common; 0 when they are not the same ones. */
function likeness(left: readonly Words[], right: readonly Words[]): number {
  const [one, other] = [sum(left), sum(right)]
  const [a, b] = [lettersOf(one), lettersOf(other)]
  if (a === 0 || b === 0) return a === b && left.length === right.length ? 0.5 : 0
  const common = commonOf(one, other)
  const [short, long] = [Math.min(a, b), Math.max(a, b)]
  if (common < short / 2 || common < long / 5) return 0
  const parts = left.length > 1 ? left : right
  if (parts.length === 1) return common
  const whole = left.length > 1 ? other : one
  const isMadeOf = parts.every((part) => {
    const letters = lettersOf(part)
    return letters > 0 && commonOf(part, whole) >= letters / 2
  })
  return isMadeOf ? common - CUT * (parts.length - 1) : 0
}

function wordsOf({ node }: Line): Words {
  const words: Words = new Map()
  for (const [word] of lineText(node).matchAll(/[\p{L}\p{N}\p{M}]+|[^\s\p{L}\p{N}\p{M}]/gu))
    words.set(word, (words.get(word) ?? 0) + 1)
  return words
}

function sum(groups: readonly Words[]): Words {
  const [only] = groups
  if (groups.length === 1 && only) return only
  const all: Words = new Map()
  for (const words of groups) for (const [word, count] of words) all.set(word, (all.get(word) ?? 0) + count)
  return all
}

function lettersOf(words: Words): number {
  let letters = 0
  for (const [word, count] of words) letters += word.length * count
  return letters
}

function commonOf(one: Words, other: Words): number {
  let letters = 0
  for (const [word, count] of one) letters += word.length * Math.min(count, other.get(word) ?? 0)
  return letters
}

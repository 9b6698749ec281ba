import { lineText, type Line } from '../node-text.ts'
import { lettersIn, likeness, partsKnown, profileOf, type IsPart, type Profile } from './likeness.ts'
import { differences, type Hunk } from './words.ts'

/** Lines from `from` to `to` of a section became these of its copy. */
export interface Pairing {
  from: number
  to: number
  copies: readonly number[]
}

/** A line is cut into so many, or made of so many, at most. */
const PARTS = 6
/** Borders between lines that moved: so many lines became so many. */
const MOVED: readonly (readonly [number, number])[] = [
  [2, 2],
  [2, 3],
  [3, 2],
]
/** About so many pairs of lines are compared, those in corresponding places; of too many lines none. */
const COMPARED = 1_500
const LINES = 1_000_000

/** Which lines are the same ones, edited, split and joined; the others were taken out or put in. */
export function pairingsOf(before: readonly Line[], after: readonly Line[]): Pairing[] {
  const pairings: Pairing[] = []
  let [i, j] = [0, 0]
  const same = (to: number): void => {
    for (; i < to; i++, j++) pairings.push({ from: i, to: i + 1, copies: [j] })
  }
  for (const hunk of differences(before.map(keyOf), after.map(keyOf))) {
    same(hunk.from)
    pairings.push(...between(before, after, hunk))
    ;[i, j] = [hunk.to, hunk.end]
  }
  same(before.length)
  return pairings
}

function keyOf({ node }: Line): string {
  return lineText(node)
}

function between(before: readonly Line[], after: readonly Line[], { from, to, start, end }: Hunk): Pairing[] {
  const [n, m] = [to - from, end - start]
  if (n === 0 || m === 0 || n * m > LINES) return []
  const reach = Math.max(PARTS, COMPARED / n)
  const [left, right] = [before.slice(from, to).map(profileOf), after.slice(start, end).map(profileOf)]
  const isPart = partsKnown()
  const best = Array.from({ length: n + 1 }, () => new Float64Array(m + 1))
  const steps = Array.from({ length: n + 1 }, () => new Array<[number, number]>(m + 1))
  for (let i = n - 1; i >= 0; i--)
    for (let j = m - 1; j >= 0; j--) {
      if (Math.abs(j - (i * m) / n) > reach) continue
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
        const [some, others] = [left.slice(i, i + a), right.slice(j, j + b)]
        const most = Math.min(lettersIn(some), lettersIn(others)) + (best[i + a]?.[j + b] ?? 0)
        if (most > 0 && most <= (best[i]?.[j] ?? 0)) continue
        const score = likeness(some, others, isPart)
        if (score > 0) consider(score, a, b)
      }
    }
  return withRewritten(traced(steps, n, m), n, m).map((found) => ({
    from: found.from + from,
    to: found.to + from,
    copies: copiesIn(found, left, right, isPart).map((j) => j + start),
  }))
}

/** Of a line that was cut, the parts: what was put in between them is none. */
function copiesIn(
  { from, to, start, end }: Hunk,
  left: readonly Profile[],
  right: readonly Profile[],
  isPart: IsPart,
): number[] {
  const copies = Array.from({ length: end - start }, (_, i) => start + i)
  const isCut = to - from === 1 && copies.length > 1
  return isCut ? copies.filter((j) => isPart(right[j], left[from])) : copies
}

/** As many lines in the place of as many are those, rewritten. */
function withRewritten(pairings: readonly Hunk[], n: number, m: number): Hunk[] {
  const all: Hunk[] = []
  let [i, j] = [0, 0]
  for (const pairing of [...pairings, { from: n, to: n, start: m, end: m }]) {
    if (pairing.from - i === pairing.start - j)
      for (; i < pairing.from; i++, j++) all.push({ from: i, to: i + 1, start: j, end: j + 1 })
    ;[i, j] = [pairing.to, pairing.end]
    if (pairing.from < pairing.to) all.push(pairing)
  }
  return all
}

/** One for one, one for several, several for one, and where the borders between them moved. */
function shapes(n: number, m: number): (readonly [number, number])[] {
  const made: (readonly [number, number])[] = [[1, 1]]
  for (let b = 2; b <= Math.min(PARTS, m); b++) made.push([1, b])
  for (let a = 2; a <= Math.min(PARTS, n); a++) made.push([a, 1])
  return [...made, ...MOVED.filter(([a, b]) => a <= n && b <= m)]
}

function traced(steps: readonly (readonly [number, number][])[], n: number, m: number): Hunk[] {
  const found: Hunk[] = []
  let [i, j] = [0, 0]
  while (i < n && j < m) {
    const step = steps[i]?.[j]
    const [a, b] = step ?? [1, 1]
    if (step && a > 0 && b > 0) found.push({ from: i, to: i + a, start: j, end: j + b })
    ;[i, j] = [i + a, j + b]
  }
  return found
}

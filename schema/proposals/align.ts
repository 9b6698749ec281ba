import { lineText, type Line } from '../node-text.ts'
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
/** More pairs of lines are not looked at: what was rewritten all through is taken out and put in. */
const COMPARED = 10_000
/** What a cut or a join, and a border that moved, must win in letters to be seen as one. */
const CUT = 0.5
const MOVE = 10
/** So many letters at an edge show that a line is a part of another, though much was written in it. */
const EDGE = 5

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

/** A line as it is compared. */
interface Profile {
  text: string
  /** How often each word is there. */
  words: ReadonlyMap<string, number>
  letters: number
}

function between(before: readonly Line[], after: readonly Line[], { from, to, start, end }: Hunk): Pairing[] {
  const [n, m] = [to - from, end - start]
  if (n === 0 || m === 0 || n * m > COMPARED) return []
  const [left, right] = [before.slice(from, to).map(profileOf), after.slice(start, end).map(profileOf)]
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
    copies: copiesIn(found, left, right).map((j) => j + start),
  }))
}

/** Of a line that was cut, the parts: what was put in between them is none. */
function copiesIn(
  { from, to, start, end }: Hunk,
  left: readonly Profile[],
  right: readonly Profile[],
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
    const [a, b] = steps[i]?.[j] ?? [1, 1]
    if (a > 0 && b > 0) found.push({ from: i, to: i + a, start: j, end: j + b })
    ;[i, j] = [i + a, j + b]
  }
  return found
}

/** How many letters two groups of lines have in common; 0 when they are not the same ones. */
function likeness(left: readonly Profile[], right: readonly Profile[]): number {
  const [one, other] = [left[0], right[0]]
  if (left.length > 1 && right.length > 1)
    return [...left, ...right].every(({ letters }) => letters > 0) ? alike(left, right) - MOVE : 0
  if (left.length > 1)
    return left.every((part) => isPart(part, other)) ? alike(left, right) - CUT * left.length : 0
  if (right.length === 1) return alike(left, right)
  const parts = right.filter((part) => isPart(part, one))
  const isCut = parts[0] === other && parts.at(-1) === right.at(-1)
  return isCut ? alike(left, parts) - CUT * parts.length : 0
}

function alike(left: readonly Profile[], right: readonly Profile[]): number {
  const [one, other] = [sum(left), sum(right)]
  const [short, long] = [Math.min(one.letters, other.letters), Math.max(one.letters, other.letters)]
  if (short === 0) return long === 0 && left.length === right.length ? CUT : 0
  const common = commonOf(one, other)
  const isRest = common === short && short > EDGE
  return isRest || (common >= short / 2 && common >= long / 5) ? common : 0
}

/** Whether a line may be a part of another that was cut, or of which one was made. */
function isPart(part: Profile | undefined, whole: Profile | undefined): boolean {
  if (!part || !whole || part.letters === 0) return false
  const common = commonOf(part, whole)
  if (common >= part.letters / 2) return true
  const isAtEdge = [part.text.slice(0, EDGE), part.text.slice(-EDGE)].some((edge) =>
    whole.text.includes(edge),
  )
  return common >= part.letters / 3 && isAtEdge
}

function profileOf({ node }: Line): Profile {
  const text = lineText(node).trim()
  const words = new Map<string, number>()
  for (const [word] of text.matchAll(/[\p{L}\p{N}\p{M}]+|[^\s\p{L}\p{N}\p{M}]/gu))
    words.set(word, (words.get(word) ?? 0) + 1)
  return { text, words, letters: lettersOf(words) }
}

function sum(group: readonly Profile[]): Profile {
  const [only] = group
  if (group.length === 1 && only) return only
  const words = new Map<string, number>()
  for (const each of group)
    for (const [word, count] of each.words) words.set(word, (words.get(word) ?? 0) + count)
  return { text: group.map(({ text }) => text).join(''), words, letters: lettersOf(words) }
}

function lettersOf(words: ReadonlyMap<string, number>): number {
  let letters = 0
  for (const [word, count] of words) letters += word.length * count
  return letters
}

function commonOf(one: Profile, other: Profile): number {
  let letters = 0
  for (const [word, count] of one.words) letters += word.length * Math.min(count, other.words.get(word) ?? 0)
  return letters
}

import type { Node } from 'prosemirror-model'
import { lineText } from '../node-text.ts'

/** A word, a space, a sign, or something that is one thing in the text. */
export interface Token {
  text: string
  /** Equal where the looks are too. */
  key: string
  /** Where it stands in the content of its line, in positions. */
  from: number
  to: number
}

/** Tokens from `from` to `to` of a list give way to those from `start` to `end` of another. */
export interface Hunk {
  from: number
  to: number
  start: number
  end: number
}

/** More comparisons than these are not made: what is so long and so different is one change. */
const COMPARED = 4_000_000
/** So many unchanged words may stand between two changes of one phrase. */
const WITHIN = 1
/** Of a stretch of which less than this is unchanged, all was rewritten. */
const LEFT = 0.4

export function tokensOf(line: Node): Token[] {
  const tokens: Token[] = []
  line.forEach((child, offset) => {
    const looks = JSON.stringify(child.marks)
    if (!child.isText) {
      const text = lineText(child)
      tokens.push({ text, key: JSON.stringify(child), from: offset, to: offset + child.nodeSize })
    } else
      for (const { 0: text, index } of (child.text ?? '').matchAll(
        /\s+|[\p{L}\p{N}\p{M}]+|[^\s\p{L}\p{N}\p{M}]\p{M}*/gu,
      ))
        tokens.push({ text, key: text + looks, from: offset + index, to: offset + index + text.length })
  })
  return tokens
}

/** What was changed, a rewritten phrase as one. */
export function phrases(before: readonly Token[], after: readonly Token[]): Hunk[] {
  const hunks = differences(
    before.map(({ key }) => key),
    after.map(({ key }) => key),
  )
  return grouped(hunks, before, after).map((hunk) => told(hunk, before, after))
}

/** The smallest changes that make one list of the other (longest common subsequence). */
export function differences(before: readonly string[], after: readonly string[]): Hunk[] {
  let start = 0
  const longest = Math.min(before.length, after.length)
  while (start < longest && before[start] === after[start]) start++
  let end = 0
  while (end < longest - start && before.at(-1 - end) === after.at(-1 - end)) end++
  const [n, m] = [before.length - start - end, after.length - start - end]
  if (n === 0 && m === 0) return []
  if (n === 0 || m === 0 || n * m > COMPARED) return [{ from: start, to: start + n, start, end: start + m }]
  const common = table(before.slice(start, start + n), after.slice(start, start + m))
  return walked(common, n, m, (i, j) => before[start + i] === after[start + j]).map((hunk) => ({
    from: hunk.from + start,
    to: hunk.to + start,
    start: hunk.start + start,
    end: hunk.end + start,
  }))
}

/** How long the longest common part is from every pair of places on. */
function table(a: readonly string[], b: readonly string[]): Uint32Array {
  const width = b.length + 1
  const lengths = new Uint32Array((a.length + 1) * width)
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      lengths[i * width + j] =
        a[i] === b[j]
          ? 1 + (lengths[(i + 1) * width + j + 1] ?? 0)
          : Math.max(lengths[(i + 1) * width + j] ?? 0, lengths[i * width + j + 1] ?? 0)
  return lengths
}

function walked(
  lengths: Uint32Array,
  n: number,
  m: number,
  isSame: (i: number, j: number) => boolean,
): Hunk[] {
  const hunks: Hunk[] = []
  const at = (i: number, j: number): number => lengths[i * (m + 1) + j] ?? 0
  let [i, j] = [0, 0]
  while (i < n || j < m) {
    if (i < n && j < m && isSame(i, j)) {
      i++
      j++
      continue
    }
    const hunk = { from: i, to: i, start: j, end: j }
    while ((i < n || j < m) && !(i < n && j < m && isSame(i, j))) {
      if (j >= m || (i < n && at(i + 1, j) >= at(i, j + 1))) i++
      else j++
    }
    hunks.push({ ...hunk, to: i, end: j })
  }
  return hunks
}

/** What stands between two changes belongs to the phrase when it is little beside them. */
function grouped(hunks: readonly Hunk[], before: readonly Token[], after: readonly Token[]): Hunk[] {
  const groups: Hunk[] = []
  for (const hunk of hunks) {
    const last = groups.at(-1)
    if (
      last &&
      isWithin(before.slice(last.to, hunk.from), weightOf(last, before, after), weightOf(hunk, before, after))
    )
      Object.assign(last, { to: hunk.to, end: hunk.end })
    else groups.push({ ...hunk })
  }
  return isRewritten(groups, before) ? [wholeOf(groups)] : groups
}

/** Whether so little is left between the first change and the last that it is one. */
function isRewritten(groups: readonly Hunk[], before: readonly Token[]): boolean {
  if (groups.length < 2) return false
  const { from, to } = wholeOf(groups)
  const left = groups.reduce(
    (sum, { from }, i) => sum + lettersOf(i > 0 ? before.slice(groups[i - 1]?.to, from) : []),
    0,
  )
  return left < lettersOf(before.slice(from, to)) * LEFT
}

function wholeOf(groups: readonly Hunk[]): Hunk {
  const [first, last] = [groups[0], groups.at(-1)]
  return { from: first?.from ?? 0, to: last?.to ?? 0, start: first?.start ?? 0, end: last?.end ?? 0 }
}

function isWithin(between: readonly Token[], left: number, right: number): boolean {
  const words = between.filter(({ text }) => isWord(text))
  return words.length === 0 || (words.length <= WITHIN && lettersOf(words) <= Math.min(left, right))
}

function weightOf({ from, to, start, end }: Hunk, before: readonly Token[], after: readonly Token[]): number {
  return Math.max(lettersOf(before.slice(from, to)), lettersOf(after.slice(start, end)))
}

function lettersOf(tokens: readonly Token[]): number {
  return tokens.reduce((sum, { text }) => sum + text.length, 0)
}

/** Whether there is anything but spaces and signs in it. */
export function isWord(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text)
}

/**
 * A change that can be told from what stands beside it: taking away what reads as nothing or as a space, and adding what
 * stands there already, take along the words before it up to the first, or those after.
 */
function told(hunk: Hunk, before: readonly Token[], after: readonly Token[]): Hunk {
  const { from, to, start, end } = hunk
  const added = textOf(after.slice(start, end))
  const [left, right] = [textOf(before.slice(0, from)), textOf(before.slice(to))]
  const isEcho = from === to && (left.endsWith(added) || right.startsWith(added))
  if (!isEcho && (from === to || textOf(before.slice(from, to)).trim() !== '')) return hunk
  const back = from - before.slice(0, from).findLastIndex(({ text }) => isWord(text))
  if (back <= from) return { from: from - back, to, start: start - back, end }
  const ahead = 1 + before.slice(to).findIndex(({ text }) => isWord(text))
  return { from, to: to + ahead, start, end: end + ahead }
}

function textOf(tokens: readonly Token[]): string {
  return tokens.map(({ text }) => text).join('')
}

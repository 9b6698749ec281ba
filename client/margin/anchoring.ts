import { fromBase64, toBase64 } from 'lib0/buffer'
import * as Y from 'yjs'
import type { TextTarget } from '../../schema/margin.ts'
import { splitKey, type SectionKey } from '../../schema/paper.ts'
import { stickLeft, toAbsolute, toRelative, type Content } from '../editor/relative.ts'
import type { SectionText } from '../editor/text-index.ts'

/** How much of the text beside a quote is kept with it, in characters. */
const CONTEXT = 32

export interface Stretch {
  from: number
  to: number
}

/** What a remark on a stretch of a section is about; null when there is no text in it. */
export function targetOf(
  key: SectionKey,
  content: Content,
  text: SectionText,
  range: Stretch,
): TextTarget | null {
  const stretch = trimmed(content, range)
  const from = toRelative(content, stretch.from)
  const to = stickLeft(content, toRelative(content, stretch.to))
  const quote = quoteOf(content, stretch)
  if (from === null || to === null || quote === '') return null
  const { owner, section } = splitKey(key)
  const [start, end] = [offsetOf(text, stretch.from), offsetOf(text, stretch.to)]
  return {
    kind: 'text',
    item: owner,
    section,
    from: toBase64(Y.encodeRelativePosition(from)),
    to: toBase64(Y.encodeRelativePosition(to)),
    quote,
    prefix: text.text.slice(Math.max(0, start - CONTEXT), start),
    suffix: text.text.slice(end, end + CONTEXT),
  }
}

/**
 * Where the text of a remark stands now: where its positions are, when the quote stands there, else where the quote
 * stands with most of what was beside it. Null when it stands nowhere (rule M43).
 */
export function placeOf(content: Content, text: SectionText, target: TextTarget): Stretch | null {
  const from = toAbsolute(content, decoded(target.from))
  const to = toAbsolute(content, decoded(target.to))
  if (from !== null && to !== null && from < to && quoteOf(content, { from, to }) === target.quote)
    return { from, to }
  return search(text, target, from === null ? null : offsetOf(text, from))
}

/** A quote that stands in several places is the one with most of its context, then the nearest to where it was. */
function search(
  text: SectionText,
  { quote, prefix, suffix }: TextTarget,
  near: number | null,
): Stretch | null {
  if (quote === '') return null
  const found: { at: number; score: number; far: number }[] = []
  for (let at = text.text.indexOf(quote); at >= 0; at = text.text.indexOf(quote, at + 1)) {
    const before = text.text.slice(Math.max(0, at - CONTEXT), at)
    const after = text.text.slice(at + quote.length, at + quote.length + CONTEXT)
    const score = sameEnd(before, prefix) + sameStart(after, suffix)
    found.push({ at, score, far: near === null ? 0 : Math.abs(at - near) })
  }
  const [best, second] = found.sort((a, b) => b.score - a.score || a.far - b.far)
  // A few letters stand everywhere: without anything beside them they are not taken for the same.
  const isTelling = best !== undefined && (quote.length + best.score >= 8 || found.length === 1)
  const isLone = best?.score !== second?.score || best?.far !== second?.far
  return best !== undefined && isTelling && isLone ? text.range(best.at, best.at + quote.length) : null
}

function decoded(position: string): Y.RelativePosition | null {
  try {
    return Y.decodeRelativePosition(fromBase64(position))
  } catch {
    // Bytes that are no position: the quote is looked for.
    return null
  }
}

/** The text of a stretch as a search sees it: blocks on lines of their own. */
function quoteOf({ node }: Content, { from, to }: Stretch): string {
  return node.textBetween(
    from,
    to,
    '\n',
    (leaf) => leaf.type.spec.leafText?.(leaf) ?? (leaf.isInline ? '\n' : ''),
  )
}

/** Without spaces at its ends. */
function trimmed(content: Content, { from, to }: Stretch): Stretch {
  let [start, end] = [from, to]
  while (start < end && quoteOf(content, { from: start, to: start + 1 }).trim() === '') start++
  while (end > start && quoteOf(content, { from: end - 1, to: end }).trim() === '') end--
  return { from: start, to: end }
}

/** The place in the running text of a position: the first from which the document has come as far. */
function offsetOf(text: SectionText, pos: number): number {
  let [low, high] = [0, text.text.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (text.range(middle, middle).from < pos) low = middle + 1
    else high = middle
  }
  return low
}

function sameEnd(a: string, b: string): number {
  let n = 0
  while (n < Math.min(a.length, b.length) && a.at(-1 - n) === b.at(-1 - n)) n++
  return n
}

function sameStart(a: string, b: string): number {
  let n = 0
  while (n < Math.min(a.length, b.length) && a[n] === b[n]) n++
  return n
}

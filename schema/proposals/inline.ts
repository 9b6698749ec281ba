import { Fragment, type Node } from 'prosemirror-model'
import type { Transform } from 'prosemirror-transform'
import type { SliceJson } from '../changes.ts'
import { nodeText } from '../node-text.ts'
import { contentOf } from './lines.ts'
import type { Place } from './proposal.ts'

/** So many letters stand in two neighbouring lines by no chance. */
const TELLING = 8
/** In so many new letters around old ones these are looked for. */
const AROUND = 2_000

/** Puts words in the place of those that stand there. */
export function write(tr: Transform, { from, to }: Place, slice: SliceJson): Place | null {
  const [$from, $to] = [tr.doc.resolve(from), tr.doc.resolve(to)]
  const content = wordsOf(tr.doc, slice)
  if (!content || !$from.parent.inlineContent || !$from.sameParent($to)) return null
  tr.replaceWith(from, to, content)
  const place = { from, to: from + content.size }
  return stands(tr.doc, place, content) ? place : null
}

/** Whether words stand already where they are to be put. */
export function isWritten(doc: Node, { from, to }: Place, quote: string, slice: SliceJson): boolean {
  const content = wordsOf(doc, slice)
  if (!content) return false
  if (content.size === 0) return from === to && quote !== ''
  if (from < to) return stands(doc, { from, to }, content) || isAround(doc, { from, to }, content)
  return quote === '' && beside(doc, from, content.size).some((place) => stands(doc, place, content))
}

/** Where words stand that were put in at a place: before or after it, or where its line was cut since, beyond the cut. */
function beside(doc: Node, at: number, size: number): Place[] {
  const places = [
    { from: at - size, to: at },
    { from: at, to: at + size },
  ]
  if (size < TELLING) return places
  const { lines } = nodeText(doc)
  const own = lines.findIndex(({ node, pos }) => pos < at && at < pos + node.nodeSize)
  const [line, before, after] = [lines[own], lines[own - 1], lines[own + 1]].map(
    (each) => each && contentOf(each),
  )
  if (before && at === line?.from) places.push({ from: before.to - size, to: before.to })
  if (after && at === line?.to) places.push({ from: after.from, to: after.from + size })
  return places
}

/** Whether words that were to be kept stand among the new ones. */
function isAround(doc: Node, { from, to }: Place, content: Fragment): boolean {
  const left = content.size - (to - from)
  if (left <= 0 || left > AROUND) return false
  for (let before = 0; before <= left; before++) {
    const start = from - before
    if (stands(doc, { from: start, to: start + content.size }, content)) return true
  }
  return false
}

function stands(doc: Node, { from, to }: Place, content: Fragment): boolean {
  if (from < 0 || to > doc.content.size) return false
  const [$from, $to] = [doc.resolve(from), doc.resolve(to)]
  return $from.sameParent($to) && $from.parent.content.cut($from.parentOffset, $to.parentOffset).eq(content)
}

/** The words of a slice; null when there is more than words in it: blocks are not put in with words. */
function wordsOf({ type }: Node, { content }: SliceJson): Fragment | null {
  const nodes = content.map((json) => type.schema.nodeFromJSON(json))
  return nodes.every((node) => node.isInline) ? Fragment.fromArray(nodes) : null
}

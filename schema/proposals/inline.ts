import { Fragment, type Node } from 'prosemirror-model'
import type { Transform } from 'prosemirror-transform'
import type { SliceJson } from '../changes.ts'
import type { Place } from './proposal.ts'

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
  const { size } = content
  return (
    quote === '' &&
    (stands(doc, { from: from - size, to: from }, content) || stands(doc, { from, to: from + size }, content))
  )
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

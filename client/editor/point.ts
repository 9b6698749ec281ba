import type { Node } from 'prosemirror-model'
import { Selection } from 'prosemirror-state'
import type { SectionKey } from '../../schema/paper.ts'

/** A place in the paper: a ProseMirror position inside one section. */
export interface Point {
  key: SectionKey
  pos: number
}

/** A selection that may reach over sections; `head` is the end that moves. */
export interface Span {
  anchor: Point
  head: Point
}

function samePoint(a: Point, b: Point): boolean {
  return a.key === b.key && a.pos === b.pos
}

export function sameSpan(a: Span, b: Span): boolean {
  return samePoint(a.anchor, b.anchor) && samePoint(a.head, b.head)
}

/** First place a caret can stand. */
export function startOf(node: Node): number {
  return Selection.atStart(node).from
}

/** Last place a caret can stand. */
export function endOf(node: Node): number {
  return Selection.atEnd(node).to
}

/**
 * The nearest place where a caret can stand, looking first in the direction of `bias`, never between the two halves
 * of a character outside the basic plane.
 */
export function settle(node: Node, pos: number, bias: 1 | -1 = 1): number {
  const $pos = node.resolve(Math.max(0, Math.min(pos, node.content.size)))
  if (!$pos.parent.inlineContent) return Selection.near($pos, bias).head
  const before = $pos.nodeBefore?.text
  const after = $pos.nodeAfter?.text
  const cut =
    $pos.textOffset > 0 &&
    before &&
    after &&
    /[\uD800-\uDBFF]$/.test(before) &&
    /^[\uDC00-\uDFFF]/.test(after)
  return cut ? $pos.pos + bias : $pos.pos
}

import type { Node } from 'prosemirror-model'
import { staticPoint } from '../editor/static.ts'

/* Drawing into static HTML. What is put in has `data-drawn` and is no part of the text; what is wrapped stays text. */

/** Puts an element at a position. */
export function drawAtStatic(element: HTMLElement, doc: Node, pos: number, drawn: HTMLElement): void {
  const { node, offset } = staticPoint(element, doc, pos)
  const range = document.createRange()
  range.setStart(node, offset)
  range.insertNode(drawn)
}

/** Wraps the text of a stretch, piece by piece. */
export function wrapStatic(
  element: HTMLElement,
  doc: Node,
  stretch: { from: number; to: number },
  make: () => HTMLElement,
): void {
  const start = staticPoint(element, doc, stretch.from)
  const end = staticPoint(element, doc, stretch.to)
  const range = document.createRange()
  range.setStart(start.node, start.offset)
  range.setEnd(end.node, end.offset)
  for (const text of textsIn(element, range)) {
    const to = text === range.endContainer ? range.endOffset : text.length
    const from = text === range.startContainer ? range.startOffset : 0
    wrap(text, from, to, make)
  }
}

function textsIn(element: HTMLElement, range: Range): Text[] {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
  const found: Text[] = []
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode())
    if (node instanceof Text && range.intersectsNode(node) && !isDrawn(node)) found.push(node)
  return found
}

function isDrawn({ parentElement }: Text): boolean {
  return parentElement?.closest('[data-drawn]') !== null
}

function wrap(text: Text, from: number, to: number, make: () => HTMLElement): void {
  if (from >= to) return
  if (to < text.length) text.splitText(to)
  const part = from > 0 ? text.splitText(from) : text
  const wrapper = make()
  part.replaceWith(wrapper)
  wrapper.append(part)
}

import { DOMSerializer, type Node } from 'prosemirror-model'
import { endOf, startOf } from './point.ts'

/* A section that is far from the viewport is plain HTML, made with the schema's own `toDOM`. */

const TEXTBLOCKS = 'p, h4, h5'
const FILLER = 'ProseMirror-trailingBreak'

/** Shows a document as plain HTML in `element`, with the same line fillers as a mounted view. */
export function renderStatic(element: HTMLElement, doc: Node): void {
  const html = DOMSerializer.fromSchema(doc.type.schema).serializeFragment(doc.content, { document })
  for (const block of html.querySelectorAll(TEXTBLOCKS)) if (needsFiller(block)) block.append(filler())
  element.replaceChildren(html)
}

function needsFiller(block: Element): boolean {
  return block.lastChild === null || block.lastChild.nodeName === 'BR'
}

function filler(): HTMLElement {
  const br = document.createElement('br')
  br.className = FILLER
  return br
}

/** The position in the document of a place in its static HTML. */
export function posFromStatic(
  element: HTMLElement,
  doc: Node,
  node: globalThis.Node,
  offset: number,
): number {
  const here = node instanceof Element ? node : node.parentElement
  const block = here?.closest<HTMLElement>(TEXTBLOCKS)
  if (!block || !element.contains(block)) return posBetweenBlocks(element, doc, node, offset)
  const start = blockStarts(doc)[[...element.querySelectorAll(TEXTBLOCKS)].indexOf(block)]
  if (start === undefined) return endOf(doc)
  const size = doc.resolve(start).parent.content.size
  return start + Math.min(size, unitsBefore(block, node, offset))
}

function posBetweenBlocks(element: HTMLElement, doc: Node, node: globalThis.Node, offset: number): number {
  const child = node.childNodes[offset]
  const next =
    child instanceof Element ? (child.matches(TEXTBLOCKS) ? child : child.querySelector(TEXTBLOCKS)) : null
  if (next && element.contains(next)) return posFromStatic(element, doc, next, 0)
  return offset === 0 ? startOf(doc) : endOf(doc)
}

/** The place in static HTML of a position in the document. */
export function staticPoint(
  element: HTMLElement,
  doc: Node,
  pos: number,
): { node: globalThis.Node; offset: number } {
  const starts = blockStarts(doc)
  const index = Math.max(
    0,
    starts.findLastIndex((start) => start <= pos),
  )
  const block = element.querySelectorAll(TEXTBLOCKS)[index]
  if (!block) return { node: element, offset: 0 }
  return placeAt(block, pos - (starts[index] ?? pos)) ?? { node: block, offset: block.childNodes.length }
}

/** Where the content of each textblock begins, in document order. */
function blockStarts(doc: Node): number[] {
  const starts: number[] = []
  doc.descendants((node, pos) => {
    if (node.isTextblock) starts.push(pos + 1)
    return !node.isTextblock
  })
  return starts
}

/** How many ProseMirror units lie between a textblock's start and a place in it. */
function unitsBefore(block: globalThis.Node, node: globalThis.Node, offset: number): number {
  let units = 0
  const walk = (at: globalThis.Node): boolean => {
    if (at === node && at.nodeType === globalThis.Node.TEXT_NODE) {
      units += offset
      return true
    }
    const opens = at === block ? 0 : opening(at)
    if (isDrawn(at)) return at.contains(node)
    if (isAtom(at)) {
      units += 1
      return at.contains(node)
    }
    units += opens
    if (at.nodeType === globalThis.Node.TEXT_NODE) units += at.textContent?.length ?? 0
    for (const [i, child] of [...at.childNodes].entries()) {
      if (at === node && i === offset) return true
      if (walk(child)) return true
    }
    if (at === node) return true
    units += opens
    return false
  }
  walk(block)
  return units
}

function placeAt(parent: globalThis.Node, units: number): { node: globalThis.Node; offset: number } | null {
  let left = units
  for (const [i, child] of [...parent.childNodes].entries()) {
    const size = sizeOf(child)
    if (child.nodeType === globalThis.Node.TEXT_NODE && left <= size) return { node: child, offset: left }
    if (left === 0) return { node: parent, offset: i }
    if (left < size && !isAtom(child)) return placeAt(child, left - opening(child))
    left -= size
  }
  return left <= 0 ? { node: parent, offset: parent.childNodes.length } : null
}

function sizeOf(node: globalThis.Node): number {
  if (isDrawn(node)) return 0
  if (node.nodeType === globalThis.Node.TEXT_NODE) return node.textContent?.length ?? 0
  if (isAtom(node)) return 1
  return 2 * opening(node) + [...node.childNodes].reduce((sum, child) => sum + sizeOf(child), 0)
}

/** What is proposed for the text, and no part of it. */
function isDrawn(node: globalThis.Node): boolean {
  return node instanceof HTMLElement && node.dataset.drawn !== undefined
}

function isAtom(node: globalThis.Node): boolean {
  return (
    node instanceof Element &&
    ((node.nodeName === 'BR' && !node.classList.contains(FILLER)) || node.hasAttribute('data-reference'))
  )
}

/** 1 for an inline node with content (a footnote), which has a token before and after it; marks have none. */
function opening(node: globalThis.Node): number {
  return node instanceof Element && node.hasAttribute('data-footnote') ? 1 : 0
}

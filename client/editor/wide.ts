import type { Node } from 'prosemirror-model'
import type * as Y from 'yjs'
import { splitKey } from '../../schema/paper.ts'
import type { Coords } from './coords.ts'
import { endOf, sameSpan, startOf, type Point, type Span } from './point.ts'
import { toAbsolute, toRelative } from './relative.ts'
import type { Section } from './section.ts'
import type { Sections } from './sections.ts'

/** What a wide selection covers of one section. */
export interface Part {
  section: Section
  node: Node
  from: number
  to: number
}

interface Ends<T> {
  anchor: T
  head: T
}

/**
 * A selection over sections. Only while there is one, the common root is the editing host and has focus, so that the
 * browser's own selection can span the sections and no view reads or rewrites it.
 */
export class Wide {
  span: Span | null = null
  /** The element that holds all sections. */
  root: HTMLElement | null = null
  private relative: Ends<Y.RelativePosition | null> | null = null

  constructor(
    private readonly sections: Sections,
    private readonly coords: Coords,
    private readonly editable: () => boolean,
    private readonly changed: () => void,
  ) {}

  /** Selects in the browser as well; both ends must lie in different sections. */
  select(span: Span): void {
    this.take(span)
    this.show()
  }

  /** Takes over a selection that the browser has already made. */
  take(span: Span): void {
    if (this.span && sameSpan(this.span, span)) return
    for (const { key } of [span.anchor, span.head]) this.sections.get(key)?.mount()
    this.span = span
    this.relative = { anchor: this.relativeOf(span.anchor), head: this.relativeOf(span.head) }
    this.host()
    this.changed()
  }

  /** Ends the wide selection; whoever calls says where the caret goes. */
  leave(): void {
    if (!this.span) return
    this.span = null
    this.relative = null
    this.unhost()
    this.changed()
  }

  /** Puts the browser's selection back after the DOM under one of its ends was drawn anew. */
  show(): void {
    if (!this.span) return
    const anchor = this.coords.domAt(this.span.anchor)
    const head = this.coords.domAt(this.span.head)
    if (anchor && head) getSelection()?.setBaseAndExtent(anchor.node, anchor.offset, head.node, head.offset)
  }

  /** A change from elsewhere touched a section: an end in it moves with its neighbours. */
  follow(touched: Section): void {
    const { span, relative } = this
    if (!span || !relative) return
    if (!this.isEnd(touched)) return
    this.span = {
      anchor: this.followed(span.anchor, relative.anchor),
      head: this.followed(span.head, relative.head),
    }
    this.show()
    this.changed()
  }

  private followed(point: Point, relative: Y.RelativePosition | null): Point {
    const section = this.sections.get(point.key)
    if (!section) return point
    const pos = toAbsolute(section.content, relative) ?? Math.min(point.pos, endOf(section.node))
    return { key: point.key, pos }
  }

  /** Makes the root the editing host with focus, also before a selection spans anything. */
  host(): void {
    const { root } = this
    if (!root) return
    root.classList.add('wide')
    if (!this.editable()) return
    if (root.contentEditable !== 'true') root.contentEditable = 'true'
    if (document.activeElement !== root) root.focus({ preventScroll: true })
  }

  unhost(): void {
    this.root?.classList.remove('wide')
    this.root?.removeAttribute('contenteditable')
  }

  /** Both ends in reading order. */
  range(): [Point, Point] | null {
    if (!this.span) return null
    const { anchor, head } = this.span
    const order = this.sections.ordered().map(({ key }) => key)
    const [a, b] = [order.indexOf(anchor.key), order.indexOf(head.key)]
    return a < b || (a === b && anchor.pos <= head.pos) ? [anchor, head] : [head, anchor]
  }

  /** What it covers, section by section in reading order. */
  parts(): Part[] {
    const range = this.range()
    if (!range) return []
    const [from, to] = range
    const ordered = this.sections.ordered()
    const first = ordered.findIndex(({ key }) => key === from.key)
    const last = ordered.findIndex(({ key }) => key === to.key)
    return ordered.slice(first, last + 1).map((section) => {
      const { node } = section
      return {
        section,
        node,
        from: section.key === from.key ? from.pos : startOf(node),
        to: section.key === to.key ? to.pos : endOf(node),
      }
    })
  }

  isEnd(section: Section): boolean {
    return this.span !== null && (this.span.anchor.key === section.key || this.span.head.key === section.key)
  }

  private relativeOf(point: Point): Y.RelativePosition | null {
    const section = this.sections.get(point.key)
    return section ? toRelative(section.content, point.pos) : null
  }
}

/** How much a wide selection covers: items (an annex counts as one) and paragraphs with text in them. */
export function extentOf(parts: readonly Part[]): { items: number; paragraphs: number } {
  const owners = new Set(parts.map(({ section }) => splitKey(section.key).owner))
  return { items: owners.size, paragraphs: parts.reduce((sum, part) => sum + paragraphsIn(part), 0) }
}

function paragraphsIn({ node, from, to }: Part): number {
  let count = 0
  node.nodesBetween(from, to, (child) => {
    if (child.isTextblock && child.content.size > 0) count++
    return !child.isTextblock
  })
  return count
}

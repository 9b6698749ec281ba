import type { Section } from './section.ts'
import { inDocumentOrder, type Sections } from './sections.ts'
import { endOf, settle, startOf, type Point } from './point.ts'

interface DomPoint {
  node: Node
  offset: number
}

/** The caret place under a point of the window, as the browser sees it. */
function domPointUnder(x: number, y: number): DomPoint | null {
  if ('caretPositionFromPoint' in document) {
    const place = document.caretPositionFromPoint(x, y)
    return place ? { node: place.offsetNode, offset: place.offset } : null
  }
  const range = (document as Document).caretRangeFromPoint(x, y)
  return range ? { node: range.startContainer, offset: range.startOffset } : null
}

/** Between DOM, window and the paper's own places. */
export class Coords {
  constructor(private readonly sections: Sections) {}

  /** The place in the paper of a DOM place; outside sections, the nearest in the direction of `bias`. */
  pointAt(node: Node, offset: number, bias: 1 | -1 = 1): Point | null {
    const section = this.sections.of(node)
    if (section) return { key: section.key, pos: settle(section.node, section.posAt(node, offset), bias) }
    return this.pointBeside(node.childNodes[offset] ?? node, bias)
  }

  private pointBeside(node: Node, bias: 1 | -1): Point | null {
    const ordered = this.sections.ordered()
    const next = ordered.findIndex(({ element }) => inDocumentOrder(node, element) < 0)
    const before = next === -1 ? ordered.at(-1) : ordered[next - 1]
    const after = next === -1 ? undefined : ordered[next]
    const section = bias > 0 ? (after ?? before) : (before ?? after)
    if (!section) return null
    return { key: section.key, pos: section === after ? startOf(section.node) : endOf(section.node) }
  }

  /** The place under a point of the window, only if a section is there. */
  pointUnder(x: number, y: number): Point | null {
    const place = domPointUnder(x, y)
    const section = place && this.sections.of(place.node)
    return section ? this.pointAt(place.node, place.offset) : null
  }

  /** The place nearest to a point of the window, looking up and down. */
  pointNear(x: number, y: number, reach = 400): Point | null {
    for (let dy = 0; dy <= reach; dy += 12) {
      const point = this.pointUnder(x, y + dy) ?? (dy > 0 ? this.pointUnder(x, y - dy) : null)
      if (point) return point
    }
    return null
  }

  domAt(point: Point): DomPoint | null {
    return this.sections.get(point.key)?.domAt(point.pos) ?? null
  }

  /** Where a place stands in the window. */
  rectOf(section: Section, pos: number): { left: number; top: number; bottom: number } {
    if (section.view) return section.view.coordsAtPos(pos)
    const { node, offset } = section.domAt(pos)
    const range = document.createRange()
    range.setStart(node, offset)
    const rect = range.getClientRects()[0] ?? section.element.getBoundingClientRect()
    return { left: rect.left, top: rect.top, bottom: Math.min(rect.bottom, rect.top + 40) }
  }
}

import type { Desk } from './desk.ts'
import type { Point } from './point.ts'
import { scrollByNow, scrollerOf, viewportOf } from './scroll.ts'
import type { Section } from './section.ts'

/** How near the edge of the window the pointer scrolls, and how far a frame goes at most, in pixels. */
const EDGE = 36
const STEP = 24

/**
 * Draws a selection over sections with the mouse. The browser cannot: it clamps the selection to the editing host in
 * which it began. Within that section everything is left to the browser.
 */
export class DragSelection {
  private anchor: Point | null = null
  private pointer = { x: 0, y: 0 }
  private frame = 0

  constructor(private readonly desk: Desk) {}

  /** The button went down in a section. */
  begin(section: Section | null): void {
    this.desk.pressed = section
    this.desk.dragging = false
    this.anchor = null
  }

  move(event: PointerEvent): void {
    const { pressed } = this.desk
    if (!pressed || event.pointerType !== 'mouse' || !(event.buttons & 1)) return
    this.pointer = { x: event.clientX, y: event.clientY }
    this.frame ||= requestAnimationFrame(() => this.scrollAtEdge())
    if (!this.desk.dragging && !this.beginsWide(pressed)) return
    event.preventDefault()
    this.extend()
  }

  end(): void {
    cancelAnimationFrame(this.frame)
    this.frame = 0
    this.desk.pressed = null
    // The browser has its own idea of where the drag led, and acts on it until after this event.
    if (this.desk.dragging) setTimeout(() => this.finish())
  }

  private finish(): void {
    const { span } = this.desk.wide
    this.desk.dragging = false
    if (span?.anchor.key === span?.head.key && span) this.desk.select(span, false)
    else this.desk.wide.show()
  }

  /** Only a text selection goes over borders, not the drag of a node or of selected text. */
  private beginsWide(pressed: Section): boolean {
    if (pressed.view?.dragging) return false
    const point = this.underPointer()
    if (!point || point.key === pressed.key) return false
    const selection = getSelection()
    const node = selection?.anchorNode
    if (!selection || !node || !pressed.element.contains(node)) return false
    this.anchor = this.desk.coords.pointAt(node, selection.anchorOffset)
    this.desk.dragging = this.anchor !== null
    return this.desk.dragging
  }

  private extend(): void {
    const head = this.underPointer()
    if (head && this.anchor) this.desk.wide.select({ anchor: this.anchor, head })
  }

  /** The place under the pointer, or beside it in the column of text. */
  private underPointer(): Point | null {
    const column = this.desk.pressed?.element.getBoundingClientRect()
    const { x } = this.pointer
    const y = this.clampedY()
    const inside = column ? Math.max(column.left + 1, Math.min(column.right - 1, x)) : x
    return this.desk.coords.pointUnder(x, y) ?? this.desk.coords.pointUnder(inside, y)
  }

  private clampedY(): number {
    const root = this.desk.wide.root
    if (!root) return this.pointer.y
    const { top, bottom } = viewportOf(scrollerOf(root))
    return Math.max(top + 2, Math.min(bottom - 2, this.pointer.y))
  }

  /** Goes on while the pointer rests at an edge of the window. Within one section the browser scrolls. */
  private scrollAtEdge(): void {
    this.frame = 0
    const { wide, pressed } = this.desk
    const beyond = this.beyondEdge()
    if (!wide.root || !pressed || beyond === 0) return
    this.frame = requestAnimationFrame(() => this.scrollAtEdge())
    if (!this.desk.dragging && !this.beginsWide(pressed)) return
    scrollByNow(scrollerOf(wide.root), Math.max(-STEP, Math.min(STEP, beyond)))
    this.extend()
  }

  private beyondEdge(): number {
    const { root } = this.desk.wide
    if (!root) return 0
    const { top, bottom } = viewportOf(scrollerOf(root))
    return Math.min(0, this.pointer.y - top - EDGE) + Math.max(0, this.pointer.y - bottom + EDGE)
  }
}

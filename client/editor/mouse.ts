import { DragSelection } from './drag-selection.ts'
import type { Desk } from './desk.ts'
import { focusView } from './internals.ts'
import type { Point } from './point.ts'
import type { Section } from './section.ts'
import { spanOf } from './history-places.ts'

/** The mouse in the paper: clicks into text that is not mounted yet, Shift+click, and drawing over borders. */
export class Mouse {
  private readonly drag: DragSelection
  /** Where a click into static HTML meant to go, worked out before mounting moved anything. */
  private meant: Point | null = null

  constructor(
    private readonly desk: Desk,
    private readonly forgetColumn: () => void,
  ) {
    this.drag = new DragSelection(desk)
  }

  /** Mounts what the pointer comes upon, so that a click finds a view. */
  over(event: PointerEvent): void {
    const section = this.sectionAt(event)
    if (section && !section.view && !this.desk.wide.span && event.buttons === 0) section.mount()
  }

  pointerDown(event: PointerEvent): void {
    this.meant = null
    const section = this.sectionAt(event)
    if (!section || section.view || this.desk.wide.span || event.button !== 0) return
    const point = this.desk.coords.pointUnder(event.clientX, event.clientY)
    section.mount()
    if (event.pointerType === 'mouse' && !event.shiftKey) this.meant = point
  }

  /** Whether the press was the paper's; the caller then stops it. */
  mouseDown(event: MouseEvent): boolean {
    if (event.button !== 0) return false
    this.forgetColumn()
    if (event.shiftKey) return this.extendTo(event)
    this.desk.wide.leave()
    const section = this.sectionAt(event)
    this.drag.begin(section && this.isSelected(section, event) ? null : section)
    if (!this.meant || !this.desk.editable()) return false
    this.desk.place(this.meant, false)
    return true
  }

  move(event: PointerEvent): void {
    this.drag.move(event)
  }

  up(): void {
    this.drag.end()
  }

  /** A press in another section than the anchor's. Within one section the view does it. */
  private extendTo(event: MouseEvent): boolean {
    const { current } = this.desk.caret
    const span = this.desk.wide.span ?? (current && spanOf(current))
    const head = this.desk.coords.pointUnder(event.clientX, event.clientY)
    if (!span || !head || (!this.desk.wide.span && head.key === span.anchor.key)) return false
    this.desk.select({ anchor: span.anchor, head }, false)
    const view = this.desk.wide.span ? null : this.desk.caret.current?.view
    if (view) focusView(view)
    return true
  }

  /** A press on selected text is the beginning of dragging that text. */
  private isSelected(section: Section, event: MouseEvent): boolean {
    const selection = section.view?.state.selection
    const point = this.desk.coords.pointUnder(event.clientX, event.clientY)
    return (
      !!selection && !!point && selection.from <= point.pos && point.pos <= selection.to && !selection.empty
    )
  }

  private sectionAt(event: Event) {
    return event.target instanceof Node ? this.desk.sections.of(event.target) : null
  }
}

import type { Desk } from './desk.ts'
import { sameSpan, type Point, type Span } from './point.ts'
import { inDocumentOrder } from './sections.ts'

/**
 * Watches the browser's selection. A selection within one section belongs to that section's view; one that spans
 * sections is the paper's, and no view gets to see it.
 */
export class Shepherd {
  constructor(private readonly desk: Desk) {}

  /** Called before ProseMirror's own listeners. */
  selectionChanged(event: Event): void {
    if (event.target === document && this.read()) event.stopImmediatePropagation()
  }

  /** Takes in the browser's selection as it is now; whether it is the paper's own affair. */
  read(): boolean {
    const { root } = this.desk.wide
    const selection = getSelection()
    if (!root || !selection?.anchorNode || !selection.focusNode) return false
    if (!root.contains(selection.anchorNode) || !root.contains(selection.focusNode)) return false
    if (this.desk.dragging) return true
    const anchor = this.desk.sections.of(selection.anchorNode)
    const head = this.desk.sections.of(selection.focusNode)
    if (anchor && anchor === head) return this.within(selection)
    // A selection in a label or in a field of the page is none of the text's affair.
    if (!anchor && !head) return false
    return !selection.isCollapsed && this.across(selection)
  }

  private within(selection: Selection): boolean {
    if (!this.desk.wide.span) return false
    const span = this.spanOf(selection)
    if (span) this.desk.select(span, false)
    return true
  }

  private across(selection: Selection): boolean {
    const span = this.spanOf(selection)
    if (!span || (this.desk.wide.span && sameSpan(span, this.desk.wide.span))) return true
    const outside =
      !this.desk.sections.of(selection.focusNode) || !this.desk.sections.of(selection.anchorNode)
    if (outside || span.anchor.key === span.head.key) this.desk.select(span, false)
    else this.desk.wide.take(span)
    return true
  }

  /** Ends that lie between sections go on in the direction in which the selection reaches. */
  private spanOf({ anchorNode, anchorOffset, focusNode, focusOffset }: Selection): Span | null {
    if (!anchorNode || !focusNode) return null
    const forward = inDocumentOrder(anchorNode, focusNode) < 0 ? 1 : -1
    const anchor =
      this.kept(this.desk.wide.span?.anchor, anchorNode, anchorOffset) ??
      this.desk.coords.pointAt(anchorNode, anchorOffset, forward)
    const head = this.desk.coords.pointAt(focusNode, focusOffset, forward)
    return anchor && head ? { anchor, head } : null
  }

  /** The anchor does not move while the head does, whatever a round trip through the DOM says. */
  private kept(anchor: Point | undefined, node: Node, offset: number): Point | null {
    const dom = anchor && this.desk.coords.domAt(anchor)
    return anchor && dom?.node === node && dom.offset === offset ? anchor : null
  }
}

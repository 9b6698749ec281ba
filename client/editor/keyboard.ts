import type { EditorView } from 'prosemirror-view'
import { Borders, directionOf, isForward, leaves, type Direction } from './borders.ts'
import type { CommonHistory } from './common-history.svelte.ts'
import type { Desk } from './desk.ts'
import { catchUp } from './internals.ts'
import { endOf, startOf, type Point, type Span } from './point.ts'
import { scrollByNow, scrollerOf, viewportOf } from './scroll.ts'
import type { Section } from './section.ts'
import { spanOf } from './history-places.ts'

/** Lines that stay visible when a page is turned, in pixels. */
const PAGE_OVERLAP = 80

function isAcross(direction: Direction): boolean {
  return direction === 'left' || direction === 'right'
}

function edgeOf({ from, to }: { from: number; to: number }, direction: Direction): number {
  return isForward(direction) ? to : from
}

/** The keys that concern the paper as a whole; all others belong to the section's view. */
export class Keyboard {
  readonly borders: Borders

  constructor(
    private readonly desk: Desk,
    private readonly steps: Pick<CommonHistory, 'undo' | 'redo'>,
    private readonly mac: boolean,
  ) {
    this.borders = new Borders(desk.sections, desk.coords)
  }

  /** Keys that are the paper's before any view sees them. Whether it took this one; the caller then stops it. */
  first(event: KeyboardEvent): boolean {
    if (event.isComposing) return false
    // A key may follow another so fast that the view has not read yet where the caret went.
    const view = this.focused()?.view
    if (view) catchUp(view)
    if (!/^(Arrow(Up|Down)|Page|Shift|Control|Alt|Meta)/.test(event.key)) this.borders.column = null
    if (!this.desk.wide.span) return this.focused() !== null && this.command(event)
    this.desk.shepherd.read()
    return this.command(event) || this.move(event) || this.wideKey(event)
  }

  /** Keys that a section's own plugins did not want. */
  last(view: EditorView, event: KeyboardEvent): boolean {
    if (this.desk.wide.span || event.isComposing) return false
    catchUp(view)
    return this.move(event)
  }

  private focused(): Section | null {
    const section = this.desk.caret.current
    return section?.view?.hasFocus() ? section : null
  }

  private modified(event: KeyboardEvent): boolean {
    // AltGr is Ctrl+Alt: then the key writes a character.
    return (this.mac ? event.metaKey : event.ctrlKey) && !event.altKey
  }

  private command(event: KeyboardEvent): boolean {
    if (!this.modified(event)) return false
    const key = event.key.toLowerCase()
    if (this.desk.editable() && (key === 'z' || (key === 'y' && !event.shiftKey))) {
      this.steps[key === 'y' || event.shiftKey ? 'redo' : 'undo']()
      return true
    }
    if (key === 'a' && !event.shiftKey) return this.desk.selectMore()
    if (key === 'home' || key === 'end') return this.toPaperEnd(key === 'end' ? 1 : -1, event.shiftKey)
    return false
  }

  private move(event: KeyboardEvent): boolean {
    if (event.key === 'PageUp' || event.key === 'PageDown')
      return this.turnPage(event.key === 'PageDown' ? 1 : -1, event.shiftKey)
    const direction = directionOf(event.key)
    if (!direction || event.altKey) return false
    if (event.shiftKey) return this.extend(direction)
    if (this.desk.wide.span) return this.collapse(direction)
    return !event.ctrlKey && !event.metaKey && this.step(direction)
  }

  private step(direction: Direction): boolean {
    const section = this.focused()
    const selection = section?.view?.state.selection
    if (!section?.view || !selection) return false
    // The browser's own idea of a selection's end may lie in a part of the section that has keys of its own.
    if (!selection.empty)
      return isAcross(direction) && this.go({ key: section.key, pos: edgeOf(selection, direction) })
    if (!leaves(section.view, selection.head, direction)) return false
    const point = this.borders.across(section, selection.head, direction)
    return point !== null && this.go(point)
  }

  /** Moves the head over a border; inside a section the browser extends by itself. */
  private extend(direction: Direction): boolean {
    const span = this.span()
    const section = span && this.desk.sections.get(span.head.key)
    if (!span || !section) return false
    const view = section.mount()
    if (!leaves(view, span.head.pos, direction)) return false
    const head = this.borders.across(section, span.head.pos, direction)
    if (head) this.select({ anchor: span.anchor, head })
    return head !== null
  }

  private collapse(direction: Direction): boolean {
    const range = this.desk.wide.range()
    return range !== null && this.go(range[isForward(direction) ? 1 : 0])
  }

  private toPaperEnd(direction: 1 | -1, extend: boolean): boolean {
    const ordered = this.desk.sections.ordered()
    const section = direction > 0 ? ordered.at(-1) : ordered[0]
    if (!section) return false
    const head = { key: section.key, pos: direction > 0 ? endOf(section.node) : startOf(section.node) }
    return this.goOrExtend(head, extend)
  }

  /** The browser does not turn pages in an editing host that does not scroll by itself. */
  private turnPage(direction: 1 | -1, extend: boolean): boolean {
    const span = this.span()
    const section = span && this.desk.sections.get(span.head.key)
    if (!span || !section) return false
    const line = this.desk.coords.rectOf(section, span.head.pos)
    const column = (this.borders.column ??= line.left)
    const scroller = scrollerOf(section.element)
    const view = viewportOf(scroller)
    const y = Math.max(view.top + 20, Math.min(view.bottom - 20, (line.top + line.bottom) / 2))
    const moved = scrollByNow(scroller, direction * (view.bottom - view.top - PAGE_OVERLAP))
    if (Math.abs(moved) < 10) return this.toPaperEnd(direction, extend)
    const point = this.desk.coords.pointNear(column, y)
    return point !== null && this.goOrExtend(point, extend, false)
  }

  private wideKey(event: KeyboardEvent): boolean {
    if (!this.desk.wide.span) return false
    if (event.key === 'Escape') return this.go(this.desk.wide.span.head)
    return this.desk.wideKey(event)
  }

  private goOrExtend(head: Point, extend: boolean, scroll = true): boolean {
    const span = this.span()
    if (!extend || !span) return this.go(head, scroll)
    this.select({ anchor: span.anchor, head }, scroll)
    return true
  }

  private span(): Span | null {
    const section = this.focused()
    return this.desk.wide.span ?? (section && spanOf(section))
  }

  private go(point: Point, scroll = true): boolean {
    this.desk.place(point, scroll)
    return true
  }

  private select(span: Span, scroll = true): void {
    const { column } = this.borders
    this.desk.select(span, scroll)
    this.borders.column = column
  }
}

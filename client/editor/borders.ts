import { Selection, TextSelection, type EditorState } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import type { Coords } from './coords.ts'
import { endOf, startOf, type Point } from './point.ts'
import { bringIntoView, scrollerOf } from './scroll.ts'
import type { Section } from './section.ts'
import type { Sections } from './sections.ts'

export type Direction = 'up' | 'down' | 'left' | 'right'

const ARROWS: Record<string, Direction> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
}

export function directionOf(key: string): Direction | null {
  return ARROWS[key] ?? null
}

export function isForward(direction: Direction): boolean {
  return direction === 'down' || direction === 'right'
}

/** Whether one more step from `pos` would leave the section. */
export function leaves(view: EditorView, pos: number, direction: Direction): boolean {
  const { state } = view
  const edge = isForward(direction) ? endOf(state.doc) : startOf(state.doc)
  if (direction === 'left' || direction === 'right') return pos === edge
  return isOutermost(state, pos, direction) && view.endOfTextblock(direction, at(state, pos))
}

function at(state: EditorState, pos: number): EditorState {
  if (state.selection.empty && state.selection.head === pos) return state
  return state.apply(state.tr.setSelection(Selection.near(state.doc.resolve(pos))))
}

/** Whether no block stands below (above) the one at `pos`; the cells of a row stand beside each other. */
function isOutermost(state: EditorState, pos: number, direction: 'up' | 'down'): boolean {
  const $pos = state.doc.resolve(pos)
  for (let depth = 0; depth < $pos.depth; depth++) {
    const node = $pos.node(depth)
    if (node.type.spec.tableRole === 'row' || node.inlineContent) continue
    if ($pos.index(depth) !== (direction === 'down' ? node.childCount - 1 : 0)) return false
  }
  return true
}

/** Takes the caret, or the end of a selection, over the border between two sections. */
export class Borders {
  /** The column the caret strives for while it moves up and down, in client pixels. */
  column: number | null = null

  constructor(
    private readonly sections: Sections,
    private readonly coords: Coords,
  ) {}

  /** Where a step over the border from `point` ends; null at the paper's own ends. */
  across(section: Section, pos: number, direction: Direction): Point | null {
    const next = this.sections.neighbour(section, isForward(direction) ? 1 : -1)
    if (!next) return null
    if (direction === 'left') return { key: next.key, pos: endOf(next.node) }
    if (direction === 'right') return { key: next.key, pos: startOf(next.node) }
    this.column ??= this.coords.rectOf(section, pos).left
    return { key: next.key, pos: this.inColumn(next, direction, this.column) }
  }

  private inColumn(section: Section, direction: 'up' | 'down', column: number): number {
    const view = section.mount()
    const nearest = direction === 'down' ? startOf(view.state.doc) : endOf(view.state.doc)
    bringIntoView(scrollerOf(section.element), view.coordsAtPos(nearest))
    const line = view.coordsAtPos(nearest)
    const box = section.element.getBoundingClientRect()
    const left = Math.max(box.left + 1, Math.min(column, box.right - 1))
    const found = view.posAtCoords({ left, top: (line.top + line.bottom) / 2 })
    return found ? TextSelection.near(view.state.doc.resolve(found.pos)).head : nearest
  }
}

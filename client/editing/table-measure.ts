import type { EditorView } from 'prosemirror-view'
import type { Grid } from './grid.ts'
import { caretAt } from './blocks.ts'
import type { TablePlace } from './tables.ts'

/** Where a row or column lies, in pixels from the table's corner. */
export interface Band {
  index: number
  start: number
  length: number
}

export interface TableBox {
  left: number
  top: number
  width: number
  height: number
  rows: Band[]
  columns: Band[]
}

/** Where a table and its rows and columns lie in the window. Null while it is not drawn. */
export function measure(view: EditorView, place: TablePlace): TableBox | null {
  const table = view.nodeDOM(place.pos)
  if (!(table instanceof HTMLElement) || !table.isConnected) return null
  const box = table.getBoundingClientRect()
  const { grid, start } = place
  const rectAt = (offset: number): DOMRect | null => {
    const cell = view.nodeDOM(start + offset)
    return cell instanceof HTMLElement ? cell.getBoundingClientRect() : null
  }
  return {
    left: box.left,
    top: box.top,
    width: box.width,
    height: box.height,
    rows: bands(grid.height, (row) => bandOf(rectAt(grid.rowOffset(row)), row, box)),
    columns: bands(grid.width, (column) => columnBand(grid, column, rectAt, box)),
  }
}

function bands(count: number, band: (index: number) => Band | null): Band[] {
  return Array.from({ length: count }, (_, index) => band(index)).filter((each) => each !== null)
}

function bandOf(rect: DOMRect | null, index: number, box: DOMRect): Band | null {
  return rect && { index, start: rect.top - box.top, length: rect.height }
}

function columnBand(
  grid: Grid,
  column: number,
  rectAt: (offset: number) => DOMRect | null,
  box: DOMRect,
): Band | null {
  const cell = grid.column(column).find((each) => each.columns === 1)
  const rect = cell ? rectAt(cell.offset) : null
  return rect && { index: column, start: rect.left - box.left, length: rect.width }
}

/** Puts the caret in the cell of a row and column, when there is one. */
export function goToCell(
  view: EditorView,
  { grid, start, cell }: TablePlace,
  row: number,
  column: number,
): void {
  const target = grid.at(row, column)
  if (target && target !== cell) view.dispatch(caretAt(view.state.tr, start + target.offset + 1))
}

import type { Node, NodeType } from 'prosemirror-model'
import type { Command, EditorState, Transaction } from 'prosemirror-state'
import { sectionSchema } from '../../schema/nodes.ts'
import { ancestor, caretAt, nodeType } from './blocks.ts'
import { Grid, type GridCell } from './grid.ts'

/** The table around the caret and the caret's cell in it. */
export interface TablePlace {
  grid: Grid
  /** Position before the table. */
  pos: number
  /** Position where the table's content starts; add a cell's offset to it. */
  start: number
  cell: GridCell
}

/** Null outside tables. */
export function tableAt(state: EditorState): TablePlace | null {
  const cell = ancestor(state, 'table_cell', 'table_header')
  if (!cell || cell.depth < 3) return null
  const { $from } = state.selection
  const table = $from.node(cell.depth - 2)
  if (table.type.name !== 'table') return null
  const pos = $from.before(cell.depth - 2)
  const grid = new Grid(table)
  const found = grid.byOffset(cell.pos - pos - 1)
  return found && { grid, pos, start: pos + 1, cell: found }
}

type TableChange = (tr: Transaction, place: TablePlace) => Transaction | null

/** A command that works where the caret is in a table. */
export function inTable(change: TableChange): Command {
  return (state, dispatch) => {
    const place = tableAt(state)
    const tr = place && change(state.tr, place)
    if (!tr) return false
    dispatch?.(tr.scrollIntoView())
    return true
  }
}

export function newCell(type: NodeType, attrs: { colspan?: number } = {}): Node {
  return type.create(attrs, nodeType('paragraph').create())
}

/** A table of empty cells with a header row, in place of an empty paragraph or below the caret's block. */
export function insertTable(rows = 3, columns = 3): Command {
  return (state, dispatch) => {
    if (state.schema !== sectionSchema || tableAt(state) !== null) return false
    const row = (type: NodeType) =>
      nodeType('table_row').create(
        null,
        Array.from({ length: columns }, () => newCell(type)),
      )
    const body = Array.from({ length: rows - 1 }, () => row(nodeType('table_cell')))
    const table = nodeType('table').create(null, [row(nodeType('table_header')), ...body])
    const { tr, pos } = placeBlock(state, table)
    dispatch?.(caretAt(tr, pos + 4).scrollIntoView())
    return true
  }
}

/** Puts a block in place of the caret's empty paragraph, or after its block. */
function placeBlock(state: EditorState, block: Node): { tr: Transaction; pos: number } {
  const { $from } = state.selection
  const blank = $from.parent.type.name === 'paragraph' && $from.parent.content.size === 0
  const pos = blank ? $from.before() : $from.after(Math.max($from.depth, 1))
  const tr = blank ? state.tr.replaceWith(pos, $from.after(), block) : state.tr.insert(pos, block)
  return { tr, pos }
}

/** Puts the caret in a place of the table, or the nearest one that has a cell. */
export function toCell(tr: Transaction, pos: number, row: number, column: number): Transaction {
  const table = tr.doc.nodeAt(pos)
  if (table?.type.name !== 'table') return caretAt(tr, pos)
  const grid = new Grid(table)
  const wanted = Math.max(0, Math.min(row, grid.height - 1))
  for (let left = Math.min(column, grid.width - 1); left >= 0; left--) {
    const cell = grid.at(wanted, left)
    if (cell) return caretAt(tr, pos + 1 + cell.offset + 1)
  }
  return caretAt(tr, pos + 1 + grid.rowOffset(wanted))
}

/** Tab: the next cell; from the last one a new row. */
export const nextCell: Command = inTable((tr, place) => {
  const next = place.grid.cells[place.grid.cells.indexOf(place.cell) + 1]
  if (next) return caretAt(tr, place.start + next.offset + 1)
  return toCell(insertRow(tr, place, place.grid.height), place.pos, place.grid.height, 0)
})

/** Shift Tab: the cell before; in the first one nothing moves. */
export const previousCell: Command = inTable((tr, place) => {
  const before = place.grid.cells[place.grid.cells.indexOf(place.cell) - 1]
  return before ? caretAt(tr, place.start + before.offset + 1) : tr
})

/** A new row above (-1) or below (1) the caret's; the caret goes into it. */
export function addRow(side: -1 | 1): Command {
  return inTable((tr, place) => {
    const { cell, pos } = place
    const row = side < 0 ? cell.row : cell.row + cell.rows
    return toCell(insertRow(tr, place, row), pos, row, cell.column)
  })
}

/** Inserts a row so that it becomes number `row`; cells that reach across grow instead. */
export function insertRow(tr: Transaction, { grid, start }: TablePlace, row: number): Transaction {
  const cells: Node[] = []
  const grown = new Set<GridCell>()
  for (let column = 0; column < grid.width; column++) {
    const above = grid.at(row - 1, column)
    if (above && above.row + above.rows > row) grown.add(above)
    else cells.push(newCell(nodeType('table_cell')))
  }
  for (const cell of grown) tr.setNodeAttribute(start + cell.offset, 'rowspan', cell.rows + 1)
  return tr.insert(start + grid.rowOffset(row), nodeType('table_row').create(null, cells))
}

/** Moves the caret's row up (-1) or down (1). Nothing moves past the edge or across a cell that spans rows. */
export function moveRow(side: -1 | 1): Command {
  return inTable((tr, { grid, start, cell }) => {
    const upper = side < 0 ? cell.row - 1 : cell.row
    if (upper < 0 || upper + 1 >= grid.height || spansRow(grid, upper)) return tr
    // The other row is the one taken out and put back, so that the caret and its row stay untouched.
    const neighbour = grid.table.child(cell.row + side)
    const from = start + grid.rowOffset(cell.row + side)
    tr.delete(from, from + neighbour.nodeSize)
    return tr.insert(tr.mapping.map(start + grid.rowOffset(cell.row + (side < 0 ? 1 : 0)), 1), neighbour)
  })
}

function spansRow(grid: Grid, upper: number): boolean {
  return grid.cells.some((cell) => cell.rows > 1 && cell.row <= upper + 1 && cell.row + cell.rows > upper)
}

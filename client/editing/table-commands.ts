import type { NodeType } from 'prosemirror-model'
import type { Command, Transaction } from 'prosemirror-state'
import { caretAt, nodeType } from './blocks.ts'
import type { Grid, GridCell } from './grid.ts'
import { inTable, insertRow, newCell, toCell, type TablePlace } from './tables.ts'

/** Adds a row under the last one; the caret goes into it. */
export const addLastRow: Command = inTable((tr, place) =>
  toCell(insertRow(tr, place, place.grid.height), place.pos, place.grid.height, 0),
)

/** A new column before (-1) or after (1) the caret's; the caret goes into it. */
export function addColumn(side: -1 | 1): Command {
  return inTable((tr, place) => {
    const { cell, pos } = place
    const column = side < 0 ? cell.column : cell.column + cell.columns
    return toCell(insertColumn(tr, place, column), pos, cell.row, column)
  })
}

/** Adds a column at the right; the caret goes into it. */
export const addLastColumn: Command = inTable((tr, place) =>
  toCell(insertColumn(tr, place, place.grid.width), place.pos, place.cell.row, place.grid.width),
)

function insertColumn(tr: Transaction, { grid, start }: TablePlace, column: number): Transaction {
  const wider = new Set<GridCell>()
  for (let row = 0; row < grid.height; row++) {
    const left = grid.at(row, column - 1)
    if (left && left.column + left.columns > column) wider.add(left)
    else tr.insert(tr.mapping.map(start + grid.offsetFor(row, column), 1), newCell(typeLike(grid, row)))
  }
  for (const each of wider)
    tr.setNodeAttribute(tr.mapping.map(start + each.offset), 'colspan', each.columns + 1)
  return tr
}

function typeLike(grid: Grid, row: number): NodeType {
  return isHeaderRow(grid, row) ? nodeType('table_header') : nodeType('table_cell')
}

/** Whether every cell that begins in the row is a header. */
export function isHeaderRow(grid: Grid, row: number): boolean {
  const cells = grid.row(row)
  return cells.length > 0 && cells.every((cell) => cell.node.type.name === 'table_header')
}

/** Removes the caret's row; the last row takes the table with it. */
export const deleteRow: Command = inTable((tr, place) => {
  const { grid, start, cell, pos } = place
  if (grid.height <= 1) return removeTable(tr, place)
  for (const each of grid.cells) shortenAt(tr, place, each, cell.row)
  const from = tr.mapping.map(start + grid.rowOffset(cell.row))
  tr.delete(from, from + grid.table.child(cell.row).nodeSize)
  return toCell(tr, pos, cell.row, cell.column)
})

/** A cell that reaches past a row to be deleted loses one; one that begins in it moves to the next. */
function shortenAt(tr: Transaction, { grid, start }: TablePlace, cell: GridCell, row: number): void {
  if (cell.rows === 1 || cell.row > row || cell.row + cell.rows <= row) return
  if (cell.row < row) tr.setNodeAttribute(start + cell.offset, 'rowspan', cell.rows - 1)
  else {
    const kept = cell.node.type.create({ ...cell.node.attrs, rowspan: cell.rows - 1 }, cell.node.content)
    tr.insert(tr.mapping.map(start + grid.offsetFor(row + 1, cell.column), 1), kept)
  }
}

/** Removes the caret's column; the last column takes the table with it. */
export const deleteColumn: Command = inTable((tr, place) => {
  const { grid, start, cell, pos } = place
  if (grid.width <= 1) return removeTable(tr, place)
  for (const each of grid.cells.filter((other) => covers(other, cell.column))) {
    const at = tr.mapping.map(start + each.offset)
    if (each.columns > 1) tr.setNodeAttribute(at, 'colspan', each.columns - 1)
    else tr.delete(at, at + each.node.nodeSize)
  }
  return toCell(tr, pos, cell.row, Math.max(0, cell.column - 1))
})

function covers(cell: GridCell, column: number): boolean {
  return cell.column <= column && column < cell.column + cell.columns
}

/** Moves the caret's column to the left (-1) or right (1). Nothing moves where a cell spans columns. */
export function moveColumn(side: -1 | 1): Command {
  return inTable((tr, { grid, start, pos, cell }) => {
    const left = side < 0 ? cell.column - 1 : cell.column
    const spans = grid.cells.some(
      (each) => each.columns > 1 && (covers(each, left) || covers(each, left + 1)),
    )
    if (left < 0 || left + 1 >= grid.width || spans) return tr
    for (const each of grid.column(left + 1)) {
      const before = grid.at(each.row, left)
      if (before && before.row === each.row) swapCells(tr, start, before, each)
    }
    return toCell(tr, pos, cell.row, cell.column + side)
  })
}

function swapCells(tr: Transaction, start: number, first: GridCell, second: GridCell): void {
  const from = start + first.offset
  tr.replaceWith(from, from + first.node.nodeSize + second.node.nodeSize, [second.node, first.node])
}

/** Makes the first row headers, or ordinary cells again. */
export const toggleHeaderRow: Command = inTable((tr, { grid, start }) => {
  const type = isHeaderRow(grid, 0) ? nodeType('table_cell') : nodeType('table_header')
  for (const cell of grid.row(0)) tr.setNodeMarkup(start + cell.offset, type, cell.node.attrs)
  return tr
})

export const deleteTable: Command = inTable(removeTable)

/** The table goes; where nothing else would be left, an empty paragraph takes its place. */
function removeTable(tr: Transaction, { grid, pos }: TablePlace): Transaction {
  const end = pos + grid.table.nodeSize
  const alone = tr.doc.resolve(pos).parent.childCount === 1
  if (alone) tr.replaceWith(pos, end, nodeType('paragraph').create())
  else tr.delete(pos, end)
  return caretAt(tr, alone ? pos + 1 : pos)
}

import type { Node } from 'prosemirror-model'

/** A cell and the places it takes in its table. */
export interface GridCell {
  node: Node
  /** Where the cell begins, counted from the start of the table's content. */
  offset: number
  row: number
  column: number
  rows: number
  columns: number
}

/** More columns than anybody prints; a larger span from outside is cut to it. */
const MAX_SPAN = 64

/**
 * Where the cells of a table lie. Made for tables as they come out of a merge: rows may differ in length, and a place
 * may be empty. Nothing throws, nothing is repaired.
 */
export class Grid {
  readonly cells: GridCell[] = []
  readonly height: number
  width = 0
  private readonly places: (GridCell | undefined)[][]

  constructor(readonly table: Node) {
    this.height = table.childCount
    this.places = Array.from({ length: this.height }, () => [])
    table.forEach((row, offset, index) => this.addRow(row, offset + 1, index))
  }

  private addRow(row: Node, start: number, index: number): void {
    let column = 0
    row.forEach((node, offset) => {
      while (this.places[index]?.[column]) column++
      const columns = span(node.attrs.colspan, MAX_SPAN)
      const rows = span(node.attrs.rowspan, this.height - index)
      const cell: GridCell = { node, offset: start + offset, row: index, column, rows, columns }
      this.cells.push(cell)
      this.occupy(cell)
      column += columns
    })
  }

  private occupy(cell: GridCell): void {
    for (let row = cell.row; row < cell.row + cell.rows; row++) {
      const places = this.places[row]
      for (let column = cell.column; places && column < cell.column + cell.columns; column++)
        places[column] ??= cell
    }
    this.width = Math.max(this.width, cell.column + cell.columns)
  }

  /** The cell that covers a place; null where a ragged table has none. */
  at(row: number, column: number): GridCell | null {
    return this.places[row]?.[column] ?? null
  }

  /** The cell that begins at this offset; null when none does. */
  byOffset(offset: number): GridCell | null {
    return this.cells.find((cell) => cell.offset === offset) ?? null
  }

  /** The cells of a column that begin in it, from above. */
  column(column: number): GridCell[] {
    return this.cells.filter((cell) => cell.column === column)
  }

  /** The cells that begin in a row. */
  row(row: number): GridCell[] {
    return this.cells.filter((cell) => cell.row === row)
  }

  /** Offset where a new cell of this row and column belongs. */
  offsetFor(row: number, column: number): number {
    const before = this.row(row).filter((cell) => cell.column < column)
    const last = before.at(-1)
    return last ? last.offset + last.node.nodeSize : this.rowOffset(row) + 1
  }

  /** Offset where a row begins; past the last, the end of the table's content. */
  rowOffset(row: number): number {
    let offset = 0
    for (let index = 0; index < Math.min(row, this.height); index++)
      offset += this.table.child(index).nodeSize
    return offset
  }
}

function span(value: unknown, most: number): number {
  const wanted = Math.floor(Number(value))
  return Number.isFinite(wanted) ? Math.min(Math.max(wanted, 1), Math.max(most, 1)) : 1
}

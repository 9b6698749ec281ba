import { Selection, type Command, type Transaction } from 'prosemirror-state'
import { caretAt, nodeType } from './blocks.ts'
import { tableAt, type TablePlace } from './tables.ts'

/**
 * Up (-1) and down (1) in a table: from a cell's last line to the cell in the next row, from the last row out of the
 * table. A table that ends its section gets a line below it to go to. The browser would go sideways.
 */
export function arrowInTable(side: -1 | 1): Command {
  return (state, dispatch, view) => {
    const place = state.selection.empty ? tableAt(state) : null
    const cell = place?.cell.node
    const { $head } = state.selection
    if (!place || !cell || !view?.endOfTextblock(side < 0 ? 'up' : 'down')) return false
    const edge = side < 0 ? Selection.atStart(cell) : Selection.atEnd(cell)
    const inside = $head.pos - (place.start + place.cell.offset + 1)
    if (!edge.$head.sameParent(cell.resolve(inside))) return false
    const tr = next(state.tr, place, side)
    if (tr) dispatch?.(tr.scrollIntoView())
    return tr !== null
  }
}

function next(tr: Transaction, place: TablePlace, side: -1 | 1): Transaction | null {
  const { grid, cell, start } = place
  const row = side < 0 ? cell.row - 1 : cell.row + cell.rows
  const target = grid.at(row, cell.column)
  if (!target) return row < 0 || row >= grid.height ? leave(tr, place, side) : null
  const at = start + target.offset + 1
  const within = side < 0 ? at + target.node.content.size : at
  return tr.setSelection(Selection.near(tr.doc.resolve(within), side))
}

function leave(tr: Transaction, { grid, pos }: TablePlace, side: -1 | 1): Transaction | null {
  const edge = side < 0 ? pos : pos + grid.table.nodeSize
  const $edge = tr.doc.resolve(edge)
  if (side < 0 ? $edge.nodeBefore : $edge.nodeAfter) return tr.setSelection(Selection.near($edge, side))
  return side < 0 ? null : caretAt(tr.insert(edge, nodeType('paragraph').create()), edge + 1)
}

import type { Node } from 'prosemirror-model'
import { Plugin, PluginKey, TextSelection, type EditorState, type Transaction } from 'prosemirror-state'
import { Decoration, DecorationSet, type EditorView } from 'prosemirror-view'
import { nodeType } from './blocks.ts'
import { Grid } from './grid.ts'
import { ownChange } from './own-changes.ts'
import { tableAt } from './tables.ts'

const numericKey = new PluginKey<DecorationSet>('numeric columns')

/** What tables need beside their commands: right-aligned figures, the current cell, and deletions that keep cells. */
export function tablePlugin(): Plugin {
  return new Plugin({
    key: numericKey,
    state: {
      init: (_config, state) => numericColumns(state.doc),
      apply: (tr, columns, _before, state) => (tr.docChanged ? numericColumns(state.doc) : columns),
    },
    appendTransaction: (transactions, before, state) =>
      ownChange(transactions) ? lineAfterTable(before.doc, state) : null,
    props: {
      decorations: (state) => withCurrentCell(state),
      handleKeyDown: (view, event) =>
        (event.key === 'Backspace' || event.key === 'Delete') && clearAcrossCells(view, ''),
      handleTextInput: (view, _from, _to, text) => clearAcrossCells(view, text),
      handleDOMEvents: { cut: cutAcrossCells },
    },
  })
}

const FIGURE =
  /^[-−–+]?\s*(\d{1,3}([.\s\u00a0]\d{3})+|\d+)(,\d+)?\s*(%|kr\.?|mio\.?|mia\.?|min\.?|t\.?|timer|dage)?$/i

/** Whether a text is a figure as Danish writes it: `1.214`, `93,5 %`, `12 mio.`. */
export function isFigure(text: string): boolean {
  return FIGURE.test(text.trim())
}

/** The columns of a table in which every filled body cell is a figure. */
export function figureColumns(grid: Grid): number[] {
  const columns: number[] = []
  for (let column = 0; column < grid.width; column++) {
    const texts = grid
      .column(column)
      .filter((cell) => cell.node.type.name === 'table_cell' && cell.columns === 1)
      .map((cell) => cell.node.textContent.trim())
      .filter((text) => text !== '')
    if (texts.length > 0 && texts.every(isFigure)) columns.push(column)
  }
  return columns
}

function numericColumns(doc: Node): DecorationSet {
  const decorations: Decoration[] = []
  doc.descendants((node, pos) => {
    if (node.type.name === 'table') decorations.push(...numericCells(node, pos))
    return !node.isTextblock
  })
  return DecorationSet.create(doc, decorations)
}

function numericCells(table: Node, pos: number): Decoration[] {
  const grid = new Grid(table)
  const columns = new Set(figureColumns(grid))
  return grid.cells
    .filter((cell) => cell.columns === 1 && columns.has(cell.column))
    .map((cell) => cellDecoration(pos + 1 + cell.offset, cell.node, 'figures'))
}

function cellDecoration(from: number, cell: Node, name: string): Decoration {
  return Decoration.node(from, from + cell.nodeSize, { class: name })
}

function withCurrentCell(state: EditorState): DecorationSet {
  const columns = numericKey.getState(state) ?? DecorationSet.empty
  const place = tableAt(state)
  if (!place) return columns
  return columns.add(state.doc, [cellDecoration(place.start + place.cell.offset, place.cell.node, 'current')])
}

/** A table just put last in a section gets a line below it, so that one can write on. */
function lineAfterTable(before: Node, state: EditorState): Transaction | null {
  const table = nodeType('table')
  if (state.doc.lastChild?.type !== table || before.lastChild?.type === table) return null
  return state.tr.insert(state.doc.content.size, nodeType('paragraph').create())
}

/** Whether the selection begins and ends in different cells: deleting it as text would join them. */
export function crossesCells(state: EditorState): boolean {
  const { $from, $to, empty } = state.selection
  if (empty || !(state.selection instanceof TextSelection)) return false
  const cells = [$from, $to].map(($pos) => {
    for (let depth = $pos.depth; depth > 0; depth--)
      if (/^table_(cell|header)$/.test($pos.node(depth).type.name)) return $pos.before(depth)
    return null
  })
  return cells[0] !== cells[1]
}

/** Empties the selected text and leaves every cell and block standing; then types `text`. */
export function clearedText(state: EditorState, text: string): Transaction {
  const { from, to } = state.selection
  const tr = state.tr
  state.doc.nodesBetween(from, to, (node, pos) => {
    if (!node.isTextblock) return true
    const start = tr.mapping.map(Math.max(from, pos + 1))
    const end = tr.mapping.map(Math.min(to, pos + 1 + node.content.size))
    if (end > start) tr.delete(start, end)
    return false
  })
  if (text !== '') tr.insertText(text, from)
  return tr.setSelection(TextSelection.create(tr.doc, from + text.length)).scrollIntoView()
}

function clearAcrossCells(view: EditorView, text: string): boolean {
  if (!crossesCells(view.state)) return false
  view.dispatch(clearedText(view.state, text))
  return true
}

function cutAcrossCells(view: EditorView, event: ClipboardEvent): boolean {
  if (!event.clipboardData || !view.editable || !crossesCells(view.state)) return false
  const { dom, text } = view.serializeForClipboard(view.state.selection.content())
  event.preventDefault()
  event.clipboardData.setData('text/html', dom.innerHTML)
  event.clipboardData.setData('text/plain', text)
  view.dispatch(clearedText(view.state, ''))
  return true
}

import type { Node } from 'prosemirror-model'
import { writeShortDate } from '../../schema/dates.ts'
import { footnotesIn } from './footnotes.ts'
import { Grid } from './grid.ts'
import type { EditingHost } from './host.ts'
import { numberOf, referenceText } from './references.ts'
import { figureColumns } from './table-plugin.ts'

/**
 * Gives a section's static HTML what its mounted view draws: numbers of references, dates of tasks, right-aligned
 * figures, and the notes. `element` holds the HTML that the schema made of `doc`. Textblocks get no new nodes, so
 * that places in them can still be counted.
 */
export function dressSection(element: HTMLElement, doc: Node, host: EditingHost): void {
  dressReferences(element, doc, host)
  dressTasks(element, host)
  dressTables(element, doc)
  dressNotes(element, doc, host)
}

function dressReferences(element: HTMLElement, doc: Node, host: EditingHost): void {
  const drawn = [...element.querySelectorAll('[data-reference]')]
  let index = 0
  doc.descendants((node) => {
    if (node.type.name !== 'reference') return
    const mark = drawn[index++]
    if (!mark) return
    mark.textContent = referenceText(node, host.paper, host.words())
    const { item, meeting } = node.attrs
    mark.classList.toggle(
      'gone',
      item !== null && meeting === null && numberOf(host.paper, String(item)) === null,
    )
  })
}

function dressTasks(element: HTMLElement, host: EditingHost): void {
  for (const task of element.querySelectorAll<HTMLElement>('p.task')) {
    const { due } = task.dataset
    if (due) task.dataset.dueText = writeShortDate(due, host.today(), host.words())
  }
}

function dressTables(element: HTMLElement, doc: Node): void {
  const drawn = [...element.querySelectorAll('table')]
  let index = 0
  doc.descendants((node) => {
    if (node.type.name === 'table') dressTable(drawn[index++], new Grid(node))
    return !node.isTextblock
  })
}

function dressTable(table: HTMLTableElement | undefined, grid: Grid): void {
  const figures = new Set(figureColumns(grid))
  for (const cell of grid.cells) {
    const drawn = table?.rows[cell.row]?.cells[grid.row(cell.row).indexOf(cell)]
    if (cell.columns === 1 && figures.has(cell.column)) drawn?.classList.add('figures')
  }
}

function dressNotes(element: HTMLElement, doc: Node, host: EditingHost): void {
  element.querySelector(':scope > .notes')?.remove()
  const notes = footnotesIn(doc)
  if (notes.length === 0) return
  const list = document.createElement('ol')
  list.append(...notes.map(({ node }, index) => note(node.textContent, index + 1)))
  const box = made('div', 'notes', '')
  box.append(made('div', 'notes-label', host.words().editing.footnote.notes), list)
  element.append(box)
}

function note(text: string, number: number): HTMLElement {
  const item = document.createElement('li')
  item.append(made('span', 'note-number', String(number)), made('div', 'note-text', text))
  return item
}

function made(tag: 'div' | 'span', name: string, text: string): HTMLElement {
  const element = document.createElement(tag)
  element.className = name
  element.textContent = text
  return element
}

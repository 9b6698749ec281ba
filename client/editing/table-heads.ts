/** Makes the first row of a table its headings where it alone is written in bold, as Word has them. */
export function tableHeads(root: Element): void {
  for (const table of root.querySelectorAll('table')) {
    const [first, ...others] = [...table.rows]
    if (first === undefined || others.length === 0) continue
    if (isHead(first) && others.some((row) => !isBold(row))) makeHead(first)
  }
}

const cellsOf = (row: HTMLTableRowElement): Element[] => [...row.cells]

function isHead(row: HTMLTableRowElement): boolean {
  return cellsOf(row).every(({ tagName }) => tagName === 'TD') && isBold(row)
}

/** Whether every cell has text, and all of it is bold. */
function isBold(row: HTMLTableRowElement): boolean {
  return cellsOf(row).length > 0 && cellsOf(row).every((cell) => hasText(cell) && !hasPlainText(cell))
}

const hasText = (node: Node): boolean => (node.textContent ?? '').trim() !== ''

function hasPlainText(node: Node): boolean {
  if (node.nodeType === Node.TEXT_NODE) return hasText(node)
  return !isBoldMark(node) && [...node.childNodes].some(hasPlainText)
}

const isBoldMark = ({ nodeName }: Node): boolean => nodeName === 'B' || nodeName === 'STRONG'

/** Headings are bold anyway. */
function makeHead(row: HTMLTableRowElement): void {
  for (const cell of cellsOf(row)) {
    for (const mark of cell.querySelectorAll('b, strong')) mark.replaceWith(...mark.childNodes)
    const head = cell.ownerDocument.createElement('th')
    for (const { name, value } of cell.attributes) head.setAttribute(name, value)
    head.append(...cell.childNodes)
    cell.replaceWith(head)
  }
}

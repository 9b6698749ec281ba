import { textOf, type Block } from '../../nodes.ts'
import { parseFragment } from '../markup/fragment.ts'
import { plainText } from '../markup/inline.ts'
import type { Line } from './lines.ts'

/** The rows a line holds: its own cells, or those of an HTML table. Null: it is text. */
export function rowsOf(line: Line): string[][][] | null {
  if (line.html) {
    const blocks = parseFragment(line.html)
    const tables = blocks.filter((block) => block.type === 'table')
    if (!tables.length) return [[blocks.map((block) => textOf([block]))]]
    return tables.flatMap((table) => (table.content ?? []).map((row) => (row.content ?? []).map(paragraphs)))
  }
  if (!line.cells) return null
  if (line.cells.every((cell) => /^:?-{2,}:?$/.test(cell))) return []
  return [line.cells.map(cellParagraphs)]
}

const paragraphs = (cell: Block): string[] =>
  textOf(cell.content ?? [])
    .split('\n')
    .map((text) => text.trim())
    .filter(Boolean)

const cellParagraphs = (cell: string): string[] =>
  /<(p|br|li)\b/i.test(cell)
    ? paragraphs({ type: 'td', content: parseFragment(cell) })
    : [plainText(cell).trim()].filter(Boolean)

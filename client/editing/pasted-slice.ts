import { Fragment, Slice, type Node } from 'prosemirror-model'
import { nodeType } from './blocks.ts'

const HOLDS_BLOCKS = new Set(['table_cell', 'table_header', 'list_item', 'blockquote'])

/** A slice whose cells, list items and quotes each hold a paragraph, so that the caret can stand in them. */
export function filled(slice: Slice): Slice {
  return new Slice(filledContent(slice.content), slice.openStart, slice.openEnd)
}

function filledContent(content: Fragment): Fragment {
  const nodes: Node[] = []
  content.forEach((node) => {
    if (HOLDS_BLOCKS.has(node.type.name) && node.childCount === 0)
      nodes.push(node.copy(Fragment.from(nodeType('paragraph').create())))
    else nodes.push(node.isText || node.isLeaf ? node : node.copy(filledContent(node.content)))
  })
  return Fragment.fromArray(nodes)
}

/** The text of a slice, a line for each block and each row. */
export function linesOf(slice: Slice): string[] {
  const lines: string[] = []
  const visit = (node: Node): void => {
    if (node.type.name === 'table_row') {
      const cells: string[] = []
      node.forEach((cell) => cells.push(cell.textBetween(0, cell.content.size, ' ', ' ').trim()))
      lines.push(cells.join('\t'))
    } else if (node.isTextblock) lines.push(node.textBetween(0, node.content.size, '', leaf).trimEnd())
    else if (!node.isInline) node.forEach(visit)
  }
  if (slice.content.firstChild?.isInline) return [slice.content.textBetween(0, slice.content.size, '', leaf)]
  slice.content.forEach(visit)
  return lines.filter((line) => line !== '')
}

function leaf(node: Node): string {
  return node.type.name === 'hard_break' ? ' ' : (node.type.spec.leafText?.(node) ?? '')
}

/** Lines as paragraphs without formatting, the ends open so that they flow into the text around. */
export function plainSlice(lines: readonly string[]): Slice {
  const { schema } = nodeType('paragraph')
  const paragraphs = lines.map((line) =>
    nodeType('paragraph').create(null, line === '' ? [] : schema.text(line)),
  )
  return paragraphs.length === 0 ? Slice.empty : new Slice(Fragment.fromArray(paragraphs), 1, 1)
}

/** Whether a slice is more than paragraphs of bare text. */
export function hasFormatting(slice: Slice): boolean {
  let formatted = false
  slice.content.descendants((node) => {
    if (node.isText ? node.marks.length > 0 : node.type.name !== 'paragraph') formatted = true
    return !formatted
  })
  return formatted
}

export function holdsTable(slice: Slice): boolean {
  let found = false
  slice.content.descendants((node) => {
    if (node.type.name === 'table' || node.type.name === 'table_row') found = true
    return !found
  })
  return found
}

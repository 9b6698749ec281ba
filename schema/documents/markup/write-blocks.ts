import type { Block, Blocks } from '../../nodes.ts'
import { escapeStart, writeInline, type WriteContext } from './write-inline.ts'
import { writeHtmlBlock } from './write-html.ts'

export interface BlockWriter extends WriteContext {
  /** Owner and due date of a task, as text after it. */
  taskFacts: (task: Block) => string
}

/** Writes blocks as Markdown lines that read back the same. */
export function writeBlocks(blocks: Blocks, context: BlockWriter): string[] {
  const lines: string[] = []
  blocks.forEach((block, i) => {
    const before = blocks[i - 1]
    if (before) lines.push('')
    if (before && wouldMerge(before, block)) lines.push('<!-- -->', '')
    lines.push(...writeBlock(block, context))
  })
  return lines
}

const listed = (block: Block) => (block.type === 'task' ? 'bullet_list' : block.type)

/** Two lists of one kind after each other would read as one. */
const wouldMerge = (before: Block, block: Block) =>
  /list|task/.test(block.type) &&
  listed(before) === listed(block) &&
  !(before.type === 'task' && block.type === 'task')

function writeBlock(block: Block, context: BlockWriter): string[] {
  switch (block.type) {
    case 'heading':
      return [
        `${block.attrs?.level === 2 ? '#####' : '####'} ${writeInline(block.content ?? [], context)}`.trimEnd(),
      ]
    case 'blockquote':
      return writeBlocks(block.content ?? [], context).map((line) => `> ${line}`.trimEnd())
    case 'bullet_list':
      return (block.content ?? []).flatMap((item, i) =>
        spaced(i, isLoose(block), writeItem('-', item, context)),
      )
    case 'ordered_list':
      return (block.content ?? []).flatMap((item, i) =>
        spaced(i, isLoose(block), writeItem(ordinal(block, i), item, context)),
      )
    case 'table':
      return isSimple(block)
        ? writeTable(block, context)
        : [writeHtmlBlock(block, { ...context, html: true })]
    case 'task':
      return [`- [ ] ${writeInline(block.content ?? [], context)}${context.taskFacts(block)}`.trimEnd()]
    default:
      return [writeParagraph(block, context)]
  }
}

function writeParagraph(block: Block, context: BlockWriter): string {
  const text = writeInline(block.content ?? [], context)
  return text === '' ? '<p></p>' : escapeStart(text)
}

const isLoose = (list: Block) => (list.content ?? []).some((item) => (item.content ?? []).length > 1)

const spaced = (index: number, loose: boolean, lines: string[]) =>
  index > 0 && loose ? ['', ...lines] : lines

function ordinal(list: Block, index: number): string {
  const start = Number(list.attrs?.start ?? 1)
  const last = start + (list.content ?? []).length - 1
  const number = start + index
  if (list.attrs?.style === 'alpha' && start >= 1 && last <= 26) return `${String.fromCharCode(96 + number)})`
  return `${number}.`
}

function writeItem(marker: string, item: Block, context: BlockWriter): string[] {
  const [first, ...rest] = item.content ?? []
  const indent = ' '.repeat(Math.min(marker.length + 1, 6))
  const own = first?.type === 'paragraph'
  const below = own ? rest : (item.content ?? [])
  const head = own ? `${marker} ${writeParagraph(first, context)}` : marker
  const inner = writeBlocks(below, context).map((line) => (line === '' ? '' : indent + line))
  return inner.length ? [head, '', ...inner] : [head]
}

/** A table that pipes can hold: one paragraph a cell, no spans, headings in the first row alone. */
function isSimple(table: Block): boolean {
  const rows = table.content ?? []
  const columns = rows[0]?.content?.length ?? 0
  return (
    columns > 0 &&
    rows.every(
      (row, i) => row.content?.length === columns && row.content.every((cell) => isPlainCell(cell, i === 0)),
    )
  )
}

function isPlainCell(cell: Block, head: boolean): boolean {
  const { colspan = 1, rowspan = 1, colwidth = null } = cell.attrs ?? {}
  const plain = colspan === 1 && rowspan === 1 && colwidth === null
  return (
    plain &&
    (cell.type === 'table_header') === head &&
    cell.content?.length === 1 &&
    cell.content[0]?.type === 'paragraph'
  )
}

/** A cell of dashes would be read as the line under the headings. */
function withoutRule(cell: string): string {
  return /^:?-+:?$/.test(cell) ? cell.replace('-', '\\-') : cell
}

function writeTable(table: Block, context: BlockWriter): string[] {
  const rows = (table.content ?? []).map((row) =>
    (row.content ?? []).map((cell) => withoutRule(writeInline(cell.content?.[0]?.content ?? [], context))),
  )
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`
  const [head = [], ...body] = rows
  return [line(head), line(head.map(() => '---')), ...body.map(line)]
}

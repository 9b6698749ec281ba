import type { Block, Blocks } from '../../nodes.ts'
import { unquoted, type Line } from '../recognise/lines.ts'
import { parseFragment } from './fragment.ts'
import { parseInline, type InlineContext } from './inline.ts'

export interface BlockContext extends InlineContext {
  /** Reads our own Markdown: only indentation nests, and any number goes on a list. */
  exact?: boolean
  /** A task's owner and due date off its text. */
  task?: (text: string) => { text: string; attrs: Record<string, unknown> }
}

/** How deep lists and quotations nest: deeper ones go flat. */
const MAX_DEPTH = 12
const LOOK_AHEAD = 200

/** Reads lines as blocks: paragraphs, headings, lists, tables, quotations and tasks. */
export function readBlocks(lines: Line[], context: BlockContext, depth = 0): Blocks {
  const blocks: Blocks = []
  let at = 0
  while (at < lines.length) {
    const found = blockAt(lines, at, context, depth)
    for (const block of found.blocks) blocks.push(block)
    at = found.next
  }
  return blocks
}

interface Found {
  blocks: Blocks
  next: number
}

function blockAt(lines: Line[], at: number, context: BlockContext, depth: number): Found {
  const line = lines[at]
  if (!line || line.comment !== null) return { blocks: [], next: at + 1 }
  if (line.quotes > 0) return quotation(lines, at, context, depth)
  if (line.html) return { blocks: parseFragment(line.html, context), next: at + 1 }
  if (line.heading) return { blocks: [headingOf(line, context)], next: at + 1 }
  if (line.checkbox) return { blocks: [taskOf(line, context)], next: at + 1 }
  if (line.cells && !line.bullet) return tableAt(lines, at, context)
  if (line.ordinal?.word) return { blocks: [paragraph(withNumber(line), context)], next: at + 1 }
  if (line.bullet || line.ordinal) return listAt(lines, at, context, depth)
  const blocks = line.text ? [paragraph(line.text, context)] : []
  return { blocks, next: at + 1 }
}

export function paragraph(text: string, context: InlineContext): Block {
  const content = parseInline(text.replaceAll('\t', ' '), context)
  return content.length ? { type: 'paragraph', content } : { type: 'paragraph' }
}

function headingOf(line: Line, context: BlockContext): Block {
  const content = parseInline(withNumber(line), context)
  const level = line.heading >= 5 ? 2 : 1
  return { type: 'heading', attrs: { level }, ...(content.length ? { content } : {}) }
}

/** A heading keeps its number as text. */
function withNumber(line: Line): string {
  return line.ordinal ? `${line.ordinal.printed} ${line.text}` : line.text
}

function taskOf(line: Line, context: BlockContext): Block {
  const read = context.task?.(line.text) ?? { text: line.text, attrs: { id: null, owner: null, due: null } }
  const content = parseInline(read.text, context)
  return { type: 'task', attrs: read.attrs, ...(content.length ? { content } : {}) }
}

function quotation(lines: Line[], at: number, context: BlockContext, depth: number): Found {
  let next = at + 1
  while (next < lines.length && (lines[next]?.quotes ?? 0) > 0 && (lines[next]?.gapQuotes ?? 0) > 0) next++
  const inside = unquoted(lines.slice(at, next), { exact: context.exact ?? false })
  if (depth >= MAX_DEPTH) return { blocks: readFlat(inside, context), next }
  return { blocks: [{ type: 'blockquote', content: readBlocks(inside, context, depth + 1) }], next }
}

const readFlat = (lines: Line[], context: BlockContext): Blocks =>
  lines.filter((line) => line.text).map((line) => paragraph(line.text, context))

/** Where a line begins in its container. */
const indentOf = (line: Line) => (line.quotes > 0 ? line.quoteIndent : line.indent)

type ListKind = 'bullet' | 'decimal' | 'alpha'
const kindOf = (line: Line): ListKind | null =>
  line.quotes > 0 || line.heading || line.ordinal?.word
    ? null
    : line.ordinal
      ? line.ordinal.style
      : line.bullet && !line.checkbox
        ? 'bullet'
        : null

function listAt(lines: Line[], at: number, context: BlockContext, depth: number): Found {
  const first = lines[at]
  const kind = first ? kindOf(first) : null
  if (!first || !kind || depth >= MAX_DEPTH)
    return { blocks: first ? [paragraph(withMark(first), context)] : [], next: at + 1 }
  const items: Block[] = []
  let next = at
  let last = first
  while (next < lines.length) {
    const line = lines[next]
    if (!line || !goesOn(line, last, first, kind, items.length, context)) break
    const end = itemEnd(lines, next, first, kind, context)
    items.push(itemOf(line, lines.slice(next + 1, end), context, depth))
    last = line
    next = end
  }
  return { blocks: [listOf(kind, first, items)], next }
}

const withMark = (line: Line) => (line.ordinal ? withNumber(line) : `${line.mark} ${line.text}`)

function goesOn(
  line: Line,
  last: Line,
  first: Line,
  kind: ListKind,
  count: number,
  context: BlockContext,
): boolean {
  if (count === 0) return true
  if (kindOf(line) !== kind || line.checkbox || Math.abs(indentOf(line) - indentOf(first)) > 1) return false
  if (context.exact) return true
  if (kind === 'bullet') return line.mark === first.mark
  return (line.ordinal?.value.at(-1) ?? 0) === (last.ordinal?.value.at(-1) ?? 0) + 1
}

/** The lines after an item's own that belong to it. */
function itemEnd(lines: Line[], at: number, first: Line, kind: ListKind, context: BlockContext): number {
  const own = lines[at]
  let end = at + 1
  while (own && end < lines.length) {
    const line = lines[end]
    if (!line || !belongsTo(own, line, lines, end, first, kind, context)) break
    end++
  }
  return end
}

function belongsTo(
  own: Line,
  line: Line,
  lines: Line[],
  at: number,
  first: Line,
  kind: ListKind,
  context: BlockContext,
): boolean {
  if (line.heading && indentOf(line) < own.inner) return false
  if (indentOf(line) >= own.inner) return true
  if (context.exact) return false
  const listed = kindOf(line)
  if (listed && indentOf(line) >= indentOf(own) + 2) return true
  return listed === 'bullet' && isLowerLevel(line, lines, at, own, first, kind)
}

/** Bullets at the same indent are a level down when the list they interrupt goes on after them. */
function isLowerLevel(
  line: Line,
  lines: Line[],
  at: number,
  own: Line,
  first: Line,
  kind: ListKind,
): boolean {
  if (kind === 'bullet' && line.mark === first.mark) return false
  for (let i = at + 1; i < lines.length && i < at + LOOK_AHEAD; i++) {
    const later = lines[i]
    const listed = later ? kindOf(later) : null
    if (!later || !listed) return false
    if (kind === 'bullet' && listed === 'bullet' && later.mark === first.mark) return true
    if (kind !== 'bullet' && listed === kind)
      return later.ordinal?.value.at(-1) === (own.ordinal?.value.at(-1) ?? 0) + 1
  }
  return kind === 'bullet' && /[:]$/.test(own.plain)
}

function itemOf(line: Line, below: Line[], context: BlockContext, depth: number): Block {
  const own = line.text ? [paragraph(line.text, context)] : []
  return { type: 'list_item', content: [...own, ...readBlocks(below, context, depth + 1)] }
}

function listOf(kind: ListKind, first: Line, content: Block[]): Block {
  if (kind === 'bullet') return { type: 'bullet_list', content }
  return { type: 'ordered_list', attrs: { start: first.ordinal?.value.at(-1) ?? 1, style: kind }, content }
}

function tableAt(lines: Line[], at: number, context: BlockContext): Found {
  let next = at + 1
  while (next < lines.length && lines[next]?.cells && !lines[next]?.bullet && !lines[next]?.gap) next++
  const rows = lines.slice(at, next).map((line) => line.cells ?? [])
  const piped = /^\|/.test(lines[at]?.text ?? '')
  const delimited = piped && rows.length > 1 && isDelimiter(rows[1] ?? [])
  if (!piped && rows.length < 2)
    return { blocks: [singleRow(rows[0] ?? [], lines[at], context)].flat(), next }
  const kept = rows.filter((row, i) => !(piped && i > 0 && isDelimiter(row)))
  const columns = Math.max(...kept.slice(0, 500).map((row) => row.length))
  const content = kept.map((row, i) => rowOf(row, columns, delimited && i === 0, context))
  return { blocks: [{ type: 'table', content }], next }
}

const isDelimiter = (row: string[]) => row.length > 0 && row.every((cell) => /^:?-+:?$/.test(cell))

/** One row of tabs is no table: its cells are one line, or what markup they hold. */
function singleRow(row: string[], line: Line | undefined, context: BlockContext): Blocks {
  if (row.some((cell) => /<p>/i.test(cell)))
    return row.flatMap((cell) => (cell ? cellBlocks(cell, context) : []))
  if (line && (line.ordinal || line.bullet)) return [paragraph(withMark(line), context)]
  return [paragraph(row.filter(Boolean).join(' '), context)]
}

function rowOf(row: string[], columns: number, head: boolean, context: BlockContext): Block {
  const cells = Array.from({ length: Math.max(columns, row.length) }, (_, i) => row[i] ?? '')
  const type = head ? 'table_header' : 'table_cell'
  const attrs = { colspan: 1, rowspan: 1, colwidth: null }
  return {
    type: 'table_row',
    content: cells.map((cell) => ({ type, attrs, content: cellBlocks(cell, context) })),
  }
}

function cellBlocks(cell: string, context: BlockContext): Blocks {
  if (/<(p|ul|ol)[\s>]/i.test(cell)) return parseFragment(cell, context)
  return [paragraph(cell, context)]
}

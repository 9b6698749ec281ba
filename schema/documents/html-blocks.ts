import { safeHref, type Block, type Blocks } from '../nodes.ts'
import { dayText } from './days.ts'
import type { Words } from './recognise/report.ts'

/** What the blocks of one document share: its footnotes and the numbers of its items. */
export interface HtmlContext {
  words: Words
  notes: Block[][]
  /** Number of an item in the document, from 1; undefined when it is not printed here. */
  itemNumber: (id: string) => number | undefined
  /** Tasks are between those who have them: the public does not read them. */
  withoutTasks?: boolean
}

export const escapeHtml = (text: string): string =>
  text
    .replace(/[&<>"']/g, (char) => `&#${char.codePointAt(0) ?? 38};`)
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '') // eslint-disable-line no-control-regex -- HTML forbids them

/** Blocks as HTML for a page whose items are h2 and whose sections are h3. */
export const blocksHtml = (blocks: Blocks, context: HtmlContext): string =>
  blocks.map((block) => blockHtml(block, context)).join('\n')

function blockHtml(block: Block, context: HtmlContext): string {
  const inside = () => blocksHtml(block.content ?? [], context)
  switch (block.type) {
    case 'paragraph':
      return `<p>${inlineHtml(block.content ?? [], context)}</p>`
    case 'heading':
      return headingHtml(block, context)
    case 'blockquote':
      return `<blockquote>${inside()}</blockquote>`
    case 'bullet_list':
      return `<ul>${inside()}</ul>`
    case 'ordered_list':
      return `<ol${listAttributes(block)}>${inside()}</ol>`
    case 'list_item':
      return `<li>${itemHtml(block, context)}</li>`
    case 'table':
      return tableHtml(block, context)
    case 'task':
      return context.withoutTasks ? '' : taskHtml(block, context)
    default:
      return inlineHtml([block], context)
  }
}

function headingHtml(block: Block, context: HtmlContext): string {
  const name = block.attrs?.level === 2 ? 'h5' : 'h4'
  return `<${name}>${inlineHtml(block.content ?? [], context)}</${name}>`
}

/** A point of one paragraph needs no paragraph. */
function itemHtml(item: Block, context: HtmlContext): string {
  const [first, ...rest] = item.content ?? []
  if (first?.type !== 'paragraph') return blocksHtml(item.content ?? [], context)
  return inlineHtml(first.content ?? [], context) + blocksHtml(rest, context)
}

function listAttributes(block: Block): string {
  const start = Number(block.attrs?.start ?? 1)
  return (start === 1 ? '' : ` start="${start}"`) + (block.attrs?.style === 'alpha' ? ' type="a"' : '')
}

/** Rows of headings at the top are the head of the table, so that it repeats on every page. */
function tableHtml(table: Block, context: HtmlContext): string {
  const rows = table.content ?? []
  const first = rows.findIndex((row) => !isHead(row))
  const head = rows.slice(0, first < 0 ? rows.length : first)
  const body = rows.slice(head.length)
  const part = (name: string, list: Block[], scope: 'col' | 'row') =>
    list.length ? `<${name}>${list.map((row) => rowHtml(row, scope, context)).join('')}</${name}>` : ''
  return `<table>${part('thead', head, 'col')}${part('tbody', body, 'row')}</table>`
}

const isHead = (row: Block) =>
  (row.content ?? []).length > 0 && (row.content ?? []).every((cell) => cell.type === 'table_header')

function rowHtml(row: Block, scope: 'col' | 'row', context: HtmlContext): string {
  return `<tr>${(row.content ?? []).map((cell) => cellHtml(cell, scope, context)).join('')}</tr>`
}

function cellHtml(cell: Block, scope: 'col' | 'row', context: HtmlContext): string {
  const { colspan = 1, rowspan = 1 } = cell.attrs ?? {}
  const spans =
    (colspan === 1 ? '' : ` colspan="${Number(colspan)}"`) +
    (rowspan === 1 ? '' : ` rowspan="${Number(rowspan)}"`)
  const [only, ...more] = cell.content ?? []
  const text =
    only?.type === 'paragraph' && !more.length
      ? inlineHtml(only.content ?? [], context)
      : blocksHtml(cell.content ?? [], context)
  return cell.type === 'table_header'
    ? `<th scope="${scope}"${spans}>${text}</th>`
    : `<td${spans}>${text}</td>`
}

function taskHtml(block: Block, context: HtmlContext): string {
  const { words } = context
  const { task } = words
  const { owner, due } = block.attrs ?? {}
  const facts = [
    owner ? `${task.owner}: ${String(owner)}` : '',
    due ? `${task.due}: ${dayText(String(due), words)}` : '',
  ].filter(Boolean)
  const told = facts.length ? ` <small>(${escapeHtml(facts.join('; '))})</small>` : ''
  return `<p class="task">${inlineHtml(block.content ?? [], context)}${told}</p>`
}

export const inlineHtml = (nodes: Block[], context: HtmlContext): string =>
  nodes.map((node) => (node.marks ?? []).reduceRight(markHtml, nodeHtml(node, context))).join('')

function nodeHtml(node: Block, context: HtmlContext): string {
  switch (node.type) {
    case 'text':
      return escapeHtml(node.text ?? '')
    case 'hard_break':
      return '<br>'
    case 'footnote':
      return noteMark(node, context)
    case 'reference':
      return referenceHtml(node, context)
    default:
      return inlineHtml(node.content ?? [], context)
  }
}

function noteMark(node: Block, context: HtmlContext): string {
  const number = context.notes.push(node.content ?? [])
  const label = escapeHtml(context.words.toNote(number))
  return `<sup><a id="notemark-${number}" href="#note-${number}" role="doc-noteref" aria-label="${label}">${number}</a></sup>`
}

function referenceHtml(node: Block, context: HtmlContext): string {
  const text = escapeHtml(String(node.attrs?.text ?? ''))
  const number = node.attrs?.meeting ? undefined : context.itemNumber(String(node.attrs?.item ?? ''))
  return number === undefined ? text : `<a href="#item-${number}">${text}</a>`
}

function markHtml(inner: string, mark: { type: string; attrs?: Record<string, unknown> }): string {
  const tags: Record<string, string> = { strong: 'strong', em: 'em', underline: 'u' }
  const tag = tags[mark.type]
  if (tag) return `<${tag}>${inner}</${tag}>`
  const href = mark.type === 'link' ? safeHref(String(mark.attrs?.href ?? '')) : null
  return href === null ? inner : `<a href="${escapeHtml(href)}" rel="noopener">${inner}</a>`
}

/** The footnotes of the document, each with the way back to its mark. */
export function notesHtml(context: HtmlContext): string {
  const { notes, words } = context
  if (!notes.length) return ''
  const items = notes.map((content, i) => {
    const back = `<a href="#notemark-${i + 1}" role="doc-backlink" aria-label="${escapeHtml(words.backToText(i + 1))}">↩</a>`
    return `<li id="note-${i + 1}" role="doc-footnote">${inlineHtml(content, { ...context, notes: [] })} ${back}</li>`
  })
  return `<section class="notes" role="doc-endnotes" aria-labelledby="notes"><h2 id="notes">${escapeHtml(words.footnotes)}</h2><ol>${items.join('')}</ol></section>`
}

import type { Block } from '../../nodes.ts'

/** Where the writers put footnotes, and what an item of the meeting is called in a link. */
export interface WriteContext {
  /** Takes a footnote's text and gives its mark. */
  note: (content: Block[]) => string
  /** The address of what a reference refers to. */
  address: (reference: Block) => string
  /** Markup for a table cell in HTML: no character may mean something in Markdown. */
  html?: boolean
}

type Mark = NonNullable<Block['marks']>[number]

/** Links outermost: their text may hold other marks. */
const OUTER_FIRST = ['link', 'strong', 'em', 'underline']
const TAGS: Record<string, string> = { strong: 'strong', em: 'em', underline: 'u' }
const DELIMITERS: Record<string, string> = { strong: '**', em: '*' }
const LONGEST_LINK_TEXT = 900

/** Writes inline nodes as Markdown that reads back the same. */
export function writeInline(nodes: Block[], context: WriteContext): string {
  return keepSpaces(writeRun(nodes, OUTER_FIRST, context))
}

function writeRun(nodes: Block[], types: string[], context: WriteContext): string {
  const [type, ...inner] = types
  if (type === undefined) return nodes.map((node) => writeNode(node, context)).join('')
  let written = ''
  for (let at = 0; at < nodes.length;) {
    const mark = markOf(nodes[at], type)
    let end = at + 1
    while (end < nodes.length && sameMark(mark, markOf(nodes[end], type))) end++
    const run = writeRun(nodes.slice(at, end), inner, context)
    written += mark ? wrap(run, mark, written, nodes[end], context) : run
    at = end
  }
  return written
}

const markOf = (node: Block | undefined, type: string): Mark | undefined =>
  node?.marks?.find((mark) => mark.type === type)

const sameMark = (a: Mark | undefined, b: Mark | undefined) =>
  JSON.stringify(a ?? null) === JSON.stringify(b ?? null)

function wrap(
  run: string,
  mark: Mark,
  before: string,
  next: Block | undefined,
  context: WriteContext,
): string {
  if (mark.type === 'link') return writeLink(run, String(mark.attrs?.href ?? ''), context)
  const delimiter = DELIMITERS[mark.type]
  if (delimiter && !context.html && standsFree(run, before, next)) return `${delimiter}${run}${delimiter}`
  const tag = TAGS[mark.type] ?? 'span'
  return `<${tag}>${run}</${tag}>`
}

/**
 * Whether asterisks open and close where they stand, as CommonMark has it: no space inside, and where the text inside
 * begins or ends with punctuation, no letter outside. Asterisks against asterisks are avoided altogether.
 */
function standsFree(run: string, before: string, next: Block | undefined): boolean {
  if (next && (next.type !== 'text' || next.marks?.length)) return false
  const after = next?.text ?? ''
  if (!/^[^\s*&](?:[^]*[^\s*;])?$/.test(run) || /\*$/.test(before) || after.startsWith('*')) return false
  const isOpen = LETTER_FIRST.test(run) || !LETTER_LAST.test(before)
  const isClosed = LETTER_LAST.test(run) || !LETTER_FIRST.test(after)
  return isOpen && isClosed
}

const LETTER_FIRST = /^[^\s\p{P}\p{S}]/u
const LETTER_LAST = /[^\s\p{P}\p{S}]$/u

function writeLink(run: string, href: string, context: WriteContext): string {
  if (context.html || run.length > LONGEST_LINK_TEXT || href === '' || href.startsWith('#'))
    return `<a href="${escapeHref(href)}">${run}</a>`
  return `[${run}](${escapeHref(href)})`
}

const escapeHref = (href: string) => href.replace(/[&<>"'()\s\\[\]]/g, entity)

function writeNode(node: Block, context: WriteContext): string {
  switch (node.type) {
    case 'text':
      return context.html ? escapeHtml(node.text ?? '') : escapeText(node.text ?? '')
    case 'hard_break':
      return '<br>'
    case 'footnote':
      return `[^${context.note(node.content ?? [])}]`
    case 'reference':
      return writeLink(escapeHtml(String(node.attrs?.text ?? '')), context.address(node), {
        ...context,
        html: true,
      })
    default:
      return writeRun(node.content ?? [], OUTER_FIRST, context)
  }
}

/** Escapes what Markdown would read as markup, anywhere in a line. */
export function escapeMarkdown(text: string): string {
  return keepSpaces(escapeText(text))
}

const escapeText = (text: string) =>
  dropControls(text)
    .replace(/[&<]/g, entity)
    .replace(/[\\*_[\]|`~]/g, '\\$&')
    .replace(/(^|\s)(?=#+\s*$)/g, '$1\\')
    .replace(/[^\S ]/g, entity)

/** Escapes for HTML inside Markdown: special characters of both as entities. */
export const escapeHtml = (text: string) =>
  dropControls(text)
    .replace(/[&<>"\\*_[\]|`~]/g, entity)
    .replace(/[^\S ]/g, entity)

/** Spaces that a reader would trim or fold: at the edges of a paragraph, and beside another. */
const keepSpaces = (text: string) => text.replace(/^ | $|(?<= ) /g, entity)

// eslint-disable-next-line no-control-regex -- control characters mean nothing in a text file
const dropControls = (text: string) => text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '')

const entity = (char: string) =>
  char === '&' ? '&amp;' : char === '<' ? '&lt;' : `&#${char.codePointAt(0) ?? 32};`

/** Escapes what Markdown would read as a heading, list, quotation, rule or footnote at the start of a line. */
export function escapeStart(line: string): string {
  return line
    .replace(/^(#{1,6}(?:\s|$)|[-+>=])/, '\\$1')
    .replace(/^(\d{1,9}|[a-z])(?=[.)](?:\s|$))/, '$1\\')
    .replace(/^(\[\^[^\]]*\])(?=:)/, '$1\\')
}

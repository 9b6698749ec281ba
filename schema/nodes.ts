import { Schema, type MarkSpec, type NodeSpec } from 'prosemirror-model'
import { SPAN_MAX, START_MAX } from './bounds.ts'

/**
 * The vocabulary of a section's text. It is merge-closed (rule N1): every content expression is a bare `x*`, every
 * attribute has a default, so the merge of two valid sections is valid. y-prosemirror deletes, for everybody, what
 * the local schema refuses: never tighten an expression, never remove a name. The version counts up, too, when an older
 * editor would keep what it must not (rule Z6).
 */
export const SCHEMA_VERSION = 2

/** One ProseMirror node as JSON. */
export interface Block {
  type: string
  attrs?: Record<string, unknown>
  content?: Block[]
  marks?: { type: string; attrs?: Record<string, unknown> }[]
  text?: string
}
export type Blocks = Block[]

/** Over how many columns or rows a cell reaches, as an HTML attribute says it. */
export const spanOf = (written: string | null): number => wholeBetween(written, 1, SPAN_MAX)

/** Where a list begins to count, as an HTML attribute says it. */
export const startOf = (written: string | null): number => wholeBetween(written, -START_MAX, START_MAX)

/** The nearest whole number in bounds; 1 where there is none. */
function wholeBetween(written: string | null, from: number, to: number): number {
  const number = Math.trunc(Number(written)) || 1
  return Math.min(Math.max(number, from), to)
}

const cellAttrs = { colspan: { default: 1 }, rowspan: { default: 1 }, colwidth: { default: null } }

const cell = (tag: 'td' | 'th', role: 'cell' | 'header_cell'): NodeSpec => ({
  content: 'block*',
  attrs: cellAttrs,
  tableRole: role,
  isolating: true,
  parseDOM: [
    {
      tag,
      getAttrs: (dom) => ({
        colspan: spanOf(dom.getAttribute('colspan')),
        rowspan: spanOf(dom.getAttribute('rowspan')),
      }),
    },
  ],
  toDOM: (node) => {
    const attrs: Record<string, string> = {}
    if (node.attrs.colspan !== 1) attrs.colspan = String(node.attrs.colspan)
    if (node.attrs.rowspan !== 1) attrs.rowspan = String(node.attrs.rowspan)
    if (tag === 'th') attrs.scope = 'col'
    return [tag, attrs, 0]
  },
})

const nodes: Record<string, NodeSpec> = {
  // The top may say `+`: an empty root fragment is filled in the view alone, nothing is written (rule N2).
  doc: { content: 'block+' },
  paragraph: { content: 'inline*', group: 'block', parseDOM: [{ tag: 'p' }], toDOM: () => ['p', 0] },
  heading: {
    content: 'inline*',
    group: 'block',
    defining: true,
    attrs: { level: { default: 1 } },
    parseDOM: [
      { tag: 'h1', attrs: { level: 1 } },
      { tag: 'h2', attrs: { level: 1 } },
      { tag: 'h3', attrs: { level: 1 } },
      { tag: 'h4', attrs: { level: 1 } },
      { tag: 'h5', attrs: { level: 2 } },
      { tag: 'h6', attrs: { level: 2 } },
    ],
    // Items are h2 and section names h3 on the page, so sub-headings begin at h4.
    toDOM: (node) => [node.attrs.level === 2 ? 'h5' : 'h4', 0],
  },
  blockquote: {
    content: 'block*',
    group: 'block',
    defining: true,
    parseDOM: [{ tag: 'blockquote' }],
    toDOM: () => ['blockquote', 0],
  },
  bullet_list: { content: 'list_item*', group: 'block', parseDOM: [{ tag: 'ul' }], toDOM: () => ['ul', 0] },
  ordered_list: {
    content: 'list_item*',
    group: 'block',
    attrs: { start: { default: 1 }, style: { default: 'decimal' } },
    parseDOM: [
      {
        tag: 'ol',
        getAttrs: (dom) => ({
          start: startOf(dom.getAttribute('start')),
          style: dom.getAttribute('type') === 'a' ? 'alpha' : 'decimal',
        }),
      },
    ],
    toDOM: (node) => {
      const attrs: Record<string, string> = {}
      // The mocks draw the figures by counter, so the start travels as a custom property too.
      if (node.attrs.start !== 1) {
        attrs.start = String(node.attrs.start)
        attrs.style = `--start: ${Number(node.attrs.start) - 1}`
      }
      if (node.attrs.style === 'alpha') attrs.type = 'a'
      return ['ol', attrs, 0]
    },
  },
  list_item: { content: 'block*', defining: true, parseDOM: [{ tag: 'li' }], toDOM: () => ['li', 0] },
  table: {
    content: 'table_row*',
    group: 'block',
    tableRole: 'table',
    isolating: true,
    parseDOM: [{ tag: 'table' }],
    toDOM: () => ['table', ['tbody', 0]],
  },
  table_row: {
    content: '(table_cell | table_header)*',
    tableRole: 'row',
    parseDOM: [{ tag: 'tr' }],
    toDOM: () => ['tr', 0],
  },
  table_cell: cell('td', 'cell'),
  table_header: cell('th', 'header_cell'),
  task: {
    content: 'inline*',
    group: 'block',
    defining: true,
    // Its state lives outside the text (rule P8). `due` is an ISO date, `owner` a name as typed.
    attrs: { id: { default: null }, owner: { default: null }, due: { default: null } },
    parseDOM: [
      {
        tag: 'p[data-task]',
        priority: 60,
        getAttrs: (dom) => ({
          id: dom.getAttribute('data-task') || null,
          owner: dom.getAttribute('data-owner') || null,
          due: dom.getAttribute('data-due') || null,
        }),
      },
    ],
    toDOM: (node) => [
      'p',
      {
        class: 'task',
        'data-task': String(node.attrs.id ?? ''),
        ...(node.attrs.owner ? { 'data-owner': String(node.attrs.owner) } : {}),
        ...(node.attrs.due ? { 'data-due': String(node.attrs.due) } : {}),
      },
      0,
    ],
  },
  text: { group: 'inline' },
  hard_break: {
    inline: true,
    group: 'inline',
    selectable: false,
    parseDOM: [{ tag: 'br' }],
    toDOM: () => ['br'],
  },
  footnote: {
    inline: true,
    group: 'inline',
    content: 'text*',
    parseDOM: [{ tag: 'span[data-footnote]' }],
    toDOM: () => ['span', { 'data-footnote': '', class: 'footnote' }, 0],
  },
  // Stored by identity, printed by number; `text` is what it read when it was made, for when the target is gone.
  reference: {
    inline: true,
    group: 'inline',
    atom: true,
    attrs: { item: { default: null }, meeting: { default: null }, text: { default: '' } },
    parseDOM: [
      {
        tag: 'span[data-reference]',
        getAttrs: (dom) => ({
          item: dom.getAttribute('data-item') || null,
          meeting: dom.getAttribute('data-meeting') || null,
          text: dom.textContent ?? '',
        }),
      },
    ],
    toDOM: (node) => [
      'span',
      {
        'data-reference': '',
        class: 'reference',
        ...(node.attrs.item ? { 'data-item': String(node.attrs.item) } : {}),
        ...(node.attrs.meeting ? { 'data-meeting': String(node.attrs.meeting) } : {}),
      },
      String(node.attrs.text),
    ],
    leafText: (node) => String(node.attrs.text),
  },
}

const marks: Record<string, MarkSpec> = {
  strong: {
    parseDOM: [
      { tag: 'strong' },
      { tag: 'b', getAttrs: (dom) => dom.style.fontWeight !== 'normal' && null },
      { style: 'font-weight', getAttrs: (value) => /^(bold(er)?|[6-9]\d{2})$/.test(value) && null },
    ],
    toDOM: () => ['strong', 0],
  },
  em: { parseDOM: [{ tag: 'em' }, { tag: 'i' }, { style: 'font-style=italic' }], toDOM: () => ['em', 0] },
  underline: {
    parseDOM: [{ tag: 'u' }, { style: 'text-decoration=underline' }],
    toDOM: () => ['u', 0],
  },
  link: {
    attrs: { href: { default: '' } },
    inclusive: false,
    parseDOM: [
      {
        tag: 'a[href]',
        getAttrs: (dom) => {
          const href = safeHref(dom.getAttribute('href') ?? '')
          return href === null ? false : { href }
        },
      },
    ],
    toDOM: (mark) => ['a', { href: safeHref(String(mark.attrs.href)) ?? '', rel: 'noopener' }, 0],
  },
}

const SCHEMES = new Set(['http', 'https', 'mailto', 'tel'])

/**
 * The schemes a link may have; anything else (`javascript:`, `data:`) is not a link. Null when refused.
 * Browsers skip control characters inside an address, so they are taken out before looking.
 */
export function safeHref(href: string): string | null {
  const address = href.replace(/\p{Cc}/gu, '').trim()
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(address)?.[1]?.toLowerCase()
  return scheme === undefined || SCHEMES.has(scheme) ? address : null
}

/** Schema of the case, recommendation and minutes sections and of an annex's body. */
export const sectionSchema = new Schema({ nodes, marks })

/** Schema of a title: lines of plain text. Merging may leave more than one; they print as one line. */
export const titleSchema = new Schema({
  nodes: {
    doc: { content: 'paragraph+' },
    paragraph: {
      content: 'text*',
      parseDOM: [{ tag: 'p' }, { tag: 'h1' }, { tag: 'h2' }, { tag: 'h3' }, { tag: 'h4' }, { tag: 'div' }],
      toDOM: () => ['p', 0],
    },
    text: {},
  },
})

/** The plain text of blocks: blocks on lines of their own. */
export function textOf(blocks: Blocks): string {
  return blocks.map(blockText).join('\n')
}

function blockText(block: Block): string {
  if (block.text !== undefined) return block.text
  if (block.type === 'hard_break') return '\n'
  if (block.type === 'reference') return String(block.attrs?.text ?? '')
  const children = block.content ?? []
  const inline = children.some(
    (child) => child.text !== undefined || sectionSchema.nodes[child.type]?.isInline,
  )
  return children.map(blockText).join(inline ? '' : '\n')
}

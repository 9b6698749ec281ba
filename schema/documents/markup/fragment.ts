import { spanOf, startOf, type Block } from '../../nodes.ts'
import { decodeEntities } from './entities.ts'
import { parseInline, type InlineContext } from './inline.ts'

interface Element {
  name: string
  attrs: string
  children: (Element | string)[]
}

const TOKEN = /<!--[^]{0,2000}?-->|<(\/?)([a-z][a-z0-9]{0,20})((?:\s[^<>]{0,2000})?)\/?>|[^<]+|</giy
const VOID = new Set(['br', 'hr', 'img', 'col', 'input', 'wbr'])
const BLOCKS = new Set(
  'p div ul ol li table thead tbody tfoot tr td th h1 h2 h3 h4 h5 h6 blockquote section'.split(' '),
)
const INLINE_KEPT = new Set(['strong', 'b', 'em', 'i', 'u', 'a', 'br', 'sup', 'sub'])
/** Deeper elements are read as text of their parent: bounds hostile input. */
const MAX_DEPTH = 30

/** Reads an HTML fragment (tables, paragraphs, lists) as blocks; unknown elements give their content. */
export function parseFragment(html: string, context: InlineContext = {}): Block[] {
  return blocksOf(parseTree(html).children, context)
}

function parseTree(html: string): Element {
  const root: Element = { name: 'root', attrs: '', children: [] }
  const open: Element[] = [root]
  TOKEN.lastIndex = 0
  for (let found = TOKEN.exec(html); found; found = TOKEN.exec(html)) {
    const [whole, slash, name, attrs = ''] = found
    if (whole.startsWith('<!--')) continue
    if (!name || open.length > MAX_DEPTH) (open.at(-1) ?? root).children.push(whole)
    else if (slash) closeElement(open, name.toLowerCase())
    else openElement(open, name.toLowerCase(), attrs)
  }
  return root
}

function openElement(open: Element[], name: string, attrs: string): void {
  if (CLOSES_SAME.has(name)) closeOptional(open, name)
  const element: Element = { name, attrs, children: [] }
  open.at(-1)?.children.push(element)
  if (!VOID.has(name)) open.push(element)
}

const CLOSES_SAME = new Set(['p', 'li', 'td', 'th', 'tr'])

/** HTML lets `</p>`, `</li>`, `</td>` be left out. */
function closeOptional(open: Element[], name: string): void {
  const last = open.at(-1)?.name
  if (last === name || (name === 'tr' && (last === 'td' || last === 'th')) || isCell(last, name)) open.pop()
  if (name === 'tr' && open.at(-1)?.name === 'tr') open.pop()
}

const isCell = (last: string | undefined, name: string) =>
  (last === 'td' || last === 'th') && (name === 'td' || name === 'th')

function closeElement(open: Element[], name: string): void {
  for (let i = open.length - 1; i > 0; i--) {
    if (open[i]?.name === name) {
      open.length = i
      return
    }
  }
}

function blocksOf(children: (Element | string)[], context: InlineContext): Block[] {
  const blocks: Block[] = []
  let inline = ''
  const flush = () => {
    const content = parseInline(inline.replace(/\s+/g, ' ').trim(), context)
    if (content.length) blocks.push({ type: 'paragraph', content })
    inline = ''
  }
  for (const child of children) {
    if (typeof child === 'string' || !BLOCKS.has(child.name)) inline += markupOf(child)
    else {
      flush()
      for (const block of blockOf(child, context)) blocks.push(block)
    }
  }
  flush()
  return blocks
}

/** Inline elements go back to markup, which the inline reader knows. */
function markupOf(child: Element | string): string {
  if (typeof child === 'string') return child
  const inner = child.children.map(markupOf).join('')
  if (child.name === 'br') return '<br>'
  if (child.name === 'a')
    return `<a href="${(attributeSource(child, 'href') ?? '').replaceAll('"', '&quot;')}">${inner}</a>`
  return INLINE_KEPT.has(child.name) ? `<${child.name}>${inner}</${child.name}>` : inner
}

function blockOf(element: Element, context: InlineContext): Block[] {
  const inside = () => blocksOf(element.children, context)
  switch (element.name) {
    case 'ul':
    case 'ol':
      return listOf(element, context)
    case 'table':
      return [{ type: 'table', content: rowsOf(element).map((row) => rowOf(row, context)) }]
    case 'blockquote':
      return [{ type: 'blockquote', content: inside() }]
    case 'p':
      return paragraphOf(element, context)
    default:
      return /^h[1-6]$/.test(element.name) ? headingsOf(inside(), element.name) : inside()
  }
}

function paragraphOf(element: Element, context: InlineContext): Block[] {
  const task = attribute(element, 'data-task')
  const blocks = blocksOf(element.children, context)
  if (task === null) return blocks.length ? blocks : [{ type: 'paragraph' }]
  const attrs = {
    id: task || null,
    owner: attribute(element, 'data-owner'),
    due: attribute(element, 'data-due'),
  }
  return [{ type: 'task', attrs, ...(blocks[0]?.content ? { content: blocks[0].content } : {}) }]
}

function headingsOf(blocks: Block[], name: string): Block[] {
  const attrs = { level: name === 'h5' || name === 'h6' ? 2 : 1 }
  if (!blocks.length) return [{ type: 'heading', attrs }]
  return blocks.map((block) => (block.type === 'paragraph' ? { ...block, type: 'heading', attrs } : block))
}

/** A list; text that stands in it outside its items becomes items, and other blocks follow it. */
function listOf(element: Element, context: InlineContext): Block[] {
  const items: Block[] = []
  const after: Block[] = []
  for (const child of element.children) {
    if (typeof child === 'string') for (const item of strayItems(child, context)) items.push(item)
    else if (child.name === 'li') items.push(itemOf(child, context))
    else if (BLOCKS.has(child.name)) for (const block of blockOf(child, context)) after.push(block)
    else for (const item of strayItems(markupOf(child), context)) items.push(item)
  }
  if (element.name === 'ul') return [{ type: 'bullet_list', content: items }, ...after]
  const style = attribute(element, 'type') === 'a' ? 'alpha' : 'decimal'
  const start = startOf(attribute(element, 'start'))
  return [{ type: 'ordered_list', attrs: { start, style }, content: items }, ...after]
}

const strayItems = (text: string, context: InlineContext): Block[] =>
  text
    .split('•')
    .map((part) => parseInline(part.replace(/\s+/g, ' ').trim(), context))
    .filter((content) => content.length > 0)
    .map((content) => ({ type: 'list_item', content: [{ type: 'paragraph', content }] }))

const itemOf = (li: Element, context: InlineContext): Block => ({
  type: 'list_item',
  content: blocksOf(li.children, context),
})

function rowsOf(table: Element): Element[] {
  return table.children.flatMap((child) => {
    if (typeof child === 'string') return []
    return child.name === 'tr' ? [child] : rowsOf(child)
  })
}

function rowOf(row: Element, context: InlineContext): Block {
  const cells = row.children.filter(
    (child): child is Element => typeof child !== 'string' && (child.name === 'td' || child.name === 'th'),
  )
  return { type: 'table_row', content: cells.map((cell) => cellOf(cell, context)) }
}

function cellOf(cell: Element, context: InlineContext): Block {
  const attrs: Record<string, unknown> = { colspan: 1, rowspan: 1, colwidth: null }
  for (const name of ['colspan', 'rowspan']) attrs[name] = spanOf(attribute(cell, name))
  const content = blocksOf(cell.children, context)
  return { type: cell.name === 'th' ? 'table_header' : 'table_cell', attrs, content }
}

function attribute(element: Element, name: string): string | null {
  const source = attributeSource(element, name)
  return source === null ? null : decodeEntities(source)
}

function attributeSource(element: Element, name: string): string | null {
  const found = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+))`, 'i').exec(element.attrs)
  return found ? (found[1] ?? found[2] ?? found[3] ?? '') : null
}

import { footnotesInPlace } from './pasted-footnotes.ts'
import { tableHeads } from './table-heads.ts'
import { wordLists } from './word-lists.ts'

/** Lists, quotes and tables inside each other that are kept; deeper ones lose their wrapping. */
const DEEPEST = 8

const DROPPED = new Set([
  'SCRIPT',
  'STYLE',
  'HEAD',
  'META',
  'LINK',
  'TITLE',
  'TEMPLATE',
  'NOSCRIPT',
  'IFRAME',
  'OBJECT',
  'EMBED',
  'SVG',
  'MATH',
  'IMG',
  'PICTURE',
  'VIDEO',
  'AUDIO',
  'CANVAS',
  'INPUT',
  'TEXTAREA',
  'SELECT',
  'BUTTON',
  'COLGROUP',
  'COL',
])

/** Elements that mean something in a section, and the attributes of theirs that do. */
const KEPT: Record<string, readonly string[]> = {
  P: [],
  H1: [],
  H2: [],
  H3: [],
  H4: [],
  H5: [],
  H6: [],
  BLOCKQUOTE: [],
  UL: [],
  OL: ['start', 'type'],
  LI: [],
  TABLE: [],
  THEAD: [],
  TBODY: [],
  TFOOT: [],
  TR: [],
  TD: ['colspan', 'rowspan'],
  TH: ['colspan', 'rowspan'],
  BR: [],
  A: ['href'],
  STRONG: [],
  B: [],
  EM: [],
  I: [],
  U: [],
}

const BLOCKS =
  /^(P|DIV|SECTION|ARTICLE|HEADER|FOOTER|MAIN|DL|DT|DD|H[1-6]|PRE|FIGURE|FIGCAPTION|ADDRESS|CENTER)$/
const WRAPPING = new Set(['UL', 'OL', 'BLOCKQUOTE', 'TABLE'])

/**
 * Pasted HTML as the schema can read it: structure, bold, italic, underline, links and footnotes. Looks, scripts and
 * everything that loads are gone. Works on a parsed copy that runs and loads nothing.
 */
export function cleanHtml(html: string): string {
  const page = new DOMParser().parseFromString(html, 'text/html')
  footnotesInPlace(page)
  wordLists(page)
  const clean = page.implementation.createHTMLDocument()
  copyChildren(page.body, clean.body, 0)
  tableHeads(clean.body)
  return clean.body.innerHTML
}

function copyChildren(from: Node, to: Element, depth: number): void {
  for (const child of from.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) to.append(tidy(child.textContent ?? ''))
    else if (child instanceof Element || child.nodeType === Node.ELEMENT_NODE)
      copyElement(child as HTMLElement, to, depth)
  }
}

/** Word pads with hard spaces; beside another space one says nothing. */
function tidy(text: string): string {
  return text.replace(/[\u00a0 ]*\u00a0 +|[\u00a0 ]* \u00a0+[\u00a0 ]*/g, ' ').replace(/\u00ad/g, '')
}

function copyElement(from: HTMLElement, to: Element, depth: number): void {
  const tag = from.tagName.toUpperCase()
  if (DROPPED.has(tag) || tag.includes(':') || isHidden(from) || isBlankParagraph(from, tag)) return
  const wraps = WRAPPING.has(tag)
  const made = wraps && depth >= DEEPEST ? null : elementFor(from, tag, to)
  const inside = copyLooks(from, tag, made ?? to)
  copyChildren(from, inside, wraps ? depth + 1 : depth)
  if (made) to.append(made)
}

function isHidden(element: HTMLElement): boolean {
  return /display:\s*none|mso-hide:\s*all|mso-element:\s*(comment|header|footer)/.test(styleOf(element))
}

/** Empty lines between paragraphs are looks; the paper has its own spacing. */
function isBlankParagraph(element: HTMLElement, tag: string): boolean {
  return tag === 'P' && (element.textContent ?? '').trim() === '' && !element.querySelector('[data-footnote]')
}

function elementFor(from: HTMLElement, tag: string, to: Element): Element | null {
  const page = to.ownerDocument
  if (from.hasAttribute('data-footnote')) return footnote(page)
  const kept = KEPT[tag]
  if (kept === undefined) return BLOCKS.test(tag) && !hasBlocks(from) ? page.createElement('p') : null
  if ((tag === 'B' || tag === 'STRONG') && /font-weight:\s*(normal|400)/.test(styleOf(from))) return null
  if (tag === 'A' && !/^\s*(https?:|mailto:|tel:)/i.test(from.getAttribute('href') ?? '')) return null
  const made = page.createElement(tag)
  for (const name of kept) {
    const value = from.getAttribute(name)
    if (value !== null) made.setAttribute(name, value)
  }
  return made
}

function footnote(page: Document): Element {
  const made = page.createElement('span')
  made.setAttribute('data-footnote', '')
  return made
}

function hasBlocks(element: Element): boolean {
  return (
    element.querySelector('p,div,ul,ol,table,blockquote,h1,h2,h3,h4,h5,h6,section,article,dl,pre') !== null
  )
}

/** Bold, italic and underline that are written as styles become elements; headings are bold anyway. */
function copyLooks(from: HTMLElement, tag: string, to: Element): Element {
  if (tag !== 'SPAN' && tag !== 'FONT') return to
  const style = styleOf(from)
  const looks: string[] = []
  if (/font-weight:\s*(bold|[6-9]00)/.test(style)) looks.push('strong')
  if (/font-style:\s*italic/.test(style)) looks.push('em')
  if (/text-decoration(-line)?:[^;]*underline/.test(style)) looks.push('u')
  return looks.reduce((inside, look) => {
    const made = to.ownerDocument.createElement(look)
    inside.append(made)
    return made
  }, to)
}

function styleOf(element: Element): string {
  return (element.getAttribute('style') ?? '').toLowerCase()
}

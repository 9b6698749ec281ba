import { plainText } from '../markup/inline.ts'
import { readOrdinal, type Ordinal } from './ordinals.ts'

/** One printed line, with what its layout says. Blank lines are not lines: they are `gap`. */
export interface Line {
  /** Content without indent, heading marks, bullet and ordinal; inline markup kept. */
  text: string
  /** Content without inline markup, the ordinal kept: what is printed. */
  printed: string
  /** As `printed`, without the ordinal. */
  plain: string
  indent: number
  /** Where the content of a list item begins: what is indented as much belongs to it. */
  inner: number
  /** Markdown heading level; 0: none. */
  heading: number
  bold: boolean
  bullet: boolean
  /** `- [ ]` or `- [x]`. */
  checkbox: boolean
  ordinal: Ordinal | null
  /** A row of tabs or pipes. */
  cells: string[] | null
  /** A whole HTML fragment. */
  html: string | null
  /** How deep in quotations, and where the outermost begins. */
  quotes: number
  quoteIndent: number
  /** The bullet as printed: another one is another level. */
  mark: string
  /** Text of an HTML comment that is the whole line; an empty one keeps two lists apart. */
  comment: string | null
  /** The line as it stood, for reading a quotation from inside. */
  raw: string
  /** Printed width, to see where lines were wrapped. */
  width: number
  /** A blank line, or a page break, stands before. */
  gap: boolean
  /** How deep in quotations the blank lines before stood; a shallower one ends the quotation. */
  gapQuotes: number
  pageBreak: boolean
}

const BULLET = /^([-*+•◦▪‣·●○–]|o(?=\s{1,8}\p{Lu}))(\s+|$)/u
const FRAGMENT = /^<(table|p|ul|ol|div)[\s>]/i
/** How much of a line is looked at to recognise it. */
export const LOOK = 600
const MOST_LINES = 200_000
const MOST_TABLE_LINES = 4000

export interface LineOptions {
  /** Reads our own Markdown: escapes are escapes, and a dash or an `o` is a letter. */
  exact?: boolean
}

/** Splits a clean source into lines. */
export function readLines(source: string, options: LineOptions = {}): Line[] {
  const raw = splitLines(source)
  const lines: Line[] = []
  let gap = true
  let gapQuotes = 0
  let pageBreak = false
  for (let i = 0; i < raw.length; i++) {
    let text = (raw[i] ?? '').trimEnd()
    if (text.includes('\f')) {
      pageBreak = gap = true
      gapQuotes = 0
      text = text.replaceAll('\f', '')
    }
    if (/^[\s>]*$/.test(text)) {
      gap = true
      gapQuotes = Math.min(gapQuotes, text.split('>').length - 1)
      continue
    }
    const last = fragmentEnd(raw, i)
    if (last > i) text = raw.slice(i, last + 1).join('\n')
    i = last
    if (!options.exact && isUnderline(text, lines.at(-1), gap)) continue
    lines.push({
      ...readLine(text, options),

      width: text.length,
      raw: text,
      gap,
      gapQuotes,
      pageBreak,
    })
    gap = pageBreak = false
    gapQuotes = Infinity
  }
  return lines
}

/** Lines beyond any real document are put together as text, so that time and memory stay bounded; none is dropped. */
function splitLines(source: string): string[] {
  const raw = source.split('\n')
  if (raw.length <= MOST_LINES) return raw
  const rest: string[] = []
  for (let i = MOST_LINES; i < raw.length; i += 1000) rest.push('', raw.slice(i, i + 1000).join(' '))
  return [...raw.slice(0, MOST_LINES), ...rest]
}

/** The last line of an HTML table that begins here; this line when none does. */
function fragmentEnd(raw: string[], from: number): number {
  if (!/^\s*<table[\s>]/i.test((raw[from] ?? '').slice(0, 40))) return from
  let depth = 0
  for (let i = from; i < raw.length && i < from + MOST_TABLE_LINES; i++) {
    depth += (raw[i]?.match(/<table[\s>]/gi)?.length ?? 0) - (raw[i]?.match(/<\/table>/gi)?.length ?? 0)
    if (depth <= 0) return i
  }
  return from
}

/** A row of dashes underlines a heading, or is a rule across the page: neither is text. */
function isUnderline(text: string, above: Line | undefined, gap: boolean): boolean {
  if (!/^\s*([=_*~]{3,}|-{3,}|—{2,}|(?:[-*_] ){2,}[-*_])\s*$/.test(text.slice(0, 200))) return false
  if (above && !gap && !above.cells && !above.html && above.plain.length < 120)
    above.heading ||= text.includes('=') ? 1 : 2
  return true
}

/** The lines of a quotation, read without its outermost mark. */
export function unquoted(lines: Line[], options: LineOptions): Line[] {
  return lines.map((line) => {
    const inside = line.raw.replace(/^\s*> ?/, '')
    return { ...line, ...readLine(inside, options), raw: inside, gapQuotes: line.gapQuotes - 1 }
  })
}

type Shape = Omit<Line, 'gap' | 'gapQuotes' | 'pageBreak' | 'width' | 'raw'>

function readLine(raw: string, options: LineOptions): Shape {
  const quote = unquote(raw.replace(/^[ \t]+/, (space) => space.replaceAll('\t', '    ')))
  const { text: body, indent, ...quoted } = quote
  const blank: Shape = { ...BLANK, ...quoted, indent, inner: indent, text: body }
  if (body.startsWith('<!--') && body.endsWith('-->'))
    return { ...blank, text: '', comment: body.slice(4, -3).trim() }
  if (FRAGMENT.test(body)) return { ...blank, ...plainOf(body), html: body }
  const heading = /^#{1,6}(?=\s|$)/.exec(body)?.[0].length ?? 0
  if (heading) {
    const text = body.slice(heading).trim().replace(/\s#+$/, '')
    return content({ ...blank, heading }, text, options)
  }
  const bullet = isBoldRun(body) ? null : bulletOf(body, options)
  if (!bullet) return content(blank, body, options)
  const inner = indent + Math.min(bullet.length, 4)
  return content({ ...blank, inner, mark: bullet.trim() }, body.slice(bullet.length), options)
}

function unquote(raw: string): { text: string; indent: number; quotes: number; quoteIndent: number } {
  const found = /^( *)((?:>\s?)*)( *)/.exec(raw)
  const [whole = '', before = '', marks = '', after = ''] = found ?? []
  const quotes = marks.split('>').length - 1
  const quoteIndent = before.length
  return {
    text: raw.slice(whole.length),
    indent: quotes ? after.length : quoteIndent + after.length,
    quotes,
    quoteIndent,
  }
}

/** The rest of a line, when its indent, heading marks and bullet are read. */
function content(shape: Shape, source: string, options: LineOptions): Shape {
  const exact = options.exact ?? false
  const checkbox = shape.mark !== '' && /^\[[ xX]\](\s|$)/.test(source)
  const text = checkbox ? source.slice(3).trimStart() : exact ? source : dropStrayBold(source)
  const ordinal = checkbox || (exact && (shape.mark || shape.heading)) ? null : readOrdinal(text, exact)
  const rest = ordinal ? ordinal.rest : text
  // "- 3. Title" is a numbered line that a converter put a dash before.
  const dashed = ordinal !== null && shape.mark !== ''
  return {
    ...shape,
    ...plainOf(rest),
    text: rest,
    printed: plainText(text.slice(0, LOOK)).trim(),
    indent: dashed ? Math.min(shape.indent, 1) : shape.indent,
    inner: ordinal && !dashed ? shape.indent + Math.min(Math.max(ordinal.width, 2), 6) : shape.inner,
    bold: isBold(text),
    bullet: shape.mark !== '' && ordinal === null,
    checkbox,
    ordinal: ordinal?.ordinal ?? null,
    cells: cellsOf(text),
  }
}

const plainOf = (text: string) => {
  const plain = plainText(text.slice(0, LOOK)).trim()
  return { plain, printed: plain }
}

const BLANK: Shape = {
  text: '',
  printed: '',
  plain: '',
  indent: 0,
  inner: 0,
  heading: 0,
  bold: false,
  bullet: false,
  checkbox: false,
  ordinal: null,
  cells: null,
  html: null,
  quotes: 0,
  quoteIndent: 0,
  mark: '',
  comment: null,
}

function bulletOf(text: string, options: LineOptions): string | null {
  const found = options.exact ? /^-(\s+|$)/.exec(text) : BULLET.exec(text.slice(0, 40))
  return found ? found[0] : null
}

const isBoldRun = (text: string) => /^(\*\*|\* ?\*)(?=\S)/.test(text)

const isBold = (text: string) => /^(\*\*|__)(?=\S).{1,300}\1:?$/.test(text) && text.split('**').length <= 3

/** A converter sometimes leaves one half of a bold pair at the end of a line. */
function dropStrayBold(text: string): string {
  if (text.length > LOOK || (text.split('**').length - 1) % 2 === 0) return text
  return text.endsWith('**')
    ? text.slice(0, -2).trimEnd()
    : text.startsWith('**')
      ? text.slice(2).trimStart()
      : text
}

function cellsOf(text: string): string[] | null {
  if (/^\|.*\|$/.test(text)) return splitPipes(text)
  return text.includes('\t') ? text.split('\t').map((cell) => cell.trim()) : null
}

function splitPipes(text: string): string[] {
  const cells = ['']
  for (let i = 1; i < text.length - 1; i++) {
    const char = text.charAt(i)
    if (char === '|') cells.push('')
    else {
      cells[cells.length - 1] += char
      if (char === '\\') cells[cells.length - 1] += text.charAt(++i)
    }
  }
  return cells.map((cell) => cell.trim())
}

import { plainText } from '../markup/inline.ts'
import type { Memo } from './memo.ts'
import { readOrdinal, type FoundOrdinal, type Ordinal } from './ordinals.ts'

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
  memo: Memo | null
}

/** A line of plain text that stands alone. */
export const lineOf = (text: string): Line => ({
  text,
  printed: text,
  plain: text,
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
  raw: text,
  width: text.length,
  gap: true,
  gapQuotes: 0,
  pageBreak: false,
  memo: null,
})

const BULLET = /^([-*+•◦▪‣·●○–]|o(?=\s{1,8}\p{Lu}))(\s+|$)/u
const BULLET_START = /^[-*+•◦▪‣·●○–o]/
const FRAGMENT = /^<(table|p|ul|ol|div)[\s>]/i
/** How much of a line is looked at to recognise it. */
export const LOOK = 600
/** Lines with text that are read as lines. */
const MOST_LINES = 100_000
/** What holds more cells is no row of a table, but text. */
const MOST_CELLS = 64
const MOST_TABLE_LINES = 4000

export interface LineOptions {
  /** Reads our own Markdown: escapes are escapes, and a dash or an `o` is a letter. */
  exact?: boolean
  /** Hears how many lines came after the most that are read, and were put together as text. */
  onRest?: (lines: number) => void
}

/** Splits a clean source into lines. */
export function readLines(source: string, options: LineOptions = {}): Line[] {
  const raw = splitLines(source, options)
  const lines: Line[] = []
  let gap = true
  let gapQuotes = 0
  let pageBreak = false
  let unclosed = 0
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
    const last = i < unclosed ? i : fragmentEnd(raw, i)
    // A table that nobody closes is not looked for again in the lines that were searched.
    if (last === i && isTable(text))
      unclosed = Math.max(unclosed, text.includes('</table>') ? 0 : i + MOST_TABLE_LINES)
    if (last > i) text = raw.slice(i, last + 1).join('\n')
    i = last
    if (!options.exact && isUnderline(text, lines.at(-1), gap)) continue
    lines.push(readLine(text, options, { raw: text, gap, gapQuotes, pageBreak }))
    gap = pageBreak = false
    gapQuotes = Infinity
  }
  return lines
}

/** Lines beyond any real document are put together as text, so that time and memory stay bounded; none is dropped. */
function splitLines(source: string, { onRest }: LineOptions): string[] {
  const raw = source.split('\n')
  const end = raw.length > MOST_LINES ? endOfLines(raw) : raw.length
  if (end === raw.length) return raw
  onRest?.(raw.length - end)
  const rest: string[] = []
  for (let i = end; i < raw.length; i += 1000) rest.push('', raw.slice(i, i + 1000).join(' '))
  return [...raw.slice(0, end), ...rest]
}

function endOfLines(raw: string[]): number {
  let filled = 0
  const end = raw.findIndex((line) => /\S/.test(line) && ++filled > MOST_LINES)
  return end < 0 ? raw.length : end
}

const isTable = (text: string) => /^\s*<table[\s>]/i.test(text.slice(0, 40))

/** The last line of an HTML table that begins here; this line when none does. */
function fragmentEnd(raw: string[], from: number): number {
  if (!isTable(raw[from] ?? '')) return from
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

/** Marks of quotation with nothing odd between them or after them: what they quote is read already. */
const PLAIN_QUOTES = /^ *(?:> ?)+ *[^\s>]/

/** The lines of a quotation, read without its outermost mark. */
export function unquoted(lines: Line[], options: LineOptions): Line[] {
  return lines.map((line) => {
    const mark = line.raw.indexOf('>') + 1
    const raw = line.raw.slice(line.raw.charAt(mark) === ' ' ? mark + 1 : mark)
    const gapQuotes = line.gapQuotes - 1
    if (!PLAIN_QUOTES.test(line.raw))
      return readLine(raw, options, { raw, gap: line.gap, gapQuotes, pageBreak: line.pageBreak })
    const quotes = line.quotes - 1
    // Spelt out, for a spread costs five times as much, and this is done at every depth.
    const quoteIndent = quotes > 0 ? 0 : indentOf(raw)
    return {
      text: line.text,
      printed: line.printed,
      plain: line.plain,
      indent: line.indent,
      inner: line.inner,
      heading: line.heading,
      bold: line.bold,
      bullet: line.bullet,
      checkbox: line.checkbox,
      ordinal: line.ordinal,
      cells: line.cells,
      html: line.html,
      quotes,
      quoteIndent,
      mark: line.mark,
      comment: line.comment,
      raw,
      width: raw.length,
      gap: line.gap,
      gapQuotes,
      pageBreak: line.pageBreak,
      memo: null,
    }
  })
}

function indentOf(raw: string): number {
  let indent = 0
  while (raw.charAt(indent) === ' ') indent++
  return indent
}

/** How a line stands among the others. */
type Place = Pick<Line, 'raw' | 'gap' | 'gapQuotes' | 'pageBreak'>

/** What a line begins with. */
interface Start {
  indent: number
  inner: number
  heading: number
  mark: string
  quotes: number
  quoteIndent: number
}

function readLine(raw: string, options: LineOptions, place: Place): Line {
  const {
    text: body,
    indent,
    quotes,
    quoteIndent,
  } = unquote(/^[ \t]/.test(raw) ? raw.replace(/^[ \t]+/, (space) => space.replaceAll('\t', '    ')) : raw)
  const start: Start = { indent, inner: indent, heading: 0, mark: '', quotes, quoteIndent }
  if (body.startsWith('<')) {
    const isComment = body.startsWith('<!--') && body.endsWith('-->')
    if (isComment) return finish(start, '', false, null, place, body.slice(4, -3).trim(), null)
    if (FRAGMENT.test(body)) return finish(start, body, false, null, place, null, body)
  }
  const heading = body.startsWith('#') ? (/^#{1,6}(?=\s|$)/.exec(body)?.[0].length ?? 0) : 0
  if (heading) {
    start.heading = heading
    return content(start, body.slice(heading).trim().replace(/\s#+$/, ''), options, place)
  }
  const bullet = isBoldRun(body) ? null : bulletOf(body, options)
  if (!bullet) return content(start, body, options, place)
  start.inner = indent + Math.min(bullet.length, 4)
  start.mark = bullet.trim()
  return content(start, body.slice(bullet.length), options, place)
}

/** The rest of a line, when its indent, heading marks and bullet are read. */
function content(start: Start, source: string, options: LineOptions, place: Place): Line {
  const exact = options.exact ?? false
  const checkbox = start.mark !== '' && /^\[[ xX]\](\s|$)/.test(source)
  const text = checkbox ? source.slice(3).trimStart() : exact ? source : dropStrayBold(source)
  const ordinal = checkbox || (exact && (start.mark || start.heading)) ? null : readOrdinal(text, exact)
  return finish(start, text, checkbox, ordinal, place, null, null)
}

function finish(
  start: Start,
  text: string,
  checkbox: boolean,
  ordinal: FoundOrdinal | null,
  place: Place,
  comment: string | null,
  html: string | null,
): Line {
  const rest = ordinal ? ordinal.rest : text
  const printed = plainText(text.slice(0, LOOK)).trim()
  // "- 3. Title" is a numbered line that a converter put a dash before.
  const dashed = ordinal !== null && start.mark !== ''
  return {
    text: rest,
    printed,
    plain: ordinal ? plainText(rest.slice(0, LOOK)).trim() : printed,
    indent: dashed ? Math.min(start.indent, 1) : start.indent,
    inner: ordinal && !dashed ? start.indent + Math.min(Math.max(ordinal.width, 2), 6) : start.inner,
    heading: start.heading,
    bold: isBold(text),
    bullet: start.mark !== '' && ordinal === null,
    checkbox,
    ordinal: ordinal?.ordinal ?? null,
    cells: html === null && comment === null ? cellsOf(text) : null,
    html,
    quotes: start.quotes,
    quoteIndent: start.quoteIndent,
    mark: start.mark,
    comment,
    raw: place.raw,
    width: place.raw.length,
    gap: place.gap,
    gapQuotes: place.gapQuotes,
    pageBreak: place.pageBreak,
    memo: null,
  }
}

function unquote(raw: string): { text: string; indent: number; quotes: number; quoteIndent: number } {
  if (!/^[ >]/.test(raw)) return { text: raw, indent: 0, quotes: 0, quoteIndent: 0 }
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

/** The bullet a line begins with, and the space after it. */
function bulletOf(text: string, options: LineOptions): string | null {
  if (!BULLET_START.test(text)) return null
  const found = options.exact ? /^-(\s+|$)/.exec(text) : BULLET.exec(text.slice(0, 40))
  return found ? found[0] : null
}

const isBoldRun = (text: string) => /^(\*\*|\* ?\*)(?=\S)/.test(text)

const isBold = (text: string) =>
  /^[*_]/.test(text) && /^(\*\*|__)(?=\S).{1,300}\1:?$/.test(text) && text.split('**').length <= 3

/** A converter sometimes leaves one half of a bold pair at the end of a line. */
function dropStrayBold(text: string): string {
  if (text.length > LOOK || !text.includes('**') || (text.split('**').length - 1) % 2 === 0) return text
  return text.endsWith('**')
    ? text.slice(0, -2).trimEnd()
    : text.startsWith('**')
      ? text.slice(2).trimStart()
      : text
}

function cellsOf(text: string): string[] | null {
  const isPiped = text.startsWith('|') && text.length > 1 && text.endsWith('|')
  if (!isPiped && !text.includes('\t')) return null
  const cells = isPiped ? splitPipes(text) : text.split('\t', MOST_CELLS + 1)
  return cells.length > MOST_CELLS ? null : cells.map((cell) => cell.trim())
}

/** The cells between pipes; of more than a row may have, one more than that. */
function splitPipes(text: string): string[] {
  const cells: string[] = []
  let [from, i] = [1, 1]
  for (; i < text.length - 1 && cells.length <= MOST_CELLS; i++) {
    const char = text.charAt(i)
    if (char === '\\') i++
    if (char !== '|') continue
    cells.push(text.slice(from, i))
    from = i + 1
  }
  // The last pipe may be escaped, and is text then.
  return [...cells, text.slice(from, i)]
}

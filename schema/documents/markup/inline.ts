import { safeHref, type Block } from '../../nodes.ts'
import { decodeEntities, decodeEntity } from './entities.ts'

/** What the inline reader may look up and report. */
export interface InlineContext {
  /** Text of a footnote by its mark (`1`, `¹`, `a`), handed out once; null when there is none. */
  note?: (mark: string) => string | null
  /** What an address within the document refers to; null when it is an ordinary link. */
  reference?: (href: string, text: string) => Block | null
  onEmptyLink?: (text: string) => void
}

type Mark = NonNullable<Block['marks']>[number]
type Token =
  | { kind: 'text'; text: string }
  | { kind: 'node'; node: Block }
  | { kind: 'run'; char: '*' | '_'; count: 1 | 2; opens: boolean; closes: boolean }
  | { kind: 'open' | 'close'; mark: Mark }

const LINK = /\[((?:\\.|[^[\]\\]){0,1000})\]\(([^()\s]{0,2000}(?:\([^()\s]{0,200}\)[^()\s]{0,500})?)\)/y
const NOTE = /\[\^([\p{L}\p{N}_-]{1,20})\]/uy
const RAISED = /<sup>\s{0,9}(\d{1,3})\s{0,9}<\/sup>/iy
const ANCHOR =
  /<a\s(?:[^<>]{0,300}\s)?href\s*=\s*(?:"([^"<>]{0,2000})"|'([^'<>]{0,2000})')[^<>]{0,300}>|<\/a\s*>/iy
const TAG = /<(\/?)(strong|b|em|i|u|sup|sub|span|small|br|p|div)(?:\s[^<>]{0,500})?\s?\/?>/iy
const WHOLE_ANCHOR = /<a\s[^<>]{0,2600}>([^<>]{0,1000})<\/a\s*>/iy
const AUTOLINK = /<((?:https?:\/\/|mailto:)[^<>\s]{1,2000})>/y
const ENTITY = /&(#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]{2,8});/iy
const TEXT = /[^\\*_[\]<&¹²³⁴⁵⁶⁷⁸⁹]+/y
const MARKUP = /[\\*_[\]<&¹²³⁴⁵⁶⁷⁸⁹]/
const SUPERSCRIPT = /[¹²³⁴⁵⁶⁷⁸⁹][⁰¹²³⁴⁵⁶⁷⁸⁹]?/y
const TAG_MARKS: Record<string, string> = { strong: 'strong', b: 'strong', em: 'em', i: 'em', u: 'underline' }
/** The schema's own order. */
const MARK_ORDER = ['strong', 'em', 'underline', 'link']
/** A paragraph with more marks than this is text from there on: bounds hostile input. */
const MOST_TOKENS = 10_000
/** How many open runs a closing run looks back over: bounds hostile input. */
const LOOK_BACK = 24

/** Reads inline Markdown and simple HTML tags as inline nodes. Linear; what is not markup stays text. */
export function parseInline(source: string, context: InlineContext = {}): Block[] {
  if (!MARKUP.test(source)) return source ? [{ type: 'text', text: source }] : []
  return render(pairRuns(tokens(source, context)))
}

/** The text of inline markup, without its marks. */
export function plainText(source: string): string {
  if (!/[\\*_[\]<&]/.test(source)) return source
  return parseInline(source)
    .map((node) => node.text ?? (node.type === 'hard_break' ? ' ' : ''))
    .join('')
}

function tokens(source: string, context: InlineContext): Token[] {
  const found: Token[] = []
  let at = 0
  const match = (pattern: RegExp) => {
    pattern.lastIndex = at
    return pattern.exec(source)
  }
  while (at < source.length) {
    const char = source.charAt(at)
    const text = match(TEXT)
    if (text) {
      found.push({ kind: 'text', text: text[0] })
      at += text[0].length
      continue
    }
    if (found.length > MOST_TOKENS) {
      found.push({ kind: 'text', text: source.slice(at) })
      break
    }
    if (char === '*' || char === '_') {
      at = runTokens(source, at, char, found)
      continue
    }
    const special = read(char, match, source, at, context)
    found.push(...special.tokens)
    at += special.length
  }
  return found
}

type Match = (pattern: RegExp) => RegExpExecArray | null
interface Special {
  tokens: Token[]
  length: number
}

function read(char: string, match: Match, source: string, at: number, context: InlineContext): Special {
  const literal: Special = { tokens: [{ kind: 'text', text: char }], length: 1 }
  switch (char) {
    case '\\':
      return readEscape(source.charAt(at + 1)) ?? literal
    case '[':
      return readNote(match(NOTE), context) ?? readLink(match(LINK), context) ?? literal
    case '<':
      return (
        readNote(match(RAISED), context) ??
        readTag(match(TAG)) ??
        readAnchor(match(ANCHOR), match, context) ??
        readAutolink(match(AUTOLINK)) ??
        literal
      )
    case '&':
      return readEntity(match(ENTITY)) ?? literal
    case ']':
      return literal
    default:
      return readNote(match(SUPERSCRIPT), context) ?? literal
  }
}

function readEscape(next: string): Special | null {
  if (!/[!-/:-@[-`{-~]/.test(next)) return null
  return { tokens: [{ kind: 'text', text: next }], length: 2 }
}

function readNote(found: RegExpExecArray | null, context: InlineContext): Special | null {
  if (!found) return null
  const text = context.note?.(found[1] ?? found[0]) ?? null
  if (text === null) return found[1] === undefined ? literalOf(found[0]) : null
  const content = parseInline(text).filter((node) => node.type === 'text')
  return { tokens: [{ kind: 'node', node: { type: 'footnote', content } }], length: found[0].length }
}

const literalOf = (text: string): Special => ({ tokens: [{ kind: 'text', text }], length: text.length })

function readLink(found: RegExpExecArray | null, context: InlineContext): Special | null {
  if (!found) return null
  const [whole, inner = '', target = ''] = found
  return linkOf(whole.length, inner, target, context)
}

function linkOf(length: number, inner: string, target: string, context: InlineContext): Special | null {
  const reference = context.reference?.(target, plainText(inner))
  if (reference) return { tokens: [{ kind: 'node', node: reference }], length }
  const href = safeHref(decodeEntities(target))
  const nested = pairRuns(tokens(inner, context))
  if (href === null) return null
  if (href === '' || href === '#') {
    context.onEmptyLink?.(plainText(inner))
    return { tokens: nested, length }
  }
  const mark: Mark = { type: 'link', attrs: { href } }
  return { tokens: [{ kind: 'open', mark }, ...nested, { kind: 'close', mark }], length }
}

/** An HTML link; one to a place in the document is a reference as a whole. */
function readAnchor(found: RegExpExecArray | null, match: Match, context: InlineContext): Special | null {
  if (!found) return null
  if (found[0].startsWith('</'))
    return { tokens: [{ kind: 'close', mark: { type: 'link' } }], length: found[0].length }
  const target = found[1] ?? found[2] ?? ''
  const whole = match(WHOLE_ANCHOR)
  const reference = whole ? context.reference?.(target, plainText(whole[1] ?? '')) : null
  if (whole && reference) return { tokens: [{ kind: 'node', node: reference }], length: whole[0].length }
  const href = safeHref(decodeEntities(target))
  if (href === null || href === '' || href === '#') return { tokens: [], length: found[0].length }
  return { tokens: [{ kind: 'open', mark: { type: 'link', attrs: { href } } }], length: found[0].length }
}

function readTag(found: RegExpExecArray | null): Special | null {
  if (!found) return null
  const [whole, slash, rawName = ''] = found
  const name = rawName.toLowerCase()
  const type = TAG_MARKS[name]
  if (type) return { tokens: [{ kind: slash ? 'close' : 'open', mark: { type } }], length: whole.length }
  if (name === 'br') return { tokens: [{ kind: 'node', node: { type: 'hard_break' } }], length: whole.length }
  return { tokens: [], length: whole.length }
}

function readAutolink(found: RegExpExecArray | null): Special | null {
  if (!found) return null
  const [whole, href = ''] = found
  const mark: Mark = { type: 'link', attrs: { href } }
  const text: Token = { kind: 'text', text: href }
  return { tokens: [{ kind: 'open', mark }, text, { kind: 'close', mark }], length: whole.length }
}

function readEntity(found: RegExpExecArray | null): Special | null {
  const text = found ? decodeEntity(found[1] ?? '') : null
  return found && text !== null ? { tokens: [{ kind: 'text', text }], length: found[0].length } : null
}

/** Splits a run of asterisks or underscores into marks of two and one. */
function runTokens(source: string, at: number, char: '*' | '_', into: Token[]): number {
  let end = at
  while (source.charAt(end) === char) end++
  const length = end - at
  const before = source.charAt(at - 1)
  const after = source.charAt(end)
  const opens = after !== '' && !/\s/.test(after) && (char === '*' || !/[\p{L}\p{N}]/u.test(before))
  const closes = before !== '' && !/\s/.test(before) && (char === '*' || !/[\p{L}\p{N}]/u.test(after))
  if (length > 3 || (!opens && !closes)) into.push({ kind: 'text', text: source.slice(at, end) })
  else for (const count of RUNS[length] ?? []) into.push({ kind: 'run', char, count, opens, closes })
  return end
}

const RUNS: Record<number, (1 | 2)[]> = { 1: [1], 2: [2], 3: [2, 1] }

/** Pairs opening with closing runs, in place; a run without partner stays, and is read as text. */
function pairRuns(found: Token[]): Token[] {
  const open: number[] = []
  for (let at = 0; at < found.length; at++) {
    const token = found[at]
    if (token?.kind !== 'run') continue
    const partner = token.closes ? partnerOf(token, open, found) : -1
    if (partner >= 0) {
      const mark: Mark = { type: token.count === 2 ? 'strong' : 'em' }
      found[open[partner] ?? 0] = { kind: 'open', mark }
      found[at] = { kind: 'close', mark }
      open.length = partner
    } else if (token.opens) open.push(at)
  }
  return found
}

function partnerOf(token: Extract<Token, { kind: 'run' }>, open: number[], found: Token[]): number {
  for (let i = open.length - 1; i >= 0 && i >= open.length - LOOK_BACK; i--) {
    const candidate = found[open[i] ?? 0]
    if (candidate?.kind === 'run' && candidate.char === token.char && candidate.count === token.count)
      return i
  }
  return -1
}

function render(found: Token[]): Block[] {
  const nodes: Block[] = []
  const active: Mark[][] = MARK_ORDER.map(() => [])
  let marks = NO_MARKS
  for (const token of found) {
    switch (token.kind) {
      case 'open':
        active[MARK_ORDER.indexOf(token.mark.type)]?.push(token.mark)
        marks = marksOf(active)
        break
      case 'close':
        active[MARK_ORDER.indexOf(token.mark.type)]?.pop()
        marks = marksOf(active)
        break
      case 'text':
        appendText(nodes, token.text, marks)
        break
      case 'run':
        appendText(nodes, token.char.repeat(token.count), marks)
        break
      case 'node':
        nodes.push(withMarks(token.node, marks))
    }
  }
  return nodes
}

/** Of each kind the one that was opened last. */
function marksOf(active: Mark[][]): Mark[] {
  const marks: Mark[] = []
  for (const opened of active) {
    const last = opened.at(-1)
    if (last) marks.push(last)
  }
  return marks.length ? marks : NO_MARKS
}

const NO_MARKS: Mark[] = []

const withMarks = (node: Block, marks: Mark[]): Block => (marks.length ? { ...node, marks } : node)

function appendText(nodes: Block[], text: string, marks: Mark[]): void {
  if (!text) return
  const last = nodes.at(-1)
  if (last?.type === 'text' && sameMarks(last.marks ?? NO_MARKS, marks)) {
    last.text = (last.text ?? '') + text
  } else nodes.push(marks.length ? { type: 'text', text, marks } : { type: 'text', text })
}

const sameMarks = (a: Mark[], b: Mark[]) =>
  a === b || (a.length === b.length && JSON.stringify(a) === JSON.stringify(b))

import { headerLine } from './fields.ts'
import { sectionLabel } from './labels.ts'
import { LOOK, type Line } from './lines.ts'
import { isName } from './pieces.ts'
import { quote, type Report } from './report.ts'

const CUT = /-[ \t]{0,20}\n[ \t]{0,20}(?=\p{L})/gu
const INNER_CUT = /- (?=\p{Ll})/gu
/** "social- og sundhedsområdet": the hyphen stands for a word left out. */
const SUSPENDED = /^(og|eller|samt|til|som|men|såvel|hhv|kontra)\b/
const WORD_BEFORE = /[\p{L}-]{1,60}$/u
/** A line of its own in a head; in a sentence the day has a small letter. */
const DAY_FIRST = /^(Man|Tirs|Ons|Tors|Fre|Lør|Søn)dag\b/u
/** What stands before the names of a line: an organisation, or what the people are. */
const LABEL_FIRST = /^\p{Lu}[^:.;!?]{1,60}:\s+(?=\p{Lu})/u
const ONE_WORD_LABEL = /^\p{Lu}[\p{L}-]{2,30}:\s/u
const NO_WORDS = new Set<string>()
const WORD_AFTER = /^\p{L}{1,60}/u

/** Puts words together that a line break cut; a real hyphen stays. */
export function mendWords(source: string, report: Report): string {
  if (!/-(?: |[ \t]*\n)/.test(source)) return source
  const words = vocabulary(source)
  const lines = source.replace(CUT, (cut, at: number) => {
    const join = joinOf(source, at, at + cut.length, words)
    if (join !== null) report.guess('hyphen', report.words.hyphen(around(source, at, at + cut.length)), 0.8)
    return join === null ? cut : join
  })
  return lines.replace(INNER_CUT, (cut, at: number) => {
    const before = WORD_BEFORE.exec(lines.slice(Math.max(0, at - 60), at))?.[0] ?? ''
    const after = WORD_AFTER.exec(lines.slice(at + cut.length, at + cut.length + 60))?.[0] ?? ''
    const known =
      before.length > 1 &&
      after.length > 1 &&
      !SUSPENDED.test(after) &&
      words.has((before + after).toLowerCase())
    if (known) report.guess('hyphen', report.words.hyphen(before + after), 0.8)
    return known ? '' : cut
  })
}

/** What stands between two halves: nothing, a real hyphen, or (a suspended hyphen) a hyphen and a space. */
function joinOf(source: string, from: number, to: number, words: Set<string>): string | null {
  const before = WORD_BEFORE.exec(source.slice(Math.max(0, from - 60), from))?.[0] ?? ''
  const after = WORD_AFTER.exec(source.slice(to, to + 60))?.[0] ?? ''
  if (!before || !/\p{L}$/u.test(before)) return null
  // "PLO-" and "K": only an abbreviation goes on with a capital letter.
  if (/^\p{Lu}/u.test(after)) return /^\p{Lu}{2,}$/u.test(before) ? '-' : null
  return hyphenJoin(before, after, words)
}

function hyphenJoin(before: string, after: string, words: Set<string>): string {
  if (SUSPENDED.test(after)) return '- '
  if (words.has(`${before}-${after}`.toLowerCase())) return '-'
  if (words.has((before + after).toLowerCase())) return ''
  return before.includes('-') || /^\p{Lu}{2,}$/u.test(before) ? '-' : ''
}

const around = (source: string, from: number, to: number) =>
  (WORD_BEFORE.exec(source.slice(Math.max(0, from - 60), from))?.[0] ?? '') +
  (WORD_AFTER.exec(source.slice(to, to + 60))?.[0] ?? '')

function vocabulary(source: string): Set<string> {
  const words = new Set<string>()
  for (const found of source.matchAll(/\p{L}[\p{L}-]*/gu))
    words.add(found[0].toLowerCase().replace(/-+$/, ''))
  return words
}

/** Puts lines together that belong to one paragraph: wrapped, or split by a page break. */
export function mendLines(lines: Line[], report: Report): Line[] {
  const width = wrapWidth(lines)
  const mended: Line[] = []
  for (const line of lines) {
    const above = mended.at(-1)
    if (above && belongs(above, line, width, report)) {
      if (!line.gap) report.gather('wrapped', '')
      mended[mended.length - 1] = joined(above, line)
    } else mended.push(line)
  }
  return mended
}

/** Where a document hard wraps its lines; 0 when it does not. */
function wrapWidth(lines: Line[]): number {
  const goesOn = (_: Line, i: number) => isText(lines[i + 1]) && !lines[i + 1]?.gap
  const widths = lines.filter(goesOn).map(({ width }) => width)
  if (widths.length < 4) return 0
  const high = widths.sort((a, b) => a - b)[Math.floor(widths.length * 0.95)] ?? 0
  return high >= 50 && high <= 130 ? high : 0
}

const isText = (line: Line | undefined): line is Line =>
  line !== undefined &&
  !line.bullet &&
  !line.ordinal &&
  !line.heading &&
  !line.cells &&
  !line.html &&
  line.comment === null

function belongs(above: Line, line: Line, width: number, report: Report): boolean {
  if (!isText(line) || !line.text || above.cells || above.html || above.heading || above.comment !== null)
    return false
  if (
    above.quotes !== line.quotes ||
    line.bold ||
    isLabel(above) ||
    isLabel(line) ||
    /[:]$/.test(above.plain)
  )
    return false
  if (above.text.length > 20_000) return false
  const lower = /^\p{Ll}/u.test(line.plain) && !/^o\s/.test(line.plain)
  const open = /[\p{L}\d,)-]$/u.test(above.plain)
  if (line.gap) return lower && open && splitByPage(above, line, report)
  if (isName(line.plain.split(',')[0] ?? '') || DAY_FIRST.test(line.plain)) return false
  if (namesAfterLabel(line) || (ONE_WORD_LABEL.test(line.plain) && /[.!?]$/.test(above.plain))) return false
  const full = width > 0 && above.width + 1 + (line.text.split(' ', 1)[0]?.length ?? 0) > width
  return full || (lower && open && above.width >= 45)
}

/** "Region Fjordland: Mona Brandt (formand)": a line of its own wherever a list has it. */
function namesAfterLabel({ plain }: Line): boolean {
  const label = LABEL_FIRST.exec(plain)
  if (label === null) return false
  const [first = ''] = plain.slice(label[0].length, label[0].length + LABELLED).split(/[,;(]/, 1)
  return isName(first.trim().replace(/\.$/, ''))
}

/** Only a long line in the middle of a sentence goes on after a gap. */
function splitByPage(above: Line, line: Line, report: Report): boolean {
  const likely = line.pageBreak
    ? above.plain.length >= 30
    : above.plain.length >= 60 && above.plain.length < LOOK
  if (!likely || /^(at|og at)\s/.test(line.plain)) return false
  report.guess(
    'paragraph',
    report.words.joined(quote(`${above.plain.slice(-50)} ${line.plain}`)),
    line.pageBreak ? 0.8 : 0.6,
  )
  return true
}

/** No line with a label and its value that somebody wraps is longer. */
const LABELLED = 120

const isLabel = (line: Line) =>
  (line.plain.length < LABELLED && headerLine(line) !== null) ||
  (line.plain.length < 60 && sectionLabel(line) !== null && sectionLabel(line)?.keep !== 'lead')

function joined(above: Line, line: Line): Line {
  const before = /\p{L}-$/u.test(above.text) ? (WORD_BEFORE.exec(above.text.slice(-61, -1))?.[0] ?? '') : ''
  const after = before ? (WORD_AFTER.exec(line.text)?.[0] ?? '') : ''
  const join = after ? hyphenJoin(before, after, NO_WORDS) : before ? '-' : ' '
  const kept = (text: string) => (before ? text.slice(0, -1) : text)
  const cut = (text: string, more: string) => (text.length > LOOK ? text : `${kept(text)}${join}${more}`)
  return {
    ...above,
    text: `${kept(above.text)}${join}${line.text}`,
    plain: cut(above.plain, line.plain),
    printed: cut(above.printed, line.printed),
    // A quotation may be read once more, from the line as it stood.
    raw: above.quotes > 0 ? `${kept(above.raw)}${join}${line.text}` : above.raw,
    width: line.width,
    bold: false,
  }
}

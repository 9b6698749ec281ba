/** The number in front of a line: `3.`, `3)`, `Punkt 3:`, `3.1`, `a)`. */
export interface Ordinal {
  /** As printed, without dot, bracket or "Punkt". */
  label: string
  /** For comparing: `3.1` is [3, 1], `b` is [2]. */
  value: number[]
  style: 'decimal' | 'alpha'
  /** What stood around the number: `.`, `)`, `:`, or the word in front. */
  mark: string
  /** The number with all that stood around it. */
  printed: string
  /** "Punkt", "Pkt.", "Ad": the line says itself that it is an item. */
  word: boolean
}

export interface FoundOrdinal {
  ordinal: Ordinal
  rest: string
  /** Printed width of the ordinal with the space after it. */
  width: number
}

const MONTHS = /^(jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)\p{L}*\.?(\s|$|,)/iu
const WORD =
  /^(dagsordens?punkt|punkt|pkt\.?|ad\.?|sag)\s*(?:nr\.?\s*)?(\d{1,4}[a-zæøå]?(?:\.\d{1,2}){0,2})\s*([.:)]|\s[-–—]\s|\s|$)\s*/iu
const DECIMAL = /^(\(?)(\d{1,5}[a-zæøå]?(?:\.\d{1,2}){0,2})(\\?[.)]|\.?\)|:(?=\s))(\s+|$)/iu
const TIGHT = /^()(\d{1,3})(\.)()(?=\p{Lu}\p{Ll})/u
const SPACED = /^()(\d{1,3}(?:\.\d{1,2}){0,2})()(\t+|\s{2,}|\s[-–]\s)(?=\S)/u
const DOTTED = /^()(\d{1,2}\.\d{1,2})()(\s+)(?=\p{Lu})/u
const ALPHA = /^(\(?)([a-zæøå])(\)|\.)(\s+|$)/u

/** Reads the number in front of a text; null when there is none. A date is not one. */
export function readOrdinal(text: string, exact: boolean): FoundOrdinal | null {
  const bold = exact ? '' : boldOf(text)
  const head = text.slice(bold.length, bold.length + 60)
  const found = exact ? exactOrdinal(head) : (plainOrdinal(head) ?? looseOrdinal(head))
  if (!found) return null
  const after = text.slice(bold.length + found.width)
  if (!exact && MONTHS.test(after.slice(0, 20))) return null
  if (found.ordinal.word && /^\p{Ll}/u.test(after)) return null
  return { ordinal: found.ordinal, width: found.width, rest: keepBold(bold, after) }
}

function boldOf(text: string): string {
  const isBold = text.startsWith('**') || text.startsWith('__')
  return isBold && /^..\S/.test(text) ? text.slice(0, 2) : ''
}

/** Bold that began before the number goes on after it, unless it ended there. */
function keepBold(bold: string, after: string): string {
  if (!bold) return after.trim()
  return after.startsWith(bold) ? after.slice(bold.length).trim() : bold + after.trim()
}

type Found = Omit<FoundOrdinal, 'rest'>

function exactOrdinal(head: string): Found | null {
  const found = /^()(\d{1,9}|[a-z])([.)])(\s+|$)/.exec(head)
  return found ? foundOf(found[0], found[2] ?? '', found[3] ?? '', false) : null
}

const DIGITS = 5
const [ZERO, NINE, SPACE] = [48, 57, 32]

/** "3. " and "3) ", as most are written: read without a pattern. */
function plainOrdinal(head: string): Found | null {
  let at = 0
  while (at <= DIGITS && head.charCodeAt(at) >= ZERO && head.charCodeAt(at) <= NINE) at++
  const mark = head.charAt(at)
  if (at === 0 || at > DIGITS || (mark !== '.' && mark !== ')') || head.charCodeAt(at + 1) !== SPACE)
    return null
  let width = at + 2
  while (head.charCodeAt(width) === SPACE) width++
  if (/\s/.test(head.charAt(width))) return null
  const label = head.slice(0, at)
  const printed = head.slice(0, at + 1)
  return { ordinal: { label, value: [Number(label)], style: 'decimal', mark, word: false, printed }, width }
}

/** Most lines that are text begin with none of these. */
const LOOSE = /^(?:[\d(]|[a-zæøå][).]|dagsorden|punkt|pkt|ad|sag)/iu

function looseOrdinal(head: string): Found | null {
  if (!LOOSE.test(head)) return null
  const word = WORD.exec(head)
  if (word) return foundOf(word[0], word[2] ?? '', (word[1] ?? '').toLowerCase(), true)
  const plain =
    DECIMAL.exec(head) ?? ALPHA.exec(head) ?? SPACED.exec(head) ?? DOTTED.exec(head) ?? TIGHT.exec(head)
  return plain ? foundOf(plain[0], plain[2] ?? '', (plain[3] ?? '').replace('\\', ''), false) : null
}

function foundOf(whole: string, label: string, mark: string, word: boolean): Found {
  const style = /^\p{L}$/u.test(label) ? 'alpha' : 'decimal'
  const value = style === 'alpha' ? [letterValue(label)] : label.split('.').flatMap(partValue)
  return { ordinal: { label, value, style, mark, word, printed: whole.trim() }, width: whole.length }
}

const letterValue = (letter: string) => letter.toLowerCase().charCodeAt(0) - 96

function partValue(part: string): number[] {
  const letter = /\p{L}$/u.exec(part)?.[0]
  return letter ? [Number.parseInt(part, 10), letterValue(letter)] : [Number(part)]
}

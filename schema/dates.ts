import { fill, type ScreenWords } from './words/index.ts'

/**
 * Dates and times as people say them, in Danish or English, and as they are printed. A date is an ISO string
 * (`2026-03-12`), a time of day `09:30`. What is not understood is null, never a guess (rule T7).
 */

const DAY = 86_400_000

const WEEKDAYS = [
  ['søndag', 'sunday'],
  ['mandag', 'monday'],
  ['tirsdag', 'tuesday'],
  ['onsdag', 'wednesday'],
  ['torsdag', 'thursday'],
  ['fredag', 'friday'],
  ['lørdag', 'saturday'],
]

const MONTHS = [
  ['januar', 'january'],
  ['februar', 'february'],
  ['marts', 'march'],
  ['april', 'april'],
  ['maj', 'may'],
  ['juni', 'june'],
  ['juli', 'july'],
  ['august', 'august'],
  ['september', 'september'],
  ['oktober', 'october'],
  ['november', 'november'],
  ['december', 'december'],
]

const NUMBERS = ['nul', 'en', 'to', 'tre', 'fire', 'fem', 'seks', 'syv', 'otte', 'ni', 'ti']
const NUMBER_WORDS = new Map([
  ...NUMBERS.map((word, n) => [word, n] as const),
  ...['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'].map(
    (word, n) => [word, n] as const,
  ),
  ['et', 1] as const,
  ['a', 1] as const,
])

export interface DateContext {
  /** ISO date of the next meeting, for "næste møde". */
  nextMeeting?: string | null
}

/**
 * The date a text says, seen from `today`. A day and month without a year is the coming one, or one up to 30 days
 * back; a weekday is the first after today; a weekday beside a date must fit it.
 */
export function readDate(text: string, today: string, context: DateContext = {}): string | null {
  const words = text
    .toLocaleLowerCase('da')
    .replace(/[,]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^(senest|inden|by|before|due)\s+/, '')
  if (words === '' || !isDate(today)) return null
  return (
    isoDate(words) ??
    relativeDate(words, today) ??
    spokenPlace(words, context) ??
    weekdayAlone(words, today) ??
    dayAndMonth(words, today)
  )
}

function isoDate(text: string): string | null {
  return isDate(text) ? text : null
}

/** Whether this is an ISO date that exists. */
export function isDate(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)
  return match !== null && dateOf(Number(match[1]), Number(match[2]), Number(match[3])) === text
}

function dateOf(year: number, month: number, day: number): string | null {
  const at = new Date(Date.UTC(year, month - 1, day))
  const exists = at.getUTCFullYear() === year && at.getUTCMonth() === month - 1 && at.getUTCDate() === day
  return exists && year >= 1900 && year < 3000 ? at.toISOString().slice(0, 10) : null
}

/** A date so many days later. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(date) + days * DAY).toISOString().slice(0, 10)
}

function addMonths(date: string, months: number): string {
  const at = new Date(date)
  const target = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + months + 1, 0))
  target.setUTCDate(Math.min(at.getUTCDate(), target.getUTCDate()))
  return target.toISOString().slice(0, 10)
}

function relativeDate(text: string, today: string): string | null {
  const named: Record<string, number> = {
    'i dag': 0,
    idag: 0,
    today: 0,
    'i morgen': 1,
    imorgen: 1,
    tomorrow: 1,
    'i overmorgen': 2,
    overmorgen: 2,
  }
  const days = named[text]
  if (days !== undefined) return addDays(today, days)
  const match = /^(?:om|in) (\d{1,3}|\p{L}+) (dage?|days?|uger?|weeks?|måned(?:er)?|months?)$/u.exec(text)
  const count = match?.[1] === undefined ? null : (NUMBER_WORDS.get(match[1]) ?? Number(match[1]))
  if (count === null || Number.isNaN(count)) return null
  const unit = match?.[2] ?? ''
  if (unit.startsWith('m')) return addMonths(today, count)
  return addDays(today, /^[uw]/.test(unit) ? 7 * count : count)
}

function spokenPlace(text: string, { nextMeeting }: DateContext): string | null {
  return /^(næste møde|next meeting)$/.test(text) && nextMeeting && isDate(nextMeeting) ? nextMeeting : null
}

function weekdayAlone(text: string, today: string): string | null {
  const weekday = weekdayOf(text.replace(/^(på|on) /, ''))
  if (weekday === null) return null
  return addDays(today, ((weekday - weekdayIn(today) + 6) % 7) + 1)
}

function weekdayIn(date: string): number {
  return new Date(date).getUTCDay()
}

/** A weekday by its name or its first letters, at least two: 0 is Sunday. */
function weekdayOf(word: string): number | null {
  return named(WEEKDAYS, word, 2)
}

function named(names: readonly string[][], word: string, letters: number): number | null {
  const start = word.replace(/\.$/, '')
  if (start.length < letters) return null
  const found = names.flatMap((pair, index) => (pair.some((name) => name.startsWith(start)) ? [index] : []))
  return found.length === 1 ? (found[0] ?? null) : null
}

const FIGURES = /^(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}|\d{2})|\.? (\d{4}))?\.?$/
const SPOKEN = /^(\d{1,2})(?:\.|st|nd|rd|th)? ?(\p{L}{3,}\.?)(?: (\d{4}))?$/u
const ENGLISH = /^(\p{L}{3,}) (\d{1,2})(?:st|nd|rd|th)?(?: (\d{4}))?$/u
const DAY_ALONE = /^(?:den|d\.) (\d{1,2})\.?$/

interface SaidDate {
  day: number
  /** 1 to 12. */
  month: number
  year: number | null
}

function dayAndMonth(text: string, today: string): string | null {
  const alone = DAY_ALONE.exec(text)
  if (alone) return comingDay(Number(alone[1]), today)
  const parts = /^(\p{L}{2,}\.?) (.*)$/u.exec(text)
  const weekday = parts?.[1] === undefined ? null : weekdayOf(parts[1])
  const rest = (weekday === null ? text : (parts?.[2] ?? '')).replace(/^(den|d\.|the) /, '')
  const said = saidDate(rest)
  return said && inYear(said, weekday, today)
}

function saidDate(text: string): SaidDate | null {
  const figures = FIGURES.exec(text)
  if (figures) {
    const [, day, month, year, afterSpace] = figures
    return { day: Number(day), month: Number(month), year: yearOf(year ?? afterSpace) }
  }
  const spoken = SPOKEN.exec(text)
  const english = spoken ? null : ENGLISH.exec(text)
  const [day, name, year] = spoken
    ? [spoken[1], spoken[2], spoken[3]]
    : [english?.[2], english?.[1], english?.[3]]
  const month = name === undefined ? null : named(MONTHS, name, 3)
  return month === null ? null : { day: Number(day), month: month + 1, year: yearOf(year) }
}

function yearOf(text: string | undefined): number | null {
  if (text === undefined) return null
  return text.length === 2 ? 2000 + Number(text) : Number(text)
}

function comingDay(day: number, today: string): string | null {
  for (let months = 0; months < 12; months++) {
    const [year, month] = addMonths(`${today.slice(0, 8)}01`, months)
      .split('-')
      .map(Number)
    const date = year === undefined || month === undefined ? null : dateOf(year, month, day)
    if (date !== null && date >= today) return date
  }
  return null
}

/** How far back a date without a year may lie: minutes are written after the meeting. */
const BACK = 30

function inYear({ day, month, year }: SaidDate, weekday: number | null, today: string): string | null {
  const fits = (date: string | null) => date !== null && (weekday === null || weekdayIn(date) === weekday)
  if (year !== null) {
    const date = dateOf(year, month, day)
    return fits(date) ? date : null
  }
  const now = Number(today.slice(0, 4))
  const candidates = [0, 1, -1, 2, 3, 4].map((more) => dateOf(now + more, month, day))
  const earliest = addDays(today, weekday === null ? -BACK : -366)
  const latest = addDays(today, weekday === null ? 366 * 4 : 366 * 2)
  return (
    candidates.filter((date) => date !== null && fits(date) && date >= earliest && date <= latest)[0] ?? null
  )
}

/** The time of day a text says: `9`, `9.00`, `kl. 9:30`, `0930`. Null when it says none. */
export function readTime(text: string): string | null {
  const match = /^(?:kl\.?\s*|at\s+)?(\d{1,2})(?:[.:]?(\d{2}))?$/i.exec(text.trim())
  if (!match) return null
  const hours = Number(match[1])
  const minutes = Number(match[2] ?? 0)
  if (hours > 23 || minutes > 59) return null
  return `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`
}

/** Two times of day: `9-11`, `kl. 9.00–10.30`, `9 til 11`. Null unless the second is later. */
export function readTimes(text: string): { start: string; end: string } | null {
  const [first, second, ...more] = text.trim().split(/\s*(?:[-–—]|\s(?:til|to)\s)\s*/i)
  if (first === undefined || second === undefined || more.length > 0) return null
  const start = readTime(first)
  const end = readTime(second)
  return start !== null && end !== null && end > start ? { start, end } : null
}

/** A date in words: "torsdag den 12. marts 2026". Text that is no date is given back as it is. */
export function writeDate(date: string, words: ScreenWords): string {
  return written(date, words, words.common.dates.weekdayYear)
}

/** A date as a deadline: "8. maj", and with its year when that is not this one. */
export function writeShortDate(date: string, today: string, words: ScreenWords): string {
  const { day, dayYear } = words.common.dates
  return written(date, words, date.slice(0, 4) === today.slice(0, 4) ? day : dayYear)
}

function written(date: string, words: ScreenWords, pattern: string): string {
  if (!isDate(date)) return date
  const { weekdays, months } = words.common
  return fill(pattern, {
    weekday: weekdays[(weekdayIn(date) + 6) % 7] ?? '',
    day: Number(date.slice(8)),
    month: months[Number(date.slice(5, 7)) - 1] ?? '',
    year: Number(date.slice(0, 4)),
  })
}

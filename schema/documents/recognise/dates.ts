/** A date as printed; the year may be missing. */
export interface PrintedDate {
  day: number
  month: number
  year: number | null
  /** 0: Sunday … 6: Saturday. */
  weekday: number | null
  printed: string
  index: number
}

export interface PrintedTime {
  start: string
  end: string | null
  printed: string
  index: number
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'maj', 'jun', 'jul', 'aug', 'sep', 'okt', 'nov', 'dec']
const WEEKDAYS = ['søn', 'man', 'tir', 'ons', 'tor', 'fre', 'lør']
const WEEKDAY = String.raw`(?:(?<weekday>søn|man|tirs|ons|tors|fre|lør)dag(?:en)?,?\s+)?(?:(?:den|d\.?)\s*)?`
const NAMED = new RegExp(
  String.raw`${WEEKDAY}(?<day>\d{1,2})\.?\s*(?<month>januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december|(?:jan|feb|mar|apr|jun|jul|aug|sept?|okt|nov|dec)\b\.?)(?:\s*,?\s*(?<year>\d{4})(?!\d))?`,
  'giu',
)
const FIGURES = new RegExp(
  String.raw`${WEEKDAY}(?<!\d)(?<day>\d{1,2})(?<sep>[-./])\s?(?<month>\d{1,2})\k<sep>\s?(?<year>\d{4}|\d{2})(?!\d)`,
  'giu',
)
const SHORT = new RegExp(String.raw`${WEEKDAY}(?<!\d)(?<day>\d{1,2})\/(?<month>\d{1,2})(?![\d/])`, 'giu')
const ISO = /(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})(?!\d)/g

/** As much of a text as is looked at for dates: whoever prints more dates than it holds prints no fact. */
const LOOKED_AT = 4000

/** The dates at the beginning of a text, in the order they stand. */
export function findDates(source: string): PrintedDate[] {
  const found: PrintedDate[] = []
  const text = source.slice(0, LOOKED_AT)
  if (!/\d/.test(text)) return found
  for (const pattern of [ISO, NAMED, FIGURES, SHORT]) {
    for (const match of text.matchAll(pattern)) {
      const date = dateOf(match)
      if (date && !found.some((other) => overlaps(other, date))) found.push(date)
    }
  }
  return found.sort((a, b) => a.index - b.index)
}

const overlaps = (a: PrintedDate, b: PrintedDate) =>
  a.index < b.index + b.printed.length && b.index < a.index + a.printed.length

function dateOf(match: RegExpMatchArray): PrintedDate | null {
  const groups = match.groups ?? {}
  const month = /^\d/.test(groups.month ?? '') ? Number(groups.month) : monthOf(groups.month ?? '')
  const day = Number(groups.day)
  if (day < 1 || day > 31 || month < 1 || month > 12) return null
  const year = groups.year ? fullYear(Number(groups.year)) : null
  const weekday = groups.weekday ? WEEKDAYS.indexOf(groups.weekday.toLowerCase().slice(0, 3)) : null
  return { day, month, year, weekday, printed: match[0].trim(), index: match.index ?? 0 }
}

const monthOf = (name: string) => MONTHS.indexOf(name.toLowerCase().slice(0, 3)) + 1

const fullYear = (year: number) => (year < 100 ? 2000 + year : year)

export const isoDate = (year: number, month: number, day: number) =>
  `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`

/** The name of a date's weekday. */
export function weekdayName(
  { weekdays }: { weekdays: readonly string[] },
  year: number,
  month: number,
  day: number,
): string {
  return weekdays[(weekdayOf(year, month, day) + 6) % 7] ?? ''
}

/** The weekday of a date by Zeller's rule, 0: Sunday. No clock, no time zone. */
export function weekdayOf(year: number, month: number, day: number): number {
  const shift = month < 3 ? 1 : 0
  const y = year - shift
  const m = month + 12 * shift
  return (
    (day +
      Math.floor((13 * (m + 1)) / 5) +
      y +
      Math.floor(y / 4) -
      Math.floor(y / 100) +
      Math.floor(y / 400) +
      6) %
    7
  )
}

const TIME = String.raw`(\d{1,2})(?:[.:](\d{2}))?`
const SPAN = new RegExp(
  String.raw`(?:(?:kl\.?|klokken|fra)\s*)?(?<![\d.:/-])${TIME}\s*(?:-|–|—|til)\s*(?:kl\.?\s*)?${TIME}(?![\d:/-]|\.\d)`,
  'giu',
)
const SINGLE = new RegExp(
  String.raw`(?:kl\.?|klokken)\s*${TIME}|(?<![\d.:/-])(\d{1,2})[.:](\d{2})(?![\d:/-]|\.\d)`,
  'giu',
)

/** The times of day in a text: spans first, then single ones. A bare span must have minutes or "kl." to be one. */
export function findTimes(source: string): PrintedTime[] {
  const text = source.slice(0, LOOKED_AT)
  if (!/\d/.test(text)) return []
  const spans = [...text.matchAll(SPAN)].flatMap((match) => spanOf(match))
  if (spans.length) return spans
  return [...text.matchAll(SINGLE)].flatMap((match) => {
    const start = clock(match[1] ?? match[3], match[2] ?? match[4])
    return start ? [{ start, end: null, printed: match[0], index: match.index }] : []
  })
}

function spanOf(match: RegExpMatchArray): PrintedTime[] {
  const start = clock(match[1], match[2])
  const end = clock(match[3], match[4])
  const marked = match[2] !== undefined || match[4] !== undefined || /^kl/i.test(match[0])
  return start && end && marked ? [{ start, end, printed: match[0], index: match.index ?? 0 }] : []
}

function clock(hours: string | undefined, minutes: string | undefined): string | null {
  const h = Number(hours)
  const m = Number(minutes ?? '0')
  if (hours === undefined || h > 24 || m > 59) return null
  return `${String(h % 24).padStart(2, '0')}:${String(m).padStart(2, '0')}`
}

/** Minutes between two clock times; null when the second is not after the first. */
export function minutesBetween(start: string, end: string): number | null {
  const value = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))
  const difference = value(end) - value(start)
  return difference > 0 ? difference : null
}

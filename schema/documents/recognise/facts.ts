import { isoDate, weekdayName, weekdayOf, type PrintedDate } from './dates.ts'
import type { Head } from './head.ts'
import type { Report, Words } from './report.ts'

/** Date and times of the meeting, resolved. */
export interface When {
  date: string | null
  start: string | null
  end: string | null
}

const LOOKED_AT = 400_000

/** Settles what the head printed. A missing year comes from the weekday and the years the text mentions. */
export function settleWhen(head: Head, source: string, report: Report, words: Words): When {
  if (!head.date) report.guess('date', words.report.dateMissing, 0)
  const date = head.date && settleDate(head.date, source, report, words)
  return { date, start: head.start, end: head.end }
}

function settleDate(printed: PrintedDate, source: string, report: Report, words: Words): string | null {
  if (printed.year === null) return inferYear(printed, source, report, words)
  const actual = weekdayOf(printed.year, printed.month, printed.day)
  if (printed.weekday !== null && printed.weekday !== actual)
    report.guess(
      'date',
      words.report.weekdayDiffers(
        printed.printed,
        weekdayName(words, printed.year, printed.month, printed.day),
      ),
      0.5,
    )
  return isoDate(printed.year, printed.month, printed.day)
}

function inferYear(printed: PrintedDate, source: string, report: Report, words: Words): string | null {
  const years = yearsIn(source)
  const likely =
    printed.weekday === null
      ? years
      : years
          .flatMap((year) => [year, year + 1, year - 1])
          .filter((year) => weekdayOf(year, printed.month, printed.day) === printed.weekday)
  const year = likely[0]
  if (year === undefined) {
    report.guess('date', words.report.yearUnknown(printed.printed), 0)
    return null
  }
  const date = isoDate(year, printed.month, printed.day)
  const fromWeekday = printed.weekday !== null
  report.guess(
    'date',
    fromWeekday ? words.report.yearFromWeekday(date) : words.report.yearFromText(date),
    fromWeekday ? 0.8 : 0.5,
  )
  return date
}

/** The years a text mentions, the most frequent first, of equals the latest. */
function yearsIn(source: string): number[] {
  const counts = new Map<number, number>()
  for (const [text] of source.slice(0, LOOKED_AT).matchAll(/(?<!\d)(?:19|20)\d{2}(?!\d)/g)) {
    counts.set(Number(text), (counts.get(Number(text)) ?? 0) + 1)
  }
  return [...counts].sort((a, b) => b[1] - a[1] || b[0] - a[0]).map(([year]) => year)
}

import type { NextMeeting } from '../../meeting.ts'
import { findDates, findTimes, isoDate, type PrintedDate } from './dates.ts'
import type { Report } from './report.ts'

/** Meetings that lines such as "Næste møde afholdes den 14. september kl. 10.30-12.30" announce. */
export function readNextMeetings(lines: string[], after: string | null, report: Report): NextMeeting[] {
  const meetings: NextMeeting[] = []
  for (const line of lines) {
    for (const found of readLine(line, after, report)) {
      const known = meetings.find((other) => other.date === found.date)
      if (known) fill(known, found)
      else meetings.push(found)
    }
  }
  return meetings
}

function fill(known: NextMeeting, more: NextMeeting): void {
  known.start ??= more.start
  known.end ??= more.end
  known.place ??= more.place
}

function readLine(line: string, after: string | null, report: Report): NextMeeting[] {
  const text = line.slice(0, 1000)
  const dates = findDates(text)
  return dates.flatMap((date, i) => {
    const iso = resolve(date, after)
    if (!iso) return []
    if (date.year === null) report.guess('nextMeetings', report.words.nextMeetingYear(iso), 0.8)
    const rest = text.slice(date.index + date.printed.length, dates[i + 1]?.index ?? text.length)
    const time = findTimes(rest)[0]
    return [{ date: iso, start: time?.start ?? null, end: time?.end ?? null, place: placeIn(rest) }]
  })
}

const placeIn = (rest: string): string | null =>
  /(?:\bpå|\bi|\bhos|,)\s+((?:mødelokale |lokale )?\p{Lu}[\p{L}\d ]{2,60}?(?:rådhus|hospital|sygehus|regionshus|kommune)?)\.?$/u.exec(
    rest.trim(),
  )?.[1] ?? null

/** A date without a year is the first such after the meeting. */
function resolve(date: PrintedDate, after: string | null): string | null {
  if (date.year !== null) return isoDate(date.year, date.month, date.day)
  if (!after) return null
  const year = Number(after.slice(0, 4))
  const same = isoDate(year, date.month, date.day)
  return same > after ? same : isoDate(year + 1, date.month, date.day)
}

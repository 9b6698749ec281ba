import type { NextMeeting } from '../../meeting.ts'
import { findDates, findTimes, isoDate, type PrintedDate } from './dates.ts'
import type { Report } from './report.ts'

type Dated = NextMeeting & { date: string }

/** As much of a line as is looked at for meetings. */
export const LOOKED_AT = 1000

/** A line that tells of coming meetings, and whether a label says that it does. */
export interface Announcement {
  text: string
  labelled: boolean
}

/** Meetings that lines such as "Næste møde afholdes den 14. september kl. 10.30-12.30" announce. */
export function readNextMeetings(lines: Announcement[], after: string | null, report: Report): NextMeeting[] {
  const meetings = new Map<string, Dated>()
  for (const line of lines) {
    for (const { printed, found } of readLine(line.text, after, report)) {
      const known = meetings.get(found.date)
      if (known) fill(known, found)
      else {
        meetings.set(found.date, found)
        reportFound(found, printed, line.labelled, report)
      }
    }
  }
  return [...meetings.values()]
}

function reportFound(found: Dated, printed: PrintedDate, labelled: boolean, report: Report): void {
  const { words } = report
  if (printed.year === null) report.guess('nextMeetings', words.nextMeetingYear(found.date), 0.8)
  else if (!labelled) report.guess('nextMeetings', words.nextMeetingFromText(found.date), 0.85)
  if (found.place !== null) report.guess('nextMeetings', words.nextMeetingPlace(found.place), 0.7)
}

function fill(known: NextMeeting, more: NextMeeting): void {
  known.start ??= more.start
  known.end ??= more.end
  known.place ??= more.place
}

function readLine(
  line: string,
  after: string | null,
  report: Report,
): { printed: PrintedDate; found: Dated }[] {
  const text = line.slice(0, LOOKED_AT)
  const dates = findDates(text)
  return dates.flatMap((printed, i) => {
    const date = resolve(printed, after)
    if (date === null) {
      report.guess('nextMeetings', report.words.nextMeetingYearUnknown(printed.printed), 0)
      return []
    }
    const rest = text.slice(printed.index + printed.printed.length, dates[i + 1]?.index ?? text.length)
    const time = findTimes(rest)[0]
    const found = { date, start: time?.start ?? null, end: time?.end ?? null, place: placeIn(rest) }
    return [{ printed, found }]
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

import type { Forum, Meeting } from '../../../schema/api.ts'
import { addDays, daysBetween, easter, monday, type Day } from '../../../schema/deadlines.ts'
import { datesOf, type DateKind } from './rows.ts'

/** Eight weeks from the Monday of this one. */
export const WEEKS = 8
export const WIDTH = 900
/** Height of a lane, and of the head above the first. */
export const LANE = 52
export const HEAD = 42

/** How far apart marks of one date stand, and how much room the name of a date takes, in pixels. */
const SIDE = 15
const NAME = 24

/** A date of a meeting on a lane. */
export interface Mark {
  key: string
  kind: DateKind
  date: Day
  x: number
  /** Where its date is written; null: another mark of the lane has it already, and this one stands beside that. */
  named: 'above' | 'below' | null
  meeting: Meeting
}

export interface Lane {
  forum: Forum
  marks: Mark[]
  /** From the first to the last date of each meeting, cut off at the edges. */
  spans: { key: string; from: number; to: number }[]
  /** The days of the meetings after the eight weeks. */
  later: Day[]
}

/** The first day drawn. */
export function firstDay(today: Day): Day {
  return monday(today)
}

/** Where a day's middle stands, in pixels from the left. */
export function xOf(day: Day, first: Day): number {
  return ((daysBetween(first, day) + 0.5) * WIDTH) / (WEEKS * 7)
}

/** One lane for each forum, with the dates that fall in the eight weeks (rule U19). */
export function lanesOf(forums: readonly Forum[], meetings: readonly Meeting[], today: Day): Lane[] {
  const first = firstDay(today)
  return forums.map((forum) => {
    const own = meetings.filter((meeting) => meeting.forum === forum.id && meeting.date !== null)
    const marks = own.map((meeting) => marksOf(meeting, forum, today))
    return {
      forum,
      marks: named(apart(marks.flat().filter(({ date }) => isDrawn(date, first)))),
      spans: marks.flatMap((each) => spanOf(each)),
      later: own.flatMap(({ date }) => (date !== null && isLater(date, first) ? [date] : [])).sort(),
    }
  })
}

/** Public holidays worth a name behind the lanes: Easter and Christmas, when they fall in the weeks. */
export function breaksOf(first: Day): { name: 'easter' | 'christmas'; from: number; to: number }[] {
  const years = [first, addDays(first, WEEKS * 7)].map((day) => Number(day.slice(0, 4)))
  return [...new Set(years)].flatMap((year) => {
    const sunday = easter(year)
    return [
      ...cut('easter', addDays(sunday, -3), addDays(sunday, 1), first),
      ...cut('christmas', `${year}-12-24`, `${year}-12-26`, first),
    ]
  })
}

/** The Mondays of the eight weeks. */
export function mondays(first: Day): Day[] {
  return Array.from({ length: WEEKS }, (_, n) => addDays(first, 7 * n))
}

/** Where each month begins; the first stands at the left edge, unless the next is too near. */
export function monthsOf(first: Day): { day: Day; x: number }[] {
  const days = Array.from({ length: WEEKS * 7 }, (_, n) => addDays(first, n))
  const begins = days
    .filter((day) => day.endsWith('-01'))
    .map((day) => ({ day, x: xOf(day, first) - WIDTH / (WEEKS * 14) }))
  const near = begins[0] !== undefined && begins[0].x < 80
  return near ? begins : [{ day: first, x: 0 }, ...begins]
}

function marksOf(meeting: Meeting, forum: Forum, today: Day): Mark[] {
  const first = firstDay(today)
  return datesOf(meeting, forum).map(({ kind, date }) => ({
    key: `${meeting.id}/${kind}`,
    kind,
    date,
    x: xOf(date, first),
    named: 'above',
    meeting,
  }))
}

/** Marks of one date stand side by side. */
function apart(marks: Mark[]): Mark[] {
  return marks.map((mark, at) => {
    const before = marks.slice(0, at).filter(({ date }) => date === mark.date).length
    return before === 0 ? mark : { ...mark, x: mark.x + before * SIDE, named: null }
  })
}

/** Where dates are so near that their names would run together, every other one stands below the line. */
function named(marks: Mark[]): Mark[] {
  let last = -Infinity
  return marks
    .toSorted((a, b) => a.x - b.x)
    .map((mark) => {
      if (mark.named === null) return mark
      if (mark.x - last < NAME) return { ...mark, named: 'below' }
      last = mark.x
      return mark
    })
}

function spanOf(marks: Mark[]): Lane['spans'] {
  const xs = marks.map(({ x }) => x)
  const [from, to] = [Math.max(0, Math.min(...xs)), Math.min(WIDTH, Math.max(...xs))]
  return from < to && marks[0] ? [{ key: marks[0].key, from, to }] : []
}

function isLater(day: Day, first: Day): boolean {
  return daysBetween(first, day) >= WEEKS * 7
}

function isDrawn(day: Day, first: Day): boolean {
  const days = daysBetween(first, day)
  return days >= 0 && days < WEEKS * 7
}

function cut(
  name: 'easter' | 'christmas',
  from: Day,
  to: Day,
  first: Day,
): { name: 'easter' | 'christmas'; from: number; to: number }[] {
  const half = WIDTH / (WEEKS * 14)
  const [left, right] = [Math.max(0, xOf(from, first) - half), Math.min(WIDTH, xOf(to, first) + half)]
  return left < right ? [{ name, from: left, to: right }] : []
}

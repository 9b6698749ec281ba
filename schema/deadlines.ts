import { addDays } from './dates.ts'

export { addDays } from './dates.ts'

/**
 * The calendar of a forum: working days and what is due around a meeting. Dates are ISO days such as `2026-03-12`,
 * without clock or zone.
 */
export type Day = string

/** Days before (agenda) or after (minutes) the meeting, and length of the hearing. The forum's own rules. */
export interface Deadlines {
  agenda: number
  minutes: number
  hearing: number
}

const MS = 86_400_000

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((timeOf(to) - timeOf(from)) / MS)
}

const DANISH_DAY = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Copenhagen' })

/** The day it is in Denmark at an ISO time. */
export function danishDay(time: string): Day {
  return DANISH_DAY.format(new Date(time))
}

/** 1 (Monday) to 7 (Sunday). */
export function weekday(day: Day): number {
  return new Date(timeOf(day)).getUTCDay() || 7
}

/** The Monday of the day's week. */
export function monday(day: Day): Day {
  return addDays(day, 1 - weekday(day))
}

/** Number of the week by ISO 8601, as Danish calendars print it. */
export function week(day: Day): number {
  const thursday = addDays(monday(day), 3)
  return 1 + Math.floor(daysBetween(`${thursday.slice(0, 4)}-01-01`, thursday) / 7)
}

/** Easter Sunday of a year in the Gregorian calendar (Meeus, Jones and Butcher). */
export function easter(year: number): Day {
  const a = year % 19
  const b = Math.floor(year / 100)
  const c = year % 100
  const d = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30
  const e = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - d - (c % 4)) % 7
  const f = Math.floor((a + 11 * d + 22 * e) / 451)
  const month = Math.floor((d + e - 7 * f + 114) / 31)
  return isoOf(Date.UTC(year, month - 1, 1 + ((d + e - 7 * f + 114) % 31)))
}

/** Why offices are closed on a day. The last three are no public holidays, but public offices keep them. */
export type Holiday =
  | 'newYear'
  | 'maundyThursday'
  | 'goodFriday'
  | 'easter'
  | 'easterMonday'
  | 'prayerDay'
  | 'ascension'
  | 'whitsun'
  | 'whitMonday'
  | 'christmas'
  | 'boxingDay'
  | 'constitution'
  | 'christmasEve'
  | 'newYearsEve'

/** Days from Easter Sunday. */
const MOVING: Partial<Record<number, Holiday>> = {
  [-3]: 'maundyThursday',
  [-2]: 'goodFriday',
  0: 'easter',
  1: 'easterMonday',
  26: 'prayerDay',
  39: 'ascension',
  49: 'whitsun',
  50: 'whitMonday',
}

const FIXED: Partial<Record<string, Holiday>> = {
  '01-01': 'newYear',
  '06-05': 'constitution',
  '12-24': 'christmasEve',
  '12-25': 'christmas',
  '12-26': 'boxingDay',
  '12-31': 'newYearsEve',
}

/** The last year with the general prayer day (store bededag) as a holiday. */
const LAST_PRAYER_DAY = 2023

/** Null on any other day, weekends included. */
export function holiday(day: Day): Holiday | null {
  const year = Number(day.slice(0, 4))
  const moving = MOVING[daysBetween(easter(year), day)] ?? null
  if (moving === 'prayerDay' && year > LAST_PRAYER_DAY) return FIXED[day.slice(5)] ?? null
  return moving ?? FIXED[day.slice(5)] ?? null
}

export function isWorkingDay(day: Day): boolean {
  return weekday(day) < 6 && holiday(day) === null
}

/** The day itself when it is a working day, otherwise the nearest one before it. */
export function workingDayBy(day: Day): Day {
  return isWorkingDay(day) ? day : workingDayBy(addDays(day, -1))
}

/** The day itself when it is a working day, otherwise the nearest one after it. */
export function workingDayFrom(day: Day): Day {
  return isWorkingDay(day) ? day : workingDayFrom(addDays(day, 1))
}

/** The last days of a meeting's duties. */
export interface DueDays {
  agenda: Day
  minutes: Day
  hearing: Day
}

/** What is due around a meeting by its forum's own rules (rule U2). */
export function dueDays(meeting: Day, rules: Deadlines): DueDays {
  const minutes = minutesBy(meeting, rules.minutes)
  return {
    agenda: workingDayBy(addDays(meeting, -rules.agenda)),
    minutes,
    hearing: workingDayFrom(addDays(minutes, rules.hearing)),
  }
}

/** Never before the meeting: a long holiday right after it moves the day forward instead. */
function minutesBy(meeting: Day, days: number): Day {
  const day = workingDayBy(addDays(meeting, days))
  return daysBetween(meeting, day) >= 0 ? day : workingDayFrom(addDays(meeting, days))
}

function timeOf(day: Day): number {
  // Date.parse alone takes more than it should: V8 reads "12. marts" as a day in 2001.
  const time = /^\d{4}-\d\d-\d\d$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : NaN
  if (Number.isNaN(time)) throw new RangeError(`not an ISO day: ${day}`)
  return time
}

function isoOf(time: number): Day {
  return new Date(time).toISOString().slice(0, 10)
}

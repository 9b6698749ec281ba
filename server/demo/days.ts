import { addDays, isWorkingDay, type Day } from '../../schema/deadlines.ts'

/** The days of the demo's meetings: two held, one whose agenda is being written, one some weeks ahead. */
export interface DemoDays {
  before: Day
  current: Day
  next: Day
  later: Day
}

const THURSDAY = 4

/** Thursdays around today on which such a forum would meet. */
export function demoDays(today: Day): DemoDays {
  const current = thursday(today, -1)
  // The agenda, due two weeks before, is due within a week.
  const next = thursday(addDays(today, 15), 1)
  const spread = addDays(today, 43)
  const afterNext = addDays(next, 14)
  return {
    before: thursday(addDays(current, -28), -1),
    current,
    next,
    later: thursday(spread > afterNext ? spread : afterNext, 1),
  }
}

/** The day itself or the nearest one in a direction that is a Thursday on which offices are open. */
function thursday(day: Day, step: 1 | -1): Day {
  return isMeetingDay(day) ? day : thursday(addDays(day, step), step)
}

function isMeetingDay(day: Day): boolean {
  const christmas = day.slice(5) >= '12-20'
  return new Date(`${day}T00:00:00Z`).getUTCDay() === THURSDAY && isWorkingDay(day) && !christmas
}

/** `12. marts` */
export function spokenDay(day: Day): string {
  return spoken(day, { day: 'numeric', month: 'long' })
}

/** The name of the month so many months before a day's: `november`. */
export function monthBefore(day: Day, months: number): string {
  const [year = 0, month = 1] = day.split('-').map(Number)
  return spoken(new Date(Date.UTC(year, month - 1 - months, 1)).toISOString().slice(0, 10), { month: 'long' })
}

function spoken(day: Day, parts: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat('da-DK', { ...parts, timeZone: 'UTC' }).format(new Date(day))
}

import { daysBetween, weekday, week, type Day } from '../../schema/deadlines.ts'
import { fill, type ScreenWords } from '../../schema/words/index.ts'

/** Two forms of a phrase; `many` has the place `{n}`. */
export interface Counted {
  one: string
  many: string
}

/** "en frist", "to frister", "14 frister": a number word up to twelve, figures above. */
export function count(words: ScreenWords, forms: Counted, n: number): string {
  return n === 1 ? forms.one : fill(forms.many, { n: words.common.numbers[n] ?? n })
}

/** "4 åbne": the same with figures, for counts beside a heading. */
export function tally(forms: Counted, n: number): string {
  return n === 1 ? forms.one : fill(forms.many, { n })
}

/** The first letter raised, for the beginning of a sentence. */
export function sentence(text: string): string {
  return text.slice(0, 1).toLocaleUpperCase() + text.slice(1)
}

/** "12. marts"; with the year when it is another than today's. */
export function sayDay(words: ScreenWords, day: Day, today?: Day): string {
  const year = today !== undefined && day.slice(0, 4) !== today.slice(0, 4)
  return fill(year ? words.common.dates.dayYear : words.common.dates.day, partsOf(words, day))
}

/**
 * What to give `sayDay` as today for dates that stand together: when any of them has another year, all get theirs.
 */
export function commonYear(days: readonly Day[], today: Day): Day {
  return days.every((day) => day.slice(0, 4) === today.slice(0, 4)) ? today : ''
}

/** "torsdag den 12. marts"; with the year when it is another than today's. */
export function sayWeekday(words: ScreenWords, day: Day, today?: Day): string {
  const year = today !== undefined && day.slice(0, 4) !== today.slice(0, 4)
  return fill(year ? words.common.dates.weekdayYear : words.common.dates.weekday, partsOf(words, day))
}

/** "torsdag den 12. marts 2026" */
export function sayFullDay(words: ScreenWords, day: Day): string {
  return fill(words.common.dates.weekdayYear, partsOf(words, day))
}

/** "i dag", "i morgen", "om 3 dage". */
export function sayIn(words: ScreenWords, day: Day, today: Day): string {
  const days = daysBetween(today, day)
  if (days === 0) return words.common.dates.today
  if (days === 1) return words.common.dates.tomorrow
  return fill(words.common.dates.inDays, { n: days })
}

/** "kl. 9", "kl. 9.30" of a clock time `09:00`. */
export function sayTime(words: ScreenWords, time: string): string {
  const [hour = '0', minute = '00'] = time.split(':')
  const values = { hour: Number(hour), minute }
  return fill(minute === '00' ? words.common.dates.hour : words.common.dates.time, values)
}

/** "9.00" of a clock time `09:00`. */
export function sayClock(words: ScreenWords, time: string): string {
  const [hour = '0', minute = '00'] = time.split(':')
  return fill(words.common.dates.clock, { hour: Number(hour), minute })
}

/** "kl. 9.05", "i går kl. 9.05", "12. marts kl. 9.05": a moment as seen from now, both in local time. */
export function sayMoment(words: ScreenWords, moment: Date, now: Date): string {
  const time = fill(words.common.dates.time, { hour: moment.getHours(), minute: pad(moment.getMinutes()) })
  const days = daysBetween(dayOf(moment), dayOf(now))
  if (days === 0) return time
  const day = days === 1 ? words.common.dates.yesterday : sayDay(words, dayOf(moment), dayOf(now))
  return fill(words.common.dates.at, { day, time })
}

/** "i dag kl. 9.05", "i morgen kl. 9.05", "12. marts kl. 9.05": a moment to come, in local time. */
export function sayUntil(words: ScreenWords, moment: Date, now: Date): string {
  const time = fill(words.common.dates.time, { hour: moment.getHours(), minute: pad(moment.getMinutes()) })
  const [day, today] = [dayOf(moment), dayOf(now)]
  const near = daysBetween(today, day) < 2
  return fill(words.common.dates.at, {
    day: near ? sayIn(words, day, today) : sayDay(words, day, today),
    time,
  })
}

export function sayWeek(words: ScreenWords, day: Day): string {
  return fill(words.common.dates.week, { n: week(day) })
}

export function sayWeekdayName(words: ScreenWords, day: Day): string {
  return words.common.weekdays[weekday(day) - 1] ?? ''
}

export function sayMonth(words: ScreenWords, day: Day): string {
  return words.common.months[Number(day.slice(5, 7)) - 1] ?? ''
}

/** "januar"; with the year when it is another than today's. */
export function monthYear(words: ScreenWords, day: Day, today: Day): string {
  const month = sayMonth(words, day)
  return day.slice(0, 4) === today.slice(0, 4) ? month : `${month} ${day.slice(0, 4)}`
}

/** "Nanna", "Nanna og Rasmus", "Nanna, Rasmus og Amalie". */
export function sayList(words: ScreenWords, names: string[]): string {
  const last = names.at(-1) ?? ''
  if (names.length < 2) return last
  return fill(words.common.and, { a: names.slice(0, -1).join(', '), b: last })
}

/** The local calendar day of a moment. */
export function dayOf(moment: Date): Day {
  return `${moment.getFullYear()}-${pad(moment.getMonth() + 1)}-${pad(moment.getDate())}`
}

function partsOf(words: ScreenWords, day: Day): Record<string, string | number> {
  return {
    day: Number(day.slice(8, 10)),
    month: sayMonth(words, day),
    year: day.slice(0, 4),
    weekday: sayWeekdayName(words, day),
  }
}

function pad(n: number): string {
  return String(n).padStart(2, '0')
}

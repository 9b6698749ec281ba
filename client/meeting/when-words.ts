import { week } from '../../schema/deadlines.ts'
import type { NextMeeting } from '../../schema/meeting.ts'
import type { Header } from '../../schema/paper.ts'
import { fill, type ScreenWords } from '../../schema/words/index.ts'
import { sayClock, sayFullDay, sentence } from '../state/say.ts'

/** "kl. 9.00–11.00"; empty without a start (rule U36). */
export function clockText({ start, end }: Pick<Header, 'start' | 'end'>, words: ScreenWords): string {
  if (start === null) return ''
  const times = end === null ? [start] : [start, end]
  return fill(words.meeting.head.at, { time: times.map((time) => sayClock(words, time)).join('–') })
}

/** "Torsdag den 23. april 2026 kl. 9.00–11.00, Birkevang Rådhus". */
export function nextText(next: NextMeeting, words: ScreenWords): string {
  const day = next.date === null ? '' : sentence(sayFullDay(words, next.date))
  const when = [day, clockText(next, words)].filter((part) => part !== '').join(' ')
  return [when, next.place ?? ''].filter((part) => part !== '').join(', ')
}

/** "2 timer", "1 t. 30 min", "45 min". */
export function lengthText(length: number | null, words: ScreenWords): string {
  if (length === null || length <= 0) return ''
  const { hour, hours, hoursMinutes, minutes } = words.meeting.head
  const [h, m] = [Math.floor(length / 60), length % 60]
  if (h === 0) return fill(minutes, { n: m })
  if (m > 0) return fill(hoursMinutes, { h, m })
  return h === 1 ? hour : fill(hours, { n: h })
}

/** How a typed date was understood: "torsdag den 12. marts 2026, uge 11" (rule U36). */
export function readingOfDate(day: string, words: ScreenWords): string {
  return fill(words.meeting.head.readingDate, { date: sayFullDay(words, day), week: week(day) })
}

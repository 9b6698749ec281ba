import type { Header } from '../../schema/paper.ts'
import { fill, type ScreenWords } from '../../schema/words/index.ts'
import { sayFullDay } from '../state/say.ts'

/** "7. møde, torsdag den 12. marts 2026", from what is known. */
export function meetingTitle({ number, date }: Pick<Header, 'number' | 'date'>, words: ScreenWords): string {
  const text = words.meeting
  if (date === null) return number === null ? text.untitledMeeting : fill(text.titleNoDate, { n: number })
  const day = sayFullDay(words, date)
  return number === null
    ? fill(text.titleNoNumber, { date: day })
    : fill(text.title, { n: number, date: day })
}

import { describe, expect, it } from 'vitest'
import { WORDS } from '../../schema/words/index.ts'
import {
  commonYear,
  count,
  dayOf,
  monthYear,
  sayClock,
  sayDay,
  sayFullDay,
  sayIn,
  sayList,
  sayMoment,
  sayTime,
  sayUntil,
  sayWeekday,
  sentence,
} from '../../client/state/say.ts'
import {
  meetingName,
  memberLine,
  membersSummary,
  nextTitle,
  sortMeetings,
} from '../../client/views/forum/forum-words.ts'
import { dateMeaning, fileMeaning, isOtherForum } from '../../client/views/new-meeting/form-words.ts'
import { meetingOf } from '../../client/views/new-meeting/seeds.ts'
import { forum, meeting, member } from './builders.ts'

const { da, en } = WORDS
const TODAY = '2026-03-10'

describe('dates and numbers', () => {
  it('U17 a day is said with its month, and its year when it is another', () => {
    expect(sayDay(da, '2026-03-12', TODAY)).toBe('12. marts')
    expect(sayDay(da, '2027-01-08', TODAY)).toBe('8. januar 2027')
    expect(sayWeekday(da, '2026-03-12')).toBe('torsdag den 12. marts')
    expect(sayFullDay(en, '2026-03-12')).toBe('Thursday 12 March 2026')
    expect(monthYear(da, '2027-01-08', TODAY)).toBe('januar 2027')
  })

  it('U17 of dates of two years that stand together each has its year', () => {
    const together = (...days: string[]) => days.map((day) => sayDay(da, day, commonYear(days, TODAY)))
    expect(together('2026-12-10', '2027-01-08')).toEqual(['10. december 2026', '8. januar 2027'])
    expect(together('2026-12-10', '2026-03-12')).toEqual(['10. december', '12. marts'])
  })

  it('U17 a moment to come is said by its day', () => {
    const now = new Date(2026, 2, 10, 14, 0)
    expect(sayUntil(da, new Date(2026, 2, 10, 14, 20), now)).toBe('i dag kl. 14.20')
    expect(sayUntil(da, new Date(2026, 2, 11, 8, 5), now)).toBe('i morgen kl. 8.05')
    expect(sayUntil(en, new Date(2026, 2, 17, 8, 5), now)).toBe('17 March at 8:05')
  })

  it.each([
    ['2026-03-10', 'i dag', 'today'],
    ['2026-03-11', 'i morgen', 'tomorrow'],
    ['2026-03-13', 'om 3 dage', 'in 3 days'],
  ])('U17 %s is %s', (day, danish, english) => {
    expect(sayIn(da, day, TODAY)).toBe(danish)
    expect(sayIn(en, day, TODAY)).toBe(english)
  })

  it('U17 full hours are said without minutes', () => {
    expect(sayTime(da, '09:00')).toBe('kl. 9')
    expect(sayTime(da, '09:30')).toBe('kl. 9.30')
    expect(sayTime(en, '13:00')).toBe('at 13:00')
    expect(sayClock(da, '09:00')).toBe('9.00')
  })

  it('U17 numbers are words up to twelve', () => {
    const forms = { one: 'en frist', many: '{n} frister' }
    expect([1, 2, 12, 13].map((n) => count(da, forms, n))).toEqual([
      'en frist',
      'to frister',
      'tolv frister',
      '13 frister',
    ])
    expect(sentence('ét punkt')).toBe('Ét punkt')
  })

  it('U17 a moment is said by the clock today, with its day before', () => {
    const now = new Date(2026, 2, 10, 14, 0)
    expect(sayMoment(da, new Date(2026, 2, 10, 8, 5), now)).toBe('kl. 8.05')
    expect(sayMoment(da, new Date(2026, 2, 9, 15, 40), now)).toBe('i går kl. 15.40')
    expect(sayMoment(da, new Date(2026, 1, 27, 9, 0), now)).toBe('27. februar kl. 9.00')
    expect(dayOf(new Date(2026, 0, 5, 0, 30))).toBe('2026-01-05')
  })

  it('U17 names are listed with "og" before the last', () => {
    expect(sayList(da, ['Nanna', 'Rasmus', 'Amalie'])).toBe('Nanna, Rasmus og Amalie')
    expect(sayList(da, ['Nanna'])).toBe('Nanna')
    expect(sayList(da, [])).toBe('')
  })
})

describe('a forum in words', () => {
  const now = new Date(2026, 2, 10, 12)

  it('U17 the next meeting is named by its weekday when it is near', () => {
    const next = meeting('m', { number: 7, date: '2026-03-12', start: '09:00' })
    expect(nextTitle(da, next, TODAY)).toBe('7. møde, på torsdag kl. 9')
    expect(nextTitle(da, { ...next, date: '2026-04-02' }, TODAY)).toBe('7. møde, om 23 dage kl. 9')
    expect(nextTitle(da, { ...next, date: null }, TODAY)).toBe('7. møde')
    expect(meetingName(da, { ...next, subject: 'Temadag 17. marts' })).toBe('7. møde, Temadag 17. marts')
    expect(meetingName(da, { ...next, subject: 'Møde nr. 7' })).toBe('Møde nr. 7')
    expect(meetingName(da, { ...next, subject: 'Møde nr. 17' })).toBe('7. møde, Møde nr. 17')
  })

  it('U17 members are counted, and those who have not come in', () => {
    const members = [
      member('a', { organisation: 'fjordland' }),
      member('b', { organisation: 'fjordland' }),
      member('c', { invited: '2026-03-09T08:00:00Z' }),
    ]
    expect(membersSummary(da, forum('a', { members }))).toBe(
      'Tre personer fra en organisation. En har ikke åbnet sit link.',
    )
  })

  it('U17 a member’s line tells their title, that it is you, or how the invitation stands', () => {
    const line = (fields: Parameters<typeof member>[1]) => memberLine(da, member('x', fields), 'x', now)
    expect(line({ title: 'sekretariatet' }).text).toBe('sekretariatet, dig')
    const invited = '2026-03-09T08:00:00Z'
    expect(line({ invited, linkExpires: '2026-03-16T08:00:00Z' })).toEqual({
      text: 'inviteret 9. marts, ikke åbnet',
      late: false,
      needsLink: false,
    })
    expect(line({ invited, linkExpires: '2026-03-06T08:00:00Z' })).toEqual({
      text: 'linket udløb 6. marts',
      late: true,
      needsLink: true,
    })
  })

  it('U5 meetings stand next first, undated last, earlier ones from the latest', () => {
    const all = ['2026-05-01', null, '2026-01-22', '2026-03-12', '2026-02-20'].map((date, n) =>
      meeting(String(n), { date }),
    )
    const { coming, past } = sortMeetings(all, TODAY)
    expect(coming.map(({ date }) => date)).toEqual(['2026-03-12', '2026-05-01', null])
    expect(past.map(({ date }) => date)).toEqual(['2026-02-20', '2026-01-22'])
  })
})

describe('a new meeting in words', () => {
  it.each([
    ['2026-06-11', 'Torsdag den 11. juni 2026. Dagsorden udsendes senest 28. maj.'],
    ['2026-03-12', 'Torsdag den 12. marts 2026. Dagsordenen skulle være udsendt 26. februar.'],
    ['2026-03-05', 'Torsdag den 5. marts 2026. Referatet udsendes senest 12. marts.'],
    ['2025-03-06', 'Torsdag den 6. marts 2025.'],
    ['2027-01-07', 'Torsdag den 7. januar 2027. Dagsorden udsendes senest 23. december 2026.'],
  ])('U2 the due day of %s is told as it is typed', (day, text) => {
    expect(dateMeaning(da, day, forum('a'), TODAY)).toBe(text)
  })

  it.each([
    ['Forum a', false],
    ['Forum a – Sundhedsklynge Øst', false],
    ['Forum b – Sundhedsklynge Øst', true],
  ])('U12 a file from %s is from another forum than Forum a: %s', (written, other) => {
    expect(isOtherForum(written, { ...forum('a'), name: 'Forum a' })).toBe(other)
  })

  it('U12 a file is told by what was found in it', () => {
    const facts = {
      forum: 'a',
      subject: null,
      number: null,
      date: null,
      start: null,
      end: null,
      place: null,
    }
    const read = meetingOf({ people: [], items: [] }, forum('a'), facts)
    const report = [
      { where: 'item 1', what: 'title', confidence: 0.4 },
      { where: 'kind', what: 'guessed', confidence: 0.9 },
      { where: 'noise', what: 'page 2', confidence: 0.1 },
    ]
    expect(fileMeaning(da, 'referat.txt', { ...read, report })).toBe(
      'referat.txt: nul punkter, nul personer. To ting at se efter.',
    )
  })
})

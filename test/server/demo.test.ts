import { expect, test } from 'vitest'
import { addDays, daysBetween, isWorkingDay } from '../../schema/deadlines.ts'
import { demoDays, monthBefore } from '../../server/demo/days.ts'
import { demoMeetings } from '../../server/demo/meetings.ts'

test('H17 whenever the demo is filled in, its meetings stand on days on which people meet', () => {
  for (let n = 0; n < 800; n++) {
    const today = addDays('2026-01-01', n)
    const { before, current, next, later } = demoDays(today)
    for (const day of [before, current, next, later]) {
      expect([day, isWorkingDay(day)]).toEqual([day, true])
      expect(day.slice(5) < '12-20', day).toBe(true)
    }
    expect(before < current && current <= today && today < next && next < later, today).toBe(true)
    expect(daysBetween(current, today), today).toBeLessThanOrEqual(28)
    expect(daysBetween(today, next), today).toBeGreaterThan(14)
  }
})

test('H17 who came is known of the meetings held, and of those to come nobody is said to be there', () => {
  const attendance = demoMeetings('2026-11-25').map(({ meeting }) => [
    ...new Set(meeting.people.map((person) => person.attendance)),
  ])
  expect(attendance).toEqual([['present'], ['present', 'apology'], [null], [null]])
})

test('H17 an outcome about a recommendation stands only where there is one', () => {
  const wrong = demoMeetings('2026-11-25')
    .flatMap(({ meeting }) => meeting.items)
    .filter(
      ({ outcomes, recommendation }) =>
        recommendation.length === 0 && outcomes.some(({ kind }) => /adopted|rejected/.test(kind)),
    )
  expect(wrong).toEqual([])
  expect(monthBefore('2027-01-07', 4)).toBe('september')
})

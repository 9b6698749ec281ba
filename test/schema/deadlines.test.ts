import { describe, expect, it } from 'vitest'
import {
  addDays,
  daysBetween,
  dueDays,
  easter,
  holiday,
  isWorkingDay,
  week,
  weekday,
  workingDayBy,
  workingDayFrom,
} from '../../schema/deadlines.ts'

const RULES = { agenda: 14, minutes: 7, hearing: 7 }

describe('working days', () => {
  it.each([
    [2019, '2019-04-21'],
    [2024, '2024-03-31'],
    [2025, '2025-04-20'],
    [2026, '2026-04-05'],
    [2027, '2027-03-28'],
    [2038, '2038-04-25'],
  ])('U1 Easter of %i is %s', (year, day) => {
    expect(easter(year)).toBe(day)
  })

  it.each([
    ['2026-01-01', 'newYear'],
    ['2026-04-02', 'maundyThursday'],
    ['2026-04-03', 'goodFriday'],
    ['2026-04-05', 'easter'],
    ['2026-04-06', 'easterMonday'],
    ['2026-05-14', 'ascension'],
    ['2026-05-24', 'whitsun'],
    ['2026-05-25', 'whitMonday'],
    ['2026-06-05', 'constitution'],
    ['2026-12-24', 'christmasEve'],
    ['2026-12-25', 'christmas'],
    ['2026-12-26', 'boxingDay'],
    ['2026-12-31', 'newYearsEve'],
  ])('U1 %s is %s and no working day', (day, name) => {
    expect(holiday(day)).toBe(name)
    expect(isWorkingDay(day)).toBe(false)
  })

  it('U1 the general prayer day ended with 2023', () => {
    expect(holiday('2023-05-05')).toBe('prayerDay')
    expect(isWorkingDay('2024-04-26')).toBe(true)
  })

  it('U1 weekends are no working days and have no name', () => {
    expect(isWorkingDay('2026-03-14')).toBe(false)
    expect(isWorkingDay('2026-03-15')).toBe(false)
    expect(holiday('2026-03-14')).toBeNull()
    expect(isWorkingDay('2026-03-16')).toBe(true)
  })

  it('U1 the nearest working day is looked for in the asked direction', () => {
    expect(workingDayBy('2026-04-06')).toBe('2026-04-01')
    expect(workingDayFrom('2026-04-02')).toBe('2026-04-07')
    expect(workingDayBy('2026-03-12')).toBe('2026-03-12')
  })
})

describe('due days', () => {
  it('U2 count from the meeting by the forum’s rules', () => {
    expect(dueDays('2026-06-11', RULES)).toEqual({
      agenda: '2026-05-28',
      minutes: '2026-06-18',
      hearing: '2026-06-25',
    })
  })

  it('U2 what the secretariat sends moves back over a holiday, the answer of others moves forward', () => {
    const due = dueDays('2026-04-16', RULES)
    expect(due.agenda).toBe('2026-04-01')
    expect(dueDays('2026-03-26', RULES)).toMatchObject({ minutes: '2026-04-01', hearing: '2026-04-08' })
    expect(dueDays('2026-03-26', { ...RULES, hearing: 1 }).hearing).toBe('2026-04-07')
  })

  it('U2 minutes are never due before their meeting', () => {
    expect(dueDays('2026-12-23', { ...RULES, minutes: 2 }).minutes).toBe('2026-12-23')
    expect(dueDays('2026-12-24', { ...RULES, minutes: 2 }).minutes).toBe('2026-12-28')
  })
})

describe('calendar', () => {
  it('U1 days cross months, years and summer time', () => {
    expect(addDays('2026-02-27', 2)).toBe('2026-03-01')
    expect(addDays('2024-02-28', 1)).toBe('2024-02-29')
    expect(daysBetween('2026-03-28', '2026-03-30')).toBe(2)
    expect(daysBetween('2026-03-12', '2026-03-10')).toBe(-2)
  })

  it.each([
    ['2026-03-12', 4, 11],
    ['2026-01-01', 4, 1],
    ['2027-01-01', 5, 53],
    ['2024-12-30', 1, 1],
    ['2026-03-15', 7, 11],
  ])('U1 %s is weekday %i in week %i', (day, number, weekNumber) => {
    expect(weekday(day)).toBe(number)
    expect(week(day)).toBe(weekNumber)
  })

  it('U1 refuses what is no day, and says what came', () => {
    expect(() => daysBetween('12. marts', '2026-03-12')).toThrow('12. marts')
  })
})

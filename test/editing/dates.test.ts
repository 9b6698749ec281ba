import { describe, expect, test } from 'vitest'
import { isDate, readDate, readTime, readTimes, writeDate, writeShortDate } from '../../schema/dates.ts'
import { WORDS } from '../../schema/words/index.ts'

const TODAY = '2026-03-12' // a Thursday

describe('dates as they are said', () => {
  const cases: [string, string | null][] = [
    ['2026-06-01', '2026-06-01'],
    ['1/6', '2026-06-01'],
    ['1/6-26', '2026-06-01'],
    ['01.06.2027', '2027-06-01'],
    ['14/1 2027', '2027-01-14'],
    ['to 14/1 2027', '2027-01-14'],
    ['fre 14/1 2027', null],
    ['14/1 27', null],
    ['1. juni', '2026-06-01'],
    ['1 jun', '2026-06-01'],
    ['den 1. juni 2027', '2027-06-01'],
    ['June 1st', '2026-06-01'],
    ['senest 8. maj', '2026-05-08'],
    ['fre', '2026-03-13'],
    ['fredag', '2026-03-13'],
    ['på mandag', '2026-03-16'],
    ['torsdag', '2026-03-19'],
    ['fri', '2026-03-13'],
    ['i morgen', '2026-03-13'],
    ['i dag', '2026-03-12'],
    ['om 14 dage', '2026-03-26'],
    ['om en uge', '2026-03-19'],
    ['om to måneder', '2026-05-12'],
    ['in 3 weeks', '2026-04-02'],
    ['to 12 mar', '2026-03-12'],
    ['torsdag den 12. marts 2026', '2026-03-12'],
    ['mandag d. 23. marts', '2026-03-23'],
    ['1/3', '2026-03-01'],
    ['1/2', '2027-02-01'],
    ['den 20.', '2026-03-20'],
    ['den 5.', '2026-04-05'],
    ['29. februar', '2028-02-29'],
    ['næste møde', '2026-06-11'],
    // Not understood, so not guessed.
    ['fredag den 12. marts 2026', null],
    ['31/2', null],
    ['12', null],
    ['f', null],
    ['ju', null],
    ['1. ju', null],
    ['snart', null],
    ['om lidt dage', null],
    ['', null],
    ['2026-02-30', null],
    ['13/13', null],
  ]
  test.each(cases)('T7 %s → %s', (text, date) => {
    expect(readDate(text, TODAY, { nextMeeting: '2026-06-11' })).toBe(date)
  })

  test('T7 "næste møde" is nothing where none is known', () => {
    expect(readDate('næste møde', TODAY)).toBeNull()
  })

  test('T7 the last day of a month does not run over', () => {
    expect(readDate('om en måned', '2026-01-31')).toBe('2026-02-28')
  })
})

describe('times', () => {
  const cases: [string, string | null][] = [
    ['9', '09:00'],
    ['9.30', '09:30'],
    ['kl. 13:05', '13:05'],
    ['0930', '09:30'],
    ['24', null],
    ['9.60', null],
    ['9-11', null],
  ]
  test.each(cases)('T7 %s → %s', (text, time) => expect(readTime(text)).toBe(time))

  test('T7 a span of time', () => {
    expect(readTimes('9-11')).toEqual({ start: '09:00', end: '11:00' })
    expect(readTimes('kl. 9.00–10.30')).toEqual({ start: '09:00', end: '10:30' })
    expect(readTimes('9 til 11')).toEqual({ start: '09:00', end: '11:00' })
    expect(readTimes('11-9')).toBeNull()
  })
})

describe('dates as they are printed', () => {
  test('T7 in words', () => {
    expect(writeDate('2026-03-12', WORDS.da)).toBe('torsdag den 12. marts 2026')
    expect(writeDate('2026-03-12', WORDS.en)).toBe('Thursday 12 March 2026')
    expect(writeDate('på fredag', WORDS.da)).toBe('på fredag')
  })

  test('T7 a deadline leaves out this year', () => {
    expect(writeShortDate('2026-05-08', TODAY, WORDS.da)).toBe('8. maj')
    expect(writeShortDate('2027-05-08', TODAY, WORDS.da)).toBe('8. maj 2027')
  })

  test('T7 only days that exist are dates', () => {
    expect(['2024-02-29', '2026-02-29', '26-1-1'].map(isDate)).toEqual([true, false, false])
  })
})

import { describe, expect, it } from 'vitest'
import type { Meeting } from '../../schema/api.ts'
import type { Role } from '../../schema/roles.ts'
import { WORDS } from '../../schema/words/index.ts'
import { breaksOf, firstDay, lanesOf, mondays, monthsOf, WIDTH } from '../../client/views/overview/lanes.ts'
import {
  actionText,
  contextOf,
  lackOf,
  openText,
  summaryOf,
  titleOf,
} from '../../client/views/overview/row-words.ts'
import { laterRows, rowsOf, soon } from '../../client/views/overview/rows.ts'
import { forum, meeting, overview } from './builders.ts'

const TODAY = '2026-03-10'
const { da, en } = WORDS

function rows(...meetings: ReturnType<typeof meeting>[]) {
  return rowsOf(overview([forum('a'), forum('b', { role: 'observer' })], meetings), TODAY)
}

describe('rows', () => {
  it('U5 one meeting gives its agenda, itself, its minutes and its hearing, each on its date', () => {
    const found = rows(meeting('m', { date: '2026-03-26' }))
    expect(found.map(({ kind, date }) => [kind, date])).toEqual([
      ['agenda', '2026-03-12'],
      ['meeting', '2026-03-26'],
      ['minutes', '2026-04-01'],
      ['hearing', '2026-04-08'],
    ])
  })

  it.each([
    ['live', ['meeting', 'minutes', 'hearing']],
    ['hearing', ['hearing']],
    ['published', []],
  ] as const)(
    'R12 of a meeting of today that is %s what lies behind it is due no more: %j',
    (phase, kinds) => {
      expect(rows(meeting('m', { date: TODAY, phase })).map(({ kind }) => kind)).toEqual(kinds)
    },
  )

  it('U5 rows of all meetings are sorted by date, what is past or far ahead is left out', () => {
    const found = rows(
      meeting('soon', { date: '2026-03-12' }),
      meeting('held', { date: '2026-03-04' }),
      meeting('far', { date: '2026-09-04' }),
    )
    expect(found.map(({ key }) => key)).toEqual([
      'soon/agenda',
      'held/minutes',
      'soon/meeting',
      'held/hearing',
      'soon/minutes',
      'soon/hearing',
    ])
  })

  it('U5 meetings after the eight weeks are shown too, what is due around them is not', () => {
    const far = [meeting('far', { date: '2027-01-18' }), meeting('m', { forum: 'b', date: '2026-05-05' })]
    const both = overview([forum('a'), forum('b')], [...far, meeting('soon', { date: '2026-03-12' })])
    expect(laterRows(both, TODAY).map(({ key }) => key)).toEqual(['m/meeting', 'far/meeting'])
    expect(rowsOf(both, TODAY).map(({ key }) => key)).not.toContain('far/meeting')
  })

  it('U5 a meeting without a date stands last and says so', () => {
    const found = rows(meeting('undated'), meeting('m', { date: '2026-03-12' }))
    const last = found.at(-1)
    expect(last?.key).toBe('undated/meeting')
    expect(last && lackOf(da, last)).toBe('Datoen er ikke sat')
  })

  it('U5 those who only read are offered nothing to write', () => {
    const found = rows(meeting('m', { forum: 'b', date: '2026-03-26' }))
    expect(found.map(({ action }) => action)).toEqual([null, 'open', null, null])
    expect(found.map((row) => actionText(da, row))[1]).toBe('Åbn dagsorden')
    const own = rows(meeting('m', { date: '2026-03-26' }))
    expect(own.map(({ action }) => action)).toEqual(['write', 'open', null, null])
  })

  it('U5 what is missing is said, minutes only when the meeting has been held', () => {
    const lacks = (date: string) =>
      rows(meeting('m', { date, withoutCase: 2, withoutMinutes: 1 })).map((row) => lackOf(da, row))
    expect(lacks('2026-03-26')).toEqual(['To punkter mangler sagsfremstilling', null, null, null])
    expect(lacks('2026-03-06')).toEqual(['Ét punkt mangler referat', null])
  })

  it('U5 those who only read are not told what is missing', () => {
    const lacks = (fields: Partial<Meeting>) =>
      rows(meeting('m', { forum: 'b', withoutCase: 2, withoutMinutes: 1, ...fields })).map((row) =>
        lackOf(da, row),
      )
    expect(lacks({ date: '2026-03-26', items: 0 })).toEqual([null, null, null, null])
    expect(lacks({ date: '2026-03-06' })).toEqual([null, null])
  })

  it('U17 a row says what is due in words', () => {
    const [agenda, itself] = rows(
      meeting('m', { date: '2026-03-26', start: '09:00', place: 'Birkevang Rådhus', items: 8 }),
    )
    expect(agenda && titleOf(da, agenda, TODAY)).toBe('Dagsorden udsendes om 2 dage')
    expect(agenda && contextOf(da, agenda, TODAY)).toBe('Forum a, møde 26. marts')
    expect(itself && titleOf(da, itself, TODAY)).toBe('Møde i Forum a kl. 9')
    expect(itself && contextOf(da, itself, TODAY)).toBe('Birkevang Rådhus, otte punkter')
    expect(agenda && titleOf(en, agenda, TODAY)).toBe('Agenda goes out in 2 days')
  })
})

describe('what is next', () => {
  const asked = [{ id: 'p', name: 'Lyngø Kommune', people: [{ id: 'nanna', name: 'Nanna' }] }]
  const round = (phase: 'sent' | 'hearing', day: string, time: string | null = null) => ({
    id: 'r',
    phase,
    opened: '2026-03-05T09:00:00Z',
    closed: null,
    deadline: { day, time },
    asked,
  })
  const told = (role: Role, fields: Partial<Meeting>, awaited: string[] = []) => {
    const all = overview([forum('a', { role })], [meeting('m', { date: '2026-03-02', ...fields })])
    return rowsOf({ ...all, awaited }, TODAY).map((row) => [
      row.kind,
      titleOf(da, row, TODAY),
      actionText(da, row),
    ])
  }

  it('U61 an answer that is awaited stands there with its deadline, and is gone with it', () => {
    const sent = { phase: 'sent', date: '2026-03-20', round: round('sent', '2026-03-12') } as const
    expect(told('member', sent, ['m'])[0]).toEqual([
      'answer',
      'Frist for dit svar på dagsordenen om 2 dage',
      'Svar',
    ])
    expect(told('member', sent).map(([kind]) => kind)).toEqual(['meeting', 'minutes', 'hearing'])
    const hearing = { phase: 'hearing', round: round('hearing', '2026-03-11', '12:00') } as const
    expect(told('chair', hearing, ['m'])).toEqual([
      ['answer', 'Frist for dit svar på referatet i morgen kl. 12', 'Svar'],
    ])
    const past = { phase: 'hearing', round: round('hearing', '2026-03-09') } as const
    expect(told('member', past, ['m'])).toEqual([])
    expect(told('observer', hearing, ['m']).map(([kind]) => kind)).toEqual(['hearing'])
  })

  it('U61 what is overdue is told to those who can bring it on', () => {
    const held = { date: '2026-02-20', phase: 'live' } as const
    expect(told('secretary', held)).toEqual([
      ['minutes', 'Referatet skulle være sendt i høring', 'Skriv videre'],
    ])
    expect([told('chair', held), told('member', held)]).toEqual([[], []])
    const heard = { phase: 'hearing', round: round('hearing', '2026-03-09') } as const
    for (const role of ['secretary', 'chair'] as const)
      expect(told(role, heard)).toEqual([['hearing', 'Høringsfristen er udløbet', 'Godkend referat']])
    expect(told('member', heard)).toEqual([])
    expect(told('secretary', { ...heard, round: round('hearing', '2025-12-09') })).toEqual([])
    const [row] = rowsOf(overview([forum('a')], [meeting('m', held)]), TODAY)
    expect(row && contextOf(da, row, TODAY)).toBe('Forum a, møde 20. februar, elleve dage over fristen')
  })

  it('U61 approved minutes can be published, for a while', () => {
    const approved = { phase: 'approved', since: { approved: '2026-03-09T09:00:00Z' } } as const
    expect(told('secretary', approved)).toEqual([
      ['publish', 'Referatet er godkendt og kan offentliggøres', 'Offentliggør'],
    ])
    expect(told('chair', approved)).toEqual([])
    expect(told('secretary', { ...approved, since: { approved: '2025-12-09T09:00:00Z' } })).toEqual([])
  })

  it.each([
    ['sent', 'Åbn dagsorden'],
    ['live', 'Åbn mødet'],
    ['hearing', 'Åbn referat'],
    ['published', 'Åbn referat'],
  ] as const)('U61 a meeting that is %s is opened by “%s”', (phase, text) => {
    expect(openText(da, phase)).toBe(text)
  })
})

describe('the opening sentence', () => {
  it.each([
    [{ deadlines: 2, meetings: 1 }, 'To frister og et møde inden for tre dage.'],
    [{ deadlines: 0, meetings: 3 }, 'Tre møder inden for tre dage.'],
    [{ deadlines: 1, meetings: 0 }, 'En frist inden for tre dage.'],
    [{ deadlines: 0, meetings: 0 }, 'Ingen frister eller møder de næste tre dage.'],
  ])('U6 %j: %s', (counts, sentence) => {
    expect(summaryOf(da, counts)).toBe(sentence)
  })

  it('U6 counts from today to three days ahead', () => {
    const found = rows(
      meeting('today', { date: TODAY }),
      meeting('third', { date: '2026-03-13' }),
      meeting('fourth', { date: '2026-03-14' }),
      meeting('agenda', { date: '2026-03-26' }),
      meeting('undated'),
    )
    expect(soon(found, TODAY)).toEqual({ deadlines: 1, meetings: 2 })
  })
})

describe('the lanes', () => {
  it('U19 hold every date of the eight weeks from this Monday, past ones of this week too', () => {
    const [lane] = lanesOf([forum('a')], [meeting('m', { date: '2026-03-23' })], TODAY)
    expect(lane?.marks.map(({ kind, date }) => [kind, date])).toEqual([
      ['agenda', '2026-03-09'],
      ['meeting', '2026-03-23'],
      ['minutes', '2026-03-30'],
      ['hearing', '2026-04-07'],
    ])
    const far = ['2026-08-20', '2026-05-20'].map((date) => meeting(date, { date }))
    expect(lanesOf([forum('a')], far, TODAY)[0]).toMatchObject({
      marks: [],
      later: ['2026-05-20', '2026-08-20'],
    })
  })

  it('U19 dates that fall together stand side by side', () => {
    const two = [meeting('m', { date: '2026-03-12' }), meeting('n', { date: '2026-03-12' })]
    const [lane] = lanesOf([forum('a')], two, TODAY)
    const both = lane?.marks.filter(({ kind }) => kind === 'meeting') ?? []
    expect(both.map(({ named }) => named)).toEqual(['above', null])
    expect(new Set(both.map(({ x }) => x)).size).toBe(2)
  })

  it('U19 dates that are near are written above and below the line in turn', () => {
    const days = ['2026-03-17', '2026-03-18', '2026-03-19'].map((date) =>
      meeting(date, { date, phase: 'sent' }),
    )
    const [lane] = lanesOf([forum('a')], days, TODAY)
    const meetings = lane?.marks.filter(({ kind }) => kind === 'meeting') ?? []
    expect(meetings.map(({ named }) => named)).toEqual(['above', 'below', 'above'])
  })

  it('R12 on the lanes what a meeting has behind it is due no more', () => {
    const [lane] = lanesOf([forum('a')], [meeting('m', { date: '2026-03-16', phase: 'hearing' })], TODAY)
    expect(lane?.marks.map(({ kind }) => kind)).toEqual(['meeting', 'hearing'])
  })

  it('U19 a span is cut off at the edges', () => {
    const [lane] = lanesOf([forum('a')], [meeting('m', { date: '2026-03-10' })], TODAY)
    expect(lane?.spans[0]?.from).toBe(0)
    const [late] = lanesOf([forum('a')], [meeting('m', { date: '2026-05-01' })], TODAY)
    expect(late?.spans[0]?.to).toBe(WIDTH)
  })

  it('U19 weeks, months and Easter are where the calendar has them', () => {
    const first = firstDay(TODAY)
    expect(mondays(first)).toHaveLength(8)
    expect(mondays(first)[0]).toBe('2026-03-09')
    expect(monthsOf(first).map(({ day }) => day)).toEqual(['2026-03-09', '2026-04-01', '2026-05-01'])
    expect(breaksOf(first).map(({ name }) => name)).toEqual(['easter'])
    expect(breaksOf('2026-12-07').map(({ name }) => name)).toEqual(['christmas'])
    expect(breaksOf('2026-07-06')).toEqual([])
  })
})

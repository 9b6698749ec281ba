import { expect, test } from 'vitest'
import { dueText, stateText } from '../../client/views/forum/forum-words.ts'
import { rowsOf } from '../../client/views/overview/rows.ts'
import type { Meeting } from '../../schema/api.ts'
import { PHASES, type Phase } from '../../schema/phases.ts'
import { WORDS } from '../../schema/words/index.ts'
import { forum, meeting, overview } from './builders.ts'

const TODAY = '2026-03-10'
const { da } = WORDS
const HEARING = { hearing: '2026-03-09T09:00:00.000Z' }

const of = (phase: Phase, fields: Partial<Meeting> = {}): Meeting =>
  meeting('m', { phase, date: '2026-03-25', ...fields })

test('R12 in the overview what a meeting has behind it is due no more', () => {
  const kinds = PHASES.map((phase) =>
    rowsOf(overview([forum('a')], [of(phase)]), TODAY).map(({ kind }) => kind),
  )
  expect(kinds).toEqual([
    ['agenda', 'meeting', 'minutes', 'hearing'],
    ['meeting', 'minutes', 'hearing'],
    ['meeting', 'minutes', 'hearing'],
    ['meeting', 'hearing'],
    ['meeting'],
    ['meeting'],
  ])
})

test('R12 nothing is to be written in what is approved, and a hearing ends by when it began', () => {
  const [row] = rowsOf(overview([forum('a')], [of('approved', { withoutMinutes: 2 })]), TODAY)
  expect([row?.action, row?.lacking]).toEqual(['open', 0])
  const rows = rowsOf(overview([forum('a')], [of('hearing', { since: HEARING })]), TODAY)
  expect(rows.find(({ kind }) => kind === 'hearing')?.date).toBe('2026-03-16')
})

test('R12 on a forum’s page a meeting tells its phase and what is due', () => {
  const say = (phase: Phase, fields: Partial<Meeting> = {}) => {
    const shown = of(phase, { date: '2026-03-06', withoutMinutes: 2, ...fields })
    return [stateText(da, shown, TODAY, true), dueText(da, shown, forum('a'), TODAY)]
  }
  expect(say('live')).toEqual(['2 punkter mangler referat', 'Referat udsendes senest 13. marts'])
  expect(say('live', { withoutMinutes: 0 })[0]).toBe('Under møde')
  expect(say('hearing', { since: HEARING })).toEqual(['I høring', 'Høringsfrist 16. marts'])
  expect(say('approved')).toEqual(['Godkendt', null])
  expect(say('draft', { date: '2026-03-26' })[1]).toBe('Dagsorden udsendes senest 12. marts')
  expect(say('sent', { date: '2026-03-26' })).toEqual(['Udsendt', null])
})

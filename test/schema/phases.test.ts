import { describe, expect, test } from 'vitest'
import { danishDay } from '../../schema/deadlines.ts'
import {
  dueDay,
  hearingEnds,
  isBefore,
  mayMove,
  nextPhase,
  PHASES,
  wayOf,
  type Course,
  type Phase,
} from '../../schema/phases.ts'
import { abilities, MEETING_ROLES } from '../../schema/roles.ts'

const RULES = { agenda: 14, minutes: 7, hearing: 7 }
const course = (phase: Phase, fields: Partial<Course> = {}): Course => ({
  phase,
  date: '2026-03-12',
  since: {},
  ...fields,
})

describe('the way of a meeting', () => {
  test('R3 from each phase it goes on to these, and back to any before', () => {
    const ways = Object.fromEntries(
      PHASES.map((from) => [from, PHASES.filter((to) => wayOf(from, to) === 'onward')]),
    )
    expect(ways).toEqual({
      draft: ['sent', 'live', 'hearing'],
      sent: ['live', 'hearing'],
      live: ['hearing'],
      hearing: ['approved'],
      approved: ['published'],
      published: [],
    })
    for (const from of PHASES)
      for (const to of PHASES) expect(wayOf(from, to) === 'back').toBe(isBefore(to, from))
  })

  test('R3 secretaries make every change, a chair approves, nobody else makes any', () => {
    const moves = MEETING_ROLES.flatMap((role) =>
      PHASES.flatMap((from) =>
        PHASES.filter(
          (to) =>
            wayOf(from, to) !== null && mayMove(abilities(role, from, { membersSeeDrafts: true }), from, to),
        ).map((to) => `${role} ${from} ${to}`),
      ),
    )
    const all = PHASES.flatMap((from) => PHASES.filter((to) => wayOf(from, to) !== null))
    expect(moves.filter((move) => move.startsWith('secretary'))).toHaveLength(all.length)
    expect(moves.filter((move) => !move.startsWith('secretary'))).toEqual(['chair hearing approved'])
  })

  test.each<[Phase, string | null, Phase | null]>([
    ['draft', '2026-03-12', 'sent'],
    ['draft', '2026-03-10', 'sent'],
    ['draft', null, 'sent'],
    ['draft', '2026-03-09', 'hearing'],
    ['sent', '2026-03-10', 'live'],
    ['sent', '2026-03-09', 'hearing'],
    ['live', '2026-03-09', 'hearing'],
    ['hearing', '2026-03-09', 'approved'],
    ['approved', '2026-03-09', 'published'],
    ['published', '2026-03-09', null],
  ])('R3 on 10 March the next phase of a meeting in %s on %s is %s', (phase, date, next) => {
    expect(nextPhase({ phase, date }, '2026-03-10')).toBe(next)
  })

  test('R3 each phase but the last two has its deadline', () => {
    expect(PHASES.map((phase) => dueDay(course(phase), RULES))).toEqual([
      '2026-02-26',
      '2026-03-12',
      '2026-03-19',
      null,
      null,
      null,
    ])
    expect(dueDay(course('draft', { date: null }), RULES)).toBeNull()
  })

  test('R3 a hearing lasts its days from when the minutes were sent, by the Danish clock, to a working day', () => {
    const since = { hearing: '2026-03-13T23:30:00.000Z' }
    expect(danishDay(since.hearing)).toBe('2026-03-14')
    // The 21st is a Saturday.
    expect(hearingEnds({ since }, RULES)).toBe('2026-03-23')
    expect(dueDay(course('hearing', { since }), RULES)).toBe('2026-03-23')
    expect(hearingEnds({ since: {} }, RULES)).toBeNull()
  })

  test('Q2 a hearing ends when its round does, whatever the rules say', () => {
    const deadline = { day: '2026-04-09', time: '12:00' }
    const since = { hearing: '2026-03-13T23:30:00.000Z' }
    expect(hearingEnds({ since, round: { phase: 'hearing', deadline } }, RULES)).toBe('2026-04-09')
    expect(hearingEnds({ since, round: { phase: 'sent', deadline } }, RULES)).toBe('2026-03-23')
  })
})

import * as Y from 'yjs'
import { describe, expect, test, vi } from 'vitest'
import { answeredIn, lastOf, standpoints } from '../../schema/hearing-answers.ts'
import { answeredSince, drawRecord, openRemarks } from '../../schema/hearing-record.ts'
import { isAfter, isOver, ownDeadline, partyOf, roundPhase, type Round } from '../../schema/hearing.ts'
import {
  addThread,
  receiptKey,
  reply,
  respond,
  rule,
  type Answer,
  type AuthoredRoot,
  type Margin,
  type RulingState,
} from '../../schema/margin.ts'
import { items } from '../../schema/paper.ts'
import { PHASES } from '../../schema/phases.ts'
import { writeSection } from '../../schema/sections.ts'
import { p } from './builders.ts'

const RULES = { agenda: 14, minutes: 7, hearing: 7 }
const OPENED = '2026-03-13T09:00:00.000Z'
const IN_TIME = Date.parse('2026-03-20T09:00:00Z')
const TOO_LATE = Date.parse('2026-03-20T11:00:01Z')

/** Fjordland with two people, Lyngø with one, and one who speaks for herself; until noon on the 20th. */
const ROUND: Round = {
  id: 'round-1',
  phase: 'hearing',
  opened: OPENED,
  closed: null,
  deadline: { day: '2026-03-20', time: '12:00' },
  asked: [
    {
      id: 'fjordland',
      name: 'Region Fjordland',
      people: [
        { id: 'karen', name: 'Karen Holmskov' },
        { id: 'joern', name: 'Jørn Aastrup' },
      ],
    },
    { id: 'lyngoe', name: 'Lyngø Kommune', people: [{ id: 'thorkild', name: 'Thorkild Enevoldsen' }] },
    { id: 'ulla', name: 'Ulla Frimodt', people: [{ id: 'ulla', name: 'Ulla Frimodt' }] },
  ],
}

let rows = 0
function arrived(margin: Margin, root: AuthoredRoot, id: string, at: number, late = false): void {
  margin.getMap('receipts').set(receiptKey(root, id), { seq: ++rows, at, late })
}

interface Saying {
  organisation?: string
  round?: string
  /** When it arrived; null: it has not. */
  at?: number | null
}

function say(margin: Margin, author: string, answer: Answer, more: Saying = {}): string {
  const { organisation = 'fjordland', round = ROUND.id, at = IN_TIME } = more
  const id = `answer-${margin.getMap('responses').size + 1}`
  respond(margin, id, { author, at: 1, round, organisation, answer, text: '' })
  if (at !== null) arrived(margin, 'responses', id, at)
  return id
}

const stances = (margin: Margin, now = IN_TIME, round = ROUND) =>
  standpoints(round, margin, now).map(({ stance, answer }) => [stance, answer?.answer ?? null])

test('Q15 those who have answered in a round are counted once each, when the server has it', () => {
  const margin = new Y.Doc()
  expect(answeredIn(ROUND, margin)).toBe(0)
  say(margin, 'karen', 'noComments')
  say(margin, 'joern', 'withComments')
  say(margin, 'thorkild', 'noComments', { organisation: 'lyngoe', at: TOO_LATE })
  say(margin, 'ulla', 'noComments', { organisation: 'ulla', at: null })
  say(margin, 'ulla', 'noComments', { organisation: 'ulla', round: 'round-0' })
  expect(answeredIn(ROUND, margin)).toBe(2)
})

describe('until when', () => {
  test.each([
    ['hearing', '2026-03-13', '2026-03-12', { day: '2026-03-20', time: null }],
    // The 21st is a Saturday.
    ['hearing', '2026-03-14', null, { day: '2026-03-23', time: null }],
    ['sent', '2026-02-26', '2026-03-12', { day: '2026-03-05', time: null }],
    ['sent', '2026-03-09', '2026-03-12', { day: '2026-03-12', time: '09:00' }],
    ['sent', '2026-03-20', '2026-03-12', { day: '2026-03-27', time: null }],
  ] as const)(
    'Q1 a round in %s from %s about a meeting on %s ends by the rules',
    (phase, opened, date, ends) => {
      expect(ownDeadline(phase, opened, RULES, { date, start: '09:00' })).toEqual(ends)
    },
  )

  test('Q1 answers are asked for in two phases', () => {
    expect(PHASES.map(roundPhase)).toEqual([null, 'sent', null, 'hearing', null, null])
  })

  test.each([
    // Winter, and after the night on which the clocks went on.
    ['2026-03-20', '12:00', '2026-03-20T11:00:00.999Z', false],
    ['2026-03-20', '12:00', '2026-03-20T11:00:01Z', true],
    ['2026-04-01', '12:00', '2026-04-01T10:00:01Z', true],
    ['2026-04-01', '12:00', '2026-03-31T23:00:00Z', false],
    ['2026-03-20', null, '2026-03-20T22:59:59Z', false],
    ['2026-03-20', null, '2026-03-20T23:00:00Z', true],
    ['2026-03-20', '12:00', '2026-03-21T00:00:00Z', true],
  ] as const)('Q4 by the Danish clock, to %s %s it is too late at %s: %s', (day, time, at, late) => {
    expect(isAfter({ day, time }, Date.parse(at))).toBe(late)
  })

  test('Q1 a round is over with its deadline, or when the meeting goes on', () => {
    expect([isOver(ROUND, IN_TIME), isOver(ROUND, TOO_LATE)]).toEqual([false, true])
    expect(isOver({ ...ROUND, closed: OPENED }, IN_TIME)).toBe(true)
  })
})

describe('how each stands', () => {
  test('Q5 who says nothing is awaited until the deadline, and has agreed by silence then', () => {
    const margin = new Y.Doc()
    say(margin, 'karen', 'noComments')
    expect(stances(margin)).toEqual([
      ['answered', 'noComments'],
      ['awaited', null],
      ['awaited', null],
    ])
    expect(stances(margin, TOO_LATE).map(([stance]) => stance)).toEqual(['answered', 'silent', 'silent'])
  })

  test('Q12 in a round that ended before its deadline nobody has agreed by silence', () => {
    const margin = new Y.Doc()
    say(margin, 'karen', 'noComments')
    const ended = { ...ROUND, closed: new Date(IN_TIME + 1000).toISOString() }
    const expected = ['answered', 'unanswered', 'unanswered']
    expect(stances(margin, IN_TIME + 2000, ended).map(([stance]) => stance)).toEqual(expected)
    expect(stances(margin, TOO_LATE, ended).map(([stance]) => stance)).toEqual(expected)
    const over = { ...ROUND, closed: new Date(TOO_LATE).toISOString() }
    expect(stances(margin, TOO_LATE, over).map(([stance]) => stance)).toEqual([
      'answered',
      'silent',
      'silent',
    ])
  })

  test('Q3 an answer counts of those who are asked, for whom they are asked, in its round', () => {
    const margin = new Y.Doc()
    say(margin, 'thorkild', 'cannotApprove')
    say(margin, 'eve', 'cannotApprove', { organisation: 'lyngoe' })
    say(margin, 'karen', 'cannotApprove', { organisation: 'ulla' })
    say(margin, 'karen', 'cannotApprove', { round: 'round-0' })
    expect(stances(margin).map(([stance]) => stance)).toEqual(['awaited', 'awaited', 'awaited'])
    expect(lastOf(ROUND, margin, 'karen')).toMatchObject({ answer: 'cannotApprove' })
    say(margin, 'ulla', 'withComments', { organisation: 'ulla' })
    expect(stances(margin)[2]).toEqual(['answered', 'withComments'])
    expect([partyOf(ROUND, 'joern')?.name, partyOf(ROUND, 'eve')]).toEqual(['Region Fjordland', null])
  })

  test('M6 the latest stands for its organisation, and who says something else is shown', () => {
    const margin = new Y.Doc()
    say(margin, 'karen', 'noComments')
    say(margin, 'joern', 'cannotApprove')
    expect(standpoints(ROUND, margin, IN_TIME)[0]).toMatchObject({
      stance: 'answered',
      answer: { author: 'joern', answer: 'cannotApprove' },
      disagreeing: [{ author: 'karen', answer: 'noComments' }],
    })
  })

  test('Q4 what comes after the deadline is late by its receipt, and what came in time before is told', () => {
    const margin = new Y.Doc()
    say(margin, 'karen', 'noComments')
    say(margin, 'karen', 'cannotApprove', { at: TOO_LATE })
    say(margin, 'thorkild', 'noComments', { organisation: 'lyngoe', at: TOO_LATE })
    const [fjordland, lyngoe] = standpoints(ROUND, margin, TOO_LATE)
    expect(fjordland).toMatchObject({
      stance: 'answered',
      answer: { answer: 'cannotApprove', late: true },
      before: { answer: 'noComments', late: false },
    })
    expect(lyngoe).toMatchObject({ stance: 'late', before: null })
  })

  test('Q4 what waits on its author’s device is not late yet; a deadline that is put off makes it in time', () => {
    const margin = new Y.Doc()
    say(margin, 'karen', 'noComments', { at: null })
    expect(lastOf(ROUND, margin, 'karen')).toMatchObject({ seq: null, late: false, at: 1 })
    say(margin, 'thorkild', 'noComments', { organisation: 'lyngoe', at: TOO_LATE })
    const later = { ...ROUND, deadline: { day: '2026-03-27', time: null } }
    expect(stances(margin, TOO_LATE, later)[1]).toEqual(['answered', 'noComments'])
  })

  test('Q4 after the round is over everything is late', () => {
    const margin = new Y.Doc()
    const closed = new Date(IN_TIME - 1000).toISOString()
    say(margin, 'karen', 'noComments')
    expect(stances(margin, IN_TIME, { ...ROUND, closed })[0]).toEqual(['late', 'noComments'])
  })
})

describe('what is kept of it', () => {
  function discussed(): { margin: Margin; paper: Y.Doc } {
    const [margin, paper] = [new Y.Doc(), new Y.Doc()]
    items.add(paper, 'item-0001', {})
    items.add(paper, 'item-0002', {})
    writeSection(paper, 'item-0002/title', [p('Budget')])
    const remark = (id: string, item: string, at: number, late: boolean) => {
      const target = { kind: 'item', item } as const
      const fields = { author: 'thorkild', at: 1, kind: 'comment', target, change: null } as const
      addThread(margin, id, { ...fields, mentions: [], text: 'Om det' })
      arrived(margin, 'threads', id, at, late)
    }
    const ruled = (id: string, thread: string, state: RulingState, reason: string) => {
      rule(margin, id, { author: 'nanna', at: 5, thread, state, reason })
      arrived(margin, 'rulings', id, IN_TIME)
    }
    remark('thread-1', 'item-0002', IN_TIME, false)
    remark('thread-2', 'item-gone', TOO_LATE, true)
    remark('thread-3', 'item-0001', IN_TIME, false)
    reply(margin, 'reply-1', { author: 'eve', at: 2, thread: 'thread-1', text: 'Enig', mentions: [] })
    ruled('ruling-1', 'thread-1', 'declined', 'Det blev ikke sagt på mødet.')
    ruled('ruling-2', 'thread-2', 'resolved', '')
    ruled('ruling-3', 'thread-2', 'withdrawn', '')
    return { margin, paper }
  }

  test('Q7 each remark is told with its ruling and reason, each answer with its time, in names', () => {
    const { margin, paper } = discussed()
    say(margin, 'karen', 'withComments')
    const terms = [{ at: OPENED, by: 'Nanna Dyrlund', deadline: ROUND.deadline, asked: ['Region Fjordland'] }]
    const names: Record<string, string> = { thorkild: 'Thorkild Enevoldsen', nanna: 'Nanna Dyrlund' }
    const record = drawRecord({
      rounds: [{ ...ROUND, terms }],
      margin,
      paper,
      at: TOO_LATE,
      nameOf: (user) => names[user] ?? null,
    })
    expect(record.rounds).toMatchObject([
      {
        phase: 'hearing',
        terms,
        parties: [
          {
            name: 'Region Fjordland',
            people: ['Karen Holmskov', 'Jørn Aastrup'],
            stance: 'answered',
            answer: { by: 'Karen Holmskov', at: new Date(IN_TIME).toISOString(), late: false },
          },
          { name: 'Lyngø Kommune', stance: 'silent', answer: null },
          { name: 'Ulla Frimodt', stance: 'silent' },
        ],
      },
    ])
    expect(record.remarks).toMatchObject([
      {
        by: 'Thorkild Enevoldsen',
        item: { number: 2, title: 'Budget' },
        state: 'declined',
        ruling: { by: 'Nanna Dyrlund', reason: 'Det blev ikke sagt på mødet.' },
        replies: [{ by: null, text: 'Enig' }],
        proposed: null,
        late: false,
      },
      { item: null, late: true, state: 'open' },
      { item: { number: 1 }, state: 'open', ruling: null },
    ])
    expect(JSON.stringify(record)).not.toMatch(/thorkild|round-1|item-0001/)
    expect(openRemarks(margin)).toBe(2)
  })

  test('Q12 the record of an approval before the deadline tells of nobody that they agreed', () => {
    const { margin, paper } = discussed()
    say(margin, 'karen', 'noComments')
    const rounds = [{ ...ROUND, terms: [] }]
    const record = drawRecord({ rounds, margin, paper, at: IN_TIME + 1000, nameOf: () => null })
    expect(record.rounds[0]?.closed).toBe(record.at)
    expect(record.rounds[0]?.parties.map(({ stance }) => stance)).toEqual([
      'answered',
      'unanswered',
      'unanswered',
    ])
  })

  test('Q7 a record of many remarks reads each of them as often as one of few', () => {
    const paper = new Y.Doc()
    const readsOf = (count: number): number => {
      const margin = new Y.Doc()
      for (let i = 0; i < count; i++) {
        addThread(margin, `thread-${i}`, {
          ...{ author: 'eve', at: i, kind: 'comment', text: '', mentions: [], change: null },
          target: { kind: 'meeting' },
        })
        reply(margin, `reply-${i}`, { author: 'eve', at: i, thread: `thread-${i}`, text: 'x', mentions: [] })
      }
      const reads = vi.spyOn(Y.Map.prototype, 'get')
      const { remarks } = drawRecord({ rounds: [], margin, paper, at: TOO_LATE, nameOf: () => null })
      const { length } = reads.mock.calls
      reads.mockRestore()
      expect(remarks.every(({ replies }) => replies.length === 1)).toBe(true)
      return length
    }
    expect(readsOf(200)).toBe(2 * readsOf(100))
  })

  test('Q7 what comes afterwards is told apart', () => {
    const { margin, paper } = discussed()
    say(margin, 'karen', 'noComments')
    const record = drawRecord({ rounds: [], margin, paper, at: IN_TIME, nameOf: () => null })
    expect(answeredSince(margin, record)).toEqual([])
    const waiting = say(margin, 'thorkild', 'noComments', { organisation: 'lyngoe', at: null })
    const later = say(margin, 'ulla', 'noComments', { organisation: 'ulla', at: TOO_LATE })
    expect(answeredSince(margin, record).map(({ id }) => id)).toEqual([later, waiting])
  })
})

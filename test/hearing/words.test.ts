import { describe, expect, test } from 'vitest'
import {
  readingOfDeadline,
  rowOf,
  rowOfRecorded,
  sayAsk,
  sayDeadline,
  sayEnd,
  sayRuling,
  sayTally,
} from '../../client/hearing/hearing-words.ts'
import { sayLeft } from '../../client/hearing/left-answers.ts'
import {
  answersOf,
  byOrganisation,
  candidates,
  ChosenTerms,
} from '../../client/hearing/chosen-terms.svelte.ts'
import type { Said, Standpoint } from '../../schema/hearing-answers.ts'
import type { RecordedRemark } from '../../schema/hearing-record.ts'
import { HEARING_WORDS } from '../../schema/words/hearing.ts'
import type { Phase } from '../../schema/phases.ts'
import { WORDS } from '../../schema/words/index.ts'
import { PHASE_WORDS } from '../../schema/words/phases.ts'
import { forum, member } from '../shell/builders.ts'

const TODAY = '2026-03-16'
const words = HEARING_WORDS.da

const PARTY: Standpoint['party'] = {
  id: 'fjordland',
  name: 'Region Fjordland',
  people: [
    { id: 'karen', name: 'Karen Holmskov' },
    { id: 'joern', name: 'Jørn Aastrup' },
  ],
}
const said = (fields: Partial<Said> = {}): Said => ({
  id: 'a',
  author: 'karen',
  answer: 'noComments',
  text: '',
  at: 1,
  seq: 1,
  late: false,
  ...fields,
})
const stands = (fields: Partial<Standpoint>): Standpoint => ({
  party: PARTY,
  stance: 'answered',
  answer: null,
  before: null,
  disagreeing: [],
  ...fields,
})

describe('how it is told', () => {
  test('Q10 a deadline is a day, and a time where there is one', () => {
    const say = (time: string | null) => sayDeadline(WORDS.da, words, { day: '2026-03-20', time }, TODAY)
    expect([say(null), say('12:00'), say('09:30')]).toEqual([
      'fredag den 20. marts',
      'fredag den 20. marts kl. 12',
      'fredag den 20. marts kl. 9.30',
    ])
    const english = sayDeadline(WORDS.en, HEARING_WORDS.en, { day: '2026-03-20', time: '12:00' }, TODAY)
    expect(english).toBe('Friday 20 March at 12:00')
  })

  test.each<[string, Partial<Standpoint>, object]>([
    [
      'awaited, with who was asked',
      { stance: 'awaited' },
      {
        figure: 'awaited',
        stance: 'Ikke svaret endnu',
        lines: ['Spurgt: Karen Holmskov, Jørn Aastrup'],
      },
    ],
    [
      'silent',
      { stance: 'silent' },
      { figure: 'silent', stance: 'Intet svar inden fristen: regnes som godkendt' },
    ],
    [
      'with what was said',
      { answer: said({ answer: 'withComments', text: 'Ret datoen' }) },
      { figure: 'remarks', stance: 'Godkender med bemærkninger', lines: ['Karen Holmskov: Ret datoen'] },
    ],
    [
      'late, with what was said in time',
      {
        answer: said({ answer: 'cannotApprove', late: true }),
        before: said({ author: 'joern', answer: 'noComments' }),
      },
      {
        figure: 'objects',
        stance: 'Kan ikke godkende, efter fristen',
        late: true,
        lines: ['Inden fristen: Ingen bemærkninger'],
      },
    ],
    [
      'with who disagrees',
      { answer: said(), disagreeing: [said({ author: 'joern', answer: 'cannotApprove', text: 'Tallet' })] },
      { figure: 'agrees', lines: ['Jørn Aastrup siger: Kan ikke godkende – Tallet'] },
    ],
  ])('Q11 one who is asked is told as %s', (_name, fields, row) => {
    expect(rowOf(stands(fields), words)).toMatchObject({ name: 'Region Fjordland', ...row })
  })

  test('Q9 before the approval it is told how those who are asked have answered', () => {
    const answered = (fields: Partial<Said>) => stands({ answer: said(fields) })
    const all = [
      answered({}),
      answered({ answer: 'withComments', late: true }),
      stands({ stance: 'silent', answer: null }),
      stands({ stance: 'silent', answer: null }),
      answered({ seq: null }),
    ]
    expect(sayTally(words, all)).toBe(
      '2 af 5 har svaret: 1 uden bemærkninger, 1 med bemærkninger. Ét svar kom efter fristen. 2 har ikke svaret, og det regnes som godkendt.',
    )
    expect(sayTally(words, [stands({ stance: 'awaited' })])).toBe('Ingen har svaret.')
  })

  test('Q15 going back it is told what becomes of the answers', () => {
    const [running, over] = [{ closed: null }, { closed: '2026-03-20T12:00:00.000Z' }]
    const left = (round: { closed: string | null } | undefined, to: Phase, answered: number | null) =>
      sayLeft(PHASE_WORDS.da, round, to, answered).join(' ')
    expect(left(over, 'hearing', 7)).toMatch(/^Høringen begynder forfra.*Der er kommet 7 svar.*tæller ikke/)
    expect(left(running, 'sent', 1)).toMatch(/^Høringen begynder forfra.*Der er kommet ét svar\. Det tæller/)
    expect(left(running, 'live', 0)).toBe('Høringen slutter. Ingen har svaret endnu.')
    expect(left(over, 'draft', 2)).toMatch(/^Der er kommet 2 svar/)
    expect(left(over, 'live', null)).toMatch(/^Svar, der er kommet, tæller ikke med/)
    expect([left(over, 'approved', 7), left(undefined, 'hearing', 0)]).toEqual(['', ''])
  })

  test('Q14 the button that answers says until when', () => {
    const ask = (phase: 'sent' | 'hearing', day: string, time: string | null = null) =>
      sayAsk(WORDS.da, words, { phase, deadline: { day, time } }, new Date('2026-03-16T12:00:00'))
    expect(ask('sent', '2026-03-20')).toBe('Svar senest 20. marts')
    expect(ask('hearing', '2026-03-17', '12:00')).toBe('Svar senest i morgen')
    expect(ask('hearing', '2026-03-16')).toBe('Svar senest i dag')
    expect([ask('sent', '2026-03-15'), ask('hearing', '2026-03-15')]).toEqual([
      'Svar på dagsorden',
      'Svar på høring',
    ])
  })

  test('Q13 an answer that is on its device alone is told as not sent', () => {
    const row = rowOf(stands({ answer: said({ answer: 'withComments', seq: null }) }), words)
    expect(row.stance).toBe('Godkender med bemærkninger, ikke sendt endnu')
  })

  test('Q12 a round that ended early is told so, and nobody is awaited in it any more', () => {
    const deadline = { day: '2026-03-20', time: null }
    const end = (closed: string | null) =>
      sayEnd(WORDS.da, words, { deadline, closed }, new Date('2026-03-18T12:00:00'))
    expect(end('2026-03-16T09:00:00')).toBe(
      'Høringen sluttede 16. marts kl. 9.00, før fristen fredag den 20. marts.',
    )
    expect([end('2026-03-21T09:00:00'), end(null)]).toEqual([
      'Fristen var fredag den 20. marts.',
      'Fristen var fredag den 20. marts.',
    ])
    const silent = { name: 'Lyngø Kommune', people: [], answer: null, before: null, disagreeing: [] }
    for (const stance of ['awaited', 'unanswered'] as const)
      expect(rowOfRecorded({ ...silent, stance }, words)).toMatchObject({
        figure: 'awaited',
        stance: 'Havde ikke svaret, da høringen sluttede',
      })
  })

  test('Q7 a record tells the same', () => {
    const voice = { by: 'Karen Holmskov', at: '', answer: 'withComments', text: 'Ret', late: true } as const
    const party = {
      name: 'Region Fjordland',
      people: [],
      stance: 'late',
      before: null,
      disagreeing: [],
    } as const
    expect(rowOfRecorded({ ...party, people: [], disagreeing: [], answer: voice }, words)).toMatchObject({
      stance: 'Godkender med bemærkninger, efter fristen',
      lines: ['Karen Holmskov: Ret'],
    })
    const remark = {
      state: 'declined',
      ruling: { by: 'Nanna Dyrlund', at: '', reason: '' },
    } as RecordedRemark
    expect(sayRuling(remark, words)).toBe('ikke fulgt af Nanna Dyrlund')
    expect(sayRuling({ ...remark, ruling: { by: null, at: '', reason: '' } }, words)).toContain('tidligere')
    expect(sayRuling({ ...remark, state: 'open', ruling: null }, words)).toBe('ikke afgjort')
  })
})

describe('what a round is to ask', () => {
  const HERE = forum('a', {
    organisations: [
      { id: 'fjordland', name: 'Region Fjordland', colour: 1 },
      { id: 'lyngoe', name: 'Lyngø Kommune', colour: 2 },
    ],
    members: [
      member('nanna', { role: 'secretary', organisation: 'fjordland' }),
      member('bent', { role: 'observer', organisation: 'lyngoe' }),
      member('ulla'),
      member('karen', { role: 'chair', organisation: 'fjordland' }),
      member('mads', { organisation: 'lyngoe' }),
    ],
  })

  const USUAL = { day: '2026-03-20', time: '12:00' }

  test('Q16 less time than by the forum’s own rules is told, whatever was typed', () => {
    const isShort = (day: string, time: string): boolean => {
      const round = chosen()
      round.day = day
      round.time = time
      return round.isShort
    }
    expect([isShort('19/3', '23.59'), isShort('20/3', '11.59'), isShort('20/3', '12')]).toEqual([
      true,
      true,
      false,
    ])
    expect([isShort('20/3', ''), isShort('21/3', '8'), isShort('i fjor', '')]).toEqual([false, false, false])
  })

  test('Q16 the reading of a deadline has its time', () => {
    const reading = (time: string | null) => readingOfDeadline(WORDS.da, words, { day: '2026-03-20', time })
    expect(reading(null)).toBe('fredag den 20. marts 2026, uge 12')
    expect(reading('14:39')).toBe('fredag den 20. marts 2026 kl. 14.39, uge 12')
  })

  function chosen(time: string | null = '12:00') {
    const before = { deadline: { day: '2026-03-20', time }, asked: ['karen', 'mads'] }
    return new ChosenTerms(before, USUAL, () => TODAY, {
      day: () => 'fredag den 20. marts',
      time: (text) => text,
    })
  }

  test('Q2 only who may answer can be asked, by organisation', () => {
    expect(candidates(HERE, 'hearing').map(({ user }) => user)).toEqual(['ulla', 'karen', 'mads'])
    const groups = byOrganisation(HERE, candidates(HERE, 'hearing'))
    expect(groups.map(({ name, members }) => [name, members.map(({ user }) => user)])).toEqual([
      ['Region Fjordland', ['karen']],
      ['Lyngø Kommune', ['mads']],
      [null, ['ulla']],
    ])
  })

  test('Q2 people of one organisation are asked for one answer, who has none for their own', () => {
    const members = [...candidates(HERE, 'hearing'), member('jens', { organisation: 'fjordland' })]
    expect(answersOf(members, new Set(['karen', 'jens']))).toBe(1)
    expect(answersOf(members, new Set(['karen', 'jens', 'ulla', 'mads']))).toBe(3)
  })

  test('Q2 what is not touched is not said', () => {
    expect([chosen().changes, chosen().isChanged, chosen(null).changes]).toEqual([{}, false, {}])
  })

  test('Q2 a day and a time are understood as they are said', () => {
    const round = chosen()
    round.day = 'tirsdag'
    round.time = '9'
    expect(round.changes).toEqual({ deadline: { day: '2026-03-17', time: '09:00' } })
    round.time = ''
    expect(round.changes).toEqual({ deadline: { day: '2026-03-17', time: null } })
    for (const [day, time] of [
      ['engang', ''],
      ['tirsdag', 'senere'],
    ] as const) {
      round.day = day
      round.time = time
      expect(round.isRead).toBe(false)
    }
  })

  test('Q2 people are left out and put back', () => {
    const round = chosen()
    round.toggle('mads')
    round.toggle('ulla')
    expect(round.changes).toEqual({ asked: ['karen', 'ulla'] })
    round.toggle('ulla')
    round.toggle('mads')
    expect(round.isChanged).toBe(false)
  })
})

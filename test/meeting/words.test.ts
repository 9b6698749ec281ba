import { describe, expect, it } from 'vitest'
import { ImportReport } from '../../client/meeting/import-report.svelte.ts'
import { placeOfLine } from '../../client/meeting/report-words.ts'
import { da } from '../../schema/words/da/index.ts'
import { MISSING_WORDS } from '../../schema/words/missing.ts'
import { REPORT_WORDS } from '../../schema/words/report.ts'
import type { Forum, Member } from '../../schema/api.ts'
import { emptyPerson, type Absence, type AbsenceKind } from '../../schema/meeting.ts'
import type { Person } from '../../schema/paper.ts'
import { groupPeople, leaders, markOf, turnout } from '../../client/meeting/attendance.ts'
import { personOf, suggestMembers } from '../../client/meeting/forum-members.ts'
import { choose, decisionText, sendTo } from '../../client/meeting/decision.ts'
import { joinForum, splitForum } from '../../schema/forum-name.ts'
import { missingWords } from '../../client/meeting/missing-words.ts'
import { meetingTitle } from '../../client/meeting/meeting-title.ts'
import { readNames } from '../../client/meeting/names.ts'
import { pageRules } from '../../client/meeting/print-page.ts'
import { personWords } from '../../client/meeting/person-words.ts'
import { syncSentence } from '../../client/meeting/sync-words.ts'
import { clockText, lengthText, nextText, readingOfDate } from '../../client/meeting/when-words.ts'
import { turnoutText } from '../../client/meeting/turnout-words.ts'

const person = (name: string, fields: Partial<Person> = {}): Person => ({
  id: name,
  order: '',
  ...emptyPerson(name),
  ...fields,
})

const absent = (kind: AbsenceKind, item: string): Absence => ({ kind, item })

describe('a meeting that is not shown', () => {
  const local = { kind: 'local', waiting: 0, oldest: null, saved: true } as const

  it('R13 that may not be read may be a draft, or not shared', () => {
    const { title, text } = missingWords({ ...local, why: 'forbidden' }, MISSING_WORDS.da)
    expect(title).toBe('Mødet kan ikke læses')
    expect(text).toMatch(/^Måske er det en kladde: .* når dagsordenen er sendt ud\. Ellers/)
  })

  it('O10 that cannot be had is not called unreadable', () => {
    for (const why of ['offline', 'unknownRoom', 'signIn', 'tooOld'] as const)
      expect(missingWords({ ...local, why }, MISSING_WORDS.da).title).toBe('Ikke hentet endnu')
    expect(missingWords({ kind: 'server' }, MISSING_WORDS.da).title).toBe('Ikke hentet endnu')
  })
})

describe('people', () => {
  it('U25 stand by organisation, those without one last', () => {
    const groups = groupPeople([
      person('A', { organisation: 'Nord' }),
      person('B'),
      person('C', { organisation: 'Syd' }),
      person('D', { organisation: 'Nord' }),
      person('E', { group: 'Gæster' }),
    ])
    expect(groups.map(({ name, people }) => [name, people.map((each) => each.name).join('')])).toEqual([
      ['Nord', 'AD'],
      ['Syd', 'C'],
      ['Gæster', 'E'],
      [null, 'B'],
    ])
  })

  it.each([
    [{ title: 'direktør, medformand', functions: ['chair', 'cochair'] }, ''],
    [{ functions: ['cochair', 'host'] }, 'medformand, vært'],
    [{ functions: ['substitute'], substituteFor: 'Ulla Frimodt' }, 'suppleant for Ulla Frimodt'],
    [{ attendance: 'apology' }, 'afbud'],
    [{ attendance: 'present' }, ''],
    [{ title: 'Sekretariatet', functions: ['secretary'] }, ''],
    [
      { absences: [absent('recused', '6'), absent('late', '2'), absent('recused', '4')] },
      'fra punkt 2, inhabil i punkt 4 og 6',
    ],
    [{ absences: [absent('early', '5'), absent('recused', '0')] }, 'til og med punkt 5'],
    [{ attendance: 'apology', absences: [absent('late', '2')] }, 'afbud'],
  ] as [Partial<Person>, string][])('U25 after the name of %j stands %j', (fields, text) => {
    const numberOf = (item: string) => Number(item)
    expect(personWords(person('A', fields), da, numberOf)).toBe(text)
  })

  it('U26 the chair leads, else the co-chairs', () => {
    const both = [person('A', { functions: ['cochair'] }), person('B', { functions: ['chair'] })]
    expect(leaders(both).map(({ name }) => name)).toEqual(['B'])
    expect(leaders(both.slice(0, 1)).map(({ name }) => name)).toEqual(['A'])
  })

  it('U26 nobody without a mark is counted as present', () => {
    const people = [
      person('A', { attendance: 'present' }),
      person('B', { attendance: 'guest' }),
      person('C'),
      person('D', { attendance: 'apology' }),
    ]
    expect(turnoutText(turnout(people), da)).toBe('2 til stede, 1 afbud')
    expect(turnoutText(turnout([person('A')]), da)).toBe('1 indkaldt')
    const asked = [person('A'), person('B', { attendance: 'apology' })]
    expect(turnoutText(turnout(asked), da)).toBe('2 indkaldt, 1 afbud')
    expect(turnoutText(turnout([]), da)).toBe('Ingen endnu')
    expect(people.map(({ attendance }) => markOf(attendance))).toEqual([
      'present',
      'present',
      'unknown',
      'away',
    ])
  })
})

describe('suggestions', () => {
  const member = (user: string, name: string): Member => ({
    user,
    name,
    email: '',
    title: 'læge',
    organisation: 'o1',
    role: 'member',
    invited: null,
    linkExpires: null,
  })
  const forum = {
    members: [member('u1', 'Inger Skaarup'), member('u2', 'Bent Rosenlund'), member('u3', 'Åse Bro')],
    organisations: [{ id: 'o1', name: 'PLO', colour: 3 }],
  } as Partial<Forum> as Forum

  it('U28 come from members who are not listed, by any word of the name', () => {
    const listed = [person('bent rosenlund ')]
    const names = (typed: string) => suggestMembers(forum, listed, typed).map(({ name }) => name)
    expect(names('')).toEqual(['Inger Skaarup', 'Åse Bro'])
    expect(names('ska')).toEqual(['Inger Skaarup'])
    expect(names('år')).toEqual([])
    expect(names('BE')).toEqual([])
  })

  it('U28 bring title and organisation along', () => {
    expect(personOf(member('u1', 'Inger Skaarup'), forum)).toEqual({
      person: 'u1',
      name: 'Inger Skaarup',
      title: 'læge',
      organisation: 'PLO',
      attendance: 'present',
    })
  })
})

describe('decisions', () => {
  const adopted = { kind: 'adopted', point: null, to: null } as const
  const second = { kind: 'noted', point: 2, to: null } as const

  it('U29 are told in words', () => {
    expect(decisionText([adopted], da)).toBe('Indstillingen godkendt')
    expect(decisionText([{ kind: 'postponed', point: null, to: '11. juni' }], da)).toBe('Udsat til 11. juni')
    expect(decisionText([second], da)).toBe('2. punkt: taget til efterretning')
    expect(decisionText([], da)).toBe('')
    expect(decisionText([adopted], da, false)).toBe('Godkendt')
  })

  it('U29 one kind takes the place of another, itself takes it away, points stay', () => {
    expect(choose([adopted, second], 'discussed')).toEqual([{ ...adopted, kind: 'discussed' }, second])
    expect(choose([adopted, second], 'adopted')).toEqual([second])
    const forwarded = { kind: 'forwarded', point: null, to: null } as const
    expect(sendTo([forwarded, second], ' Chefforum ', '2026-03-12')).toEqual([
      { ...forwarded, to: 'Chefforum' },
      second,
    ])
  })

  it('U29 a date is understood as typed and told in words', () => {
    const [sent] = sendTo([{ kind: 'postponed', point: null, to: null }], '11/6', '2026-03-12')
    expect(sent?.to).toBe('2026-06-11')
    expect(decisionText(sent ? [sent] : [], da)).toBe('Udsat til 11. juni 2026')
  })
})

describe('names and titles', () => {
  it('U25 names in one line are read as a list', () => {
    expect(readNames('Jørn Aastrup og Signe Ravnborg, Bo ')).toEqual(['Jørn Aastrup', 'Signe Ravnborg', 'Bo'])
    expect(readNames('')).toEqual([])
  })

  it.each([
    [7, '2026-03-12', '7. møde, torsdag den 12. marts 2026'],
    [null, '2026-03-12', 'Møde torsdag den 12. marts 2026'],
    [7, null, '7. møde'],
    [null, null, 'Møde uden dato'],
  ])('U35 number %s and date %s', (number, date, title) => {
    expect(meetingTitle({ number, date }, da)).toBe(title)
  })
})

it('U35 a forum and what it is part of are read from one line', () => {
  expect(splitForum('Direktørforum – Sundhedsklynge Øst')).toEqual({
    name: 'Direktørforum',
    partOf: 'Sundhedsklynge Øst',
  })
  expect(splitForum('Rød-grøn-gul')).toEqual({ name: 'Rød-grøn-gul', partOf: null })
  expect(joinForum('A', 'B')).toBe('A – B')
  expect(joinForum('', null)).toBeNull()
})

it('U42 printed pages have a head and a foot, whatever the forum is called', () => {
  const rules = pageRules({ forum: 'A "B" \\ {C} – D', date: '2026-03-12' }, da, 'I høring')
  expect(rules).toContain('content: "A \\22 B\\22  \\5c  \\7b C\\7d , torsdag den 12. marts 2026"')
  expect(rules).toContain('"Side " counter(page) " af " counter(pages)')
  expect(rules).toContain('"I høring"')
})

describe('date and time', () => {
  it('U36 are told in words for the next meeting too, with its place after a comma', () => {
    const next = { date: '2026-04-23', start: '09:00', end: '11:00', place: 'Birkevang Rådhus' }
    expect(nextText(next, da)).toBe('Torsdag den 23. april 2026 kl. 9.00–11.00, Birkevang Rådhus')
    expect(nextText({ ...next, start: null, end: null }, da)).toBe(
      'Torsdag den 23. april 2026, Birkevang Rådhus',
    )
    expect(nextText({ ...next, date: null, start: null, place: null }, da)).toBe('')
  })

  it('U36 are told in words', () => {
    expect(readingOfDate('2026-03-12', da)).toBe('torsdag den 12. marts 2026, uge 11')
    expect(clockText({ start: '09:00', end: '11:00' }, da)).toBe('kl. 9.00–11.00')
    expect(clockText({ start: '13:30', end: null }, da)).toBe('kl. 13.30')
    expect(clockText({ start: null, end: null }, da)).toBe('')
    expect([45, 60, 90, 120, 0, null].map((length) => lengthText(length, da))).toEqual([
      '45 min',
      '1 time',
      '1 t. 30 min',
      '2 timer',
      '',
      '',
    ])
  })
})

describe('report of an import', () => {
  const line = (where: string, confidence: number) => ({ where, what: `${where} ${confidence}`, confidence })

  it('U45 shows the most doubtful lines first, six until all are asked for, and what was left out apart', () => {
    let lines = [
      ...[0.9, 0.5, 0.8, 0.7, 0.6, 0.4, 0.3].map((doubt) => line('kind', doubt)),
      line('noise', 0.1),
    ]
    const report = new ImportReport(
      () => lines,
      (left) => (lines = left),
    )
    expect(report.shown.map((one) => one.confidence)).toEqual([0.3, 0.4, 0.5, 0.6, 0.7, 0.8])
    expect(report.leftOut).toEqual([line('noise', 0.1)])
    report.all = true
    expect(report.shown).toHaveLength(7)
    for (const one of report.shown.slice(0, 2)) report.dismiss(one)
    expect([report.isLong, report.lines.length, report.leftOut.length]).toEqual([false, 5, 1])
    report.dismissAll()
    expect(lines).toEqual([])
  })

  it.each([
    ['item 12', 'Punkt 12'],
    ['item Eventuelt', 'Eventuelt'],
    ['people', 'Deltagere'],
    ['noise', 'Udeladt'],
    ['something new', ''],
  ])('U45 the place %j is called %j', (where, place) => {
    expect(placeOfLine(where, REPORT_WORDS.da)).toBe(place)
  })
})

describe('sync text', () => {
  const local = { kind: 'local', waiting: 12, oldest: null, saved: true } as const
  it.each([
    [{ kind: 'server' }, 'Gemt på serveren', 'ok'],
    [{ kind: 'sending', waiting: 1 }, 'Sender 1 ændring', 'busy'],
    [{ kind: 'sending', waiting: 0 }, 'Henter fra serveren', 'busy'],
    [{ ...local, why: 'offline' }, 'Gemt lokalt – 12 ændringer venter', 'local'],
    [{ ...local, waiting: 0, why: 'offline' }, 'Gemt på denne enhed', 'local'],
    [{ ...local, why: 'silent' }, 'Gemt lokalt – serveren svarer ikke', 'local'],
    [{ ...local, why: 'cannotSave' }, 'Gemt lokalt – serveren kan ikke gemme', 'local'],
    [{ ...local, why: 'forbidden' }, 'Adgang fjernet', 'bad'],
    [{ kind: 'unsaved', waiting: 3 }, 'Kan ikke gemmes her', 'bad'],
  ] as const)('U33 of %j is %j', (status, text, tone) => {
    expect(syncSentence(status, da)).toEqual({ text, tone })
  })
})

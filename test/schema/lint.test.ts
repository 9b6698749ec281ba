import * as Y from 'yjs'
import { describe, expect, test } from 'vitest'
import { lint, type Finding } from '../../schema/lint.ts'
import { items, people, setHeader, type Item, type Paper } from '../../schema/paper.ts'
import { PHASES, type Phase } from '../../schema/phases.ts'
import { writeSection } from '../../schema/sections.ts'
import { PHASE_WORDS, sayFinding } from '../../schema/words/phases.ts'
import { p } from './builders.ts'

const CONTEXT = { hearingRuns: false, openRemarks: 0, cannotApprove: 0 }
const OUTCOME: Item['outcomes'] = [{ kind: 'postponed', point: null, to: null }]

interface Written extends Partial<Item> {
  title?: string
  case?: string
  minutes?: string
}

/** A paper that lacks nothing but what its items lack. */
function paperOf(...list: Written[]): Paper {
  const paper = new Y.Doc()
  setHeader(paper, { date: '2026-03-12', place: 'Rådhuset' })
  list.forEach(({ title = 'Budget', case: text, minutes, ...fields }, i) => {
    const id = `item-000${i + 1}`
    items.add(paper, id, fields)
    if (title !== '') writeSection(paper, `${id}/title`, [p(title)])
    if (text !== undefined) writeSection(paper, `${id}/case`, [p(text)])
    if (minutes !== undefined) writeSection(paper, `${id}/minutes`, [p(minutes)])
  })
  return paper
}

function told(found: Finding[]): string[] {
  return found.map(({ level, kind, number }) => `${level} ${kind} ${number ?? '-'}`)
}

const whole: Written = { case: 'Tallene.', minutes: 'Godkendt.' }

describe('Q9 what a hearing says before the minutes are approved', () => {
  test('Q9 open remarks are told, and who cannot approve, with how many they are', () => {
    const context = { ...CONTEXT, openRemarks: 3, cannotApprove: 1 }
    const found = lint(paperOf(whole, { ...whole, title: '' }), 'approved', context)
    expect(told(found)).toEqual(['error noTitle 2', 'warning cannotApprove 1', 'warning openRemarks 3'])
    // Who has seen three has not seen four.
    expect(found.map(({ key }) => key)).toEqual(['noTitle:item-0002', 'cannotApprove:1', 'openRemarks:3'])
    expect(told(lint(paperOf(whole), 'hearing', context))).toEqual([])
  })
})

test('Q9 while the deadline runs, who has not answered is told by name', () => {
  const context = { ...CONTEXT, hearingRuns: true, awaited: ['Lyngø Kommune', 'Ulla Krogh'] }
  const [found, ...more] = lint(paperOf(whole), 'approved', context)
  if (found === undefined) throw new RangeError('Nothing was found')
  expect(more).toEqual([])
  // Who answers meanwhile stops nobody who has seen it.
  expect(found.key).toBe('hearingRuns')
  const said = 'Høringsfristen er ikke udløbet.'
  expect(sayFinding(PHASE_WORDS.da, found)).toBe(`${said} Har ikke svaret endnu: Lyngø Kommune, Ulla Krogh.`)
  expect(sayFinding(PHASE_WORDS.da, { ...found, names: [] })).toBe(said)
})

describe('what is missing before a meeting goes on', () => {
  test('R4 nothing is missing from a whole meeting', () => {
    const paper = paperOf(whole, whole)
    expect(PHASES.flatMap((to) => lint(paper, to, CONTEXT))).toEqual([])
  })

  test('R4 an item without minutes is named by its number: a warning before the hearing, an error before approval', () => {
    const paper = paperOf(whole, { case: 'x', outcomes: OUTCOME }, whole, { case: 'x' })
    expect(lint(paper, 'hearing', CONTEXT)).toEqual([
      { key: 'noMinutes:item-0004', kind: 'noMinutes', level: 'warning', item: 'item-0004', number: 4 },
    ])
    expect(told(lint(paper, 'approved', CONTEXT))).toEqual(['error noMinutes 4'])
  })

  test('R4 an item for decision without a decision is named, unless nothing at all is written of it', () => {
    const paper = paperOf(
      { ...whole, kind: 'decision' },
      { ...whole, kind: 'decision', outcomes: OUTCOME },
      { ...whole, kind: 'information' },
      { case: 'x', kind: 'decision' },
    )
    expect(told(lint(paper, 'hearing', CONTEXT))).toEqual(['warning noDecision 1', 'warning noMinutes 4'])
    expect(told(lint(paper, 'approved', CONTEXT))).toEqual(['error noMinutes 4', 'warning noDecision 1'])
  })

  test('R4 of an item that is standing neither case nor minutes are asked for in earnest', () => {
    const paper = paperOf(whole, { title: 'Eventuelt' })
    expect(lint(paper, 'sent', CONTEXT)).toEqual([])
    expect(told(lint(paper, 'approved', CONTEXT))).toEqual(['warning noMinutes 2'])
  })

  test.each<[Phase, string[]]>([
    ['sent', ['error noDate -', 'error noItems -', 'warning noPlace -']],
    ['live', ['error noItems -']],
    ['hearing', ['error noDate -', 'error noItems -']],
    ['published', []],
  ])('R4 an empty paper before %s', (to, expected) => {
    expect(told(lint(new Y.Doc(), to, CONTEXT))).toEqual(expected)
  })

  test('R4 before it is sent, each item has a title and a case, and a closed one its reason', () => {
    const paper = paperOf({ title: '', case: 'x' }, {}, { case: 'x', closed: true })
    expect(told(lint(paper, 'sent', CONTEXT))).toEqual([
      'error noTitle 1',
      'error notParted 3',
      'warning noCase 2',
      'warning noReason 3',
    ])
  })

  test('R4 a task without an owner, and a list of people of whom nobody is said to have been there', () => {
    const paper = paperOf(whole)
    people.add(paper, 'person-01', { name: 'Karen Holmskov' })
    items.add(paper, 'item-0002', {})
    writeSection(paper, 'item-0002/title', [p('Opgaver')])
    const task = (owner: string) => ({ type: 'task', attrs: { id: 'task-0001', owner, due: null } })
    writeSection(paper, 'item-0002/minutes', [task('Karen'), task('')])
    expect(told(lint(paper, 'hearing', CONTEXT))).toEqual(['warning noAttendance -', 'warning noOwner 2'])
  })

  test('R4 a closed item has a public wording before it is published', () => {
    const paper = paperOf({ ...whole, closed: true, closedReason: 'Personsag', publicWording: ' ' })
    expect(told(lint(paper, 'published', CONTEXT))).toEqual(['error noPublicWording 1'])
    // As long as it can be written.
    expect(told(lint(paper, 'approved', CONTEXT))).toEqual(['warning noPublicWording 1'])
    expect(told(lint(paper, 'hearing', CONTEXT))).not.toContain('warning noPublicWording 1')
  })

  test('R4 who approves before the hearing is over is told', () => {
    const runs = { ...CONTEXT, hearingRuns: true }
    expect(told(lint(paperOf(whole), 'approved', runs))).toEqual(['warning hearingRuns -'])
    expect(lint(paperOf(whole), 'approved', CONTEXT)).toEqual([])
  })

  test('Z10 an item that only says that it is closed stops the meeting from being read by others', () => {
    const paper = paperOf(whole, { ...whole, closed: true, closedReason: 'Personsag' })
    for (const to of ['sent', 'live', 'hearing'] as const)
      expect(told(lint(paper, to, CONTEXT))).toEqual(['error notParted 2'])
  })

  test('Z10 what a closed item lacks is looked for where it is written', () => {
    const paper = paperOf(whole, { title: '', closed: true, closedReason: 'Personsag' })
    const own = new Y.Doc()
    items.add(own, 'item-0002', {})
    writeSection(own, 'item-0002/title', [p('Ansættelse')])
    const closed = new Map([['item-0002', own]])
    expect(told(lint(paper, 'hearing', { ...CONTEXT, closed }))).toEqual(['warning noMinutes 2'])
    items.set(own, 'item-0002', { outcomes: OUTCOME })
    expect(told(lint(paper, 'hearing', { ...CONTEXT, closed }))).toEqual([])
  })
})

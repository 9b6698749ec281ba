import { expect, test } from 'vitest'
import { withClosed } from '../../schema/documents/closed.ts'
import { toHtml } from '../../schema/documents/html.ts'
import { toMarkdown } from '../../schema/documents/markdown.ts'
import { emptyItem, emptyPerson, FORMAT, type MeetingJson } from '../../schema/meeting.ts'
import { documents as danish } from '../../schema/words/da/documents.ts'

const blocks = (text: string) => [{ type: 'paragraph', content: [{ type: 'text', text }] }]

const MEETING: MeetingJson = {
  format: FORMAT,
  kind: 'minutes',
  forum: 'Direktørforum',
  subject: null,
  number: 7,
  date: '2026-03-12',
  start: null,
  end: null,
  place: null,
  online: null,
  people: [
    {
      ...emptyPerson('Mona Brandt'),
      attendance: 'present',
      absences: [
        { kind: 'recused', item: 'b' },
        { kind: 'late', item: 'c' },
      ],
    },
  ],
  items: [
    { ...emptyItem('a', 'Velkomst'), number: '1', case: blocks('Åben tekst.') },
    {
      ...emptyItem('b', 'Hemmelig titel'),
      number: '2',
      duration: 10,
      closed: true,
      closedReason: 'Personsag',
      publicWording: 'En personsag blev drøftet.',
      presenters: ['Hemmelig oplægsholder'],
      minutes: blocks('Hemmelig tekst.'),
      outcomes: [{ kind: 'forwarded', point: null, to: 'Hemmeligt forum' }],
      attachments: [{ title: 'Hemmeligt bilag', file: null }],
    },
    { ...emptyItem('c', 'Eventuelt'), number: '3' },
  ],
  annexes: [],
  nextMeetings: [],
  report: [{ where: 'punkt 2', what: 'Hemmelig linje', confidence: 0.5 }],
}

const written = (meeting: MeetingJson) => [
  JSON.stringify(meeting),
  toMarkdown(meeting, danish),
  toHtml(meeting, danish),
]

test('D119 the public wording stands in place of what is closed, in every format', () => {
  for (const text of written(withClosed(MEETING, 'wording'))) {
    expect(text).not.toMatch(/hemmelig/i)
    expect(text).toContain('En personsag blev drøftet.')
    expect(text).toContain('Åben tekst.')
  }
})

test('D119 closed items are left out, and the others keep their numbers', () => {
  const without = withClosed(MEETING, 'nothing')
  expect(without.items.map(({ number }) => number)).toEqual(['1', '3'])
  for (const text of written(without)) expect(text).not.toMatch(/hemmelig|personsag/i)
})

test('D119 without the text nobody is said to be recused from it', () => {
  for (const part of ['wording', 'nothing'] as const)
    expect(withClosed(MEETING, part).people[0]?.absences).toEqual([{ kind: 'late', item: 'c' }])
})

test('D119 asked for, all of it is there; a meeting without closed items is as it was', () => {
  expect(withClosed(MEETING, 'whole')).toBe(MEETING)
  const open = { ...MEETING, items: MEETING.items.filter(({ closed }) => !closed) }
  expect(withClosed(open, 'nothing')).toBe(open)
})

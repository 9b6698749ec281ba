import fc from '../fast-check.ts'
import { expect, test } from 'vitest'
import { writeDocument } from '../../schema/documents/index.ts'
import { toMarkdown } from '../../schema/documents/markdown.ts'
import { toHtml } from '../../schema/documents/html.ts'
import { parseInline } from '../../schema/documents/markup/inline.ts'
import { writeInline } from '../../schema/documents/markup/write-inline.ts'
import { readText } from '../../schema/documents/text.ts'
import { emptyItem, type MeetingJson } from '../../schema/meeting.ts'
import type { Block } from '../../schema/nodes.ts'
import { documents as danish } from '../../schema/words/da/documents.ts'
import { documents as english } from '../../schema/words/en/documents.ts'
import { ids, meeting, normalMeeting, withoutIds } from './meetings.ts'

for (const words of [danish, english]) {
  test(
    `D30 any meeting written as Markdown reads back the same (${words.language})`,
    { timeout: 60_000 },
    () => {
      fc.assert(
        fc.property(meeting, (written) => {
          const read = readText(toMarkdown(written, words), { newId: ids() })
          expect(withoutIds(normalMeeting(read))).toEqual(
            withoutIds(normalMeeting({ ...written, report: [] })),
          )
        }),
        { numRuns: 150 },
      )
    },
  )
}

test.each([
  [danish, '17. december 2026', ['Mødedato:** ', 'Udsat · til ', '| ', 'Frist: ']],
  [english, '17 December 2026', ['Date:** ', 'Postponed · to ', '| ', 'Due: ']],
])('D120 in Markdown a day stands in words, and is read back as the day', (words, day, befores) => {
  const date = '2026-12-17'
  const written: MeetingJson = {
    ...readText('REFERAT\n\n1. Punkt\n\nReferat: Godkendt.', { newId: ids() }),
    date,
    nextMeetings: [{ date, start: null, end: null, place: null }],
  }
  const task = { type: 'task', attrs: { id: 't', owner: day, due: date }, content: [text('Opgave')] }
  const outcomes = [{ kind: 'postponed' as const, point: null, to: date }]
  written.items = [{ ...emptyItem('1', 'Punkt'), minutes: [task], outcomes }]
  const markdown = toMarkdown(written, words)
  for (const before of befores) expect(markdown).toContain(`${before}${day}`)
  expect(markdown).not.toContain(date)
  expect(withoutIds(readText(markdown, { newId: ids() }))).toEqual(withoutIds({ ...written, report: [] }))
})

test.each(['-', '--', ':---:'])('D30 a cell that holds %s is no line under headings', (text) => {
  const cell = (type: string, ...content: Block[]): Block => ({
    type,
    attrs: { colspan: 1, rowspan: 1, colwidth: null },
    content: [{ type: 'paragraph', content }],
  })
  const rows = [cell('table_header'), cell('table_cell', { type: 'text', text })]
  const table: Block = {
    type: 'table',
    content: rows.map((each) => ({ type: 'table_row', content: [each] })),
  }
  const empty = readText('REFERAT\n\n1. Punkt\n\nReferat: Godkendt.', { newId: ids() })
  const written: MeetingJson = { ...empty, items: [{ ...emptyItem('1', 'Punkt'), case: [table] }] }
  const read = readText(toMarkdown(written, danish), { newId: ids() })
  expect(JSON.stringify(read.items[0]?.case)).toContain(`"text":"${text}"`)
})

test('D30 a paragraph that begins with a note and a colon is no footnote', () => {
  const note = { type: 'footnote', content: [{ type: 'text', text: 'Bilag 2.' }] }
  const minutes = [{ type: 'paragraph', content: [note, { type: 'text', text: ': godkendt' }] }]
  const empty = readText('REFERAT\n\n1. Punkt\n\nReferat: Godkendt.', { newId: ids() })
  const written: MeetingJson = { ...empty, items: [{ ...emptyItem('1', 'Punkt'), minutes }] }
  const read = readText(toMarkdown(written, danish), { newId: ids() })
  expect(read.items[0]?.minutes).toEqual(minutes)
})

test('D30 the report of an import stands in no file for the members', () => {
  const meeting = readText(
    'REFERAT\n\nForum Vest\n\nSide 1 af 2\n\n1. Velkomst\n\nReferat: Godkendt.\n\n2. Eventuelt\n\nSide 2 af 2',
    { newId: ids() },
  )
  expect(meeting.report).not.toEqual([])
  const markdown = toMarkdown(meeting, danish)
  expect(markdown).not.toMatch(/data:|report|Side 1 af 2/)
  expect(toHtml(meeting, danish)).not.toMatch(/Side 1 af 2/)
})

test.each([
  [danish, 'Udkast til referat', 'Referat', 'Dagsorden'],
  [english, 'Draft minutes', 'Minutes', 'Agenda'],
])('D32 minutes are written as a draft, an agenda as an agenda', (words, draft, minutes, agenda) => {
  const meeting = readText('REFERAT\n\nForum Vest\n\n1. Velkomst\n\nReferat: Godkendt.\n\n2. Eventuelt', {
    newId: ids(),
  })
  const markdown = toMarkdown(meeting, words)
  expect(markdown).toContain(`# ${draft} – Forum Vest`)
  expect(readText(markdown.replaceAll(draft, minutes), { newId: ids() }).kind).toBe('minutes')
  expect(toHtml(meeting, words)).toContain(`<p class="kind">${draft}</p>`)
  expect(toMarkdown({ ...meeting, kind: 'agenda' }, words)).toContain(`# ${agenda} – Forum Vest`)
})

const approval = { approved: '2026-03-24', published: null, corrections: [] }

test.each([
  ['md', danish, 'Referat', '# Referat – Forum Vest'],
  ['txt', english, 'Minutes', '# Minutes – Forum Vest'],
  ['html', danish, 'Referat', '<p class="kind">Referat</p>'],
] as const)('D32 minutes that are approved are no draft: %s', (format, words, minutes, heading) => {
  const meeting = readText('REFERAT\n\nForum Vest\n\n1. Velkomst\n\nReferat: Godkendt.\n\n2. Eventuelt', {
    newId: ids(),
  })
  const written = writeDocument(meeting, format, { words, approval })
  expect(written).toContain(heading)
  expect(written).not.toContain(words.kinds.minutes)
  if (format === 'html') return
  expect(written).toContain(`- **${words.item.kind}:** ${minutes}\n`)
  expect(readText(written, { newId: ids() }).kind).toBe('minutes')
})

const text = (value: string, ...marks: string[]): Block => ({
  type: 'text',
  text: value,
  ...(marks.length ? { marks: marks.map((type) => ({ type })) } : {}),
})

test.each<[Block[], string]>([
  [[text('Skrevet '), text('uden mus', 'strong')], 'Skrevet **uden mus**'],
  [
    [text('Nogle '), text('ord', 'em'), text('ene, '), text('„nu“', 'strong'), text(' og')],
    'Nogle *ord*ene, **„nu“** og',
  ],
  [[text('Bemærk:', 'strong'), text(' intet')], '**Bemærk:** intet'],
  [[text('a'), text('.b', 'strong')], 'a<strong>.b</strong>'],
  [[text('sund'), text('hed.', 'em'), text('s')], 'sund<em>hed.</em>s'],
  [[text('a '), text('b ', 'strong'), text('c')], 'a <strong>b </strong>c'],
  [[text('a', 'strong'), text('b', 'em')], '<strong>a</strong>*b*'],
  [[text(' a '), text(' b', 'em')], '&#32;a <em> b</em>'],
])('D33 marks are asterisks where they read back the same: %#', (nodes, written) => {
  expect(writeInline(nodes, { note: () => '1', address: () => '#' })).toBe(written)
  expect(parseInline(written)).toEqual(nodes)
})

test('D31 the same Markdown without its first comment is read like any other document', () => {
  const source = `REFERAT

Forum Vest

5. maj 2025 kl. 9.00-11.00

Deltagere:

Mona Brandt, direktør, Klint Kommune (mødeleder)

Jens Tved, chef, Region Havland - Afbud

1. Velkomst – 5 min.

Referat:

Mødelederen bød velkommen.

2. Plan (Mona Brandt) – 20 min.

Sagen **beskrives** her.

Det indstilles, at forum:

1. Drøfter planen
2. Godkender budgettet

Bilag:

- Plan
- Budget

Beslutning:

Indstillingen blev godkendt.
`
  const first = readText(source, { newId: ids() })
  const again = readText(toMarkdown(first, danish).replace('<!-- samreferat/1 -->', ''), { newId: ids() })
  const essence = ({ kind, forum, date, start, end, people, items }: MeetingJson) => ({
    kind,
    forum,
    date,
    start,
    end,
    people,
    items,
  })
  expect(essence(again)).toEqual(essence(first))
})

import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { demoMeetings } from '../../server/demo/meetings.ts'
import { digestInSteps, digestOf, isComparable } from '../../schema/digest.ts'
import type { Blocks } from '../../schema/nodes.ts'
import { fromMeetingJson } from '../../schema/new-paper.ts'
import { toMeetingJson } from '../../schema/paper-json.ts'
import { annexes, attachments, fragment, items, people, setHeader, type Paper } from '../../schema/paper.ts'
import { writeSection } from '../../schema/sections.ts'
import { largeMeeting } from '../large-meeting.ts'

const KEY = 'item-0001/minutes'

/** A paper with two items, one of each kind of entry, and these blocks as minutes. */
function paperWith(blocks: Blocks = [], change: (paper: Paper) => void = () => undefined): Paper {
  const paper = new Y.Doc()
  setHeader(paper, {
    subject: 'Temadag',
    nextMeetings: [{ date: '2026-04-01', start: null, end: null, place: null }],
  })
  people.add(paper, 'person-1', { name: 'Nanna Dyrlund', functions: ['chair'] })
  items.add(paper, 'item-0001', { duration: 10 })
  items.add(paper, 'item-0002', {})
  attachments.add(paper, 'file-1', { item: 'item-0001', title: 'Notat' })
  annexes.add(paper, 'annex-1', { title: 'Kommissorium' })
  writeSection(paper, KEY, blocks)
  change(paper)
  return paper
}

const paragraph = (...content: Blocks): Blocks => [{ type: 'paragraph', content }]
const text = (words: string, ...marks: string[]): Blocks[number] => ({
  type: 'text',
  text: words,
  ...(marks.length > 0 && { marks: marks.map((type) => ({ type })) }),
})

/** The text of the first paragraph of the minutes. */
function firstText(paper: Paper): Y.XmlText {
  return (fragment(paper, KEY).get(0) as Y.XmlElement).get(0) as Y.XmlText
}

const SAME: [string, Paper, Paper][] = [
  [
    'typed letter by letter, with a word taken back',
    paperWith(paragraph(text('Godkendt.'))),
    paperWith(paragraph(text('Go')), (paper) => {
      const run = firstText(paper)
      for (const letter of 'dkendt. Nej') run.insert(run.length, letter)
      run.delete(run.length - 4, 4)
    }),
  ],
  [
    'bold set in pieces and in another order, and taken off again elsewhere',
    paperWith(paragraph(text('Alle '), text('godkendte', 'strong', 'em'), text(' det.'))),
    paperWith(paragraph(text('Alle godkendte det.')), (paper) => {
      const run = firstText(paper)
      run.format(5, 4, { em: {} })
      run.format(9, 5, { em: {}, strong: {} })
      run.format(0, 9, { strong: {} })
      run.format(0, 5, { strong: null })
    }),
  ],
  [
    'one text in two pieces, with an empty one between',
    paperWith(paragraph(text('Godkendt.'))),
    paperWith(paragraph(text('God')), (paper) => {
      const element = fragment(paper, KEY).get(0) as Y.XmlElement
      element.push([new Y.XmlText(''), new Y.XmlText('kendt.')])
    }),
  ],
  [
    'an attribute that says what is so anyway',
    paperWith([{ type: 'heading', content: [text('Baggrund')] }]),
    paperWith([{ type: 'heading', content: [text('Baggrund')] }], (paper) => {
      const heading = fragment(paper, KEY).get(0) as Y.XmlElement
      heading.setAttribute('level', 1 as unknown as string)
      heading.setAttribute('id', null as unknown as string)
    }),
  ],
  [
    'a mark under the name that lets it overlap',
    paperWith(paragraph(text('her', 'strong'))),
    paperWith(paragraph(text('her')), (paper) => firstText(paper).format(0, 3, { 'strong--Ab+/9z==': {} })),
  ],
  ['an empty section that holds an empty paragraph', paperWith(), paperWith([{ type: 'paragraph' }])],
  [
    'an item moved and moved back',
    paperWith(),
    paperWith([], (paper) => [1, 0].forEach((index) => items.move(paper, 'item-0001', index))),
  ],
  [
    'fields written in another order, and one that was emptied',
    paperWith([], (paper) => setHeader(paper, { place: 'Birkevang' })),
    paperWith([], (paper) => {
      setHeader(paper, { place: 'Birkevang', extra: {} })
      setHeader(paper, { online: 'link' })
      setHeader(paper, { online: null })
    }),
  ],
]

test.each(SAME)('P9 the same: %s', (_name, one, other) => {
  expect(digestOf(other)).toBe(digestOf(one))
})

const CHANGES: [string, (paper: Paper) => void][] = [
  ['a letter', (paper) => firstText(paper).insert(3, 'x')],
  [
    'a letter moved over the end of a paragraph',
    (paper) => {
      const next = (fragment(paper, KEY).get(1) as Y.XmlElement).get(0) as Y.XmlText
      const run = firstText(paper)
      next.insert(0, run.toString().slice(-1))
      run.delete(run.length - 1, 1)
    },
  ],
  ['a mark', (paper) => firstText(paper).format(0, 2, { strong: {} })],
  [
    'the address of a link',
    (paper) => firstText(paper).format(0, 2, { link: { href: 'https://a.example' } }),
  ],
  ['an attribute', (paper) => (fragment(paper, KEY).get(2) as Y.XmlElement).setAttribute('owner', 'Esben')],
  ['a block', (paper) => fragment(paper, KEY).delete(1, 1)],
  [
    'a block twice',
    (paper) => fragment(paper, KEY).push([(fragment(paper, KEY).get(0) as Y.XmlElement).clone()]),
  ],
  ['the order of the items', (paper) => items.move(paper, 'item-0002', 0)],
  ['a field of an item', (paper) => items.set(paper, 'item-0001', { duration: 11 })],
  [
    'the same text in another item',
    (paper) => {
      const first = fragment(paper, KEY).get(0) as Y.XmlElement
      fragment(paper, 'item-0002/minutes').push([first.clone()])
      fragment(paper, KEY).delete(0, 1)
    },
  ],
  ['the header', (paper) => setHeader(paper, { number: 4 })],
  ['attendance', (paper) => people.set(paper, 'person-1', { attendance: 'apology' })],
  ['an attachment', (paper) => attachments.remove(paper, 'file-1')],
  ['an annex', (paper) => writeSection(paper, 'annex-1/body', paragraph(text('§ 1')))],
]

test.each(CHANGES)('P9 another: %s', (_name, change) => {
  const blocks = [
    ...paragraph(text('Et.')),
    ...paragraph(text('To.')),
    { type: 'task', content: [text('Send')] },
  ]
  expect(digestOf(paperWith(blocks, change))).not.toBe(digestOf(paperWith(blocks)))
})

test.each(demoMeetings('2026-03-12'))(
  'P9 a whole meeting read and written again ($meeting.number)',
  ({ meeting }) => {
    const papers = [meeting, null].map(() => new Y.Doc())
    const [one, other] = papers as [Paper, Paper]
    const ids = (): (() => string) => {
      let next = 0
      return () => `fresh-${next++}`
    }
    fromMeetingJson(one, meeting, ids())
    fromMeetingJson(other, toMeetingJson(one), ids())
    // The number printed by a writer of text is no part of it.
    for (const paper of papers)
      for (const { id } of items.list(paper)) items.set(paper, id, { printedNumber: null })
    expect(digestOf(other)).toBe(digestOf(one))
  },
)

test('P9 is worked out in small steps, writes nothing, and says of which form it is', () => {
  const paper = new Y.Doc()
  fromMeetingJson(paper, largeMeeting(20), () => crypto.randomUUID())
  const before = Y.encodeStateAsUpdate(paper)
  const steps = digestInSteps(paper)
  let count = 0
  let step = steps.next()
  for (; !step.done; step = steps.next()) count++
  expect(step.value).toBe(digestOf(paper))
  expect(count).toBeGreaterThan(50)
  expect(Y.encodeStateAsUpdate(paper)).toEqual(before)
  expect([isComparable(step.value), isComparable('0:abc')]).toEqual([true, false])
})

import * as Y from 'yjs'
import { describe, expect, test } from 'vitest'
import { DocumentError, readDocument, readJson } from '../../schema/documents/index.ts'
import { FORMAT, type MeetingJson } from '../../schema/meeting.ts'
import { fromMeetingJson } from '../../schema/new-paper.ts'
import { toMeetingJson } from '../../schema/paper-json.ts'
import { TooLarge } from '../../schema/room-fits.ts'
import { Gate, type Verdict } from '../../server/sync/gate/gate.ts'
import fc from '../fast-check.ts'
import { counter } from '../schema/builders.ts'

function paperOf(meeting: MeetingJson): Y.Doc {
  const paper = new Y.Doc()
  fromMeetingJson(paper, meeting, counter('new'))
  return paper
}

function submitted(paper: Y.Doc): Verdict {
  const gate = Gate.of({ snapshot: null, tail: [], clients: new Map() })
  return gate.submit({ user: 'anna', writes: true }, Y.encodeStateAsUpdate(paper))
}

const read = (value: unknown): MeetingJson => readJson(JSON.stringify(value), { newId: counter('item') })

/** Keys as others write them; none that the format knows. */
const key = fc.oneof(
  fc.constantFrom('født i', 'e-mail adresse', 'størrelse', 'id', 'order', 'item', 'printedNumber', 'extra'),
  fc.string({ minLength: 1, maxLength: 80, unit: 'binary' }).map((name) => `x ${name}`),
)
const more = fc.dictionary(key, fc.jsonValue({ maxDepth: 6 }), { maxKeys: 4, noNullPrototype: true })

const meetings = fc
  .record({ head: more, person: more, item: more, file: more, annex: more })
  .map((unknown) => {
    const { id: _id, ...item } = unknown.item
    return {
      ...unknown.head,
      format: FORMAT,
      people: [{ ...unknown.person, name: 'Asta Lind' }],
      items: [
        { ...item, id: 'item-one', title: 'Budget', attachments: [{ ...unknown.file, title: 'Notat' }] },
      ],
      annexes: [{ ...unknown.annex, title: 'Bilag', kind: 'document' }],
    }
  })

const nested = (depth: number): unknown => (depth === 0 ? 1 : { a: nested(depth - 1) })

const bare = { format: FORMAT, items: [{ id: 'item-one', title: 'Budget' }] }

const alike = (count: number) => ({ ...bare, items: many(count) })

describe('what is read from a file', () => {
  test('G14 the gate takes a meeting.json with any unknown keys, and all of them come back', () => {
    fc.assert(
      fc.property(meetings, (value) => {
        const meeting = read(value)
        const paper = paperOf(meeting)
        expect(submitted(paper)).toMatchObject({ kind: 'row' })
        expect(toMeetingJson(paper)).toEqual({
          ...meeting,
          items: meeting.items.map((item) => ({ ...item, number: '1' })),
        })
      }),
      { numRuns: 200 },
    )
  })

  test.each([
    ['deep', { ...bare, more: nested(32) }, ''],
    ['deep, of a person', { ...bare, people: [{ name: 'A', more: nested(32) }] }, 'people[0]'],
    ['large', { ...bare, more: 'x'.repeat(1_100_000) }, ''],
    ['of a long name', { ...bare, items: [{ title: 'A', ['k'.repeat(300)]: 1 }] }, 'items[0]'],
  ])('G14 what no room takes is refused before anything is made: %s', (_, value, path) => {
    try {
      read(value)
    } catch (error) {
      if (!(error instanceof DocumentError)) throw error
      expect(error.facts.path?.startsWith(path)).toBe(true)
      return
    }
    throw new Error('it was read')
  })

  test('G14 what is nested as deep as a file may have it is taken', () => {
    expect(submitted(paperOf(read({ ...bare, more: nested(31) })))).toMatchObject({ kind: 'row' })
  })

  test.each(['1.5', '-1', '1001', '1e9', 'x', '0', '2'])(
    'G14 the gate takes a table and a list of a document that count from or over %s',
    (number) => {
      const table = `<table><tr><td colspan="${number}" rowspan="${number}">a</td><td>b</td></tr></table>`
      const list = `<ol start="${number}e8"><li>a</li></ol><ol start="${number}"><li>a</li></ol>`
      const source = `# Dagsorden\n\n## 1. Punkt\n\nSagen:\n\n${table}\n\n${list}\n\n## 2. Eventuelt\n\nTekst\n`
      const meeting = readDocument('moede.md', source)
      expect(JSON.stringify(meeting)).toContain('colspan')
      expect(submitted(paperOf(meeting))).toMatchObject({ kind: 'row' })
    },
  )

  test.each([
    ['a list', (n: number) => Array.from({ length: n }, (_, i) => `${'  '.repeat(i)}- punkt`).join('\n')],
    ['quotations', (n: number) => `${'> '.repeat(n)}sagt`],
    ['elements', (n: number) => `${'<ul><li>'.repeat(n)}sagt${'</li></ul>'.repeat(n)}`],
    ['lists in cells', (n: number) => `${'<table><tr><td><ul><li>'.repeat(n)}sagt`],
  ])('G14 the gate takes a document in which %s are nested ever deeper', (_, text) => {
    const meeting = readDocument(
      'moede.md',
      `# Dagsorden\n\n## 1. Punkt\n\nSagen:\n\n${text(60)}\n\n## 2. Slut\n`,
    )
    expect(submitted(paperOf(meeting))).toMatchObject({ kind: 'row' })
  })

  test.each([
    ['sections', read(alike(7_000))],
    ['letters in a paragraph', read({ ...bare, items: [{ title: 'A', case: [paragraph(2_100_000)] }] })],
    ['letters', read({ ...bare, items: many(90).map((item) => ({ ...item, case: [paragraph(95_000)] })) })],
  ])('G14 a meeting of more %s than a room takes is not made', (_, meeting) => {
    const paper = new Y.Doc()
    expect(() => fromMeetingJson(paper, meeting, counter())).toThrow(TooLarge)
    expect(paper.share.size).toBe(0)
  })
})

function many(count: number) {
  const text = [paragraph(5)]
  return Array.from({ length: count }, (_, i) => ({
    id: `item-${i}`,
    title: `Punkt ${i}`,
    case: text,
    recommendation: text,
    minutes: text,
  }))
}

function paragraph(length: number) {
  return { type: 'paragraph', content: [{ type: 'text', text: 'o'.repeat(length) }] }
}

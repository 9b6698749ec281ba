import { describe, expect, test } from 'vitest'
import { DocumentError, explain, readDocument, writeDocument } from '../../schema/documents/index.ts'
import type { MeetingJson } from '../../schema/meeting.ts'
import { documents as danish } from '../../schema/words/da/documents.ts'
import { documents as english } from '../../schema/words/en/documents.ts'
import { HOSTILE, letters } from './hostile.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

function refusal(run: () => unknown): DocumentError {
  try {
    run()
  } catch (error) {
    if (error instanceof DocumentError) return error
    throw error
  }
  throw new Error('nothing was refused')
}

const AGENDA =
  'DAGSORDEN\n\nForum Vest\n\n5. maj 2025 kl. 9-11\n\n1. Velkomst\n\n2. Ældreområdet\n\n3. Eventuelt\n'

describe('sources', () => {
  test.each([
    ['empty', 'tom.txt', ''],
    ['empty', 'tom.txt', ' \n\t\n '],
    ['empty', 'tom.md', new Uint8Array()],
    ['binary', 'billede.txt', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3])],
    ['binary', 'referat.pdf', bytes('%PDF-1.7 …')],
    ['tooLarge', 'stor.txt', 'a'.repeat(10_000_001)],
    ['noAgenda', 'brev.txt', 'Kære alle\n\nTak for et godt møde i går. Vi ses igen.\n\nVenlig hilsen\nMona'],
    ['noAgenda', 'opskrift.txt', 'Sådan gør du\n\n1. Tag en skål\n\n2. Rør rundt\n'],
    ['json', 'm.json', '{"format":'],
  ] as const)('D90 a bad source is refused as %s: %s', (id, name, source) => {
    const error = refusal(() => readDocument(name, source))
    expect(error.id).toBe(id)
    for (const words of [danish, english]) {
      const told = explain(error, words)
      expect(Object.values(told).every((text) => text.length > 5)).toBe(true)
    }
  })

  test('D91 a text without items is one item when asked for', () => {
    const meeting = readDocument('brev.txt', 'Kære alle\n\nTak for et godt møde.', { lenient: true })
    expect(meeting.items).toHaveLength(1)
    expect(JSON.stringify(meeting.items[0]?.case)).toContain('Tak for et godt møde.')
  })

  test.each([
    ['UTF-8', bytes(AGENDA)],
    ['UTF-8 with a mark', bytes(`\ufeff${AGENDA}`)],
    [
      'UTF-16',
      new Uint8Array([
        0xff,
        0xfe,
        ...[...AGENDA].flatMap((char) => [char.charCodeAt(0) & 255, char.charCodeAt(0) >> 8]),
      ]),
    ],
    ['the old code page', new Uint8Array([...AGENDA].map((char) => char.charCodeAt(0)))],
    ['CRLF', bytes(AGENDA.replaceAll('\n', '\r\n'))],
  ])('D92 the encoding is found: %s', (_, source) => {
    expect(readDocument('d.txt', source).items.map((item) => item.title)).toEqual([
      'Velkomst',
      'Ældreområdet',
      'Eventuelt',
    ])
  })

  test('D93 control characters are removed and reported', () => {
    const meeting = readDocument('d.txt', AGENDA.replace('Velkomst', 'Vel\u0001kom\u0002st'))
    expect(meeting.items[0]?.title).toBe('Velkomst')
    expect(meeting.report.find((line) => line.where === 'source')?.what).toContain('2')
  })

  const item = (n: number) =>
    `${n}. Punkt om samarbejde ${n} – 10 min.\n\nSagen handler om et forløb mellem hospital og kommune.\n\nDet indstilles, at forum:\n\n1. Drøfter forslaget\n2. Godkender planen\n\nReferat:\n\nIndstillingen blev godkendt.\n\n`

  test('D94 ten thousand items are read', () => {
    const source = `REFERAT\n\nForum Vest\n\n${Array.from({ length: 10_000 }, (_, i) => item(i + 1)).join('')}`
    expect(readDocument('d.txt', source).items).toHaveLength(10_000)
  })

  /** Names of fields, columns and sections: the meeting's structure says them. */
  const LABELS = new Set(
    'deltagere titel organisation ansvarlig næste referat forum gæster bilag indstilling sagsfremstilling'.split(
      ' ',
    ),
  )

  /** Words that a text holds, as they are printed. */
  const wordsOf = (text: string) =>
    new Set(
      text
        .normalize('NFC')
        .toLowerCase()
        .replace(/[\u00ad\u200d]/g, '')
        .replace(/<[^<>]{0,200}>/g, ' ')
        .match(/(?<!\p{L})\p{L}{5,}(?!\p{L})/gu),
    )
  const lost = (source: string, meeting: MeetingJson) => {
    const kept = JSON.stringify(meeting).toLowerCase()
    const whole = wordsOf(kept)
    return [...wordsOf(source)].filter(
      (word) => !LABELS.has(word) && !whole.has(word) && !kept.includes(word),
    )
  }

  // How long five megabytes take is measured by test/bench/import.ts; what is not linear does not end here either.
  test.each(Object.keys(HOSTILE))('D95 no word of hostile text is lost: %s', (name) => {
    const source = HOSTILE[name]?.(50_000) ?? ''
    expect(lost(source, readDocument('d.txt', source, { lenient: true }))).toEqual([])
  })

  test('D95 lines beyond the most are text, and reported', () => {
    const line = (n: number) => `${n < 99_990 ? 'linje' : `sidste${letters(n)}`}\n`
    const source = `REFERAT\n\n1. Velkomst\n\n${Array.from({ length: 101_000 }, (_, n) => line(n)).join('')}`
    const meeting = readDocument('d.txt', source)
    expect(meeting.report.find(({ where }) => where === 'source')?.what).toMatch(/ 100[23] /)
    expect(lost(source, meeting)).toEqual([])
  })

  test('D95 people beyond the most are text, and reported', () => {
    const people = Array.from({ length: 5100 }, (_, n) => `Karen ${letters(n)}sen, chefkonsulent\n`).join('')
    const source = `REFERAT\n\nDeltagere:\n${people}\n1. Velkomst\n`
    const meeting = readDocument('d.txt', source)
    expect(meeting.people).toHaveLength(5000)
    expect(meeting.report.filter(({ where }) => where === 'people').length).toBeGreaterThan(50)
    expect(lost(source, meeting)).toEqual([])
  })

  test('D95 items beyond the most are text of the last one, and reported', () => {
    const source = `REFERAT\n\n${Array.from({ length: 20_100 }, (_, n) => `Punkt ${n + 1}: Sag${letters(n)}\n\n`).join('')}`
    const meeting = readDocument('d.txt', source)
    expect(meeting.items.length).toBeLessThanOrEqual(20_000)
    expect(lost(source, meeting)).toEqual([])
  })
})

describe('meeting.json', () => {
  const meeting = {
    format: 'samreferat/1',
    items: [{ title: 'Velkomst', case: [{ type: 'paragraph', content: [{ type: 'text', text: 'Hej' }] }] }],
    egen: { a: 1 },
  }
  const readJson = (value: unknown) => readDocument('m.json', JSON.stringify(value))

  test('D96 missing fields are null or empty, unknown keys are kept, and it is written as it is', () => {
    const read = readJson(meeting)
    expect(read).toMatchObject({ kind: null, forum: null, people: [], report: [], egen: { a: 1 } })
    expect(read.items[0]).toMatchObject({
      id: 'item-1',
      number: null,
      closed: false,
      minutes: [],
      attachments: [],
    })
    expect(readDocument('m.json', writeDocument(read, 'json'))).toEqual(read)
  })

  test('D96 an item whose id is renewed is still the one that somebody missed', () => {
    const items = [{ id: 'a/b', title: 'A' }]
    const people = [{ name: 'Anna', absences: [{ kind: 'late', item: 'a/b' }] }]
    const read = readJson({ ...meeting, items, people })
    expect(read.people[0]?.absences).toEqual([{ kind: 'late', item: read.items[0]?.id }])
    expect(read.items[0]?.id).not.toBe('a/b')
  })

  test('D96 a rescue file is read as the meeting it holds', () => {
    const unsent = { at: '2026-03-12T10:00:00.000Z', updates: ['AAA='], refused: [] }
    expect(readJson({ ...meeting, unsent })).toEqual(readJson(meeting))
  })

  test.each([
    [{ ...meeting, format: 'andet' }, 'format', '"samreferat/1"', '"andet"'],
    [{ format: 'samreferat/1' }, 'items', 'array', 'undefined'],
    [{ ...meeting, items: [{ title: 3 }] }, 'items[0].title', 'string', '3'],
    [{ ...meeting, date: '5. maj' }, 'date', 'ISO date', '"5. maj"'],
    [
      { ...meeting, items: [{ title: 'A', case: [{ type: 'script' }] }] },
      'items[0].case[0]',
      'paragraph',
      'script',
    ],
    [
      { ...meeting, items: [{ title: 'A', case: [{ type: 'table', content: [{ type: 'paragraph' }] }] }] },
      'items[0].case[0]',
      'table',
      'paragraph',
    ],
    [
      { ...meeting, people: [{ name: 'A', attendance: 'måske' }] },
      'people[0].attendance',
      '"present"',
      '"måske"',
    ],
    [[], '', 'object', '[]'],
  ])(
    'D97 a wrong field is refused with its path, what was expected and what came: %j',
    (value, path, wanted, got) => {
      const { facts } = refusal(() => readJson(value))
      expect(facts.path).toBe(path)
      expect(facts.wanted).toContain(wanted)
      expect(facts.got).toContain(got)
    },
  )

  test('D98 a bomb of nested blocks is refused', () => {
    const block = `${'{"type":"blockquote","content":['.repeat(20_000)}${']}'.repeat(20_000)}`
    const source = `{"format":"samreferat/1","items":[{"title":"A","case":[${block}]}]}`
    expect(refusal(() => readDocument('m.json', source)).id).toBe('json')
  })
})

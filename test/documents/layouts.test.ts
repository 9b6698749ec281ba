import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readText } from '../../schema/documents/text.ts'
import type { ItemJson, MeetingJson } from '../../schema/meeting.ts'
import { textOf } from '../../schema/nodes.ts'
import { ids } from './meetings.ts'

const FOLDER = 'test/fixtures/documents'

/** What a hand would make of an item; `case` and `minutes` are as much of the text as tells it from any other. */
interface Expected extends Pick<MeetingJson, 'kind' | 'forum' | 'date' | 'start' | 'end'> {
  place?: string
  /** Name, attendance and functions. */
  people: string[]
  items: {
    number: string | null
    title: string
    presenters?: string[]
    duration?: number
    case?: string
    points?: string[]
    minutes?: string
    outcomes?: string[]
    attachments?: string[]
  }[]
  nextMeetings?: string[]
}

const fixture = (name: string) => readFileSync(`${FOLDER}/${name}`, 'utf8')

/** How much of a text the reader is asked for: all of it, or nothing at all. */
const has = (text: string, part: string | undefined) =>
  part === undefined ? text : text.includes(part) && part

const itemOf = (item: ItemJson, expected: Expected['items'][number] | undefined) => ({
  number: item.number,
  title: item.title,
  presenters: item.presenters,
  duration: item.duration,
  case: has(textOf(item.case), expected?.case),
  points: (item.recommendation.find(({ type }) => type === 'ordered_list')?.content ?? []).map((one) =>
    textOf([one]),
  ),
  minutes: has(textOf(item.minutes), expected?.minutes),
  outcomes: [...new Set(item.outcomes.map(({ kind }) => kind))],
  attachments: item.attachments.map(({ title }) => title),
})

const whole = (item: Expected['items'][number]) => ({
  presenters: [],
  duration: null,
  case: '',
  points: [],
  minutes: '',
  outcomes: expect.anything() as unknown,
  attachments: [],
  ...item,
})

describe('layouts', () => {
  test.each([
    ['a table with an item a row', 'tabel'],
    ['"Pkt. 1" and lettered decisions', 'pkt'],
    ['headings in capitals', 'versaler'],
    ['a mail with a quotation', 'mail'],
    ['hard line breaks and running heads of a PDF', 'pdf'],
    ['two languages, and minutes in a second column', 'tosproget'],
  ])('D81 %s', (_, name) => {
    const expected = JSON.parse(fixture(`${name}.json`)) as Expected
    const meeting = readText(fixture(`${name}.txt`), { newId: ids() })
    const { kind, forum, date, start, end } = expected
    expect(meeting).toMatchObject({ kind, forum, date, start, end })
    expect(meeting.place).toBe(expected.place ?? meeting.place)
    expect(
      meeting.people.map((one) => [one.name, one.attendance, ...one.functions].filter(Boolean).join(', ')),
    ).toEqual(expected.people)
    expect(meeting.items.map((item, i) => itemOf(item, expected.items[i]))).toEqual(expected.items.map(whole))
    expect(meeting.nextMeetings.map((next) => next.date)).toEqual(expected.nextMeetings ?? [])
  })
})

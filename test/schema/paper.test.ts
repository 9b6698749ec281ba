import fc from '../fast-check.ts'
import * as Y from 'yjs'
import { describe, expect, test } from 'vitest'
import { FORMAT, type MeetingJson } from '../../schema/meeting.ts'
import { textOf } from '../../schema/nodes.ts'
import { byOrder, keysForMove } from '../../schema/order.ts'
import { fromMeetingJson } from '../../schema/new-paper.ts'
import { toMeetingJson } from '../../schema/paper-json.ts'
import { header, items, people, sectionKeys, setHeader, splitKey } from '../../schema/paper.ts'
import { isEmptySection, sectionBlocks, sectionNode, titleText } from '../../schema/sections.ts'
import { counter, h, li, ol, p, sync, text, type, ul } from './builders.ts'

const meeting: MeetingJson = {
  format: FORMAT,
  kind: 'minutes',
  forum: 'Samarbejdsforum',
  subject: '3. møde',
  number: 3,
  date: '2026-03-12',
  start: '09:00',
  end: '11:00',
  place: 'Lokale 4',
  online: null,
  people: [
    {
      person: null,
      name: 'Asta Lind',
      title: 'direktør',
      organisation: 'Fjordby Kommune',
      group: null,
      functions: ['chair'],
      attendance: 'present',
      substituteFor: null,
      absences: [{ kind: 'late', item: 'item-two' }],
    },
  ],
  items: [
    {
      id: 'item-one',
      number: '1',
      title: 'Budget',
      presenters: ['Asta Lind'],
      duration: 20,
      kind: 'decision',
      closed: false,
      closedReason: null,
      publicWording: null,
      case: [
        h('Baggrund'),
        p('Se ', text('bilaget', 'strong')),
        ul(li(p('et')), li(p('to'), ul(li(p('to a'))))),
      ],
      recommendation: [p('Det indstilles, at'), ol(li(p('budgettet godkendes')))],
      minutes: [p('Godkendt.')],
      outcomes: [{ kind: 'adopted', point: null, to: null }],
      attachments: [{ title: 'Budget 2027', file: null }],
    },
    {
      id: 'item-two',
      number: '2',
      title: 'Eventuelt',
      presenters: [],
      duration: null,
      kind: null,
      closed: false,
      closedReason: null,
      publicWording: null,
      case: [],
      recommendation: [],
      minutes: [],
      outcomes: [],
      attachments: [],
    },
  ],
  annexes: [{ title: 'Bilag til punkt 1', kind: 'document', meeting: null, blocks: [p('Tal')] }],
  nextMeetings: [{ date: '2026-06-11', start: '09:00', end: null, place: null }],
  report: [{ where: 'date', what: 'year inferred', confidence: 0.8 }],
  caseSystem: { number: '26-114' },
}

function paperOf(source: MeetingJson): Y.Doc {
  const paper = new Y.Doc()
  fromMeetingJson(paper, source, counter())
  return paper
}

describe('the paper', () => {
  test('P1 an empty paper reads as a header and items with every field present', () => {
    const paper = new Y.Doc()
    items.add(paper, 'item-one', {})
    expect(header(paper)).toMatchObject({ kind: null, forum: null, nextMeetings: [], report: [], extra: {} })
    expect(items.maybe(paper, 'item-one')).toMatchObject({
      presenters: [],
      outcomes: [],
      closed: false,
      duration: null,
    })
    expect(items.maybe(paper, 'none')).toBeNull()
  })

  test('P1 unchanged values are not written', () => {
    const paper = paperOf(meeting)
    let updates = 0
    paper.on('update', () => updates++)
    setHeader(paper, { place: 'Lokale 4', nextMeetings: [...meeting.nextMeetings] })
    items.set(paper, 'item-one', { presenters: ['Asta Lind'] })
    expect(updates).toBe(0)
  })

  test('P2 two clients that open a section at the same moment both keep what they typed', () => {
    const [a, b] = [paperOf(meeting), new Y.Doc()]
    sync(a, b)
    type(a, 'item-two/minutes', 'Fra den ene. ')
    type(b, 'item-two/minutes', 'Fra den anden.')
    sync(a, b)
    const words = textOf(sectionBlocks(a, 'item-two/minutes'))
    expect(words).toContain('Fra den ene.')
    expect(words).toContain('Fra den anden.')
    expect(sectionBlocks(b, 'item-two/minutes')).toEqual(sectionBlocks(a, 'item-two/minutes'))
  })

  test('P4 text typed into an item while a colleague moves it stays in it', () => {
    const a = paperOf(meeting)
    const b = new Y.Doc()
    sync(a, b)
    items.move(a, 'item-two', 0)
    type(b, 'item-two/minutes', 'Skrevet imens.')
    type(b, 'item-one/minutes', ' Og her.')
    sync(a, b)
    expect(items.list(b).map((item) => item.id)).toEqual(['item-two', 'item-one'])
    expect(textOf(sectionBlocks(a, 'item-two/minutes'))).toBe('Skrevet imens.')
    expect(textOf(sectionBlocks(a, 'item-one/minutes'))).toBe('Godkendt. Og her.')
  })

  test('P5 a meeting that does not fit the schema leaves the paper untouched', () => {
    const paper = new Y.Doc()
    const broken = structuredClone(meeting)
    broken.items[1]?.case.push({ type: 'script' })
    expect(() => fromMeetingJson(paper, broken, counter())).toThrow(RangeError)
    expect(Y.encodeStateAsUpdate(paper)).toEqual(Y.encodeStateAsUpdate(new Y.Doc()))
  })

  test('P6 meeting.json comes back whole, unknown keys too', () => {
    expect(toMeetingJson(paperOf(meeting))).toEqual(meeting)
    const odd = { 'født i': 1961, extra: { a: [1] }, order: 'zz!', printedNumber: 'x' }
    const given = {
      ...meeting,
      ...odd,
      people: meeting.people.map((person) => ({ ...odd, ...person })),
      items: meeting.items.map((item) => ({
        ...odd,
        ...item,
        attachments: item.attachments.map((file) => ({ ...odd, id: 'f', item: 'i', ...file })),
      })),
      annexes: meeting.annexes.map((annex) => ({ ...odd, ...annex })),
    }
    expect(toMeetingJson(paperOf(given))).toEqual(given)
  })

  test('P7 removing an item keeps its text; undo brings it back whole', () => {
    const paper = paperOf(meeting)
    const undo = new Y.UndoManager([paper.getMap('items')])
    const before = toMeetingJson(paper)
    items.remove(paper, 'item-one')
    expect(items.list(paper)).toHaveLength(1)
    expect(isEmptySection(paper, 'item-one/case')).toBe(false)
    undo.undo()
    expect(toMeetingJson(paper)).toEqual(before)
  })

  test('P8 the task node has no state of its own', () => {
    const paper = paperOf({
      ...meeting,
      items: meeting.items.map((item) => ({
        ...item,
        minutes: [
          {
            type: 'task',
            attrs: { id: 't1', owner: 'Asta Lind', due: '2026-04-01' },
            content: [text('Indkalder')],
          },
        ],
      })),
    })
    const task = sectionNode(paper, 'item-one/minutes').firstChild
    expect(Object.keys(task?.attrs ?? {}).sort()).toEqual(['due', 'id', 'owner'])
  })

  test('P6 sections come in reading order and keys split into owner and section', () => {
    const paper = paperOf(meeting)
    const keys = sectionKeys(paper)
    expect(keys.slice(0, 4)).toEqual([
      'item-one/title',
      'item-one/case',
      'item-one/recommendation',
      'item-one/minutes',
    ])
    expect(keys.at(-1)).toMatch(/\/body$/)
    expect(splitKey('a/b/case')).toEqual({ owner: 'a/b', section: 'case' })
    expect(titleText(paper, 'item-two')).toBe('Eventuelt')
    expect(people.list(paper)).toHaveLength(1)
  })
})

describe('order', () => {
  const entry = (id: string, order: string) => ({ id, order })

  test('P3 an entry can be put between two that carry the same key', () => {
    const sorted = [entry('a', 'a0'), entry('b', 'a1'), entry('c', 'a1'), entry('d', 'a1'), entry('e', 'a2')]
    const keys = keysForMove(sorted, 'e', 2)
    const moved = sorted.map((each) => entry(each.id, keys.get(each.id) ?? each.order)).sort(byOrder)
    expect(moved.map((each) => each.id)).toEqual(['a', 'b', 'e', 'c', 'd'])
  })

  test('P3 any moves by two offline peers leave one order, and each item once', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(1), fc.nat(7), fc.nat(7)), { maxLength: 30 }), (moves) => {
        const peers = [new Y.Doc(), new Y.Doc()] as const
        items.fill(
          peers[0],
          Array.from({ length: 8 }, (_, i) => ({ id: `i${i}`, fields: {} })),
        )
        sync(...peers)
        for (const [peer, from, to] of moves) items.move(peers[peer as 0 | 1], `i${from}`, to)
        sync(...peers)
        const [a, b] = peers.map((peer) => items.list(peer).map((item) => item.id))
        expect(a).toEqual(b)
        expect(new Set(a).size).toBe(8)
        // The merged order can still be changed: every place is reachable.
        items.move(peers[0], 'i3', 0)
        expect(items.list(peers[0])[0]?.id).toBe('i3')
      }),
      { numRuns: 60 },
    )
  })
})

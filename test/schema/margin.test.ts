import fc from '../fast-check.ts'
import * as Y from 'yjs'
import { expect, test } from 'vitest'
import { parseChange, sliceOf, type Change } from '../../schema/changes.ts'
import {
  addThread,
  anchor,
  deleteEntry,
  editEntry,
  entry,
  ownAttendance,
  receipt,
  receiptKey,
  replies,
  reply,
  respond,
  responses,
  rule,
  rulings,
  setAttendance,
  threads,
  type AuthoredRoot,
  type Margin,
  type New,
  type Arrival,
  type RulingState,
  type TextTarget,
  type Thread,
} from '../../schema/margin.ts'
import { answerOf, attendanceOf, standingOf } from '../../schema/margin-state.ts'
import { li, p, sync, text, ul } from './builders.ts'

const TARGET: TextTarget = {
  kind: 'text',
  item: 'item-one',
  section: 'minutes',
  from: 'AAECAw==',
  to: 'AAECBA==',
  quote: 'godkendt',
  prefix: 'Budgettet blev ',
  suffix: ' uden bemærkninger',
}

const COMMENT: New<Thread> = {
  author: 'bo',
  at: 1000,
  kind: 'comment',
  target: TARGET,
  text: 'Hvem foreslog det?',
  mentions: [],
  change: null,
}

const mark = (margin: Margin, root: AuthoredRoot, id: string, seq: number, changes: Partial<Arrival> = {}) =>
  margin.getMap('receipts').set(receiptKey(root, id), { seq, at: seq, late: false, ...changes })

test('M1 what two people write at once both stands', () => {
  const [a, b] = [new Y.Doc(), new Y.Doc()]
  addThread(a, 'thread-1', COMMENT)
  sync(a, b)
  reply(a, 'reply-1', { author: 'asta', at: 2, thread: 'thread-1', text: 'Udvalget', mentions: [] })
  reply(b, 'reply-2', { author: 'bo', at: 1, thread: 'thread-1', text: 'Formanden', mentions: ['asta'] })
  sync(a, b)
  for (const margin of [a, b])
    expect(replies(margin).map(({ text }) => text)).toEqual(['Formanden', 'Udvalget'])
})

test('M2 entries are read with every field present', () => {
  const margin = new Y.Doc()
  addThread(margin, 'thread-1', COMMENT)
  respond(margin, 'response-1', {
    author: 'bo',
    at: 5,
    round: 'round-1',
    organisation: 'fjordby',
    answer: 'noComments',
    text: '',
  })
  setAttendance(margin, 'mine', {
    author: 'bo',
    at: 6,
    person: 'p-1',
    attendance: 'apology',
    substitute: 'Ea',
  })
  rule(margin, 'ruling-1', { author: 'asta', at: 7, thread: 'thread-1', state: 'resolved', reason: '' })
  expect(threads(margin)).toEqual([{ ...COMMENT, id: 'thread-1', edited: null }])
  expect(responses(margin)).toMatchObject([
    { id: 'response-1', answer: 'noComments', edited: null, text: '' },
  ])
  expect(ownAttendance(margin)).toMatchObject([{ id: 'mine', attendance: 'apology', substitute: 'Ea' }])
  expect(rulings(margin)).toMatchObject([{ id: 'ruling-1', state: 'resolved', reason: '' }])
  expect([anchor(margin, 'thread-1'), receipt(margin, 'threads', 'thread-1')]).toEqual([null, null])
})

test('M2 an entry is edited and deleted; of a deleted thread the replies stay', () => {
  const margin = new Y.Doc()
  addThread(margin, 'thread-1', COMMENT)
  reply(margin, 'reply-1', { author: 'asta', at: 2, thread: 'thread-1', text: 'Udvalget', mentions: [] })
  editEntry(margin, 'threads', 'thread-1', { text: 'Hvem?' }, 3000)
  expect(entry(margin, 'threads', 'thread-1')).toEqual({
    ...COMMENT,
    id: 'thread-1',
    text: 'Hvem?',
    edited: 3000,
  })
  deleteEntry(margin, 'threads', 'thread-1')
  editEntry(margin, 'threads', 'thread-1', { text: 'Borte' }, 4000)
  expect([threads(margin), replies(margin).length]).toEqual([[], 1])
})

const HOSTILE: [string, (margin: Margin) => void, unknown][] = [
  ['a thread that is no map', (margin) => margin.getMap('threads').set('x', 'y'), []],
  ['a thread without an author', (margin) => put(margin, { ...COMMENT, author: undefined }), []],
  ['a thread whose target is none', (margin) => put(margin, { ...COMMENT, target: { kind: 'text' } }), []],
  ['a target with more in it', (margin) => put(margin, { ...COMMENT, target: { ...TARGET, html: '' } }), []],
  ['a text that is a number', (margin) => put(margin, { ...COMMENT, text: 7 }), []],
  [
    'mentions and a change that are none',
    (margin) => put(margin, { ...COMMENT, mentions: 'alle', change: { kind: 'script' } }),
    [{ ...COMMENT, id: 'x', edited: null }],
  ],
  [
    'fields that nobody knows',
    (margin) => put(margin, { ...COMMENT, constructor: 'x', id: 'y' }),
    [{ ...COMMENT, id: 'x', edited: null }],
  ],
]

function put(margin: Margin, fields: Record<string, unknown>): void {
  const map = new Y.Map<unknown>()
  for (const [field, value] of Object.entries(fields)) if (value !== undefined) map.set(field, value)
  margin.getMap('threads').set('x', map)
}

test.each(HOSTILE)('M2 %s is read as empty', (_what, write, expected) => {
  const margin = new Y.Doc()
  write(margin)
  expect(threads(margin)).toEqual(expected)
})

test('M2 what no margin takes is not written', () => {
  const margin = new Y.Doc()
  expect(() => addThread(margin, 'thread-1', { ...COMMENT, text: 'x'.repeat(20_001) })).toThrow(
    'threads.text',
  )
  expect(() => addThread(margin, 'thread-1', { ...COMMENT, title: '' } as New<Thread>)).toThrow(
    'threads.title',
  )
  expect(threads(margin)).toEqual([])
})

const CHANGES: Change[] = [
  {
    kind: 'inline',
    slice: { content: [text('enstemmigt ', 'strong'), text('godkendt')], openStart: 0, openEnd: 0 },
  },
  { kind: 'inline', slice: { content: [p('et'), p('to')], openStart: 1, openEnd: 1 } },
  { kind: 'inline', slice: { content: [], openStart: 0, openEnd: 0 } },
  { kind: 'setBlock', type: 'heading', attrs: { level: 2 } },
  { kind: 'wrap', type: 'ordered_list', attrs: {}, depth: 2 },
  { kind: 'unwrap', depth: 1 },
  { kind: 'setList', type: 'ordered_list', attrs: { start: 3 } },
  { kind: 'split', type: 'paragraph', attrs: {} },
  { kind: 'join' },
  { kind: 'insertBlock', side: 'after', blocks: [ul(li(p('et')))], depth: 1 },
  { kind: 'replaceBlock', blocks: [p('et'), p('to')], depth: 0 },
  { kind: 'deleteBlock' },
]

test.each(CHANGES)('M3 a change of kind $kind is read as it was written', (change) => {
  expect(parseChange(change)).toEqual(change)
  if (change.kind === 'inline')
    expect(sliceOf(change.slice).content.childCount).toBe(change.slice.content.length)
})

const deep = (depth: number): unknown => ({ type: 'blockquote', content: depth > 0 ? [deep(depth - 1)] : [] })

const NO_CHANGES: [string, unknown][] = [
  ['nothing', null],
  ['a word', 'inline'],
  ['an unknown kind', { kind: 'script' }],
  ['a kind that every object has', { kind: 'constructor' }],
  ['a slice that is none', { kind: 'inline', slice: 'x' }],
  ['a slice of an unknown node', { kind: 'inline', slice: { content: [{ type: 'script' }] } }],
  ['a slice of no nodes', { kind: 'inline', slice: { content: [7] } }],
  [
    'a slice open deeper than it is',
    { kind: 'inline', slice: { content: [p('et')], openStart: 3, openEnd: 0 } },
  ],
  ['an empty text', { kind: 'inline', slice: { content: [{ type: 'text', text: '' }] } }],
  [
    'an address that is none',
    {
      kind: 'inline',
      slice: {
        content: [{ ...text('x'), marks: [{ type: 'link', attrs: { href: 'javascript:alert(1)' } }] }],
      },
    },
  ],
  ['a block of unknown type', { kind: 'setBlock', type: 'table', attrs: {} }],
  ['an attribute of another type', { kind: 'setBlock', type: 'paragraph', attrs: { level: 1 } }],
  ['a value of another kind', { kind: 'setBlock', type: 'heading', attrs: { level: 'x' } }],
  ['a wrapping that is none', { kind: 'wrap', type: 'paragraph' }],
  ['no blocks', { kind: 'insertBlock', side: 'after', blocks: [] }],
  ['blocks nowhere', { kind: 'insertBlock', side: 'inside', blocks: [p('x')] }],
  ['a list item by itself', { kind: 'insertBlock', side: 'after', blocks: [li(p('x'))] }],
  ['words without a block', { kind: 'insertBlock', side: 'after', blocks: [text('x')] }],
  ['something nested very deep', { kind: 'insertBlock', side: 'after', blocks: [deep(5_000)] }],
  ['something very long', { kind: 'insertBlock', side: 'after', blocks: [p('x'.repeat(70_000))] }],
]

test.each(NO_CHANGES)('M3 %s is no change', (_what, value) => {
  expect(parseChange(value)).toBeNull()
})

test('M3 whatever stands in a room, reading it never throws', () => {
  fc.assert(
    fc.property(fc.anything({ maxDepth: 4, withBigInt: false }), (value) => {
      const change = parseChange(value)
      expect(change === null || typeof change === 'object').toBe(true)
    }),
  )
})

test('M4 entries are ordered as they arrived, whatever their clocks say', () => {
  const margin = new Y.Doc()
  for (const [id, at] of [
    ['first', 9000],
    ['second', 1],
    ['unsent', 0],
    ['third', 5000],
  ] as const)
    addThread(margin, id, { ...COMMENT, at })
  mark(margin, 'threads', 'first', 1)
  mark(margin, 'threads', 'second', 2)
  mark(margin, 'threads', 'third', 7, { late: true })
  expect(threads(margin).map(({ id }) => id)).toEqual(['first', 'second', 'third', 'unsent'])
  expect(receipt(margin, 'threads', 'third')?.late).toBe(true)
})

/** A thread after rulings that arrived in this order, and which of them changed how it stood when they came. */
function ruled(...states: RulingState[]) {
  const margin = new Y.Doc()
  states.forEach((state, i) => {
    rule(margin, `r-${i}`, { author: `s-${i}`, at: 100 - i, thread: 'thread-1', state, reason: '' })
    mark(margin, 'rulings', `r-${i}`, i + 1)
  })
  rule(margin, 'other', { author: 'x', at: 0, thread: 'thread-2', state: 'declined', reason: '' })
  const list = rulings(margin)
  const granted = list
    .filter(({ id }, i) => standingOf(list.slice(0, i + 1), 'thread-1').ruling?.id === id)
    .map(({ id }) => id)
  return { state: standingOf(list, 'thread-1').state, granted }
}

test('M5 the latest ruling says how a thread stands', () => {
  expect(ruled()).toEqual({ state: 'open', granted: [] })
  expect(ruled('resolved')).toEqual({ state: 'resolved', granted: ['r-0'] })
  expect(ruled('declined', 'accepted')).toEqual({ state: 'accepted', granted: ['r-0', 'r-1'] })
  expect(ruled('resolved', 'withdrawn')).toEqual({ state: 'open', granted: ['r-0', 'r-1'] })
})

test('M5 of two acceptances the first to arrive counts, until it is withdrawn', () => {
  expect(ruled('accepted', 'accepted')).toEqual({ state: 'accepted', granted: ['r-0'] })
  expect(ruled('partly', 'accepted')).toEqual({ state: 'partly', granted: ['r-0'] })
  expect(ruled('accepted', 'withdrawn', 'partly')).toEqual({
    state: 'partly',
    granted: ['r-0', 'r-1', 'r-2'],
  })
})

test('M6 the latest entitled answer is the organisation’s, and disagreement is shown', () => {
  const margin = new Y.Doc()
  const said = [
    ['bo', 'fjordby', 'noComments'],
    ['ea', 'fjordby', 'withComments'],
    ['eve', 'fjordby', 'cannotApprove'],
    ['ib', 'regionen', 'cannotApprove'],
    ['bo', 'fjordby', 'cannotApprove'],
  ] as const
  said.forEach(([author, organisation, answer], i) => {
    respond(margin, `r-${i}`, { author, at: 10 - i, round: 'round-1', organisation, answer, text: '' })
    mark(margin, 'responses', `r-${i}`, i + 1)
  })
  const isEntitled = (author: string) => author !== 'eve'
  const fjordby = answerOf(responses(margin), 'fjordby', isEntitled)
  expect(fjordby).toMatchObject({ answer: { id: 'r-4' }, disagreeing: [{ author: 'ea' }] })
  expect(answerOf(responses(margin), 'regionen', isEntitled)).toMatchObject({ disagreeing: [] })
  expect(answerOf(responses(margin), 'lyngoe', isEntitled)).toBeNull()
})

test('M6 what a person may say of their own coming is what they said last', () => {
  const margin = new Y.Doc()
  const mine = { at: 1, person: 'p-1', substitute: null } as const
  setAttendance(margin, 'a', { ...mine, author: 'bo', attendance: 'apology' })
  setAttendance(margin, 'b', { ...mine, author: 'bo', attendance: 'present', at: 2 })
  setAttendance(margin, 'c', { ...mine, author: 'eve', attendance: 'absent', at: 3 })
  expect(attendanceOf(ownAttendance(margin), 'p-1', (author) => author === 'bo')?.attendance).toBe('present')
  expect(attendanceOf(ownAttendance(margin), 'p-2', () => true)).toBeNull()
})

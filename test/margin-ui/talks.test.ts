import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import {
  addThread,
  deleteEntry,
  editEntry,
  receiptKey,
  reply,
  rule,
  type Margin,
  type New,
  type RulingState,
  type Thread,
} from '../../schema/margin.ts'
import {
  countTalks,
  folded,
  isDeletable,
  isOnShelf,
  readTalks,
  shelfOf,
  SHELVES,
  type Post,
} from '../../client/margin/talks.ts'

const COMMENT: New<Thread> = {
  author: 'anna',
  at: 1,
  kind: 'comment',
  target: { kind: 'item', item: 'item-0001' },
  text: 'Skal det med?',
  mentions: [],
  change: null,
}

function marginWith(...ids: string[]): Margin {
  const margin = new Y.Doc()
  for (const id of ids) addThread(margin, id, COMMENT)
  return margin
}

const answer = (margin: Margin, id: string, thread = 'thread-001'): void =>
  reply(margin, id, { author: 'bo', at: 2, thread, text: 'Ja', mentions: [] })

const ruleOn = (margin: Margin, id: string, state: RulingState): void =>
  rule(margin, id, { author: 'bo', at: 3, thread: 'thread-001', state, reason: '' })

describe('M41 threads with their replies', () => {
  test('M41 a thread has its replies in order; what arrived late or was changed says so', () => {
    const margin = marginWith('thread-001')
    answer(margin, 'reply-0001')
    editEntry(margin, 'replies', 'reply-0001', { text: 'Jo' }, 9)
    const key = receiptKey('replies', 'reply-0001')
    margin.getMap('receipts').set(key, { seq: 4, at: 50, late: true })
    const [talk] = readTalks(margin)
    expect(talk?.posts).toEqual([
      {
        id: 'thread-001',
        root: 'threads',
        author: 'anna',
        at: 1,
        text: 'Skal det med?',
        mentions: [],
        edited: false,
        late: false,
      },
      {
        id: 'reply-0001',
        root: 'replies',
        author: 'bo',
        at: 50,
        text: 'Jo',
        mentions: [],
        edited: true,
        late: true,
      },
    ])
  })

  test('M41 the replies of a deleted thread are not lost: they stand at the meeting', () => {
    const margin = marginWith('thread-001')
    answer(margin, 'reply-0001')
    deleteEntry(margin, 'threads', 'thread-001')
    expect(readTalks(margin)).toMatchObject([
      { id: 'thread-001', thread: null, target: { kind: 'meeting' }, posts: [{ text: 'Ja' }] },
    ])
  })

  test('M41 a thread that was answered is not deleted by its author; a reply is', () => {
    const margin = marginWith('thread-001', 'thread-002')
    answer(margin, 'reply-0001')
    const may = readTalks(margin).map((talk) => talk.posts.map((post) => isDeletable(talk, post)))
    expect(may).toEqual([[false, true], [true]])
  })

  test('M41 what is ruled on leaves its shelf when the visit is over, and comes back when opened again', () => {
    const margin = marginWith('thread-001', 'thread-002')
    const shelves = (here: string[] = []) => readTalks(margin).map((talk) => shelfOf(talk, new Set(here)))
    expect(shelves()).toEqual(['open', 'open'])
    ruleOn(margin, 'ruling-001', 'resolved')
    expect(shelves()).toEqual(['resolved', 'open'])
    expect(shelves(['thread-001'])).toEqual(['open', 'open'])
    const [ruled] = readTalks(margin)
    const seenOn = (here: string[]) =>
      SHELVES.filter((shelf) => ruled && isOnShelf(ruled, shelf, new Set(here)))
    expect([seenOn(['thread-001']), seenOn([])]).toEqual([['open', 'resolved'], ['resolved']])
    expect(countTalks(readTalks(margin))).toEqual({ open: 1, suggestions: 0, resolved: 1 })
    ruleOn(margin, 'ruling-002', 'withdrawn')
    expect(countTalks(readTalks(margin))).toEqual({ open: 2, suggestions: 0, resolved: 0 })
  })
})

test.each([
  [4, false, ['0', '1', '2', '3'], 0],
  [5, false, ['0', '3', '4'], 2],
  [5, true, ['0', '1', '2', '3', '4'], 0],
  [0, false, [], 0],
] as const)(
  'M42 of %i posts the middle is folded from five on (unfolded: %s)',
  (n, unfolded, ids, hidden) => {
    const posts = Array.from({ length: n }, (_, i) => ({ id: String(i) }) as Post)
    const { shown, hidden: left } = folded(posts, unfolded)
    expect([shown.map(({ id }) => id), left]).toEqual([ids, hidden])
  },
)

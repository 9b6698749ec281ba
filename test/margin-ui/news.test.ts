import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { News, type Made } from '../../client/margin/news.ts'
import type { SyncStatus } from '../../client/sync/status.ts'
import { addThread, editEntry, reply, rule, type Margin } from '../../schema/margin.ts'

function say(margin: Margin, id: string): void {
  const target = { kind: 'meeting' } as const
  addThread(margin, id, {
    author: 'bo',
    at: 1,
    kind: 'comment',
    target,
    text: 'Ja',
    mentions: [],
    change: null,
  })
}

test('M45 what others say is told as it comes; what was there on opening, and what one says oneself, is not', async () => {
  const [there, doc] = [new Y.Doc(), new Y.Doc()]
  const told: Made[][] = []
  const room: { doc: Margin; status: SyncStatus } = { doc, status: { kind: 'sending', waiting: 0 } }
  const stop = new News(room, (made) => told.push(made)).watch()
  const come = async () => {
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(there, Y.encodeStateVector(doc)), 'server')
    await Promise.resolve()
    return told.splice(0)
  }
  say(there, 'thread-001')
  expect(await come()).toEqual([])
  room.status = { kind: 'server' }
  say(there, 'thread-002')
  expect(await come()).toEqual([[{ author: 'bo', thread: 'thread-002', what: 'thread' }]])
  room.status = { kind: 'sending', waiting: 1 }
  reply(there, 'reply-0001', { author: 'asta', at: 2, thread: 'thread-001', text: 'Nej', mentions: [] })
  say(there, 'thread-003')
  expect((await come()).flat()).toEqual([
    { author: 'bo', thread: 'thread-003', what: 'thread' },
    { author: 'asta', thread: 'thread-001', what: 'reply' },
  ])
  editEntry(there, 'threads', 'thread-003', { text: 'Rettet' }, 5)
  expect(await come()).toEqual([])
  say(doc, 'thread-004')
  await Promise.resolve()
  expect(told).toEqual([])
  stop()
  say(there, 'thread-005')
  expect(await come()).toEqual([])
})

test('M66 what is ruled is told too, but not that a thread is open again', async () => {
  const [there, doc] = [new Y.Doc(), new Y.Doc()]
  const told: Made[] = []
  new News({ doc, status: { kind: 'server' } }, (made) => told.push(...made)).watch()
  for (const state of ['accepted', 'partly', 'declined', 'resolved', 'withdrawn'] as const)
    rule(there, `ruling-${state}`, { author: 'bo', at: 1, thread: 'thread-001', state, reason: '' })
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(there), 'server')
  await Promise.resolve()
  const said = { author: 'bo', thread: 'thread-001' }
  expect(told.sort((a, b) => (a.what < b.what ? -1 : 1))).toEqual(
    ['accepted', 'accepted', 'declined', 'resolved'].map((what) => ({ ...said, what })),
  )
})

import { afterEach, beforeEach, expect, test } from 'vitest'
import type { MyMention, Overview } from '../../schema/api.ts'
import {
  addThread,
  deleteEntry,
  editEntry,
  reply,
  rule,
  type Margin,
  type New,
  type Thread,
} from '../../schema/margin.ts'
import type { Phase } from '../../schema/phases.ts'
import { marginRoom } from '../../schema/protocol.ts'
import { eventually } from '../server/eventually.ts'
import { startServer, type Person, type TestServer } from '../server/harness.ts'
import { TestClient } from '../server/sync-server.ts'

const FORUM = '6f1c2a3e-0000-4000-8000-000000000001'
const MEETING = '6f1c2a3e-0000-4000-8000-0000000000aa'

let server: TestServer
let nanna: Person
let karen: Person
const clients: TestClient[] = []

beforeEach(async () => {
  server = await startServer({ quiet: 20 })
  nanna = await server.person('nanna@fjordland.example', { operator: true })
  karen = await server.person('karen@fjordland.example')
  const { cookie } = nanna
  const forum = { id: FORUM, name: 'Direktørforum', partOf: null, organisations: [] }
  await server.call('POST', '/api/forums', { cookie, body: forum })
  const facts = { subject: null, number: null, date: null, start: null, end: null, place: null }
  await server.call('PUT', `/api/meetings/${MEETING}`, { cookie, body: { forum: FORUM, ...facts } })
  await server.seat(FORUM, karen, 'member')
  await put('sent')
})
afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy()
  await server.close()
})

async function put(phase: Phase): Promise<void> {
  await server.server.db.updateTable('meeting').set({ phase }).where('id', '=', MEETING).execute()
}

async function margin(): Promise<Margin> {
  const headers = { cookie: nanna.cookie }
  const client = new TestClient(server.wsUrl, 'x', { room: marginRoom(MEETING), headers })
  clients.push(client)
  await eventually(() => expect(client.acked).toBe(1))
  return client.doc
}

async function mentions(): Promise<MyMention[]> {
  const { body } = await server.call('GET', '/api/overview', { cookie: karen.cookie })
  return (body as unknown as Overview).mentions
}

const signed = () => ({ author: nanna.id, at: 1 })
const remark = (): New<Thread> => ({
  ...signed(),
  kind: 'comment',
  target: { kind: 'item', item: 'item-0001' },
  text: 'Kan du svare?',
  mentions: [karen.id, nanna.id],
  change: null,
})

test('M61 who is mentioned is told so in the overview, with where and by whom', async () => {
  const doc = await margin()
  addThread(doc, 'thread-1', remark())
  await eventually(async () =>
    expect(await mentions()).toMatchObject([{ id: 'thread-1', meeting: MEETING, item: 'item-0001' }]),
  )
  reply(doc, 'reply-1', { ...signed(), thread: 'thread-1', text: 'Og du?', mentions: [karen.id] })
  await eventually(async () => expect((await mentions()).map(({ id }) => id)).toContain('reply-1'))
  // Nobody is told of what they said themselves.
  const own = await server.call('GET', '/api/overview', { cookie: nanna.cookie })
  expect(own.body.mentions).toEqual([])
})

test('M61 what was taken back, and what a resolved thread says, counts no more', async () => {
  const doc = await margin()
  addThread(doc, 'thread-1', remark())
  addThread(doc, 'thread-2', remark())
  addThread(doc, 'thread-3', remark())
  await eventually(async () => expect(await mentions()).toHaveLength(3))
  editEntry(doc, 'threads', 'thread-1', { mentions: [] }, 2)
  deleteEntry(doc, 'threads', 'thread-2')
  rule(doc, 'ruling', { ...signed(), thread: 'thread-3', state: 'resolved', reason: '' })
  await eventually(async () => expect(await mentions()).toEqual([]))
})

test('M61 who may not read the margin, or not any more, is told nothing', async () => {
  addThread(await margin(), 'thread-1', remark())
  await eventually(async () => expect(await mentions()).toHaveLength(1))
  await server.seat(FORUM, karen, 'observer')
  expect(await mentions()).toEqual([])
  await server.seat(FORUM, karen, 'member')
  await put('draft')
  expect(await mentions()).toEqual([])
})

import { afterEach, beforeEach, expect, test } from 'vitest'
import { addThread } from '../../schema/margin.ts'
import { items } from '../../schema/paper.ts'
import { CLOSE, marginRoom, paperRoom } from '../../schema/protocol.ts'
import { dropRemoved } from '../../server/meetings/removals.ts'
import { eventually } from './eventually.ts'
import { startServer, type Person, type TestServer } from './harness.ts'
import { TestClient } from './sync-server.ts'

const FORUM = '6f1c2a3e-0000-4000-8000-000000000001'
const MEETING = '6f1c2a3e-0000-4000-8000-0000000000aa'
const OTHER = '6f1c2a3e-0000-4000-8000-0000000000bb'

let server: TestServer
let nanna: Person
let karen: Person
const clients: TestClient[] = []

beforeEach(async () => {
  server = await startServer({ quiet: 20 })
  nanna = await server.person('nanna@fjordland.example', { operator: true })
  karen = await server.person('karen@fjordland.example')
  const forum = { id: FORUM, name: 'Direktørforum', partOf: null, organisations: [] }
  await server.call('POST', '/api/forums', { cookie: nanna.cookie, body: forum })
  await server.seat(FORUM, karen, 'member')
  for (const id of [MEETING, OTHER]) await make(id)
})
afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy()
  await server.close()
})

const FACTS = { subject: null, number: null, date: null, start: null, end: null, place: null }
const make = (id: string) =>
  server.call('PUT', `/api/meetings/${id}`, { cookie: nanna.cookie, body: { forum: FORUM, ...FACTS } })
const remove = ({ cookie }: Person, id = MEETING) => server.call('DELETE', `/api/meetings/${id}`, { cookie })

function join({ cookie }: Person, room: string): TestClient {
  const client = new TestClient(server.wsUrl, 'x', { room, headers: { cookie } })
  clients.push(client)
  return client
}

/** The meeting with a text and a remark, and who has it open. */
async function open(): Promise<{ paper: TestClient; margin: TestClient }> {
  const [paper, margin] = [join(nanna, paperRoom(MEETING)), join(nanna, marginRoom(MEETING))]
  await eventually(() => expect([paper.acked, margin.acked]).toEqual([1, 1]))
  paper.write('Hemmelig kladde')
  addThread(margin.doc, 'thread-1', {
    author: nanna.id,
    at: 1,
    kind: 'comment',
    target: { kind: 'meeting' },
    text: 'Hvad?',
    mentions: [karen.id],
    change: null,
  })
  await eventually(() => expect([paper.acked, margin.acked]).toEqual([2, 2]))
  return { paper, margin }
}

async function heads(): Promise<string[]> {
  return [...(await server.server.ledger.heads()).keys()]
}

test('H24 a draft is removed with its rooms, and everybody in them is told so', async () => {
  const { paper, margin } = await open()
  expect(await heads()).toContain(paperRoom(MEETING))
  expect((await remove(nanna)).status).toBe(204)
  await eventually(() => {
    expect(paper.closes).toContain(CLOSE.removed.code)
    expect(margin.closes).toContain(CLOSE.removed.code)
  })
  expect(await heads()).toEqual([])
  const { body } = await server.call('GET', '/api/overview', { cookie: nanna.cookie })
  expect((body.meetings as { id: string }[]).map(({ id }) => id)).toEqual([OTHER])
  const kept = await server.server.db.selectFrom('audit').select('action').execute()
  expect(kept.at(-1)).toEqual({ action: 'meeting.removed' })
})

test('H24 the rooms of its closed items go too', async () => {
  const { paper } = await open()
  items.add(paper.doc, 'item-0001', {})
  await eventually(() => expect(paper.acked).toBe(3))
  const closing = { reason: 'Personsag', publicWording: null, readers: { roles: [], except: [] } }
  const address = `/api/meetings/${MEETING}/items/item-0001/close`
  const closed = await server.call('POST', address, { cookie: nanna.cookie, body: closing })
  expect(closed.status).toBeLessThan(300)
  expect((await heads()).filter((name) => name.includes('.'))).toHaveLength(2)
  expect((await remove(nanna)).status).toBe(204)
  expect(await heads()).toEqual([])
})

test('H24 a removed meeting is not made again, and who comes later is told that it was removed', async () => {
  await open()
  await remove(nanna)
  expect(await make(MEETING)).toMatchObject({ status: 410, body: { error: { id: 'meetingRemoved' } } })
  const late = join(nanna, paperRoom(MEETING))
  await eventually(() => expect(late.closes).toEqual([CLOSE.removed.code]))
  expect((await remove(nanna)).status).toBe(404)
})

test('H24 who could not read it learns nothing of it', async () => {
  await remove(nanna)
  const member = join(karen, paperRoom(MEETING))
  await eventually(() => expect(member.closes).toEqual([CLOSE.unknownRoom.code]))
})

test('H24 only a secretary removes a meeting, and only one that was never more than a draft', async () => {
  expect((await remove(karen)).status).toBe(404)
  await server.seat(FORUM, karen, 'chair')
  expect((await remove(karen)).status).toBe(403)
  await server.server.db
    .insertInto('phaseChange')
    .values({ meeting: MEETING, from: 'draft', to: 'sent', by: nanna.id, at: '', reason: null })
    .execute()
  expect(await remove(nanna)).toMatchObject({ status: 409, body: { error: { id: 'noDraft' } } })
  expect((await server.call('GET', `/api/meetings/${MEETING}`, { cookie: nanna.cookie })).status).toBe(200)
})

test('H24 what a server did not get done is done at the next start', async () => {
  await open()
  for (const client of clients.splice(0)) client.destroy()
  const { db, ledger } = server.server
  await db.insertInto('removed').values({ meeting: MEETING, forum: FORUM }).execute()
  await eventually(async () => {
    await dropRemoved(db, ledger)
    expect(await heads()).toEqual([])
  })
})

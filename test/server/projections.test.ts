import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { eventually } from './eventually.ts'
import * as Y from 'yjs'
import { demoMeetings } from '../../server/demo/meetings.ts'
import { factsOf } from '../../server/projections/facts.ts'
import { fromMeetingJson } from '../../schema/new-paper.ts'
import { titleBlocks } from '../../schema/paper-json.ts'
import { items, setHeader } from '../../schema/paper.ts'
import { writeSection } from '../../schema/sections.ts'
import { CLOSE, paperRoom } from '../../schema/protocol.ts'
import { failsOnceWritten } from './failing-ledger.ts'
import { startServer, type TestServer, type TestServerOptions } from './harness.ts'
import { TestClient, temporaryFolder } from './sync-server.ts'

const FORUM = '6f1c2a3e-0000-4000-8000-000000000001'
const MEETING = '6f1c2a3e-0000-4000-8000-0000000000aa'
const ROOM = paperRoom(MEETING)

let folder: Awaited<ReturnType<typeof temporaryFolder>>
let server: TestServer
let cookie: string
const clients: TestClient[] = []

beforeEach(async () => {
  folder = await temporaryFolder()
  await start({ quiet: 20 })
})
afterEach(async () => {
  clients.splice(0).forEach((client) => client.destroy())
  await server.close()
  await folder.remove()
})

async function start(options: TestServerOptions): Promise<void> {
  server = await startServer({ dataDir: folder.dir, ...options })
  cookie = await server.signIn('nanna@fjordland.example', { name: 'Nanna Dyrlund', operator: true })
  const forum = { id: FORUM, name: 'Direktørforum', partOf: null, organisations: [] }
  await server.call('POST', '/api/forums', { cookie, body: forum })
  const facts = { subject: null, number: null, date: null, start: null, end: null, place: null }
  await server.call('PUT', `/api/meetings/${MEETING}`, { cookie, body: { forum: FORUM, ...facts } })
}

async function join(): Promise<TestClient> {
  const client = new TestClient(server.wsUrl, 'nanna', { room: ROOM, headers: { cookie } })
  clients.push(client)
  await eventually(() => expect(client.acked).toBe(1))
  return client
}

async function meeting(): Promise<Record<string, unknown>> {
  return (await server.call('GET', `/api/meetings/${MEETING}`, { cookie })).body
}

function writeSome(paper: Y.Doc): void {
  paper.transact(() => {
    setHeader(paper, { number: 7, date: '2026-03-12', start: '09:00', place: 'Birkevang Rådhus' })
    items.add(paper, 'item-0001', {})
    items.add(paper, 'item-0002', {})
    writeSection(paper, 'item-0002/minutes', [
      {
        type: 'task',
        attrs: { id: 't1', owner: 'nanna dyrlund', due: '2026-03-27' },
        content: [{ type: 'text', text: 'sender kommissoriet' }],
      },
    ])
  })
}

test('H13 what is written in the paper is told by the database', async () => {
  const client = await join()
  writeSome(client.doc)
  await eventually(async () =>
    expect(await meeting()).toMatchObject({
      number: 7,
      date: '2026-03-12',
      start: '09:00',
      end: null,
      place: 'Birkevang Rådhus',
      items: 2,
      withoutCase: 2,
      withoutMinutes: 1,
      changed: expect.stringMatching(/^\d{4}-/) as string,
    }),
  )
  const overview = await server.call('GET', '/api/overview', { cookie })
  expect(overview.body.tasks).toEqual([
    {
      id: 't1',
      meeting: MEETING,
      item: 'item-0002',
      itemNumber: 2,
      text: 'sender kommissoriet',
      due: '2026-03-27',
      done: false,
    },
  ])
})

test('H13 so is what is written in a paper of thousands of tasks', async () => {
  const client = await join()
  const task = (id: string) => ({ type: 'task', attrs: { id, owner: 'Nanna', due: null } }) as const
  client.doc.transact(() => {
    items.add(client.doc, 'item-0001', {})
    writeSection(
      client.doc,
      'item-0001/minutes',
      Array.from({ length: 5_000 }, (_, i) => task(`t${i}`)),
    )
  })
  const { db } = server.server
  const counted = db.selectFrom('task').select(({ fn }) => fn.countAll<number>().as('count'))
  await eventually(async () => expect(await counted.executeTakeFirst()).toEqual({ count: 5_000 }))
})

test('H13 what was written right before the server closes is told after it starts again', async () => {
  await server.close()
  await start({ quiet: 60_000 })
  const client = await join()
  writeSome(client.doc)
  await eventually(() => expect(client.acked).toBe(2))
  await server.close()
  await start({})
  expect(await meeting()).toMatchObject({ number: 7, items: 2 })
})

test('H13 what came to the disk though the ledger said that it had not is told', async () => {
  const client = await join()
  failsOnceWritten(server.server.ledger, ROOM)
  writeSome(client.doc)
  await eventually(async () => expect(await meeting()).toMatchObject({ number: 7, items: 2 }))
  expect(client.closes).toContain(CLOSE.unavailable.code)
})

test('H13 what the database forgot is read from the paper again', async () => {
  const client = await join()
  writeSome(client.doc)
  await eventually(async () => expect(await meeting()).toMatchObject({ items: 2 }))
  client.provider.disconnect()
  await server.server.db.updateTable('meeting').set({ items: 0, number: null, projected: 0 }).execute()
  await server.server.db.deleteFrom('task').execute()
  await server.server.projector.catchUp()
  expect(await meeting()).toMatchObject({ number: 7, items: 2 })
  expect((await server.call('GET', '/api/overview', { cookie })).body.tasks).toHaveLength(1)
})

test('L19 a disk that stutters while papers are caught up with ends nothing, and is told', async () => {
  const { db, ledger, projector, http } = server.server
  const warned = vi.spyOn(http.log, 'warn')
  vi.spyOn(ledger, 'heads').mockRejectedValueOnce(new Error('the disk does not answer'))
  await projector.catchUp()
  expect(warned.mock.calls).toEqual([[{ error: expect.any(String) as string }, expect.any(String)]])
  await db.updateTable('meeting').set({ items: 5, projected: -1 }).execute()
  await projector.catchUp()
  expect(await meeting()).toMatchObject({ items: 0 })
})

test('L4 a room is compacted while two write in it, and nothing is lost', async () => {
  await server.close()
  await start({ quiet: 5, compactAfter: 10 })
  const [one, two] = [await join(), await join()]
  for (let i = 0; i < 120; i++) {
    one.write(`et ${i}.`)
    two.write(`to ${i}.`)
    await Promise.all([one.roundTrip(), two.roundTrip()])
  }
  await eventually(() => expect([one.acked, two.acked]).toEqual([121, 121]))
  await eventually(() => expect(one.text).toBe(two.text))
  const { ledger } = server.server
  await eventually(async () => expect((await ledger.load(ROOM)).covered).toBeGreaterThan(100))
  expect((await ledger.load(ROOM)).seq).toBe(240)
  const late = await join()
  expect(late.text).toBe(one.text)
  expect(late.text.match(/(et|to) \d+\./g)).toHaveLength(240)
  clients.splice(0).forEach((client) => client.destroy())
  await server.close()
  await start({})
  const after = await join()
  expect(after.text).toBe(late.text)
})

test('L15 one heavy row is put in the snapshot as soon as it is quiet', async () => {
  const client = await join()
  client.write('a')
  client.write('hele mødet '.repeat(10_000))
  const { ledger } = server.server
  await eventually(async () => expect(await ledger.load(ROOM)).toMatchObject({ covered: 2, tail: [] }))
  expect((await ledger.load(ROOM)).extent).not.toBeNull()
  expect((await join()).text).toBe(client.text)
})

test.each(demoMeetings('2026-03-12'))(
  'H13 the facts of a whole meeting ($meeting.number)',
  ({ meeting: json }) => {
    let next = 0
    const paper = new Y.Doc()
    fromMeetingJson(paper, json, () => `fresh-${next++}`)
    const facts = factsOf(paper)
    expect(facts).toMatchObject({ number: json.number, date: json.date, items: json.items.length })
    expect(facts.withoutMinutes).toBe(json.items.filter(({ minutes }) => minutes.length === 0).length)
  },
)

test('U11 no case is missing from a standing item', () => {
  const paper = new Y.Doc()
  for (const [id, title] of [
    ['item-0001', 'Velkomst og godkendelse af dagsorden'],
    ['item-0002', 'Kommissorium for datagruppen'],
    ['item-0003', 'Eventuelt'],
  ] as const) {
    items.add(paper, id, {})
    writeSection(paper, `${id}/title`, titleBlocks(title))
  }
  expect(factsOf(paper)).toMatchObject({ items: 3, withoutCase: 1, withoutMinutes: 3 })
})

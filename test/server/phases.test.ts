import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Meeting, PhaseChange } from '../../schema/api.ts'
import { items, setHeader } from '../../schema/paper.ts'
import { PHASES, type Phase } from '../../schema/phases.ts'
import { CLOSE } from '../../schema/protocol.ts'
import type { Role } from '../../schema/roles.ts'
import { writeSection } from '../../schema/sections.ts'
import { p } from '../schema/builders.ts'
import { eventually } from './eventually.ts'
import { startServer, type Answer, type TestServer } from './harness.ts'
import { TestClient } from './sync-server.ts'

const FORUM = '6f1c2a3e-0000-4000-8000-000000000001'
const START = Date.parse('2026-03-01T08:00:00Z')
const HERE: Record<string, Role | null> = {
  nanna: 'secretary',
  rasmus: 'secretary',
  karen: 'chair',
  mads: 'member',
  bent: 'observer',
  nobody: null,
}

let server: TestServer
let now = START
let meeting = ''
let meetings = 0
const tokens: Record<string, string> = {}
const clients: TestClient[] = []

/** One server and its people for all tests; each test has a meeting of its own. */
beforeAll(async () => {
  server = await startServer({ now: () => now })
  const { accounts, forums, members } = server.server
  for (const [name, role] of Object.entries(HERE)) {
    const user = await accounts.create(`${name}@fjordland.example`, name)
    tokens[name] = await accounts.token(user)
    if (name === 'nanna')
      await forums.create(user, { id: FORUM, name: 'Direktørforum', partOf: null, organisations: [] })
    else if (role !== null) await members.add(null, FORUM, user, { title: null, organisation: null, role })
  }
})
beforeEach(async () => {
  now = START
  meeting = `6f1c2a3e-0000-4000-8000-0000000001${10 + ++meetings}`
  const facts = { subject: null, number: 7, date: '2026-03-12', start: '09:00', end: null, place: null }
  const made = await as('nanna', 'PUT', `/api/meetings/${meeting}`, { forum: FORUM, ...facts })
  expect(made.status).toBe(200)
})
afterEach(() => {
  for (const client of clients.splice(0)) client.destroy()
})
afterAll(() => server.close())

function bearer(name: string): Record<string, string> {
  return { authorization: `Bearer ${tokens[name] ?? ''}` }
}

function as(name: string, method: string, address: string, body?: unknown): Promise<Answer> {
  return server.call(method, address, { headers: bearer(name), body })
}

function move(name: string, to: Phase, more: object = {}): Promise<Answer> {
  return as(name, 'POST', `/api/meetings/${meeting}/phase`, { to, ...more })
}

function enter(name: string): TestClient {
  const client = new TestClient(server.wsUrl, name, {
    room: `paper:${meeting}`,
    headers: bearer(name),
  })
  clients.push(client)
  return client
}

async function entered(name: string): Promise<TestClient> {
  const client = enter(name)
  await eventually(() => expect(client.acked).toBe(1))
  return client
}

/** A secretary writes a meeting with two whole items. */
async function write(): Promise<TestClient> {
  const client = await entered('nanna')
  client.doc.transact(() => {
    setHeader(client.doc, { date: '2026-03-12', place: 'Rådhuset' })
    for (const id of ['item-0001', 'item-0002']) {
      items.add(client.doc, id, {})
      writeSection(client.doc, `${id}/title`, [p('Budget')])
      writeSection(client.doc, `${id}/case`, [p('Tallene.')])
      writeSection(client.doc, `${id}/minutes`, [p('Godkendt.')])
    }
  })
  await eventually(() => expect(client.acked).toBeGreaterThan(1))
  return client
}

/** Sets the phase past all looking through, as for a meeting that has come there. */
async function put(phase: Phase): Promise<void> {
  await server.server.db.updateTable('meeting').set({ phase }).where('id', '=', meeting).execute()
  server.server.door.reauthorise({ meeting })
}

test('R2 whether a member reads a draft is the forum’s to say, and a change takes effect at once', async () => {
  const closed = enter('mads')
  await eventually(() => expect(closed.closes).toEqual([CLOSE.forbidden.code]))
  const settings = (membersSeeDrafts: boolean) =>
    as('nanna', 'PATCH', `/api/forums/${FORUM}`, { membersSeeDrafts })
  expect((await settings(true)).body).toMatchObject({ membersSeeDrafts: true })
  const mads = await entered('mads')
  await settings(false)
  await eventually(() => expect(mads.closes.at(-1)).toBe(CLOSE.forbidden.code))
})

test('R3 a meeting goes its whole way, and when each phase began is told', async () => {
  await write()
  const went: unknown[] = []
  for (const to of PHASES.slice(1)) {
    now += 24 * 60 * 60 * 1000
    const answer = await move('nanna', to, { known: ['hearingRuns'] })
    expect([to, answer.status]).toEqual([to, 200])
    went.push(answer.body.phase)
  }
  expect(went).toEqual(PHASES.slice(1))
  const told = (await as('bent', 'GET', `/api/meetings/${meeting}`)).body as unknown as Meeting
  expect(told.since).toEqual({
    draft: '2026-03-01T08:00:00.000Z',
    sent: '2026-03-02T08:00:00.000Z',
    live: '2026-03-03T08:00:00.000Z',
    hearing: '2026-03-04T08:00:00.000Z',
    approved: '2026-03-05T08:00:00.000Z',
    published: '2026-03-06T08:00:00.000Z',
  })
})

test('R3 a change that is not possible, or not one’s own to make, is refused', async () => {
  await write()
  expect((await move('nanna', 'approved')).body.error?.id).toBe('phaseStep')
  expect((await move('karen', 'sent')).body.error?.id).toBe('forbidden')
  for (const name of ['mads', 'bent'])
    expect((await move(name, 'sent')).body.error?.id).toBe('unknownMeeting')
  await put('hearing')
  for (const name of ['mads', 'bent']) expect((await move(name, 'approved')).body.error?.id).toBe('forbidden')
  expect((await move('karen', 'live', { reason: 'en fejl' })).body.error?.id).toBe('forbidden')
  expect((await move('karen', 'approved')).body.phase).toBe('approved')
})

test('R3 of two who make the same change one makes it, and both are told how it is', async () => {
  await write()
  const answers = await Promise.all(['nanna', 'rasmus'].map((name) => move(name, 'sent')))
  const phases = (await as('nanna', 'GET', `/api/meetings/${meeting}/phases`))
    .body as unknown as PhaseChange[]
  expect(phases).toHaveLength(1)
  for (const { status, body } of answers) expect([200, 409]).toContain(status || body.error?.id)
  expect((await move('nanna', 'sent')).status).toBe(200)
})

test('R4 errors stop a meeting, warnings are passed by whoever names them', async () => {
  const client = await write()
  client.doc.transact(() => {
    items.add(client.doc, 'item-0003', {})
    items.add(client.doc, 'item-0004', {})
    writeSection(client.doc, 'item-0003/title', [p('Lokaler')])
    writeSection(client.doc, 'item-0004/title', [p('Biler')])
    writeSection(client.doc, 'item-0003/case', [p('Om lokaler.')])
    writeSection(client.doc, 'item-0004/case', [p('Om biler.')])
  })
  const { acked } = client
  await eventually(() => expect(client.acked).toBeGreaterThan(acked))
  await put('live')
  const found = await as('nanna', 'GET', `/api/meetings/${meeting}/findings?to=hearing`)
  expect(found.body).toMatchObject([
    { key: 'noMinutes:item-0003', level: 'warning', number: 3 },
    { key: 'noMinutes:item-0004', level: 'warning', number: 4 },
  ])
  const stopped = await move('nanna', 'hearing', { known: ['noMinutes:item-0003'] })
  expect(stopped.status).toBe(409)
  expect(stopped.body.error).toEqual({
    id: 'phaseWarnings',
    message: 'Der mangler noget. Punkt 4 mangler referat. Se efter, og gå videre, hvis det skal være sådan.',
  })
  const known = ['noMinutes:item-0003', 'noMinutes:item-0004']
  expect((await move('nanna', 'hearing', { known })).body.phase).toBe('hearing')
  const approved = await move('nanna', 'approved', { known: [...known, 'hearingRuns'] })
  expect(approved.body.error).toEqual({
    id: 'phaseErrors',
    message: 'Mødet kan ikke gå videre endnu. Punkt 3 mangler referat. Punkt 4 mangler referat.',
  })
})

test('R5 back only with a reason, and every change is kept for those who may read', async () => {
  await write()
  await move('nanna', 'sent')
  now += 60_000
  for (const reason of [undefined, '', '  a '])
    expect((await move('rasmus', 'draft', { reason })).body.error?.id).toBe('reasonNeeded')
  const back = await move('rasmus', 'draft', { reason: ' Forkert dato ' })
  expect(back.body).toMatchObject({ phase: 'draft', since: { draft: '2026-03-01T08:01:00.000Z' } })
  expect(back.body.since).not.toHaveProperty('sent')
  const expected = [
    { from: 'draft', to: 'sent', by: 'nanna', at: '2026-03-01T08:00:00.000Z', reason: null },
    { from: 'sent', to: 'draft', by: 'rasmus', at: '2026-03-01T08:01:00.000Z', reason: 'Forkert dato' },
  ]
  const address = `/api/meetings/${meeting}/phases`
  expect((await as('karen', 'GET', address)).body).toEqual(expected)
  expect((await as('mads', 'GET', address)).body.error?.id).toBe('unknownMeeting')
})

test('R6 from approval on the server takes nothing, from anyone, and says so by name', async () => {
  const nanna = await write()
  await put('hearing')
  await eventually(() => expect(nanna.closes).toEqual([CLOSE.unavailable.code]))
  nanna.closes.length = 0
  await eventually(() => expect(nanna.acked).toBe(1))
  const rasmus = await entered('rasmus')
  await move('karen', 'approved', { known: ['hearingRuns'] })
  for (const client of [nanna, rasmus])
    await eventually(() => expect(client.closes).toEqual([CLOSE.unavailable.code]))
  const before = (await server.server.ledger.heads()).get(`paper:${meeting}`)
  for (const client of [nanna, rasmus]) {
    await eventually(() => expect(client.acked).toBe(1))
    client.write('efter godkendelsen')
    await eventually(() => expect(client.refusals).toEqual(['forbidden']))
  }
  expect((await server.server.ledger.heads()).get(`paper:${meeting}`)).toBe(before)
  const reader = await entered('mads')
  expect(reader.text).not.toContain('efter')
})

test('R6 who may read no longer is sent away for good; what was written offline is refused after an approval', async () => {
  const nanna = await write()
  await put('sent')
  await eventually(() => expect(nanna.closes).toEqual([CLOSE.unavailable.code]))
  nanna.closes.length = 0
  await eventually(() => expect(nanna.acked).toBe(1))
  const mads = await entered('mads')
  await move('rasmus', 'draft', { reason: 'Ikke færdig' })
  await eventually(() => expect(mads.closes.at(-1)).toBe(CLOSE.forbidden.code))
  await eventually(() => expect(nanna.closes).toEqual([CLOSE.unavailable.code]))
  nanna.provider.disconnect()
  nanna.write('uden net')
  await put('approved')
  nanna.provider.connect()
  await eventually(() => expect(nanna.refusals).toEqual(['forbidden']))
})

test('R7 of a meeting that one may not read nothing is told, in no answer', async () => {
  const nanna = await write()
  nanna.doc.transact(() => setHeader(nanna.doc, { subject: 'Hemmeligt' }))
  await eventually(async () =>
    expect((await as('karen', 'GET', '/api/overview')).body.meetings).toContainEqual(
      expect.objectContaining({ id: meeting, subject: 'Hemmeligt' }),
    ),
  )
  for (const name of ['mads', 'bent', 'nobody']) {
    for (const address of ['', '/phases', '/findings?to=sent', '/guests'])
      expect((await as(name, 'GET', `/api/meetings/${meeting}${address}`)).status).toBe(404)
    const { status, body } = await as(name, 'GET', '/api/overview')
    expect(status).toBe(200)
    expect(JSON.stringify(body)).not.toMatch(/Hemmeligt/)
    expect(JSON.stringify(body)).not.toContain(meeting)
  }
})

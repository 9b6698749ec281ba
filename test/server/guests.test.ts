import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Guest, Overview } from '../../schema/api.ts'
import type { Phase } from '../../schema/phases.ts'
import { CLOSE } from '../../schema/protocol.ts'
import { eventually } from './eventually.ts'
import { spendLink, startServer, type Answer, type TestServer } from './harness.ts'
import { TestClient } from './sync-server.ts'

const FORUM = '6f1c2a3e-0000-4000-8000-000000000001'
const OTHER = '6f1c2a3e-0000-4000-8000-000000000002'
const MEETING = '6f1c2a3e-0000-4000-8000-0000000000aa'
const NEXT = '6f1c2a3e-0000-4000-8000-0000000000bb'
const DAY = 24 * 60 * 60 * 1000

let server: TestServer
let now = 0
let nanna: string
const clients: TestClient[] = []

beforeEach(async () => {
  now = Date.now()
  server = await startServer({ now: () => now })
  await fill()
})
afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy()
  await server.close()
})

/** A forum with a secretary, a member, and two meetings that are sent out. */
async function fill(): Promise<void> {
  nanna = await server.signIn('nanna@fjordland.example', { name: 'Nanna Dyrlund' })
  await forumOf(nanna, FORUM, 'nanna@fjordland.example')
  await server.call('POST', `/api/forums/${FORUM}/members`, {
    cookie: nanna,
    body: {
      email: 'karen@fjordland.example',
      name: 'Karen',
      title: null,
      organisation: null,
      role: 'member',
    },
  })
  for (const id of [MEETING, NEXT]) {
    await server.call('PUT', `/api/meetings/${id}`, { cookie: nanna, body: { ...BLANK, forum: FORUM } })
    await put(id, 'sent')
  }
}

const BLANK = { subject: null, number: null, date: null, start: null, end: null, place: null }

async function forumOf(cookie: string, id: string, email: string): Promise<void> {
  const { accounts, forums } = server.server
  const user = (await accounts.find(email)) ?? ''
  await forums.create(user, { id, name: `Forum ${id.slice(-1)}`, partOf: null, organisations: ['Regionen'] })
  expect((await server.call('GET', `/api/forums/${id}`, { cookie })).status).toBe(200)
}

async function put(id: string, phase: Phase): Promise<void> {
  await server.server.db.updateTable('meeting').set({ phase }).where('id', '=', id).execute()
  server.server.door.reauthorise({ meeting: id })
}

function invite(email: string, fields: object = {}, cookie = nanna): Promise<Answer> {
  const body = { email, name: 'Gro Gæst', organisation: 'Museet', item: null, ...fields }
  return server.call('POST', `/api/meetings/${MEETING}/guests`, { cookie, body })
}

function guestOf({ body }: Answer): Guest {
  return body.guest as unknown as Guest
}

async function list(): Promise<Guest[]> {
  const { body } = await server.call('GET', `/api/meetings/${MEETING}/guests`, { cookie: nanna })
  return body as unknown as Guest[]
}

function enter(cookie: string, meeting: string): TestClient {
  const client = new TestClient(server.wsUrl, 'guest', { room: `paper:${meeting}`, headers: { cookie } })
  clients.push(client)
  return client
}

test('R8 a guest reads their one meeting, writes nothing, and sees nobody of the forum', async () => {
  const invited = await invite('gro@museet.example')
  const cookie = await spendLink(server.url, String(invited.body.link))
  const { forums, meetings } = (await server.call('GET', '/api/overview', { cookie }))
    .body as unknown as Overview
  expect(meetings.map(({ id }) => id)).toEqual([MEETING])
  expect(forums).toEqual([
    {
      id: FORUM,
      name: 'Forum 1',
      partOf: null,
      deadlines: { agenda: 14, minutes: 7, hearing: 7 },
      membersSeeDrafts: false,
      organisations: [],
      members: [],
      role: 'guest',
    },
  ])
  for (const address of [`/api/forums/${FORUM}`, `/api/meetings/${NEXT}`])
    expect((await server.call('GET', address, { cookie })).status).toBe(404)
  expect((await server.call('GET', `/api/meetings/${MEETING}/guests`, { cookie })).status).toBe(403)
  const elsewhere = enter(cookie, NEXT)
  await eventually(() => expect(elsewhere.closes).toEqual([CLOSE.unknownRoom.code]))
  const client = enter(cookie, MEETING)
  await eventually(() => expect(client.acked).toBe(1))
  client.write('en gæst')
  await eventually(() => expect(client.refusals).toEqual(['forbidden']))
  await put(MEETING, 'draft')
  expect((await server.call('GET', '/api/overview', { cookie })).body).toMatchObject({
    forums: [],
    meetings: [],
  })
})

test('R9 an invitation lands where it is for, once, until it expires', async () => {
  const invited = await invite('gro@museet.example', { item: 'punkt-3' })
  const token = String(invited.body.link).split('#')[1]
  const spent = await server.call('POST', '/api/sign-in', { body: { token } })
  expect(spent.body.next).toBe(`/moede/${MEETING}#punkt-3`)
  expect((await server.call('POST', '/api/sign-in', { body: { token } })).body.error?.id).toBe('linkUsed')
  const other = await invite('ole@museet.example')
  expect(guestOf(other)).toMatchObject({ item: null, linkExpires: new Date(now + 7 * DAY).toISOString() })
  now += 8 * DAY
  const late = await server.call('POST', '/api/sign-in/look', {
    body: { token: String(other.body.link).split('#')[1] },
  })
  expect(late.body.error?.id).toBe('linkOld')
  const member = await server.call('POST', `/api/forums/${FORUM}/members`, {
    cookie: nanna,
    body: {
      email: 'mads@plo.example',
      name: 'Mads',
      title: null,
      organisation: null,
      role: 'member',
      landing: { meeting: NEXT, item: null },
    },
  })
  const landed = await server.call('POST', '/api/sign-in', {
    body: { token: String(member.body.link).split('#')[1] },
  })
  expect(landed.body.next).toBe(`/moede/${NEXT}`)
})

test('R9 an invitation is taken back, opened or not', async () => {
  const pending = await invite('gro@museet.example')
  const { user } = guestOf(pending)
  expect((await list()).map(({ name, invited }) => [name, invited !== null])).toEqual([['Gro Gæst', true]])
  const address = `/api/meetings/${MEETING}/guests/${user}`
  expect((await server.call('DELETE', address, { cookie: nanna })).status).toBe(204)
  const look = await server.call('POST', '/api/sign-in/look', {
    body: { token: String(pending.body.link).split('#')[1] },
  })
  expect([look.body.error?.id, await list()]).toEqual(['linkOld', []])
  expect((await server.call('DELETE', address, { cookie: nanna })).body.error?.id).toBe('unknownGuest')
  const opened = await invite('ole@museet.example')
  const cookie = await spendLink(server.url, String(opened.body.link))
  const client = enter(cookie, MEETING)
  await eventually(() => expect(client.acked).toBe(1))
  await server.call('DELETE', `/api/meetings/${MEETING}/guests/${guestOf(opened).user}`, { cookie: nanna })
  await eventually(() => expect(client.closes.at(-1)).toBe(CLOSE.forbidden.code))
})

test('R9 nobody is invited twice, and only secretaries invite', async () => {
  await invite('gro@museet.example')
  expect((await invite('gro@museet.example')).body.error?.id).toBe('alreadyGuest')
  expect((await invite('karen@fjordland.example')).body.error?.id).toBe('alreadyMember')
  const karen = await server.signIn('karen@fjordland.example')
  expect((await invite('ole@museet.example', {}, karen)).body.error?.id).toBe('forbidden')
  const stranger = await server.signIn('nobody@else.example')
  expect((await invite('ole@museet.example', {}, stranger)).body.error?.id).toBe('unknownMeeting')
})

test('R9 who becomes a member of the forum is no guest any more', async () => {
  const invited = await invite('gro@museet.example')
  const cookie = await spendLink(server.url, String(invited.body.link))
  const body = {
    email: 'gro@museet.example',
    name: 'x',
    title: null,
    organisation: null,
    role: 'observer',
  }
  await server.call('POST', `/api/forums/${FORUM}/members`, { cookie: nanna, body })
  expect(await list()).toEqual([])
  expect((await server.call('GET', '/api/overview', { cookie })).body).toMatchObject({
    forums: [{ role: 'observer' }],
  })
})

test('R10 a secretary sees the people of their own forums and meetings alone, and no link opens other accounts', async () => {
  const thorkild = await server.signIn('thorkild@lyngoe.example', { name: 'Thorkild' })
  await forumOf(thorkild, OTHER, 'thorkild@lyngoe.example')
  await server.signIn('vibeke@psykiatri.example', { name: 'Vibeke Ukendt' })
  const seen = JSON.stringify([
    (await server.call('GET', '/api/overview', { cookie: thorkild })).body,
    (await server.call('GET', `/api/forums/${OTHER}`, { cookie: thorkild })).body,
  ])
  expect(seen).not.toMatch(/nanna|karen|vibeke|Vibeke/)
  const invited = await invite('gro@museet.example')
  const { user } = guestOf(invited)
  await server.call('PUT', `/api/meetings/6f1c2a3e-0000-4000-8000-0000000000cc`, {
    cookie: thorkild,
    body: { ...BLANK, forum: OTHER },
  })
  const theirs = '/api/meetings/6f1c2a3e-0000-4000-8000-0000000000cc/guests'
  const again = await server.call('POST', theirs, {
    cookie: thorkild,
    body: { email: 'gro@museet.example', name: 'x', organisation: null, item: null },
  })
  expect([again.status, again.body.link]).toEqual([200, null])
  const link = await server.call('POST', `${theirs}/${user}/link`, { cookie: thorkild })
  expect(link.body.error?.id).toBe('linkNotYours')
})

test('R9 with mail an invitation is sent, and shown to nobody', async () => {
  await server.close()
  server = await startServer({ now: () => now, mail: true })
  await fill()
  server.mails.length = 0
  expect((await invite('gro@museet.example', { item: 'punkt-3' })).body.link).toBeNull()
  expect((await invite('nobody@else.example')).body.link).toBeNull()
  expect(server.mails.map(({ to, subject }) => [to, subject])).toEqual([
    ['gro@museet.example', 'Invitation til et møde i Forum 1'],
    ['nobody@else.example', 'Invitation til et møde i Forum 1'],
  ])
  expect(server.mails[0]?.text).toMatch(/log-ind#/)
})

test('H31 whoever is invited again and again is sent no more for an hour, and others are', async () => {
  await server.close()
  server = await startServer({ now: () => now, mail: true })
  await fill()
  server.mails.length = 0
  const { user } = guestOf(await invite('gro@museet.example'))
  const again = () => server.call('POST', `/api/meetings/${MEETING}/guests/${user}/link`, { cookie: nanna })
  const answers: Answer[] = []
  for (let i = 0; i < 25; i++) answers.push(await again())
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(19)
  expect(answers.at(-1)?.body.error?.id).toBe('tooOften')
  expect(server.mails).toHaveLength(20)
  const token = /log-ind#(\S+)/.exec(server.mails.at(-1)?.text ?? '')?.[1]
  expect((await server.call('POST', '/api/sign-in/look', { body: { token } })).status).toBe(200)
  expect((await invite('ole@museet.example')).status).toBe(200)
  now += 60 * 60 * 1000
  expect((await again()).status).toBe(200)
})

test('H9 a guest who becomes a member is one at once, also when the mail about it fails', async () => {
  await server.close()
  let fails = false
  const mailer = async () => {
    if (fails) throw new Error('the mail server is away')
  }
  server = await startServer({ now: () => now, mailer })
  await fill()
  const gro = await server.person('gro@museet.example')
  await invite('gro@museet.example')
  const client = enter(gro.cookie, MEETING)
  await eventually(() => expect(client.acked).toBe(1))
  fails = true
  const body = { email: 'gro@museet.example', name: 'x', title: null, organisation: null, role: 'member' }
  const added = await server.call('POST', `/api/forums/${FORUM}/members`, { cookie: nanna, body })
  expect([added.status, added.body.error?.id]).toEqual([502, 'mailFailed'])
  await eventually(() => expect(client.closes).toEqual([CLOSE.unavailable.code]))
  expect(await server.server.forums.role(gro.id, FORUM)).toBe('member')
  expect((await invite('ole@museet.example')).body.error?.id).toBe('mailFailed')
  expect((await list()).map(({ email }) => email)).toEqual(['ole@museet.example'])
})

test('W11 whether somebody who is turned away had a right is looked up by who they are, not in all that was ever done', async () => {
  const asked = sql`EXPLAIN QUERY PLAN SELECT id FROM audit WHERE subject = 'gro' AND forum = ${FORUM}`
  const { rows } = await asked.execute(server.server.db)
  expect(rows).toMatchObject([{ detail: expect.stringContaining('USING INDEX audit_subject') }])
})

import { readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { eventually } from './eventually.ts'
import { FIRST_ADDRESS } from '../../schema/address.ts'
import type { Forum } from '../../schema/api.ts'
import { CLOSE } from '../../schema/protocol.ts'
import { firstOperatorLink } from '../../server/first-operator.ts'
import { TestClient } from './sync-server.ts'
import { spendLink, startServer, type Person, type TestServer, type TestServerOptions } from './harness.ts'

let server: TestServer
let now = 0
beforeEach(async () => {
  now = Date.now()
  server = await startServer({ now: () => now })
})
afterEach(() => server.close())

const FORUM = '6f1c2a3e-0000-4000-8000-000000000001'
const MEETING = '6f1c2a3e-0000-4000-8000-0000000000aa'
const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const NEW_MEETING = {
  forum: FORUM,
  subject: null,
  number: 7,
  date: '2026-03-12',
  start: '09:00',
  end: null,
  place: null,
}

async function restart(options: TestServerOptions): Promise<void> {
  await server.close()
  server = await startServer({ now: () => now, ...options })
}

/** A forum with Nanna as its secretary; answers her cookie. */
async function makeForum(id = FORUM, email = 'nanna@fjordland.example'): Promise<string> {
  const cookie = await server.signIn(email, { name: 'Nanna Dyrlund', operator: true })
  const body = {
    id,
    name: 'Direktørforum',
    partOf: 'Sundhedsklynge Øst',
    organisations: ['Region Fjordland', 'Lyngø Kommune'],
  }
  expect((await server.call('POST', '/api/forums', { cookie, body })).status).toBe(200)
  return cookie
}

async function invite(cookie: string, email: string, role: string, forum = FORUM) {
  const body = { email, name: email.split('@')[0], title: null, organisation: null, role }
  return server.call('POST', `/api/forums/${forum}/members`, { cookie, body })
}

function memberOf(body: Record<string, unknown>): { user: string; role: string; linkExpires: string | null } {
  return body.member as { user: string; role: string; linkExpires: string | null }
}

function tokenOf(link: unknown): string {
  return String(link).split('#')[1] ?? ''
}

async function linkFor(email: string, life = DAY): Promise<string> {
  const { accounts } = server.server
  const user = (await accounts.find(email)) ?? (await accounts.create(email, email))
  return accounts.link({ user, forum: null, next: '/', shownTo: null, life })
}

test('H1 who is signed in is told by the session', async () => {
  expect((await server.call('GET', '/api/me')).status).toBe(401)
  const cookie = await server.signIn('rasmus@lyngoe.example', { name: 'Rasmus Hvidtfeldt' })
  const me = await server.call('GET', '/api/me', { cookie })
  expect(me.body).toMatchObject({
    user: { name: 'Rasmus Hvidtfeldt', operator: false, unconfirmed: false },
    mail: false,
  })
})

test('H1 who asks whether somebody is signed in is told that nobody is, or who', async () => {
  expect(await server.call('GET', '/api/session')).toMatchObject({ status: 204 })
  const cookie = await server.signIn('nanna@region.example')
  const { body } = await server.call('GET', '/api/session', { cookie })
  expect(body).toEqual((await server.call('GET', '/api/me', { cookie })).body)
})

test('H1 a bearer token says who asks, and is kept as a hash alone', async () => {
  await server.signIn('nanna@fjordland.example')
  const { accounts } = server.server
  const token = await accounts.token((await accounts.find('nanna@fjordland.example')) ?? '')
  const headers = { authorization: `Bearer ${token}` }
  expect((await server.call('GET', '/api/me', { headers })).body).toMatchObject({
    user: { email: 'nanna@fjordland.example' },
  })
  expect(
    (await server.call('GET', '/api/me', { headers: { authorization: 'Bearer sam_none' } })).status,
  ).toBe(401)
  const files = await Promise.all(
    ['samreferat.db', 'samreferat.db-journal'].map((name) => readFile(path.join(server.dataDir, name))),
  )
  expect(Buffer.concat(files).includes(token)).toBe(false)
})

test('H1 the name is the own to change', async () => {
  const cookie = await server.signIn('nanna@fjordland.example')
  const changed = await server.call('PATCH', '/api/me', { cookie, body: { name: ' Nanna Dyrlund ' } })
  expect(changed.body).toMatchObject({ user: { name: 'Nanna Dyrlund' } })
})

test('H20 the made-up address is changed once, by its user, to one that nobody has', async () => {
  await server.signIn('nanna@fjordland.example')
  const first = await server.signIn(FIRST_ADDRESS, { name: '', operator: true })
  const give = (cookie: string, email: string) =>
    server.call('PATCH', '/api/me', { cookie, body: { name: 'Karen', email } })
  expect((await give(first, 'Nanna@Fjordland.example')).body.error?.id).toBe('addressTaken')
  expect((await give(first, 'other@samreferat.local')).body.error?.id).toBe('addressStays')
  const given = await give(first, 'Karen@Fjordland.example')
  const user = { name: 'Karen', email: 'karen@fjordland.example', operator: true, unconfirmed: true }
  expect(given.body).toMatchObject({ user })
  expect((await server.call('GET', '/api/me', { cookie: first })).body).toMatchObject({ user })
  expect((await give(first, 'karen@fjordland.example')).status).toBe(200)
  expect((await give(first, 'karen@lyngoe.example')).body.error?.id).toBe('addressStays')
  const proven = await spendLink(server.url, await linkFor('karen@fjordland.example'))
  expect((await server.call('GET', '/api/me', { cookie: proven })).body).toMatchObject({
    user: { ...user, unconfirmed: false },
  })
})

test('H20 no link from before proves the new address of the first operator', async () => {
  const first = await server.person(FIRST_ADDRESS, { name: '', operator: true })
  const link = { user: first.id, next: '/', shownTo: null, life: DAY }
  const before = [
    await server.server.accounts.link({ ...link, forum: null }),
    await server.server.accounts.link({ ...link, forum: FORUM }),
    await server.server.accounts.link({ ...link, forum: null, meeting: MEETING }),
  ]
  await server.call('PATCH', '/api/me', { cookie: first.cookie, body: { email: 'karen@fjordland.example' } })
  for (const each of before) {
    const used = await server.call('POST', '/api/sign-in', { body: { token: tokenOf(each) } })
    expect(used.body.error?.id).toBe('linkOld')
  }
  expect((await server.call('GET', '/api/me', { cookie: first.cookie })).body).toMatchObject({
    user: { unconfirmed: true },
  })
})

test('H1 signing out ends the session', async () => {
  const cookie = await server.signIn('nanna@fjordland.example')
  expect((await server.call('POST', '/api/sign-out', { cookie })).status).toBe(204)
  expect((await server.call('GET', '/api/me', { cookie })).status).toBe(401)
})

test('H2 a link is looked at as often as one likes and used once', async () => {
  const body = { token: tokenOf(await linkFor('nanna@fjordland.example')) }
  for (let i = 0; i < 3; i++)
    expect((await server.call('POST', '/api/sign-in/look', { body })).body).toEqual({
      name: 'nanna@fjordland.example',
      expires: new Date(now + DAY).toISOString(),
    })
  const used = await server.call('POST', '/api/sign-in', { body })
  expect(used.body).toMatchObject({ user: { email: 'nanna@fjordland.example' }, next: '/' })
  expect(used.headers.getSetCookie().join()).toMatch(/HttpOnly; SameSite=Lax/)
  expect((await server.call('POST', '/api/sign-in', { body })).body.error?.id).toBe('linkUsed')
  expect((await server.call('POST', '/api/sign-in/look', { body })).body.error?.id).toBe('linkUsed')
})

test('H2 two who open a link at once get one session', async () => {
  const body = { token: tokenOf(await linkFor('nanna@fjordland.example')) }
  const both = await Promise.all([1, 2, 3].map(() => server.call('POST', '/api/sign-in', { body })))
  expect(both.map(({ status }) => status).sort()).toEqual([200, 410, 410])
})

test('H2 a link ends with its time, and with a newer one', async () => {
  const old = { token: tokenOf(await linkFor('nanna@fjordland.example')) }
  const newer = { token: tokenOf(await linkFor('nanna@fjordland.example', MINUTE)) }
  expect((await server.call('POST', '/api/sign-in', { body: old })).body.error?.id).toBe('linkOld')
  now += 2 * MINUTE
  expect((await server.call('POST', '/api/sign-in', { body: newer })).body.error?.id).toBe('linkOld')
  expect((await server.call('POST', '/api/sign-in', { body: { token: 'none' } })).body.error?.id).toBe(
    'linkUnknown',
  )
})

test('H2 links that are asked for stand beside each other, five of them, until one is used', async () => {
  await restart({ mail: true })
  for (const name of ['nanna', 'tove']) await server.signIn(`${name}@fjordland.example`)
  const ask = async (name: string) => {
    const before = server.mails.length
    const email = `${name}@fjordland.example`
    await server.call('POST', '/api/sign-in/request', { body: { email } })
    return eventually(() => expect(server.mails.slice(before)).toMatchObject([{ to: email }]))
  }
  const links = () => server.mails.map(({ text }) => /http\S+/.exec(text)?.[0])
  const look = (link: unknown) => server.call('POST', '/api/sign-in/look', { body: { token: tokenOf(link) } })
  for (let i = 0; i < 5; i++) await ask('nanna')
  await server.call('POST', '/api/sign-in/request', { body: { email: 'nanna@fjordland.example' } })
  await ask('tove')
  const [first, ...others] = links()
  expect((await look(first)).status).toBe(200)
  const cookie = await spendLink(server.url, String(first))
  expect((await server.call('GET', '/api/me', { cookie })).status).toBe(200)
  for (const link of others.slice(0, 2)) expect((await look(link)).body.error?.id).toBe('linkOld')
  await ask('nanna')
  expect((await look(links().at(-1))).status).toBe(200)
})

test('H2 neither a link nor a mail ever names an address that spends it by GET', async () => {
  const link = await linkFor('nanna@fjordland.example')
  expect(link).toBe(`${server.url}/log-ind#${tokenOf(link)}`)
  const token = tokenOf(link)
  for (const address of [`/api/auth/magic-link/verify?token=${token}`, `/api/sign-in?token=${token}`])
    expect((await server.call('GET', address)).status).toBe(404)
  expect((await server.call('POST', '/api/sign-in', { body: { token } })).status).toBe(200)
})

test('H2 the data folder holds no token and keeps its secret to its owner', async () => {
  const token = tokenOf(await linkFor('nanna@fjordland.example'))
  const files = await Promise.all(
    ['samreferat.db', 'samreferat.db-journal'].map((name) => readFile(path.join(server.dataDir, name))),
  )
  expect(Buffer.concat(files).includes(token)).toBe(false)
  expect((await stat(path.join(server.dataDir, 'secret'))).mode & 0o777).toBe(0o600)
})

test('H3 known and unknown addresses get the same answer, and only the known one a mail', async () => {
  await restart({ mail: true })
  await server.signIn('nanna@fjordland.example')
  const ask = (email: string) => server.call('POST', '/api/sign-in/request', { body: { email } })
  const known = await ask('Nanna@Fjordland.example')
  const unknown = await ask('nobody@fjordland.example')
  expect([known.status, known.body]).toEqual([unknown.status, unknown.body])
  await eventually(() => expect(server.mails).toHaveLength(1))
  const [mail] = server.mails
  expect(mail?.to).toBe('nanna@fjordland.example')
  expect(mail?.text).toContain('20 minutter')
  const cookie = await spendLink(server.url, /http\S+/.exec(mail?.text ?? '')?.[0] ?? '')
  expect((await server.call('GET', '/api/me', { cookie })).body).toMatchObject({ mail: true })
})

test('H19 nobody ends the first operator’s printed link by asking for one to the made-up address', async () => {
  await restart({ mail: true })
  await server.signIn('nanna@fjordland.example')
  const link = await firstOperatorLink(server.server.accounts)
  for (const email of [FIRST_ADDRESS.toUpperCase(), 'nanna@fjordland.example'])
    await server.call('POST', '/api/sign-in/request', { body: { email } })
  await eventually(() => expect(server.mails.map(({ to }) => to)).toContain('nanna@fjordland.example'))
  const look = await server.call('POST', '/api/sign-in/look', { body: { token: tokenOf(link) } })
  expect([look.status, server.mails]).toMatchObject([200, [{ to: 'nanna@fjordland.example' }]])
})

test('H3 too many tries are told to wait', async () => {
  const body = { email: 'ingen@fjordland.example' }
  const tries = await Promise.all(
    Array.from({ length: 15 }, () => server.call('POST', '/api/sign-in/request', { body })),
  )
  const last = tries.find(({ status }) => status === 429)
  expect(last?.body.error).toMatchObject({ id: 'tooOften' })
  expect(last?.body.error?.message).toMatch(/Vent \d+ sekunder/)
})

test('H3 forty people at one address open their invitations in one minute; whoever guesses is told to wait', async () => {
  const body = { token: 'guess' }
  for (const address of ['/api/sign-in/look', '/api/sign-in']) {
    const open = (times: number) =>
      Promise.all(Array.from({ length: times }, () => server.call('POST', address, { body })))
    expect(new Set((await open(40)).map(({ status }) => status))).toEqual(new Set([404]))
    expect((await open(81)).filter(({ status }) => status === 429)).toHaveLength(1)
  }
})

test('H3 the tries of those who come by a proxy are counted apart, when it is one the server was told of', async () => {
  const tries = async (from: string) => {
    const headers = { 'x-forwarded-for': from }
    const body = { email: 'ingen@fjordland.example' }
    const all = Array.from({ length: 8 }, () =>
      server.call('POST', '/api/sign-in/request', { body, headers }),
    )
    return (await Promise.all(all)).filter(({ status }) => status === 429).length
  }
  expect([await tries('203.0.113.1'), await tries('203.0.113.2')]).toEqual([0, 0])
  await restart({ trustProxy: '192.0.2.1, 10.0.0.0/8' })
  expect([await tries('203.0.113.1'), await tries('203.0.113.2')]).toEqual([0, 6])
})

test('H4 an account opened by a link its inviter saw is unconfirmed until another proof, which ends its sessions', async () => {
  const cookie = await makeForum()
  await server.call('PUT', `/api/meetings/${MEETING}`, { cookie, body: NEW_MEETING })
  const { body } = await invite(cookie, 'rasmus@lyngoe.example', 'secretary')
  const shown = await spendLink(server.url, String(body.link))
  expect((await server.call('GET', '/api/me', { cookie: shown })).body).toMatchObject({
    user: { unconfirmed: true },
  })
  const client = new TestClient(server.wsUrl, 'x', { room: `paper:${MEETING}`, headers: { cookie: shown } })
  await eventually(() => expect(client.acked).toBe(1))
  const proven = await spendLink(server.url, await linkFor('rasmus@lyngoe.example'))
  expect((await server.call('GET', '/api/me', { cookie: proven })).body).toMatchObject({
    user: { unconfirmed: false },
  })
  expect((await server.call('GET', '/api/me', { cookie: shown })).status).toBe(401)
  // Whoever goes on with an open connection is sent away too.
  await eventually(() => expect(client.closes).toEqual([CLOSE.unavailable.code, CLOSE.signIn.code]))
  client.destroy()
})

test('H4 of an account that could not be made nothing is left in the way', async () => {
  const cookie = await makeForum()
  const { db } = server.server
  await sql
    .raw(`CREATE TRIGGER full BEFORE INSERT ON person BEGIN SELECT RAISE(ABORT, 'full'); END`)
    .execute(db)
  expect((await invite(cookie, 'rasmus@lyngoe.example', 'member')).status).toBe(500)
  await sql.raw('DROP TRIGGER full').execute(db)
  expect((await invite(cookie, 'rasmus@lyngoe.example', 'member')).status).toBe(200)
})

test('H4 who is invited twice at once has one account, and is a member once', async () => {
  const cookie = await makeForum()
  const other = '6f1c2a3e-0000-4000-8000-000000000002'
  const thorkild = await makeForum(other, 'thorkild@lyngoe.example')
  const answers = await Promise.all([
    invite(cookie, 'rasmus@lyngoe.example', 'member'),
    invite(cookie, 'rasmus@lyngoe.example', 'member'),
    invite(thorkild, 'rasmus@lyngoe.example', 'member', other),
  ])
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 409])
  const { db } = server.server
  const rows = await db.selectFrom('user').select('id').where('email', '=', 'rasmus@lyngoe.example').execute()
  expect(rows).toHaveLength(1)
})

test('H5 a change asked for by another site is refused', async () => {
  const cookie = await server.signIn('nanna@fjordland.example')
  const rename = (headers: Record<string, string>) =>
    server.call('PATCH', '/api/me', { cookie, body: { name: 'X' }, headers })
  expect((await rename({ origin: 'https://evil.example' })).body.error?.id).toBe('foreignOrigin')
  expect((await rename({ origin: 'null' })).body.error?.id).toBe('foreignOrigin')
  expect((await rename({ 'sec-fetch-site': 'cross-site' })).body.error?.id).toBe('foreignOrigin')
  expect((await rename({ origin: server.url })).status).toBe(200)
})

test('H6 a failure is told in the reader’s language', async () => {
  const danish = await server.call('GET', '/api/me')
  const english = await server.call('GET', '/api/me', { headers: { 'accept-language': 'en-GB, da;q=0.5' } })
  expect([danish.body.error?.message, english.body.error?.message]).toEqual([
    'Log ind først.',
    'Sign in first.',
  ])
})

test.each([
  ['a body that is no JSON', 'POST', '/api/sign-in', 400, 'badRequest'],
  ['an address that is none', 'GET', '/api/nothing', 404, 'unknownRoute'],
  ['a method that is none', 'DELETE', '/api/me', 404, 'unknownRoute'],
] as const)('H6 %s is a failure by name', async (_what, method, address, status, id) => {
  const response = await fetch(server.url + address, {
    method,
    ...(method === 'POST' ? { body: '{nonsense', headers: { 'content-type': 'application/json' } } : {}),
  })
  expect([response.status, ((await response.json()) as { error: { id: string } }).error.id]).toEqual([
    status,
    id,
  ])
})

test('H6 a body with a wrong field says which', async () => {
  const cookie = await makeForum()
  const body = { ...NEW_MEETING, date: '12/3', start: '25:00' }
  const { status, body: told } = await server.call('PUT', `/api/meetings/${MEETING}`, { cookie, body })
  expect([status, told.error?.id]).toEqual([400, 'badRequest'])
  expect(told.error?.message).toMatch(/date.*start/)
})

test('H7 a forum is made by an operator or a secretary, once under its id', async () => {
  const cookie = await makeForum()
  const body = { id: FORUM, name: 'Andet navn', partOf: null, organisations: [] }
  const again = await server.call('POST', '/api/forums', { cookie, body })
  expect(again.body).toMatchObject({
    name: 'Direktørforum',
    role: 'secretary',
    deadlines: { agenda: 14, minutes: 7, hearing: 7 },
    organisations: [
      { name: 'Region Fjordland', colour: 1 },
      { name: 'Lyngø Kommune', colour: 2 },
    ],
  })
  const stranger = await server.signIn('somebody@else.example')
  expect(
    (await server.call('POST', '/api/forums', { cookie: stranger, body: { ...body, id: MEETING } })).status,
  ).toBe(403)
  const operator = await server.signIn('drift@else.example', { operator: true })
  expect((await server.call('POST', '/api/forums', { cookie: operator, body })).body.error?.id).toBe(
    'idTaken',
  )
})

test('H7 made twice at once, a forum is there once and only its maker’s', async () => {
  const [nanna, thorkild] = [
    await server.signIn('nanna@fjordland.example', { operator: true }),
    await server.signIn('thorkild@lyngoe.example', { operator: true }),
  ]
  const make = (cookie: string) => {
    const body = { id: FORUM, name: 'Direktørforum', partOf: null, organisations: ['Region Fjordland'] }
    return server.call('POST', '/api/forums', { cookie, body })
  }
  const answers = await Promise.all([make(nanna), make(nanna), make(thorkild)])
  const said = answers.map(({ status, body }) => body.error?.id ?? status)
  // Whose request comes first is not ours to say.
  expect([
    [200, 200, 'idTaken'],
    ['idTaken', 'idTaken', 200],
  ]).toContainEqual(said)
  expect(await server.server.forums.members(FORUM)).toHaveLength(1)
})

test('H7 a secretary changes the forum’s name, deadlines and organisations; a member does not', async () => {
  const cookie = await makeForum()
  const deadlines = { agenda: 10, minutes: 5, hearing: 4 }
  const changed = await server.call('PATCH', `/api/forums/${FORUM}`, {
    cookie,
    body: { name: 'Chefforum', deadlines },
  })
  expect(changed.body).toMatchObject({ name: 'Chefforum', partOf: 'Sundhedsklynge Øst', deadlines })
  const made = await server.call('POST', `/api/forums/${FORUM}/organisations`, {
    cookie,
    body: { name: 'Psykiatrien' },
  })
  expect(made.body).toMatchObject({ name: 'Psykiatrien', colour: 3 })
  await invite(cookie, 'karen@fjordland.example', 'member')
  const karen = await server.signIn('karen@fjordland.example')
  expect(
    (await server.call('PATCH', `/api/forums/${FORUM}`, { cookie: karen, body: { name: 'x' } })).status,
  ).toBe(403)
  expect((await invite(karen, 'friend@else.example', 'member')).status).toBe(403)
})

test('H25 an organisation is renamed, and removed when nobody belongs to it', async () => {
  const cookie = await makeForum()
  const forum = async () =>
    (await server.call('GET', `/api/forums/${FORUM}`, { cookie })).body as unknown as Forum
  const [fjordland, lyngoe] = (await forum()).organisations
  const address = (id = '') => `/api/forums/${FORUM}/organisations/${id}`
  const rename = (id: string | undefined, as = cookie) =>
    server.call('PATCH', address(id), { cookie: as, body: { name: 'Lyngby Kommune' } })
  expect((await rename(lyngoe?.id)).body).toEqual({ id: lyngoe?.id, name: 'Lyngby Kommune', colour: 2 })
  expect((await rename('nord')).body.error?.id).toBe('unknownOrganisation')
  await invite(cookie, 'karen@fjordland.example', 'member')
  const karen = await server.signIn('karen@fjordland.example')
  expect((await rename(lyngoe?.id, karen)).status).toBe(403)

  const remove = (id: string | undefined) => server.call('DELETE', address(id), { cookie })
  expect((await remove(fjordland?.id)).body.error?.id).toBe('organisationInUse')
  expect((await remove(lyngoe?.id)).status).toBe(204)
  expect((await remove(lyngoe?.id)).body.error?.id).toBe('unknownOrganisation')
  expect((await forum()).organisations.map(({ name }) => name)).toEqual(['Region Fjordland'])
  const [nanna] = (await forum()).members
  const body = { organisation: lyngoe?.id }
  expect(
    (await server.call('PATCH', `/api/forums/${FORUM}/members/${nanna?.user}`, { cookie, body })).body.error
      ?.id,
  ).toBe('unknownOrganisation')
  const made = await server.call('POST', `/api/forums/${FORUM}/organisations`, {
    cookie,
    body: { name: 'Psykiatrien' },
  })
  expect(made.body).toMatchObject({ colour: 3 })
})

test('H8 others see neither the forum nor its meetings, nor whether they exist', async () => {
  const cookie = await makeForum()
  await server.call('PUT', `/api/meetings/${MEETING}`, { cookie, body: NEW_MEETING })
  const stranger = await server.signIn('somebody@else.example', { operator: true })
  const ask = async (address: string) => (await server.call('GET', address, { cookie: stranger })).body
  expect(await ask(`/api/forums/${FORUM}`)).toEqual(await ask('/api/forums/00000000-none'))
  expect(await ask(`/api/meetings/${MEETING}`)).toEqual(await ask('/api/meetings/00000000-none'))
  expect(await ask('/api/overview')).toMatchObject({ forums: [], meetings: [], tasks: [] })
})

test('H9 an invited member gets in by the link that is shown', async () => {
  const cookie = await makeForum()
  const invited = await invite(cookie, 'rasmus@lyngoe.example', 'observer')
  expect(memberOf(invited.body)).toMatchObject({
    role: 'observer',
    linkExpires: new Date(now + 7 * DAY).toISOString(),
  })
  const looked = await server.call('POST', '/api/sign-in/look', {
    body: { token: tokenOf(invited.body.link) },
  })
  expect(looked.body).toMatchObject({ name: 'rasmus' })
  const guest = await spendLink(server.url, String(invited.body.link))
  const overview = await server.call('GET', '/api/overview', { cookie: guest })
  expect(overview.body.forums).toHaveLength(1)
  expect((await invite(cookie, 'rasmus@lyngoe.example', 'member')).body.error?.id).toBe('alreadyMember')
})

test('H9 an account that exists is added without a link to see', async () => {
  await server.signIn('karen@fjordland.example')
  const cookie = await makeForum()
  const added = await invite(cookie, 'karen@fjordland.example', 'member')
  expect([added.status, added.body.link]).toEqual([200, null])
})

test('H9 where the server can send mail, the link goes by mail alone', async () => {
  await restart({ mail: true })
  const cookie = await makeForum()
  const invited = await invite(cookie, 'rasmus@lyngoe.example', 'member')
  expect(invited.body.link).toBeNull()
  expect(server.mails[0]?.subject).toBe('Invitation til Direktørforum')
  const guest = await spendLink(server.url, /http\S+/.exec(server.mails[0]?.text ?? '')?.[0] ?? '')
  expect((await server.call('GET', '/api/me', { cookie: guest })).body).toMatchObject({
    user: { unconfirmed: false },
  })
})

test('H10 a secretary makes a new link for an account of the own forums alone', async () => {
  const cookie = await makeForum()
  const { body } = await invite(cookie, 'rasmus@lyngoe.example', 'member')
  const { user } = memberOf(body)
  const sigrid = await server.signIn('sigrid@fjordland.example')
  const { user: secretary } = memberOf((await invite(cookie, 'sigrid@fjordland.example', 'secretary')).body)
  const ask = (who: string, forum: string, whom: string) =>
    server.call('POST', `/api/forums/${forum}/members/${whom}/link`, { cookie: who })
  expect((await ask(sigrid, FORUM, user)).body.link).toMatch(/log-ind#/)
  expect((await ask(sigrid, FORUM, secretary)).body.error?.id).toBe('linkNotYours')
  const other = '6f1c2a3e-0000-4000-8000-000000000002'
  const thorkild = await makeForum(other, 'thorkild@lyngoe.example')
  await invite(thorkild, 'rasmus@lyngoe.example', 'member', other)
  expect((await ask(sigrid, FORUM, user)).body.error?.id).toBe('linkNotYours')
  expect((await ask(cookie, FORUM, user)).body.link).toMatch(/log-ind#/)
})

test('H10 a link that was shown, and a session from one, open no forum that came later and is another’s', async () => {
  const cookie = await makeForum()
  const sigrid = await server.signIn('sigrid@fjordland.example')
  await invite(cookie, 'sigrid@fjordland.example', 'secretary')
  const unused = await invite(sigrid, 'rasmus@lyngoe.example', 'member')
  const used = await invite(sigrid, 'mads@lyngoe.example', 'member')
  const session = await spendLink(server.url, String(used.body.link))
  const other = '6f1c2a3e-0000-4000-8000-000000000002'
  const thorkild = await makeForum(other, 'thorkild@lyngoe.example')
  const look = () => server.call('POST', '/api/sign-in/look', { body: { token: tokenOf(unused.body.link) } })
  expect([(await look()).status, (await server.call('GET', '/api/me', { cookie: session })).status]).toEqual([
    200, 200,
  ])
  await invite(thorkild, 'rasmus@lyngoe.example', 'member', other)
  await invite(thorkild, 'mads@lyngoe.example', 'member', other)
  expect((await look()).body.error?.id).toBe('linkOld')
  const spent = await server.call('POST', '/api/sign-in', { body: { token: tokenOf(unused.body.link) } })
  expect(spent.body.error?.id).toBe('linkOld')
  expect((await server.call('GET', '/api/me', { cookie: session })).status).toBe(401)
  const proven = await spendLink(server.url, await linkFor('mads@lyngoe.example'))
  const third = await makeForum('6f1c2a3e-0000-4000-8000-000000000003', 'tove@lyngoe.example')
  await invite(third, 'mads@lyngoe.example', 'member', '6f1c2a3e-0000-4000-8000-000000000003')
  expect((await server.call('GET', '/api/me', { cookie: proven })).status).toBe(200)
})

test('H11 the last secretary stays', async () => {
  const cookie = await makeForum()
  const me = (await server.call('GET', '/api/me', { cookie })).body.user as { id: string }
  const own = `/api/forums/${FORUM}/members/${me.id}`
  expect((await server.call('DELETE', own, { cookie })).body.error?.id).toBe('lastSecretary')
  expect((await server.call('PATCH', own, { cookie, body: { role: 'member' } })).body.error?.id).toBe(
    'lastSecretary',
  )
  expect((await server.call('PATCH', own, { cookie, body: { title: 'sekretariatet' } })).body).toMatchObject({
    title: 'sekretariatet',
  })
  await invite(cookie, 'rasmus@lyngoe.example', 'secretary')
  expect((await server.call('PATCH', own, { cookie, body: { role: 'member' } })).status).toBe(200)
  expect((await server.call('PATCH', own, { cookie, body: { role: 'secretary' } })).status).toBe(403)
})

test('H11 of two last secretaries who lower or remove each other at once, one stays', async () => {
  const cookie = await makeForum()
  const [sigrid, tove] = [
    await server.person('sigrid@fjordland.example'),
    await server.person('tove@plo.example'),
  ]
  for (const each of [sigrid, tove]) await server.seat(FORUM, each, 'secretary')
  const me = (await server.call('GET', '/api/me', { cookie })).body.user as { id: string }
  await server.call('DELETE', `/api/forums/${FORUM}/members/${me.id}`, { cookie: sigrid.cookie })
  const address = ({ id }: Person) => `/api/forums/${FORUM}/members/${id}`
  for (const [method, body] of [
    ['PATCH', { role: 'member' }],
    ['DELETE', undefined],
  ] as const) {
    for (const each of [sigrid, tove]) await server.seat(FORUM, each, 'secretary')
    await Promise.all([
      server.call(method, address(tove), { cookie: sigrid.cookie, body }),
      server.call(method, address(sigrid), { cookie: tove.cookie, body }),
    ])
    const members = await server.server.forums.members(FORUM)
    expect(members.filter(({ role }) => role === 'secretary')).toHaveLength(1)
  }
})

test('H12 a role that changes or ends takes effect in open rooms at once', async () => {
  const cookie = await makeForum()
  await server.call('PUT', `/api/meetings/${MEETING}`, { cookie, body: NEW_MEETING })
  const rasmus = await server.signIn('rasmus@lyngoe.example')
  const { user } = memberOf((await invite(cookie, 'rasmus@lyngoe.example', 'secretary')).body)
  const client = new TestClient(server.wsUrl, 'rasmus', {
    room: `paper:${MEETING}`,
    headers: { cookie: rasmus },
  })
  await eventually(() => expect(client.acked).toBe(1))
  client.write('som sekretær')
  await eventually(() => expect(client.acked).toBe(2))
  const address = `/api/forums/${FORUM}/members/${user}`
  await server.call('PATCH', address, { cookie, body: { role: 'chair' } })
  await eventually(() => expect(client.closes).toEqual([CLOSE.unavailable.code]))
  await eventually(() => expect(client.acked).toBe(1))
  client.write('som formand')
  await eventually(() => expect(client.refusals).toEqual(['forbidden']))
  await server.call('DELETE', address, { cookie })
  await eventually(() => expect(client.closes.at(-1)).toBe(CLOSE.forbidden.code))
  client.destroy()
})

test('H13 a meeting is made once under its id, by a secretary', async () => {
  const cookie = await makeForum()
  const made = await server.call('PUT', `/api/meetings/${MEETING}`, { cookie, body: NEW_MEETING })
  const again = await server.call('PUT', `/api/meetings/${MEETING}`, {
    cookie,
    body: { ...NEW_MEETING, number: 9 },
  })
  expect([made.status, again.status]).toEqual([200, 200])
  expect(again.body).toEqual(made.body)
  expect(made.body).toMatchObject({ number: 7, date: '2026-03-12', items: 0, changed: null })
  await invite(cookie, 'karen@fjordland.example', 'member')
  const karen = await server.signIn('karen@fjordland.example')
  const own = await server.call('PUT', '/api/meetings/6f1c2a3e-own', { cookie: karen, body: NEW_MEETING })
  expect(own.body.error?.id).toBe('forbidden')
  const other = '6f1c2a3e-0000-4000-8000-000000000002'
  const thorkild = await makeForum(other, 'thorkild@lyngoe.example')
  const taken = await server.call('PUT', `/api/meetings/${MEETING}`, {
    cookie: thorkild,
    body: { ...NEW_MEETING, forum: other },
  })
  expect(taken.body.error?.id).toBe('idTaken')
})

test('H14 every route is described', async () => {
  const { body } = await server.call('GET', '/api/openapi.json')
  const paths = body.paths as Record<string, Record<string, { responses: Record<string, unknown> }>>
  expect(Object.keys(paths).sort()).toEqual([
    '/api/forums',
    '/api/forums/{id}',
    '/api/forums/{id}/members',
    '/api/forums/{id}/members/{user}',
    '/api/forums/{id}/members/{user}/link',
    '/api/forums/{id}/organisations',
    '/api/forums/{id}/organisations/{organisation}',
    '/api/me',
    '/api/meetings/{id}',
    '/api/meetings/{id}/closed',
    '/api/meetings/{id}/findings',
    '/api/meetings/{id}/guests',
    '/api/meetings/{id}/guests/{user}',
    '/api/meetings/{id}/guests/{user}/link',
    '/api/meetings/{id}/hearing',
    '/api/meetings/{id}/hearing/record',
    '/api/meetings/{id}/hearing/reminders',
    '/api/meetings/{id}/items/{item}/close',
    '/api/meetings/{id}/items/{item}/open',
    '/api/meetings/{id}/phase',
    '/api/meetings/{id}/phases',
    '/api/overview',
    '/api/session',
    '/api/sign-in',
    '/api/sign-in/look',
    '/api/sign-in/request',
    '/api/sign-out',
  ])
  for (const methods of Object.values(paths))
    for (const { responses } of Object.values(methods)) expect(Object.keys(responses)).toContain('4XX')
})

test('H15 pages may load from here alone', async () => {
  const { headers } = await server.call('GET', '/api/me')
  const policy = headers.get('content-security-policy') ?? ''
  expect(policy).toContain("script-src 'self';")
  expect(policy).toContain(`connect-src 'self' ${server.url.replace('http', 'ws')};`)
  expect(policy).not.toContain('upgrade-insecure-requests')
  expect(headers.get('strict-transport-security')).toBeNull()
})

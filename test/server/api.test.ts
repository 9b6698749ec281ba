import { afterEach, beforeEach, expect, test } from 'vitest'
import { spendLink, startServer, type TestServer } from './harness.ts'

let server: TestServer
beforeEach(async () => {
  server = await startServer()
})
afterEach(() => server.close())

const FORUM = '6f1c2a3e-0000-4000-8000-000000000001'
const MEETING = '6f1c2a3e-0000-4000-8000-0000000000aa'

async function makeForum(): Promise<string> {
  const cookie = await server.signIn('nanna@fjordland.example', { name: 'Nanna Dyrlund', operator: true })
  const body = {
    id: FORUM,
    name: 'Direktørforum',
    partOf: null,
    organisations: ['Region Fjordland', 'Lyngø Kommune'],
  }
  const { status } = await server.call('POST', '/api/forums', { cookie, body })
  expect(status).toBe(200)
  return cookie
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

test('H9 an invited member gets in by the link that is shown', async () => {
  const cookie = await makeForum()
  const body = {
    email: 'rasmus@lyngoe.example',
    name: 'Rasmus Hvidtfeldt',
    title: null,
    organisation: null,
    role: 'member',
  }
  const invited = await server.call('POST', `/api/forums/${FORUM}/members`, { cookie, body })
  expect(invited.body).toMatchObject({ member: { role: 'member', name: 'Rasmus Hvidtfeldt' } })
  const guest = await spendLink(server.url, String(invited.body.link))
  const overview = await server.call('GET', '/api/overview', { cookie: guest })
  expect(overview.body.forums).toHaveLength(1)
})

test('H13 a meeting is made once under its id', async () => {
  const cookie = await makeForum()
  const body = {
    forum: FORUM,
    subject: null,
    number: 7,
    date: '2026-03-12',
    start: '09:00',
    end: null,
    place: null,
  }
  const made = await server.call('PUT', `/api/meetings/${MEETING}`, { cookie, body })
  const again = await server.call('PUT', `/api/meetings/${MEETING}`, { cookie, body })
  expect([made.status, again.status]).toEqual([200, 200])
  expect(again.body).toEqual(made.body)
})

import { afterEach, beforeEach, expect, test } from 'vitest'
import { CHAIRS, ClosedWorld, EVERYBODY, FORUM } from './closed-meeting.ts'
import { spendLink, type Answer } from './harness.ts'

const ABROAD = '6f1c2a3e-0000-4000-8000-000000000009'
const MEMBERS = `/api/forums/${FORUM}/members`

let world: ClosedWorld
beforeEach(async () => {
  world = await ClosedWorld.start()
  await world.begin()
  world.leave()
})
afterEach(() => world.remove())

/** Somebody who signed in by a link that was shown to a secretary, or that secretary in their name. */
interface Shown {
  user: string
  cookie: string
}

async function shownBy(name: string, role: string): Promise<Shown> {
  const email = `${role}-of-${name}@fjordland.example`
  const invited = await world.as(name, 'POST', MEMBERS, {
    email,
    name: email,
    title: null,
    organisation: null,
    role,
  })
  return {
    user: (invited.body.member as { user: string }).user,
    cookie: await spendLink(world.server.url, String(invited.body.link)),
  }
}

function call({ cookie }: Shown, method: string, address: string, body?: object): Promise<Answer> {
  return world.server.call(method, address, { cookie, body })
}

const status = async (of: Shown) => (await call(of, 'GET', '/api/me')).status

const give = (user: string | undefined, role: string) => ({ address: `${MEMBERS}/${user}`, body: { role } })

async function lower(by: string | Shown, user: string | undefined, role: string): Promise<void> {
  const { address, body } = give(user, role)
  const answer =
    typeof by === 'string'
      ? await world.as(by, 'PATCH', address, body)
      : await call(by, 'PATCH', address, body)
  expect(answer.status).toBe(200)
}

test('H10 a role that lets somebody into a closed item ends the sessions of links shown to who may not read it', async () => {
  const { rasmus = '' } = world.users
  await world.close('nanna', { ...CHAIRS, except: [rasmus] })
  const [his, hers] = [await shownBy('rasmus', 'member'), await shownBy('nanna', 'member')]
  for (const { user } of [his, hers]) await lower('nanna', user, 'chair')
  expect([await status(his), await status(hers)]).toEqual([401, 200])
})

test('H10 when a secretary is one no more, sessions of links shown to them that may more than they now may end', async () => {
  const { rasmus } = world.users
  const secretary = await shownBy('rasmus', 'secretary')
  const chair = await shownBy('rasmus', 'chair')
  const member = await shownBy('rasmus', 'member')
  const observer = await shownBy('rasmus', 'observer')
  const others = await shownBy('nanna', 'secretary')
  const all = [secretary, chair, member, observer, others]
  const statuses = () => Promise.all(all.map(status))
  expect(await statuses()).toEqual([200, 200, 200, 200, 200])
  await lower('nanna', rasmus, 'member')
  expect(await statuses()).toEqual([401, 401, 200, 200, 200])
  expect((await world.as('nanna', 'DELETE', `${MEMBERS}/${rasmus}`)).status).toBe(204)
  expect(await statuses()).toEqual([401, 401, 401, 401, 200])
})

test('H10 who takes over as secretary by a link that was shown stays signed in where they say so', async () => {
  const { nanna, rasmus } = world.users
  const next = await shownBy('nanna', 'secretary')
  const elsewhere = await world.as('nanna', 'POST', `${MEMBERS}/${next.user}/link`)
  const stolen = { ...next, cookie: await spendLink(world.server.url, String(elsewhere.body.link)) }
  expect([await status(next), await status(stolen)]).toEqual([200, 200])
  await lower(next, nanna, 'chair')
  expect([await status(next), await status(stolen)]).toEqual([200, 401])
  // Whatever they do afterwards.
  const readers = { ...EVERYBODY, except: [rasmus] }
  const address = `/api/meetings/${world.meeting}/items/item-0001/close`
  const closed = await call(next, 'POST', address, { reason: 'Personsag', publicWording: null, readers })
  expect([closed.status, await status(next)]).toEqual([204, 200])
})

test('H10 those whose links an earlier secretary saw stay signed in when an item is closed that both may read', async () => {
  const { rasmus } = world.users
  const member = await shownBy('rasmus', 'member')
  await lower('nanna', rasmus, 'member')
  await world.close('nanna', { ...EVERYBODY })
  expect(await status(member)).toBe(200)
})

test('H10 a forum of one’s own is no business of who saw the link to another', async () => {
  const secretary = await shownBy('rasmus', 'secretary')
  const again = await world.as('rasmus', 'POST', `${MEMBERS}/${secretary.user}/link`)
  const stolen = { ...secretary, cookie: await spendLink(world.server.url, String(again.body.link)) }
  const forum = { id: ABROAD, name: 'Mit eget', partOf: null, organisations: [] }
  expect((await call(secretary, 'POST', '/api/forums', forum)).status).toBe(200)
  expect([await status(secretary), await status(stolen)]).toEqual([200, 401])
})

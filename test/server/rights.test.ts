import { afterAll, beforeAll, expect, test } from 'vitest'
import { CHAIRS, ClosedWorld, FORUM, ITEM } from './closed-meeting.ts'

const ABROAD = '6f1c2a3e-0000-4000-8000-000000000009'
const DRAFT = '6f1c2a3e-0000-4000-8000-0000000000d1'
const BLANK = { subject: null, number: null, date: null, start: null, end: null, place: null }

/** Who asks, from those who may least; the last two are secretaries, the first of them may not read the closed item. */
const WHO = {
  nobody: 'nobody',
  stranger: 'olga',
  gone: 'ida',
  operator: 'otto',
  guest: 'gro',
  observer: 'bent',
  member: 'mads',
  chair: 'karen',
  excluded: 'rasmus',
  secretary: 'nanna',
} as const
type Who = keyof typeof WHO
const ALL = Object.keys(WHO) as Who[]

/** A status where it is done; else the name of the failure. */
type Told = number | string
type Expected = Record<Who, Told>

interface Row {
  route: string
  expected: Expected
  body?: object | ((who: Who) => object)
  /** What stands in the address, beside the forum and the meeting. */
  at?: Record<string, string | ((who: Who) => string)>
  query?: string
}

let world: ClosedWorld
/** Ids that are only known once everything is there. */
const ids: Record<string, string> = {}

beforeAll(async () => {
  world = await ClosedWorld.start()
  await world.begin()
  world.leave()
  const { forums } = world.server.server
  const olga = await world.enroll('olga')
  await forums.create(olga, { id: ABROAD, name: 'Et andet', partOf: null, organisations: ['Udland'] })
  await world.enroll('otto', true)
  const gro = await world.enroll('gro')
  const { rasmus = '', ida = '' } = world.users
  expect((await world.close('nanna', { ...CHAIRS, except: [rasmus] })).status).toBe(204)
  const done = async (method: string, address: string, body?: object): Promise<Record<string, unknown>> => {
    const answer = await world.as('nanna', method, address, body)
    expect([address, answer.status]).toEqual([address, body ? 200 : 204])
    return answer.body
  }
  await done('POST', `/api/meetings/${world.meeting}/guests`, guest('gro@fjordland.example'))
  await done('DELETE', `/api/forums/${FORUM}/members/${ida}`)
  await done('PUT', `/api/meetings/${DRAFT}`, { ...BLANK, forum: FORUM })
  for (const name of ['kept', 'leaving']) {
    const made = await done('POST', `/api/forums/${FORUM}/organisations`, { name })
    ids[`${name} organisation`] = String(made.id)
    const { member } = await done('POST', `/api/forums/${FORUM}/members`, newMember(`${name}@ny.example`))
    ids[`${name} member`] = (member as { user: string }).user
    const invited = await done('POST', `/api/meetings/${world.meeting}/guests`, guest(`${name}-g@ny.example`))
    ids[`${name} guest`] = (invited.guest as { user: string }).user
  }
  ids.gro = gro
  const { organisations } = await forums.get(olga, ABROAD)
  ids['foreign organisation'] = organisations[0]?.id ?? ''
})
afterAll(async () => {
  world.leave()
  await world.remove()
})

const guest = (email: string) => ({ email, name: 'Gæst', organisation: null, item: null })
const newMember = (email: string) => ({ email, name: 'Ny', title: null, organisation: null, role: 'member' })

const everybody = (told: Told): Expected => Object.fromEntries(ALL.map((who) => [who, told])) as Expected
const signedIn = (told: Told): Expected => ({ ...everybody(told), nobody: 'signIn' })

/** Of a forum: who is no member learns nothing of it. */
const ofForum = (told: Partial<Expected>): Expected => ({
  ...signedIn('unknownForum'),
  observer: 'forbidden',
  member: 'forbidden',
  chair: 'forbidden',
  ...told,
})
/** Of a meeting that is under way: its guests know of it too. */
const ofMeeting = (told: Partial<Expected>): Expected => ({
  ...signedIn('unknownMeeting'),
  guest: 'forbidden',
  observer: 'forbidden',
  member: 'forbidden',
  chair: 'forbidden',
  ...told,
})
const secretaries = (told: Told, then: Told = told) => ({ excluded: told, secretary: then })
const members = (told: Told) => ({ observer: told, member: told, chair: told, ...secretaries(told) })
const ofMargin = (told: Told) => ({ member: told, chair: told, ...secretaries(told) })

const fresh = (who: Who) => `6f1c2a3e-0000-4000-8000-00000000f0${ALL.indexOf(who)}0`
const named = (name: string) => () => ids[name] ?? ''

/** In this order: what takes something away comes last, and is there for the first of the secretaries. */
const ROWS: Row[] = [
  { route: 'GET /api/me', expected: signedIn(200) },
  { route: 'PATCH /api/me', body: {}, expected: signedIn(200) },
  { route: 'GET /api/session', expected: { ...everybody(200), nobody: 204 } },
  { route: 'GET /api/overview', expected: signedIn(200) },
  { route: 'POST /api/sign-in/request', body: { email: 'x@nowhere.example' }, expected: everybody(202) },
  { route: 'POST /api/sign-in/look', body: { token: 'x' }, expected: everybody('linkUnknown') },
  { route: 'POST /api/sign-in', body: { token: 'x' }, expected: everybody('linkUnknown') },
  {
    route: 'POST /api/forums',
    body: (who) => ({ id: fresh(who), name: who, partOf: null, organisations: [] }),
    expected: { ...signedIn('operatorOnly'), stranger: 200, operator: 200, ...secretaries(200) },
  },
  { route: 'GET /api/forums/{id}', expected: ofForum(members(200)) },
  { route: 'PATCH /api/forums/{id}', body: {}, expected: ofForum(secretaries(200)) },
  {
    route: 'POST /api/forums/{id}/organisations',
    body: { name: 'Ny' },
    expected: ofForum(secretaries(200)),
  },
  {
    route: 'PATCH /api/forums/{id}/organisations/{organisation}',
    at: { organisation: named('kept organisation') },
    body: { name: 'Ny' },
    expected: ofForum(secretaries(200)),
  },
  {
    route: 'POST /api/forums/{id}/members',
    body: (who) => newMember(`${who}@invited.example`),
    expected: ofForum(secretaries(200)),
  },
  {
    route: 'PATCH /api/forums/{id}/members/{user}',
    at: { user: named('kept member') },
    body: { title: 'ny' },
    expected: ofForum(secretaries(200)),
  },
  {
    route: 'POST /api/forums/{id}/members/{user}/link',
    at: { user: named('kept member') },
    expected: ofForum(secretaries(200)),
  },
  {
    route: 'PUT /api/meetings/{id}',
    at: { id: fresh },
    body: { ...BLANK, forum: FORUM },
    expected: ofForum(secretaries(200)),
  },
  { route: 'GET /api/meetings/{id}', expected: ofMeeting({ guest: 200, ...members(200) }) },
  {
    route: 'GET /api/meetings/{id}',
    at: { id: DRAFT },
    expected: { ...signedIn('unknownMeeting'), chair: 200, ...secretaries(200) },
  },
  { route: 'GET /api/meetings/{id}/phases', expected: ofMeeting({ guest: 200, ...members(200) }) },
  { route: 'GET /api/meetings/{id}/closed', expected: ofMeeting(secretaries(200)) },
  { route: 'GET /api/meetings/{id}/findings', query: '?to=hearing', expected: ofMeeting(secretaries(200)) },
  { route: 'GET /api/meetings/{id}/guests', expected: ofMeeting(secretaries(200)) },
  {
    route: 'POST /api/meetings/{id}/guests',
    body: (who) => guest(`${who}-guest@invited.example`),
    expected: ofMeeting(secretaries(200)),
  },
  {
    route: 'POST /api/meetings/{id}/guests/{user}/link',
    at: { user: named('kept guest') },
    expected: ofMeeting(secretaries(200)),
  },
  { route: 'GET /api/meetings/{id}/hearing', expected: ofMeeting(ofMargin(200)) },
  { route: 'GET /api/meetings/{id}/hearing/record', expected: ofMeeting(ofMargin('noRecord')) },
  {
    route: 'PATCH /api/meetings/{id}/hearing',
    body: {},
    expected: ofMeeting(secretaries('noRound')),
  },
  { route: 'POST /api/meetings/{id}/hearing/reminders', expected: ofMeeting(secretaries('noRound')) },
  {
    route: 'POST /api/meetings/{id}/phase',
    body: { to: 'sent' },
    expected: ofMeeting(secretaries('reasonNeeded')),
  },
  {
    route: 'POST /api/meetings/{id}/items/{item}/close',
    at: { item: ITEM },
    body: (who) => ({
      reason: 'Personsag',
      publicWording: null,
      readers: { ...CHAIRS, except: who === 'excluded' ? [] : [world.users.rasmus] },
    }),
    expected: ofMeeting(secretaries('forbidden', 204)),
  },
  {
    route: 'POST /api/meetings/{id}/items/{item}/open',
    at: { item: ITEM },
    expected: ofMeeting(secretaries('forbidden', 204)),
  },
  {
    route: 'DELETE /api/meetings/{id}/guests/{user}',
    at: { user: named('leaving guest') },
    expected: ofMeeting(secretaries(204, 'unknownGuest')),
  },
  {
    route: 'DELETE /api/meetings/{id}',
    expected: ofMeeting(secretaries('noDraft')),
  },
  {
    route: 'DELETE /api/meetings/{id}',
    at: { id: DRAFT },
    expected: {
      ...signedIn('unknownMeeting'),
      chair: 'forbidden',
      ...secretaries(204, 'unknownMeeting'),
    },
  },
  {
    route: 'DELETE /api/forums/{id}/members/{user}',
    at: { user: named('leaving member') },
    expected: ofForum(secretaries(204, 'unknownMember')),
  },
  {
    route: 'DELETE /api/forums/{id}/organisations/{organisation}',
    at: { organisation: named('leaving organisation') },
    expected: ofForum(secretaries(204, 'unknownOrganisation')),
  },
  { route: 'POST /api/sign-out', expected: everybody(204) },
]

function addressOf({ route, at = {}, query = '' }: Row, who: Who): string {
  const [, template = ''] = route.split(' ')
  const known: Row['at'] = { id: template.includes('/forums/') ? FORUM : world.meeting, ...at }
  const address = template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = known[name] ?? ''
    return typeof value === 'string' ? value : value(who)
  })
  return address + query
}

async function told(row: Row, who: Who): Promise<Told> {
  const [method = ''] = row.route.split(' ')
  const body = typeof row.body === 'function' ? row.body(who) : row.body
  const address = addressOf(row, who)
  const answer =
    who === 'nobody'
      ? await world.server.call(method, address, { body })
      : await world.as(WHO[who], method, address, body)
  return answer.body.error?.id ?? answer.status
}

test('H29 H1 what each route answers to each role is what the table says', async () => {
  for (const row of ROWS) {
    const found: Partial<Expected> = {}
    for (const who of ALL) found[who] = await told(row, who)
    expect({ route: row.route, at: row.at, ...found }).toEqual({
      route: row.route,
      at: row.at,
      ...row.expected,
    })
  }
})

test('H29 every route has a row', async () => {
  const { body } = await world.server.call('GET', '/api/openapi.json')
  const routes = Object.entries(body.paths as Record<string, object>).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  )
  expect([...new Set(ROWS.map(({ route }) => route))].sort()).toEqual(routes.sort())
})

/** What a secretary asks in the own forum about what is another’s. */
const CONFUSED: [string, string, () => string, (() => object)?][] = [
  ['unknownMember', 'PATCH', () => `members/${world.users.mads}`, () => ({ role: 'secretary' })],
  ['unknownMember', 'DELETE', () => `members/${world.users.mads}`],
  ['unknownMember', 'POST', () => `members/${ids['kept member']}/link`],
  ['unknownMember', 'POST', () => `members/${ids['kept guest']}/link`],
  [
    'unknownOrganisation',
    'PATCH',
    () => `organisations/${ids['kept organisation']}`,
    () => ({ name: 'Min' }),
  ],
  ['unknownOrganisation', 'DELETE', () => `organisations/${ids['kept organisation']}`],
  [
    'unknownOrganisation',
    'POST',
    () => 'members',
    () => ({ ...newMember('v@ven.example'), organisation: ids['kept organisation'] }),
  ],
  [
    'unknownMeeting',
    'POST',
    () => 'members',
    () => ({ ...newMember('v@ven.example'), landing: { meeting: world.meeting, item: null } }),
  ],
]

test.each(CONFUSED)('H8 a secretary elsewhere is told %s (%s)', async (id, method, address, body) => {
  const answer = await world.as('olga', method, `/api/forums/${ABROAD}/${address()}`, body?.())
  expect(answer.body.error?.id).toBe(id)
})

test('H8 nobody takes over a forum or a meeting by making one under its id', async () => {
  const forum = { id: FORUM, name: 'Mit', partOf: null, organisations: [] }
  expect((await world.as('olga', 'POST', '/api/forums', forum)).body.error?.id).toBe('idTaken')
  const meeting = { ...BLANK, forum: ABROAD }
  const taken = await world.as('olga', 'PUT', `/api/meetings/${world.meeting}`, meeting)
  expect(taken.body.error?.id).toBe('idTaken')
  const own = await world.as('nanna', 'PATCH', `/api/forums/${FORUM}/members/${world.users.mads}`, {
    organisation: ids['foreign organisation'],
  })
  expect(own.body.error?.id).toBe('unknownOrganisation')
})

import { createHash } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { NewMeeting } from '../../schema/api.ts'
import type { Finding } from '../../schema/lint.ts'
import { addThread } from '../../schema/margin.ts'
import { items, people, setHeader } from '../../schema/paper.ts'
import type { Phase } from '../../schema/phases.ts'
import { writeSection } from '../../schema/sections.ts'
import { approvalOf, type Change } from '../../server/public/approval.ts'
import { isPage } from '../../server/routes/client.ts'
import { p } from '../schema/builders.ts'
import { eventually } from './eventually.ts'
import { startServer, type TestServer } from './harness.ts'
import { TestClient } from './sync-server.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 })

const FORUM = '6f1c2a3e-0000-4000-8000-000000000001'
const DAY = 86_400_000

let server: TestServer
let now = Date.parse('2026-03-12T08:00:00Z')
let headers: Record<string, string> = {}
let meeting = ''
let meetings = 0

beforeAll(async () => {
  server = await startServer({ now: () => now })
  const { accounts, forums } = server.server
  const user = await accounts.create('nanna@fjordland.example', 'nanna')
  headers = { authorization: `Bearer ${await accounts.token(user)}` }
  await forums.create(user, { id: FORUM, name: 'Direktørforum', partOf: null, organisations: [] })
})
beforeEach(async () => {
  meeting = `6f1c2a3e-0000-4000-8000-0000000002${10 + ++meetings}`
  const facts = { subject: null, number: 7, date: '2026-03-12', start: null, end: null, place: null }
  await server.call('PUT', `/api/meetings/${meeting}`, { headers, body: { forum: FORUM, ...facts } })
})
afterAll(() => server.close())

async function enter(room: string): Promise<TestClient> {
  const client = new TestClient(server.wsUrl, 'nanna', { room, headers })
  await eventually(() => expect(client.acked).toBe(1))
  return client
}

/** Minutes with an open item, one that is to be closed, a remark, a task and a secretary. */
async function write(): Promise<void> {
  const client = await enter(`paper:${meeting}`)
  const before = client.acked
  client.doc.transact(() => {
    setHeader(client.doc, { forum: 'Direktørforum', kind: 'minutes', date: '2026-03-12', number: 7 })
    setHeader(client.doc, { place: 'Rådhuset', online: 'https://teams.example/zqonline' })
    people.add(client.doc, 'person-01', { name: 'Karen Holmskov', attendance: 'present' })
    people.add(client.doc, 'person-02', { name: 'Nanna Dyrlund', functions: ['secretary', 'minutetaker'] })
    for (const id of ['item-0001', 'item-0002']) {
      items.add(client.doc, id, {})
      writeSection(client.doc, `${id}/title`, [p(id === 'item-0001' ? 'Budget' : 'zqtitle')])
      writeSection(client.doc, `${id}/case`, [p(id === 'item-0001' ? 'Tallene.' : 'zqcase')])
      writeSection(client.doc, `${id}/minutes`, [
        p(id === 'item-0001' ? 'Budgettet blev drøftet.' : 'zqminutes'),
        {
          type: 'task',
          attrs: { id: `task-${id}`, owner: 'Karen', due: null },
          content: p('zqtask').content ?? [],
        },
      ])
    }
  })
  await eventually(() => expect(client.acked).toBeGreaterThan(before))
  client.destroy()
  const margin = await enter(`margin:${meeting}`)
  const target = { kind: 'item', item: 'item-0001' } as const
  const user = (await server.call('GET', '/api/me', { headers })).body.user as { id: string }
  const remark = { author: user.id, at: now, kind: 'comment', target, change: null } as const
  addThread(margin.doc, 'thread-0001', { ...remark, mentions: [], text: 'zqremark' })
  await eventually(() => expect(margin.acked).toBeGreaterThan(1))
  margin.destroy()
}

async function close(): Promise<void> {
  const body = {
    reason: 'Personsag',
    publicWording: 'Forummet behandlede en personsag.',
    readers: { roles: ['chair'], except: [] },
  }
  const address = `/api/meetings/${meeting}/items/item-0002/close`
  expect((await server.call('POST', address, { headers, body })).status).toBe(204)
}

async function go(to: Phase, reason?: string): Promise<void> {
  const address = `/api/meetings/${meeting}`
  const { body } = await server.call('GET', `${address}/findings?to=${to}`, { headers })
  const known = reason === undefined ? (body as unknown as Finding[]).map(({ key }) => key) : undefined
  const made = await server.call('POST', `${address}/phase`, { headers, body: { to, known, reason } })
  expect([to, made.status, made.body.error]).toEqual([to, 200, undefined])
}

async function publish(): Promise<void> {
  for (const to of ['hearing', 'approved', 'published'] as const) await go(to)
}

/** As anybody on the net asks: with nothing. */
function ask(more: Record<string, string> = {}): Promise<Response> {
  return fetch(`${server.url}/offentlig/${meeting}`, { headers: more })
}

test('V1 published minutes have a page for anybody, which caches may keep; nothing else has', async () => {
  await write()
  await close()
  for (const to of ['hearing', 'approved'] as const) {
    await go(to)
    const none = await ask()
    expect([none.status, none.headers.get('cache-control')]).toEqual([404, 'no-store'])
    expect(await none.text()).not.toContain('Budget')
  }
  await go('published')
  const page = await ask()
  expect(page.status).toBe(200)
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
  expect(page.headers.get('cache-control')).toBe('public, max-age=60')
  expect(page.headers.get('set-cookie')).toBeNull()
  const etag = page.headers.get('etag') ?? ''
  expect((await ask({ 'if-none-match': etag })).status).toBe(304)
  await go('approved', 'For tidligt')
  expect((await ask({ 'if-none-match': etag })).status).toBe(404)
  expect((await fetch(`${server.url}/offentlig/nothing`)).status).toBe(404)
  expect(isPage('GET', `/offentlig/${meeting}`)).toBe(false)
})

test.each(['/a/b', '/skrift/none.woff2', '?side=2', '?side=0', '?side=x'])(
  'V5 at /offentlig%s a page says that there is nothing',
  async (path) => {
    const page = await fetch(`${server.url}/offentlig${path}`)
    expect(page.status).toBe(404)
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(page.headers.get('cache-control')).toBe('no-store')
    expect(await page.text()).toContain('<h1>Der er ikke noget på denne adresse</h1>')
  },
)

/** A meeting of which only the database tells. */
async function stand(phase: Phase, facts: Partial<NewMeeting>, forum = FORUM): Promise<string> {
  const id = `6f1c2a3e-0000-4000-8000-0000000003${10 + ++meetings}`
  const none = { subject: null, number: null, date: null, start: null, end: null, place: null }
  const counts = { items: 0, withoutCase: 0, withoutMinutes: 0, projected: 0 }
  const row = { id, created: '', phase, ...none, ...counts, ...facts, forum }
  await server.server.db.insertInto('meeting').values(row).execute()
  return id
}

const list = async (query = '') => (await fetch(`${server.url}/offentlig${query}`)).text()

test('V6 the list has what is published by forum, the newest first, and nothing of the rest', async () => {
  const { forums, accounts, db } = server.server
  await db.updateTable('meeting').set({ phase: 'draft' }).execute()
  expect(await list()).toContain('Der er ikke offentliggjort noget endnu.')
  const other = '6f1c2a3e-0000-4000-8000-000000000002'
  const user = (await accounts.find('nanna@fjordland.example')) ?? ''
  await forums.create(user, { id: other, name: 'Chefforum', partOf: 'Klynge <Øst>', organisations: [] })
  const old = await stand('published', { date: '2025-12-17', number: 6 })
  const late = await stand('published', { date: '2026-03-12', number: 7, subject: 'Ekstra' })
  for (const phase of ['draft', 'hearing', 'approved'] as const)
    await stand(phase, { date: '2026-04-01', subject: 'zqsecret' })
  const chief = await stand('published', {}, other)
  expect(await list()).toContain('Der er ikke offentliggjort noget endnu.')
  now += 60_000
  const html = await list()
  expect(html).not.toMatch(/zqsecret|1\. april/)
  expect([...html.matchAll(/<h2[^>]*>(.*?)<\/h2>/g)].map(([, name]) => name)).toEqual([
    'Chefforum <small>Klynge &#60;Øst&#62;</small>',
    'Direktørforum',
  ])
  expect([...html.matchAll(/<li>(.*?)<\/li>/g)].map(([, line]) => line)).toEqual([
    `<a href="/offentlig/${chief}">Uden dato</a>`,
    `<a href="/offentlig/${late}">12. marts 2026</a> <small>7. møde · Ekstra</small>`,
    `<a href="/offentlig/${old}">17. december 2025</a> <small>6. møde</small>`,
  ])
  expect(html).not.toContain('rel="next"')
  for (const [i, name] of ['Åbent råd', 'Ældreråd', 'økonomiforum'].entries()) {
    const id = `6f1c2a3e-0000-4000-8000-00000000001${i}`
    await forums.create(user, { id, name, partOf: null, organisations: [] })
    await stand('published', {}, id)
  }
  now += 60_000
  expect([...(await list()).matchAll(/<h2[^>]*>(\S+)/g)].map(([, name]) => name?.split('<')[0])).toEqual([
    'Chefforum',
    'Direktørforum',
    'Ældreråd',
    'økonomiforum',
    'Åbent',
  ])
})

test('V6 of a long list a hundred are told at a time', async () => {
  await server.server.db.updateTable('meeting').set({ phase: 'draft' }).execute()
  for (let number = 1; number <= 101; number++) await stand('published', { number })
  now += 60_000
  const numbers = (html: string) => [...html.matchAll(/<small>(\d+)\. møde/g)].map(([, n]) => Number(n))
  const [first, second] = [await list(), await list('?side=2')]
  expect([numbers(first).length, numbers(first)[0], numbers(second)]).toEqual([100, 101, [1]])
  expect(first).toContain('<a rel="next" href="/offentlig?side=2">')
  expect(second).toContain('<a rel="prev" href="/offentlig">')
})

test('V9 a page is written once, by nobody for whom others wait, and again when that failed', async () => {
  await write()
  await close()
  await publish()
  const { worker, forAnybody } = server.server.projector
  const [working, reading] = [vi.spyOn(worker, 'call'), vi.spyOn(forAnybody, 'call')]
  reading.mockRejectedValueOnce(new Error('the worker has ended'))
  expect((await ask()).status).toBe(500)
  const pages = await Promise.all(Array.from({ length: 10 }, () => ask().then((page) => page.text())))
  expect([new Set(pages).size, pages[0]]).toEqual([1, expect.stringContaining('Budgettet blev drøftet.')])
  expect([working.mock.calls.length, reading.mock.calls.length]).toEqual([0, 2])
})

test('V9 the list is read once a minute and after each change of a phase, and who asks too often waits', async () => {
  const reads = vi.spyOn(server.server.db, 'selectFrom')
  const read = () => reads.mock.calls.filter(([table]) => String(table) === 'meeting').length
  now += 60_000
  for (const query of ['', '?side=2', '?side=1']) await list(query)
  expect(read()).toBe(1)
  await write()
  await close()
  await publish()
  reads.mockClear()
  expect(await list()).toContain(`/offentlig/${meeting}"`)
  await list()
  expect(read()).toBe(1)
  await go('approved', 'Et navn mangler')
  expect(await list()).not.toContain(`/offentlig/${meeting}"`)
  const often = Array.from({ length: 301 }, () => ask({ 'x-forwarded-for': '192.0.2.7' }))
  const told = (await Promise.all(often)).map(({ status }) => status)
  expect(told.filter((status) => status === 429)).toHaveLength(1)
  expect((await ask()).status).toBe(404)
})

test('V7 public pages have their fonts from here, and may load nothing else', async () => {
  for (const path of ['', '/nothing']) {
    const page = await fetch(`${server.url}/offentlig${path}`)
    const html = await page.text()
    const style = /<style>([^]*)<\/style>/.exec(html)?.[1] ?? ''
    const hash = createHash('sha256').update(style).digest('base64')
    expect(page.headers.get('content-security-policy')).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    )
    const fonts = [...style.matchAll(/url\(([^)]*)\)/g)].map(([, address]) => address ?? '')
    expect(fonts).toHaveLength(6)
    for (const address of fonts) {
      const font = await fetch(server.url + address)
      expect([font.status, font.headers.get('content-type')]).toEqual([200, 'font/woff2'])
      expect(font.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
      expect((await font.arrayBuffer()).byteLength).toBeGreaterThan(10_000)
    }
  }
})

test('V2 on the page nothing stands of closed items, remarks, tasks and the online meeting, but why one is closed', async () => {
  await write()
  await close()
  await publish()
  const html = await (await ask()).text()
  expect(html).not.toMatch(/zq/)
  expect(html).not.toMatch(/<script/)
  for (const told of [
    'Referat, 7. møde',
    'Budgettet blev drøftet.',
    'Begrundelse: Personsag',
    'Forummet behandlede en personsag.',
    'Nanna Dyrlund <small>(referent)</small>',
  ])
    expect(html).toContain(told)
  expect(html).toContain('Godkendt 12. marts 2026. Offentliggjort 12. marts 2026.')
})

test('V3 what was put right after the publication is told at the same address', async () => {
  await write()
  await close()
  await publish()
  now += DAY
  await go('hearing', 'Tallet i punkt 1 er <rettet>')
  expect((await ask()).status).toBe(404)
  const client = await enter(`paper:${meeting}`)
  writeSection(client.doc, 'item-0001/minutes', [p('Budgettet blev godkendt.')])
  await eventually(() => expect(client.acked).toBeGreaterThan(1))
  client.destroy()
  now += DAY
  for (const to of ['approved', 'published'] as const) await go(to)
  const html = await (await ask()).text()
  expect(html).toContain('Budgettet blev godkendt.')
  expect(html).toContain('Godkendt 14. marts 2026. Offentliggjort 12. marts 2026.')
  expect(html).toContain('Rettet 14. marts 2026: Tallet i punkt 1 er &#60;rettet&#62;')
})

test('R14 a correction asks nobody, has no deadline, and is told with its day once it is approved and published', async () => {
  const { accounts, members } = server.server
  const member = await accounts.create('karen@fjordland.example', 'karen')
  await members.add(null, FORUM, member, { title: null, role: 'member', organisation: null })
  await write()
  await close()
  await publish()
  now += DAY
  const step = { to: 'hearing', reason: 'Tallet i punkt 1', round: { asked: [] } }
  const opened = await server.call('POST', `/api/meetings/${meeting}/phase`, { headers, body: step })
  expect(opened.body).toMatchObject({ phase: 'hearing', correction: { reason: 'Tallet i punkt 1' } })
  expect(opened.body.round).toBeUndefined()
  const findings = await server.call('GET', `/api/meetings/${meeting}/findings?to=approved`, { headers })
  expect((findings.body as unknown as Finding[]).map(({ kind }) => kind)).not.toContain('hearingRuns')
  for (const to of ['approved', 'published'] as const) await go(to)
  expect(await (await ask()).text()).toMatch(/Rettet \d+\. marts 2026: Tallet i punkt 1/)
  const after = await server.call('GET', `/api/meetings/${meeting}`, { headers })
  expect(after.body.correction).toBeUndefined()
  await go('hearing', 'Alle spørges igen')
  const asked = await server.call('GET', `/api/meetings/${meeting}`, { headers })
  expect([asked.body.correction, asked.body.round]).toEqual([
    undefined,
    expect.objectContaining({ closed: null }),
  ])
})

test('V8 a secretary sees the page before it is published, with what it will say of itself, and nobody else', async () => {
  await write()
  await close()
  await go('hearing')
  const address = `${server.url}/offentlig/${meeting}/forhaandsvisning`
  const see = async (as: Record<string, string> = {}) => {
    const page = await fetch(address, { headers: as })
    return { status: page.status, cached: page.headers.get('cache-control'), html: await page.text() }
  }
  const { accounts, members } = server.server
  const chair = await accounts.create('vibeke@fjordland.example', 'vibeke')
  await members.add(null, FORUM, chair, { title: null, role: 'chair', organisation: null })
  const others: Record<string, string>[] = [{}, { authorization: `Bearer ${await accounts.token(chair)}` }]
  for (const to of ['approved', 'published'] as const) {
    const { status, cached, html } = await see(headers)
    expect([status, cached]).toEqual([200, 'no-store'])
    expect(html).toMatch(/Godkendt \d+\. marts 2026\. Offentliggjort \d+\. marts 2026\./)
    expect(html).toContain('<p class="note">Forhåndsvisning.')
    expect(html).toContain('Forummet behandlede en personsag.')
    expect(html).not.toMatch(/zq/)
    for (const other of others) expect(await see(other)).toMatchObject({ status: 404, cached: 'no-store' })
    await go(to)
  }
  expect(await (await ask()).text()).not.toContain('Forhåndsvisning')
})

test('V3 minutes that were taken back and not opened were not put right', () => {
  const change = (from: Phase, to: Phase, day: number, reason: string | null = null): Change => ({
    from,
    to,
    at: `2026-03-${day}T09:00:00Z`,
    reason,
  })
  const first = [change('hearing', 'approved', 10), change('approved', 'published', 11)]
  const again = [change('published', 'approved', 12, 'For tidligt'), change('approved', 'published', 13)]
  expect(approvalOf([...first, ...again])).toEqual({
    approved: '2026-03-10',
    published: '2026-03-11',
    corrections: [],
  })
  const opened = [
    change('published', 'approved', 14, 'Et navn'),
    change('approved', 'live', 14, 'Skal åbnes'),
    change('live', 'hearing', 15),
    change('hearing', 'approved', 16),
    change('approved', 'published', 17),
  ]
  expect(approvalOf([...first, ...again, ...opened])).toMatchObject({
    approved: '2026-03-16',
    corrections: [{ day: '2026-03-17', what: 'Et navn' }],
  })
  expect([approvalOf([]), approvalOf([...first, ...again.slice(0, 1)])]).toEqual([null, null])
})

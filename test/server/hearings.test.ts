import { createHash } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Meeting } from '../../schema/api.ts'
import type { HearingRecord } from '../../schema/hearing-record.ts'
import { addThread, receipt, respond, rule, type Answer } from '../../schema/margin.ts'
import { items, setHeader } from '../../schema/paper.ts'
import type { Finding } from '../../schema/lint.ts'
import type { Phase } from '../../schema/phases.ts'
import { CLOSE, marginRoom, paperRoom } from '../../schema/protocol.ts'
import type { Role } from '../../schema/roles.ts'
import { writeSection } from '../../schema/sections.ts'
import { p } from '../schema/builders.ts'
import type { Mail } from '../../server/mail.ts'
import { eventually } from './eventually.ts'
import { startServer, type Answer as HttpAnswer, type TestServer } from './harness.ts'
import { TestClient } from './sync-server.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 })

const FORUM = '6f1c2a3e-0000-4000-8000-000000000001'
/** A Monday. */
const START = Date.parse('2026-03-16T08:00:00Z')
const HOUR = 60 * 60 * 1000
const DAY = 24 * HOUR
const HERE: [name: string, role: Role | 'guest' | null, organisation: number | null][] = [
  ['nanna', 'secretary', 0],
  ['karen', 'chair', 0],
  ['joern', 'member', 0],
  ['mads', 'member', 1],
  ['ulla', 'member', null],
  ['bent', 'observer', 1],
  ['gitte', 'guest', null],
  ['eve', null, null],
]

let server: TestServer
let now = START
let meeting = ''
let meetings = 0
let organisations: string[] = []
const users: Record<string, string> = {}
const tokens: Record<string, string> = {}
const clients: TestClient[] = []
const mails: Mail[] = []
/** To whom no mail gets through. */
let unreachable: string | null = null

beforeAll(async () => {
  const mailer = async (mail: Mail) => {
    if (mail.to === unreachable) throw new Error('no such mailbox')
    mails.push(mail)
  }
  server = await startServer({ mailer, now: () => now })
  const { accounts, forums, members } = server.server
  for (const [name, role, place] of HERE) {
    const user = (users[name] = await accounts.create(`${name}@fjordland.example`, name))
    tokens[name] = await accounts.token(user)
    const made = { id: FORUM, name: 'Direktørforum', partOf: null }
    if (name === 'nanna') {
      const forum = await forums.create(user, {
        ...made,
        organisations: ['Region Fjordland', 'Lyngø Kommune'],
      })
      organisations = forum.organisations.map(({ id }) => id)
    } else if (role !== null && role !== 'guest')
      await members.add(null, FORUM, user, { title: null, organisation: organisationAt(place), role })
  }
})
beforeEach(async () => {
  now = START
  mails.length = 0
  unreachable = null
  meeting = `6f1c2a3e-0000-4000-8000-0000000002${10 + ++meetings}`
  const facts = { subject: null, number: 7, date: '2026-03-12', start: '09:00', end: null, place: null }
  await as('nanna', 'PUT', `/api/meetings/${meeting}`, { forum: FORUM, ...facts })
  const paper = await enter('nanna', paperRoom(meeting))
  paper.doc.transact(() => {
    setHeader(paper.doc, { date: '2026-03-12', place: 'Rådhuset' })
    items.add(paper.doc, 'item-0001', {})
    for (const section of ['title', 'case', 'minutes'] as const)
      writeSection(paper.doc, `item-0001/${section}`, [p('Budget')])
  })
  await eventually(() => expect(paper.acked).toBeGreaterThan(1))
})
afterEach(() => {
  for (const client of clients.splice(0)) client.destroy()
})
afterAll(() => server.close())

const organisationAt = (place: number | null) => (place === null ? null : (organisations[place] ?? null))

function bearer(name: string): Record<string, string> {
  return { authorization: `Bearer ${tokens[name] ?? ''}` }
}

function as(name: string, method: string, address: string, body?: unknown): Promise<HttpAnswer> {
  return server.call(method, address, { headers: bearer(name), body })
}

const at = (path = '') => `/api/meetings/${meeting}/hearing${path}`

async function move(to: Phase, more: object = {}): Promise<Meeting> {
  const known = ['hearingRuns', 'openRemarks:1', 'cannotApprove:1']
  const { status, body } = await as('nanna', 'POST', `/api/meetings/${meeting}/phase`, { to, known, ...more })
  expect([status, body.error]).toEqual([200, undefined])
  return body as unknown as Meeting
}

async function enter(name: string, room = marginRoom(meeting)): Promise<TestClient> {
  const client = new TestClient(server.wsUrl, name, { room, headers: bearer(name) })
  clients.push(client)
  await eventually(() => expect(client.acked).toBe(1))
  return client
}

async function roundFor(name: string): Promise<Meeting['round']> {
  return ((await as(name, 'GET', `/api/meetings/${meeting}`)).body as unknown as Meeting).round
}

/** Somebody answers; for their own organisation unless it is said. */
async function answer(
  client: TestClient,
  name: string,
  says: Answer,
  organisation?: string,
): Promise<string> {
  const place = HERE.find(([each]) => each === name)?.[2] ?? null
  const id = `answer-${client.doc.getMap('responses').size + 1}-${name}`
  respond(client.doc, id, {
    author: users[name] ?? '',
    at: 1,
    round: (await roundFor('nanna'))?.id ?? '',
    organisation: organisation ?? organisationAt(place) ?? users[name] ?? '',
    answer: says,
    text: '',
  })
  return id
}

async function arrives(client: TestClient, id: string): Promise<void> {
  await eventually(() => expect(receipt(client.doc, 'responses', id)).not.toBeNull())
}

async function says(name: string, what: Answer, organisation?: string): Promise<void> {
  const client = await enter(name)
  await arrives(client, await answer(client, name, what, organisation))
}

async function record(name = 'nanna'): Promise<HearingRecord> {
  return (await as(name, 'GET', at('/record'))).body as unknown as HearingRecord
}

const standing = ({ rounds }: HearingRecord) =>
  rounds.at(-1)?.parties.map(({ name, stance, answer }) => [name, stance, answer?.answer ?? null])

describe('a round', () => {
  test('Q1 opens with the phase, asks members and chairs by organisation, until the day of the rules', async () => {
    const sent = await move('hearing')
    expect(sent.round).toMatchObject({
      phase: 'hearing',
      closed: null,
      deadline: { day: '2026-03-23', time: null },
    })
    expect(sent.round?.asked).toEqual([
      {
        id: organisations[0],
        name: 'Region Fjordland',
        people: [
          { id: users.joern, name: 'joern' },
          { id: users.karen, name: 'karen' },
        ],
      },
      { id: organisations[1], name: 'Lyngø Kommune', people: [{ id: users.mads, name: 'mads' }] },
      { id: users.ulla, name: 'ulla', people: [{ id: users.ulla, name: 'ulla' }] },
    ])
    const { meetings: listed } = (await as('mads', 'GET', '/api/overview')).body as { meetings?: Meeting[] }
    expect(listed?.find(({ id }) => id === meeting)?.round).toEqual(sent.round)
  })

  test('Q1 ends when the meeting goes on or back, and another begins', async () => {
    const first = (await move('sent')).round
    expect(first).toMatchObject({ phase: 'sent', deadline: { day: '2026-03-23', time: null } })
    // The answers to the agenda are shown while the meeting sits.
    expect((await move('live')).round).toEqual({ ...first, closed: '2026-03-16T08:00:00.000Z' })
    const second = (await move('hearing')).round
    const back = await move('live', { reason: 'Et punkt mangler' })
    expect(back.round).toMatchObject({ id: first?.id, asked: first?.asked })
    now += DAY
    const third = (await move('hearing')).round
    expect(third?.deadline.day).toBe('2026-03-24')
    expect(new Set([first, second, third].map((round) => round?.id)).size).toBe(3)
    expect((await move('approved')).round).toMatchObject({
      id: third?.id,
      asked: [],
      closed: expect.any(String) as string,
    })
  })

  test('Q2 is opened for others and until another time, and changed; every change is kept', async () => {
    const asked = [users.mads, users.karen]
    const opened = await move('hearing', { round: { deadline: { day: '2026-03-18', time: '12:00' }, asked } })
    expect(opened.round?.asked.map(({ name }) => name)).toEqual(['Region Fjordland', 'Lyngø Kommune'])
    now += HOUR
    const changed = await as('nanna', 'PATCH', at(), { deadline: { day: '2026-03-20', time: null } })
    expect(changed.body.round).toMatchObject({ deadline: { day: '2026-03-20' }, asked: [{}, {}] })
    now += HOUR
    const more = await as('nanna', 'PATCH', at(), { asked: [...asked, users.ulla] })
    expect(more.body.round).toMatchObject({
      deadline: { day: '2026-03-20' },
      asked: [{}, {}, { name: 'ulla' }],
    })
    expect((await as('mads', 'GET', at())).body).toEqual([
      {
        at: '2026-03-16T08:00:00.000Z',
        by: 'nanna',
        deadline: { day: '2026-03-18', time: '12:00' },
        asked: ['Region Fjordland', 'Lyngø Kommune'],
      },
      expect.objectContaining({
        at: '2026-03-16T09:00:00.000Z',
        deadline: { day: '2026-03-20', time: null },
      }),
      expect.objectContaining({ asked: ['Region Fjordland', 'Lyngø Kommune', 'ulla'] }),
    ])
    const { db } = server.server
    const kept = await db
      .selectFrom('audit')
      .select('action')
      .where('detail', 'like', `%${meeting}%`)
      .execute()
    const actions = kept.map(({ action }) => action).filter((action) => action.startsWith('hearing.'))
    expect(actions).toEqual(['hearing.opened', 'hearing.changed', 'hearing.changed'])
  })

  test('Q2 is nobody’s to change who is no secretary, and asks nobody who may not answer, nor until yesterday', async () => {
    await move('hearing')
    const wishes = { asked: [users.mads] }
    for (const [name, id] of [
      ['karen', 'forbidden'],
      ['mads', 'forbidden'],
      ['bent', 'forbidden'],
      ['eve', 'unknownMeeting'],
    ] as const)
      expect([name, (await as(name, 'PATCH', at(), wishes)).body.error?.id]).toEqual([name, id])
    for (const [body, id] of [
      [{ asked: [users.bent] }, 'unknownMember'],
      [{ asked: [users.eve] }, 'unknownMember'],
      [{ asked: [users.nanna] }, 'unknownMember'],
      [{ asked: [] }, 'nobodyAsked'],
      [{ deadline: { day: '2026-03-15', time: null } }, 'deadlinePast'],
      [{ deadline: { day: '2026-03-16', time: '08:59' } }, 'deadlinePast'],
      [{ deadline: { day: 'i morgen', time: null } }, 'badRequest'],
      [{ deadline: { day: '2026-03-20', time: '25:00' } }, 'badRequest'],
      [{ asked: 'alle' }, 'badRequest'],
    ] as const)
      expect([id, (await as('nanna', 'PATCH', at(), body)).body.error?.id]).toEqual([id, id])
    expect((await as('nanna', 'GET', at())).body).toHaveLength(1)
    await move('live', { reason: 'Et punkt mangler' })
    expect((await as('nanna', 'PATCH', at(), wishes)).body.error?.id).toBe('noRound')
  })

  test('Q2 is not changed, nor another opened, in a meeting that was approved just then', async () => {
    await move('hearing')
    const { meetings, hearings } = server.server
    const { seat } = meetings
    vi.spyOn(meetings, 'seat').mockImplementationOnce(async (...asked) => {
      const before = await seat.apply(meetings, asked)
      await move('approved')
      return before
    })
    const nanna = await server.server.accounts.user(users.nanna ?? '')
    const deadline = { day: '2026-03-20', time: null }
    await expect(hearings.change(nanna, meeting, { deadline })).rejects.toMatchObject({ id: 'phaseMoved' })
    expect(await hearings.running(meeting)).toBeNull()
  })

  test('Q2 a phase change with a wish that cannot be met changes nothing', async () => {
    const step = { to: 'hearing', round: { deadline: { day: '2026-03-15', time: null } } }
    const { body } = await as('nanna', 'POST', `/api/meetings/${meeting}/phase`, {
      ...step,
      known: ['noAttendance'],
    })
    expect(body.error?.id).toBe('deadlinePast')
    expect((await as('nanna', 'GET', `/api/meetings/${meeting}`)).body.phase).toBe('draft')
  })

  test('Q2 a meeting that was sent before there were rounds gets one', async () => {
    const { db } = server.server
    const step = {
      meeting,
      from: 'draft',
      to: 'hearing',
      by: null,
      at: new Date(now).toISOString(),
      reason: null,
    } as const
    await db.updateTable('meeting').set({ phase: 'hearing' }).where('id', '=', meeting).execute()
    await db.insertInto('phaseChange').values(step).execute()
    expect(await roundFor('nanna')).toBeUndefined()
    const { body } = await as('nanna', 'PATCH', at(), { deadline: { day: '2026-03-20', time: null } })
    expect(body.round).toMatchObject({ phase: 'hearing', asked: [{}, {}, {}] })
  })

  test('Q8 a guest learns its deadline alone, an observer sees no answers, and others learn nothing', async () => {
    await move('hearing')
    const { db } = server.server
    const guest = { meeting, user: users.gitte ?? '', organisation: null, item: null, invited: '' }
    await db.insertInto('guest').values(guest).execute()
    expect(await roundFor('gitte')).toMatchObject({ deadline: { day: '2026-03-23' }, asked: [] })
    const { body } = await as('gitte', 'GET', '/api/overview')
    expect(JSON.stringify(body)).not.toContain(users.karen)
    for (const name of ['gitte', 'bent', 'eve'])
      for (const path of ['', '/record'])
        expect((await as(name, 'GET', at(path))).status).toBe(name === 'eve' ? 404 : 403)
  })
})

describe('answers', () => {
  test('Q3 count of those who are asked, for their own organisation; others’ stand there and count for nothing', async () => {
    await move('hearing', { round: { asked: [users.karen, users.mads] } })
    await says('joern', 'cannotApprove')
    await says('mads', 'cannotApprove', organisations[0])
    await says('karen', 'noComments')
    await move('approved')
    expect(standing(await record())).toEqual([
      ['Region Fjordland', 'answered', 'noComments'],
      ['Lyngø Kommune', 'unanswered', null],
    ])
  })

  test('U61 the overview tells whose answer is awaited, until somebody has answered for them', async () => {
    const awaited = async (name: string) => {
      const { body } = await as(name, 'GET', '/api/overview')
      return (body as { awaited?: string[] }).awaited?.includes(meeting) ?? false
    }
    await move('hearing')
    const names = ['nanna', 'karen', 'joern', 'mads', 'ulla', 'bent']
    const all = () => Promise.all(names.map(awaited))
    const asked = vi.spyOn(server.server.projector.worker, 'call')
    const reads = () => asked.mock.calls.filter(([method]) => method === 'margin').length
    expect(await all()).toEqual([false, true, true, true, true, false])
    // Whoever asks again has nothing read.
    const before = reads()
    expect(await all()).toEqual([false, true, true, true, true, false])
    expect(reads()).toBe(before)
    await says('karen', 'noComments')
    await says('ulla', 'noComments')
    expect(await all()).toEqual([false, false, false, true, false, false])
    await move('approved')
    expect(await awaited('mads')).toBe(false)
  })

  test('Q3 who may not answer is not let in, or refused', async () => {
    await move('hearing')
    const bent = new TestClient(server.wsUrl, 'bent', { room: marginRoom(meeting), headers: bearer('bent') })
    clients.push(bent)
    await eventually(() => expect(bent.closes).toEqual([CLOSE.forbidden.code]))
    const nanna = await enter('nanna')
    await answer(nanna, 'nanna', 'noComments')
    await eventually(() => expect(nanna.refusals).toEqual(['forbidden']))
  })

  test('Q4 what is written before and arrives after the deadline is kept, and marked late', async () => {
    await move('hearing', { round: { deadline: { day: '2026-03-18', time: '12:00' } } })
    const [mads, karen] = [await enter('mads'), await enter('karen')]
    await arrives(karen, await answer(karen, 'karen', 'noComments'))
    mads.provider.disconnect()
    const id = await answer(mads, 'mads', 'withComments')
    now = Date.parse('2026-03-18T11:00:01Z')
    mads.provider.connect()
    await arrives(mads, id)
    expect(receipt(mads.doc, 'responses', id)).toMatchObject({ late: true, at: now })
    await move('approved')
    expect(standing(await record())).toEqual([
      ['Region Fjordland', 'answered', 'noComments'],
      ['Lyngø Kommune', 'late', 'withComments'],
      ['ulla', 'silent', null],
    ])
  })

  test('M11 remarks are late by the round’s deadline too, as it stands when they come', async () => {
    await move('hearing', { round: { deadline: { day: '2026-03-18', time: '12:00' } } })
    const margin = await enter('mads')
    const remark = async (id: string) => {
      const target = { kind: 'meeting' } as const
      const author = users.mads ?? ''
      addThread(margin.doc, id, {
        author,
        at: 1,
        kind: 'comment',
        target,
        text: 'Hvem?',
        mentions: [],
        change: null,
      })
      await eventually(() => expect(receipt(margin.doc, 'threads', id)).not.toBeNull())
      return receipt(margin.doc, 'threads', id)?.late
    }
    now = Date.parse('2026-03-18T12:00:00Z')
    expect(await remark('thread-1')).toBe(true)
    await as('nanna', 'PATCH', at(), { deadline: { day: '2026-03-19', time: null } })
    await eventually(() => expect(margin.closes).not.toEqual([]))
    expect(await remark('thread-2')).toBe(false)
  })
})

describe('reminders', () => {
  test('Q6 go to those for whom nobody has answered, at most once a day, also when two press at once', async () => {
    await move('hearing')
    await says('karen', 'noComments')
    const [one, two] = await Promise.all([1, 2].map(() => as('nanna', 'POST', at('/reminders'))))
    expect([one?.body.sent, two?.body.sent].flat().sort()).toEqual(['mads', 'ulla'])
    expect([one?.body.recent, two?.body.recent].flat().sort()).toEqual(['mads', 'ulla'])
    expect(mails.map(({ to }) => to).sort()).toEqual(['mads@fjordland.example', 'ulla@fjordland.example'])
    expect(mails[0]?.subject).toMatch(/^Husk at svare på \S+: .+, torsdag den 12\. marts 2026$/)
    expect(mails[0]?.text).toContain('Svar senest mandag den 23. marts 2026.')
    expect(mails[0]?.text).toContain(`/moede/${meeting}`)
    now += DAY - 1000
    expect((await as('nanna', 'POST', at('/reminders'))).body.sent).toEqual([])
    now += 2000
    await says('mads', 'noComments')
    expect((await as('nanna', 'POST', at('/reminders'))).body).toMatchObject({ sent: ['ulla'], recent: [] })
    now += 8 * DAY
    await as('nanna', 'POST', at('/reminders'))
    expect(mails.at(-1)?.text).toContain('udløb mandag den 23. marts 2026')
    await move('approved')
    expect((await as('nanna', 'POST', at('/reminders'))).body.error?.id).toBe('noRound')
  })

  test('Q6 one that does not get through is told, stops no other, and can be sent again', async () => {
    await move('hearing', { round: { asked: [users.mads, users.ulla] } })
    unreachable = 'mads@fjordland.example'
    expect((await as('nanna', 'POST', at('/reminders'))).body).toMatchObject({
      sent: ['ulla'],
      failed: ['mads'],
    })
    unreachable = null
    expect((await as('nanna', 'POST', at('/reminders'))).body).toMatchObject({
      sent: ['mads'],
      recent: ['ulla'],
    })
    expect(mails).toHaveLength(2)
  })

  test('Q6 do not go to who has left the forum, or may answer no more', async () => {
    await move('hearing')
    const { members } = server.server
    const address = (name: string) => `/api/forums/${FORUM}/members/${users[name] ?? ''}`
    await as('nanna', 'DELETE', address('mads'))
    await as('nanna', 'PATCH', address('ulla'), { role: 'observer' })
    const reminded = await as('nanna', 'POST', at('/reminders'))
    await members.add(null, FORUM, users.mads ?? '', {
      title: null,
      organisation: organisationAt(1),
      role: 'member',
    })
    await as('nanna', 'PATCH', address('ulla'), { role: 'member' })
    expect(reminded.body.sent).toEqual(['joern', 'karen'])
    expect(mails.map(({ to }) => to)).not.toContain('mads@fjordland.example')
  })

  test('Q6 are a secretary’s to send', async () => {
    await move('hearing')
    for (const [name, status] of [
      ['karen', 403],
      ['bent', 403],
      ['eve', 404],
    ] as const)
      expect([name, (await as(name, 'POST', at('/reminders'))).status]).toEqual([name, status])
    expect(mails).toEqual([])
  })
})

test('Q9 whoever is to approve is told who has not answered, as long as the deadline runs', async () => {
  await move('hearing')
  await says('mads', 'noComments')
  const awaited = async () => {
    const { body } = await as('karen', 'GET', `/api/meetings/${meeting}/findings?to=approved`)
    return (body as unknown as Finding[]).flatMap(({ kind, names }) =>
      kind === 'hearingRuns' ? [names] : [],
    )
  }
  expect(await awaited()).toEqual([['Region Fjordland', 'ulla']])
  now += 30 * DAY
  expect(await awaited()).toEqual([])
})

describe('the record', () => {
  test('Q7 is kept with the approval, in names; nothing changes it, and the audit has its digest', async () => {
    await move('hearing')
    const [mads, nanna] = [await enter('mads'), await enter('nanna')]
    const target = { kind: 'item', item: 'item-0001' } as const
    const remark = { author: users.mads ?? '', at: 1, kind: 'comment', target, change: null } as const
    addThread(mads.doc, 'thread-1', { ...remark, mentions: [], text: 'Tallet er forkert.' })
    addThread(mads.doc, 'thread-2', { ...remark, mentions: [], text: 'Hvem?' })
    await eventually(() => expect(receipt(nanna.doc, 'threads', 'thread-2')).not.toBeNull())
    const ruling = {
      author: users.nanna ?? '',
      at: 2,
      thread: 'thread-1',
      state: 'declined',
      reason: 'Det passer.',
    } as const
    rule(nanna.doc, 'ruling-1', ruling)
    await eventually(() => expect(receipt(nanna.doc, 'rulings', 'ruling-1')).not.toBeNull())
    await arrives(mads, await answer(mads, 'mads', 'cannotApprove'))

    const step = { to: 'approved', known: ['hearingRuns'] }
    const stopped = await as('karen', 'POST', `/api/meetings/${meeting}/phase`, step)
    expect(stopped.body.error?.message).toContain('Bemærkninger, der ikke er afgjort: 1.')
    expect(stopped.body.error?.message).toContain('Organisationer, der ikke kan godkende: 1.')
    expect((await as('nanna', 'GET', at('/record'))).body.error?.id).toBe('noRecord')

    mads.provider.disconnect()
    const late = await answer(mads, 'mads', 'noComments')
    await move('approved')
    const kept = await record('mads')
    expect(kept).toMatchObject({
      rounds: [{ phase: 'hearing', terms: [{ by: 'nanna' }] }],
      remarks: [
        {
          by: 'mads',
          item: { number: 1, title: 'Budget' },
          state: 'declined',
          ruling: { by: 'nanna', reason: 'Det passer.' },
        },
        { text: 'Hvem?', state: 'open', ruling: null },
      ],
    })
    expect(standing(kept)?.[1]).toEqual(['Lyngø Kommune', 'answered', 'cannotApprove'])

    mads.provider.connect()
    await arrives(mads, late)
    expect(await record()).toEqual(kept)
    expect(receipt(mads.doc, 'responses', late)?.seq).toBeGreaterThan(kept.seq)
    expect(receipt(mads.doc, 'responses', late)?.late).toBe(true)
    const { db } = server.server
    const row = await db
      .selectFrom('hearingRecord')
      .select('record')
      .where('meeting', '=', meeting)
      .executeTakeFirstOrThrow()
    const digest = createHash('sha256').update(row.record).digest('base64url')
    const entry = await db
      .selectFrom('audit')
      .select('detail')
      .where('action', '=', 'hearing.recorded')
      .execute()
    expect(entry.map(({ detail }) => detail)).toContain(`${meeting} ${digest}`)
  })

  test('Q7 tells both rounds of a meeting, and another is kept when it is approved again', async () => {
    await move('sent')
    await says('mads', 'withComments')
    await move('hearing')
    await says('karen', 'noComments')
    await move('approved')
    const first = await record()
    expect(first.rounds.map(({ phase, parties }) => [phase, parties.map(({ stance }) => stance)])).toEqual([
      ['sent', ['unanswered', 'answered', 'unanswered']],
      ['hearing', ['answered', 'unanswered', 'unanswered']],
    ])
    await move('hearing', { reason: 'En fejl i punkt 1' })
    expect((await as('mads', 'GET', at('/record'))).body.error?.id).toBe('noRecord')
    now += DAY
    await move('approved')
    expect((await record()).rounds).toHaveLength(3)
    expect((await record()).at).not.toBe(first.at)
  })

  test('Q15 after a way back all are asked anew, until when was chosen; what was answered before is in the record', async () => {
    await move('hearing')
    await says('karen', 'noComments')
    await move('approved')
    const deadline = { day: '2027-01-11', time: '12:00' }
    await move('hearing', { reason: 'En fejl i punkt 1', round: { deadline } })
    const { body } = await as('mads', 'GET', `/api/meetings/${meeting}`)
    expect(body).toMatchObject({ round: { closed: null, deadline } })
    await move('approved')
    const stances = (await record()).rounds.map(({ parties }) => parties.map(({ stance }) => stance))
    expect(stances).toEqual([
      ['answered', 'unanswered', 'unanswered'],
      ['unanswered', 'unanswered', 'unanswered'],
    ])
  })

  test('Q7 nothing of a closed item is told: not of its remarks, nor in the record of an approval before it was closed', async () => {
    await move('hearing')
    const mads = await enter('mads')
    const target = { kind: 'item', item: 'item-0001' } as const
    const remark = { author: users.mads ?? '', at: 1, kind: 'comment', target, change: null } as const
    addThread(mads.doc, 'thread-1', { ...remark, mentions: [], text: 'Hemmeligt' })
    await eventually(() => expect(receipt(mads.doc, 'threads', 'thread-1')).not.toBeNull())
    await move('approved')
    expect(JSON.stringify(await record('mads'))).toContain('Hemmeligt')
    await move('hearing', { reason: 'Punktet er en personsag' })
    const closing = {
      reason: 'Personsag',
      publicWording: 'En personsag',
      readers: { roles: ['chair'], except: [] },
    }
    const closed = await as('nanna', 'POST', `/api/meetings/${meeting}/items/item-0001/close`, closing)
    expect([closed.status, closed.body.error]).toEqual([204, undefined])
    const { db } = server.server
    const rows = await db.selectFrom('hearingRecord').selectAll().where('meeting', '=', meeting).execute()
    expect(rows).toEqual([])
    // It is counted there still.
    const step = { to: 'approved', known: ['hearingRuns'] }
    const { body } = await as('nanna', 'POST', `/api/meetings/${meeting}/phase`, step)
    expect(body.error?.message).toContain('Bemærkninger, der ikke er afgjort: 1.')
    await move('approved')
    expect(JSON.stringify(await record())).not.toContain('Hemmeligt')
  })
})

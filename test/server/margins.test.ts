import { splitBlock } from 'prosemirror-commands'
import { EditorState, TextSelection, type Transaction } from 'prosemirror-state'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { editSection } from '../../client/merging/edit-section.ts'
import { standsAt, targetAt } from '../../schema/anchors.ts'
import {
  addThread,
  anchor,
  editEntry,
  receipt,
  rule,
  threads,
  type New,
  type Thread,
} from '../../schema/margin.ts'
import { fragment, items, type SectionKey } from '../../schema/paper.ts'
import type { Phase } from '../../schema/phases.ts'
import { CLOSE, marginRoom, paperRoom } from '../../schema/protocol.ts'
import { sectionText } from '../../schema/section-text.ts'
import { sectionNode, writeSection } from '../../schema/sections.ts'
import { Followers } from '../../server/margin/followers.ts'
import { Margins } from '../../server/margin/margins.ts'
import { paperOf } from '../../server/projections/facts.ts'
import { answering } from '../fuzz/papers.ts'
import { p } from '../schema/builders.ts'
import { eventually } from './eventually.ts'
import { failsOnceWritten } from './failing-ledger.ts'
import { startServer, type Person, type TestServer } from './harness.ts'
import { TestClient } from './sync-server.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 })

const FORUM = '6f1c2a3e-0000-4000-8000-000000000001'
const MEETING = '6f1c2a3e-0000-4000-8000-0000000000aa'
const KEY: SectionKey = 'item-0001/minutes'
const LINES = [
  'Udvalget drøftede rammen for næste år.',
  'Budgettet blev godkendt uden bemærkninger.',
  'Intet til eventuelt.',
]

let server: TestServer
let now: number
let clients: TestClient[]
let nanna: Person
let rasmus: Person

beforeEach(async () => {
  now = Date.parse('2026-03-01T08:00:00Z')
  clients = []
  server = await startServer({ quiet: 20, now: () => now })
  nanna = await server.person('nanna@fjordland.example', { operator: true })
  rasmus = await server.person('rasmus@lyngoe.example')
  const { cookie } = nanna
  const forum = { id: FORUM, name: 'Direktørforum', partOf: null, organisations: [] }
  await server.call('POST', '/api/forums', { cookie, body: forum })
  const facts = { subject: null, number: null, date: '2026-03-12', start: null, end: null, place: null }
  await server.call('PUT', `/api/meetings/${MEETING}`, { cookie, body: { forum: FORUM, ...facts } })
  await server.seat(FORUM, rasmus, 'member')
  await go('draft', 'sent')
})
afterEach(async () => {
  for (const client of clients) client.destroy()
  await server.close()
})

/** The phase past all looking through. */
async function go(from: Phase, to: Phase): Promise<void> {
  const { db, margins } = server.server
  await db.updateTable('meeting').set({ phase: to }).where('id', '=', MEETING).execute()
  const at = new Date(now).toISOString()
  await db
    .insertInto('phaseChange')
    .values({ meeting: MEETING, from, to, by: nanna.id, at, reason: null })
    .execute()
  await margins.refresh([MEETING])
}

async function join(who: { cookie: string }, room: string): Promise<TestClient> {
  const client = new TestClient(server.wsUrl, 'x', { room, headers: { cookie: who.cookie } })
  clients.push(client)
  await eventually(() => expect(client.acked).toBe(1))
  return client
}

/** The paper with three lines, and a remark on a word of the second. */
async function remarked(): Promise<{ paper: TestClient; margin: TestClient }> {
  const paper = await join(nanna, paperRoom(MEETING))
  paper.doc.transact(() => {
    items.add(paper.doc, 'item-0001', {})
    writeSection(
      paper.doc,
      KEY,
      LINES.map((line) => p(line)),
    )
  })
  const margin = await join(rasmus, marginRoom(MEETING))
  const section = sectionText(fragment(paper.doc, KEY))
  const from = section.text.indexOf('godkendt')
  addThread(
    margin.doc,
    'thread-1',
    remark({ target: targetAt(KEY, section, from, from + 'godkendt'.length) }),
  )
  await eventually(() => expect(receipt(margin.doc, 'threads', 'thread-1')).not.toBeNull())
  return { paper, margin }
}

const remark = (changes: Partial<New<Thread>> = {}): New<Thread> => ({
  author: rasmus.id,
  at: 1,
  kind: 'comment',
  target: { kind: 'meeting' },
  text: 'Af hvem?',
  mentions: [],
  change: null,
  ...changes,
})

const edit = (paper: Y.Doc, change: (tr: Transaction) => void) => editSection(paper, KEY, change)

function split(paper: Y.Doc, before: string): void {
  const doc = sectionNode(paper, KEY)
  let pos = -1
  doc.descendants((node, at) => {
    if (node.isText && node.text?.includes(before)) pos = at + node.text.indexOf(before)
  })
  splitBlock(EditorState.create({ doc, selection: TextSelection.create(doc, pos) }), ({ steps }) =>
    edit(paper, (tr) => steps.forEach((step) => tr.step(step))),
  )
}

/** Where the thread's anchor stands, and what it says of it. */
function standing(paper: Y.Doc, margin: Y.Doc): { state: string; words: string | null } | null {
  const found = anchor(margin, 'thread-1')
  if (!found) return null
  const section = sectionText(fragment(paper, `${found.item}/${found.section}` as SectionKey))
  const place = standsAt(section, found)
  return { state: found.state, words: place && section.text.slice(place.from - 5, place.to + 5) }
}

test('M12 threads follow the paper, through what Yjs positions do not survive', async () => {
  const { paper, margin } = await remarked()
  split(paper.doc, 'godkendt')
  await eventually(() =>
    expect(standing(paper.doc, margin.doc)).toMatchObject({
      state: 'found',
      words: expect.stringContaining('godkendt uden') as string,
    }),
  )
  // Cut, and put in at the top.
  const block = sectionNode(paper.doc, KEY).child(2)
  edit(paper.doc, (tr) => {
    const at = tr.doc.child(0).nodeSize + tr.doc.child(1).nodeSize
    return tr.delete(at, at + block.nodeSize)
  })
  edit(paper.doc, (tr) => tr.insert(0, block))
  await eventually(() => {
    const found = anchor(margin.doc, 'thread-1')
    expect(found && standsAt(sectionText(fragment(paper.doc, KEY)), found)?.from).toBe(0)
  })
  // And gone, with its quote.
  edit(paper.doc, (tr) => tr.delete(0, tr.doc.child(0).nodeSize))
  await eventually(() =>
    expect(anchor(margin.doc, 'thread-1')).toMatchObject({ state: 'gone', quote: 'godkendt' }),
  )
  expect(threads(margin.doc)).toMatchObject([
    { id: 'thread-1', target: { item: 'item-0001', quote: 'godkendt' } },
  ])
  edit(paper.doc, (tr) => tr.insert(0, block))
  await eventually(() => expect(anchor(margin.doc, 'thread-1')?.state).not.toBe('gone'))
})

test('M12 nothing is written into a margin for what is typed elsewhere, and much with nobody in it', async () => {
  const { paper, margin } = await remarked()
  paper.write('Noget helt andet', KEY)
  await eventually(() => expect(paper.acked).toBe(3))
  margin.destroy()
  split(paper.doc, 'blev')
  const room = marginRoom(MEETING)
  const { ledger } = server.server
  await eventually(async () =>
    expect((await ledger.attribution(room)).map(({ author }) => author)).toEqual([
      rasmus.id,
      'server',
      'server',
    ]),
  )
  const again = await join(rasmus, room)
  await eventually(() => expect(standing(paper.doc, again.doc)?.state).toBe('found'))
})

test('M12 threads follow what came to the disk though the ledger said that it had not', async () => {
  const { ledger, margins, rooms } = server.server
  for (const client of Object.values(await remarked())) client.destroy()
  await eventually(() => expect([margins.followers.size, ...rooms.openRooms()]).toEqual([0]))
  const paper = await join(nanna, paperRoom(MEETING))
  failsOnceWritten(ledger, paperRoom(MEETING))
  edit(paper.doc, (tr) => tr.delete(0, tr.doc.child(0).nodeSize + tr.doc.child(1).nodeSize))
  await eventually(async () => {
    const margin = paperOf(await rooms.updates(marginRoom(MEETING)))
    expect(anchor(margin, 'thread-1')).toMatchObject({ state: 'gone', quote: 'godkendt' })
  })
  expect(paper.closes).toContain(CLOSE.unavailable.code)
})

test('M11 what comes after the deadline is kept and marked late, whatever its author’s clock says', async () => {
  await go('sent', 'hearing')
  const first = await join(rasmus, marginRoom(MEETING))
  addThread(first.doc, 'in-time', remark())
  await eventually(() =>
    expect(receipt(first.doc, 'threads', 'in-time')).toMatchObject({ late: false, at: now }),
  )
  first.provider.disconnect()
  addThread(first.doc, 'too-late', remark({ at: now }))
  now += 30 * 24 * 60 * 60 * 1000
  first.provider.connect()
  await eventually(() =>
    expect(receipt(first.doc, 'threads', 'too-late')).toMatchObject({ late: true, at: now }),
  )
  expect(first.refusals).toEqual([])
  editEntry(first.doc, 'threads', 'in-time', { text: 'Af flertallet?' }, 2)
  await eventually(() =>
    expect(receipt(first.doc, 'threads', 'in-time')).toMatchObject({ late: false, editedLate: now }),
  )
})

test('M11 without a round it is late by the forum’s rules, as they stand when it comes', async () => {
  await go('sent', 'hearing')
  const margin = await join(rasmus, marginRoom(MEETING))
  now += 10 * 24 * 60 * 60 * 1000
  addThread(margin.doc, 'too-late', remark())
  await eventually(() => expect(receipt(margin.doc, 'threads', 'too-late')).toMatchObject({ late: true }))
  const deadlines = { agenda: 14, minutes: 7, hearing: 30 }
  await server.call('PATCH', `/api/forums/${FORUM}`, { cookie: nanna.cookie, body: { deadlines } })
  await eventually(() => expect(margin.closes).not.toEqual([]))
  addThread(margin.doc, 'in-time', remark())
  await eventually(() => expect(receipt(margin.doc, 'threads', 'in-time')).toMatchObject({ late: false }))
})

test('M11 what was written offline before the approval arrives after it', async () => {
  await go('sent', 'hearing')
  const margin = await join(rasmus, marginRoom(MEETING))
  margin.provider.disconnect()
  addThread(margin.doc, 'offline', remark())
  await go('hearing', 'approved')
  margin.provider.connect()
  await eventually(() => expect(receipt(margin.doc, 'threads', 'offline')).toMatchObject({ late: true }))
  rule(margin.doc, 'ruling', { author: rasmus.id, at: 1, thread: 'offline', state: 'accepted', reason: '' })
  await eventually(() => expect(margin.refusals).toEqual(['forbidden']))
})

test('L19 a deadline that cannot be read when it changes ends nothing, and is told', async () => {
  const warnings: string[] = []
  let fails = false
  const margins = new Margins({
    ...{
      ledger: server.server.ledger,
      projector: { worker: answering({}) },
      rooms: () => server.server.rooms,
    },
    lateness: () => (fails ? Promise.reject(new Error('the disk does not answer')) : Promise.resolve(null)),
    mentioned: () => Promise.resolve(),
    newClient: () => 1,
    log: { warn: (_detail, message) => void warnings.push(message) },
  })
  await margins.clerk(marginRoom(MEETING))
  fails = true
  await margins.refresh([MEETING])
  expect(warnings).toEqual(['a deadline could not be read'])
})

test('M12 a zone is followed as long as somebody is in it, or something is to be done', async () => {
  const { followers } = server.server.margins
  const { paper, margin } = await remarked()
  split(paper.doc, 'godkendt')
  await eventually(() => expect(standing(paper.doc, margin.doc)?.state).toBe('found'))
  expect(followers.size).toBe(1)
  split(paper.doc, 'Intet')
  for (const client of [paper, margin]) client.destroy()
  await eventually(() => expect(followers.size).toBe(0))
})

test('M70 after a restore nobody puts somebody else’s thread on other words', async () => {
  const { ledger, rooms } = server.server
  for (const client of Object.values(await remarked())) client.destroy()
  await eventually(() => expect([...rooms.openRooms()]).toEqual([]))
  const load = ledger.load.bind(ledger)
  vi.spyOn(ledger, 'load').mockImplementation(async (room) => ({ ...(await load(room)), restored: now }))
  const [paper, margin] = [await join(nanna, paperRoom(MEETING)), await join(rasmus, marginRoom(MEETING))]
  const section = sectionText(fragment(paper.doc, KEY))
  const from = section.text.indexOf('eventuelt')
  const other = new Y.Doc()
  Y.applyUpdate(other, Y.encodeStateAsUpdate(margin.doc))
  const target = targetAt(KEY, section, from, from + 'eventuelt'.length)
  other.getMap('anchors').set('thread-1', { ...target, state: 'found' })
  Y.applyUpdate(margin.doc, Y.encodeStateAsUpdate(other))
  expect(standing(paper.doc, margin.doc)?.words).toContain('eventuelt')
  await eventually(() => expect(standing(paper.doc, margin.doc)?.words).toContain('godkendt'))
  expect(margin.refusals).toEqual([])
})

test('M70 of a doubted thread is told once, and again when that failed', async () => {
  const told: string[][] = []
  const warnings: string[] = []
  const followers = new Followers({
    ledger: { heads: () => Promise.resolve(new Map()) },
    projector: {
      worker: answering({
        anchors: (_zone, _paper, _margin, _client, doubted) => {
          if (told.push(doubted) === 1) throw new Error('the worker has ended')
          return null
        },
        mentions: () => [],
      }),
    },
    rooms: () => ({
      updates: () => Promise.resolve([]),
      write: () => Promise.resolve(),
      isOpen: () => false,
    }),
    mentioned: () => Promise.resolve(),
    newClient: () => 1,
    log: { warn: (_detail, message) => void warnings.push(message) },
    quiet: 1,
  })
  const doubted = new Set(['thread-1'])
  followers.changed('margin', MEETING, doubted)
  expect(doubted.size).toBe(0)
  await eventually(() => expect(warnings).toEqual(['threads could not be followed']))
  expect(followers.size).toBe(1)
  followers.changed('paper', MEETING)
  await eventually(() => expect(followers.size).toBe(0))
  expect(told).toEqual([['thread-1'], ['thread-1']])
  followers.changed('margin', MEETING)
  await eventually(() => expect(told).toEqual([['thread-1'], ['thread-1'], []]))
  await followers.close()
})

test('M7 who may not read the margin is not let in', async () => {
  const observer = await server.person('odin@lyngoe.example')
  await server.seat(FORUM, observer, 'observer')
  const headers = { cookie: observer.cookie }
  const client = new TestClient(server.wsUrl, 'x', { room: marginRoom(MEETING), headers })
  clients.push(client)
  await eventually(() => expect(client.closes).toEqual([CLOSE.forbidden.code]))
})

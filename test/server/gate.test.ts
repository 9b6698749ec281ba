import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { readJson } from '../../schema/documents/json.ts'
import { items, setHeader } from '../../schema/paper.ts'
import { fromMeetingJson } from '../../schema/new-paper.ts'
import { toMeetingJson } from '../../schema/paper-json.ts'
import { Gate, type Verdict } from '../../server/sync/gate/gate.ts'
import type { Sender } from '../../server/sync/gate/policy.ts'
import { Intervals } from '../../server/sync/gate/intervals.ts'
import { eachRange } from '../../server/sync/gate/judge.ts'
import { largeMeeting } from '../large-meeting.ts'
import {
  ANNA as ANNA_CLIENT,
  ATTACKS,
  type Attack,
  CARL as CARL_CLIENT,
  EVE as EVE_CLIENT,
  SECTION,
  aNode,
  changeOf,
  element,
  fresh,
  honestContent,
  honestPaper,
  inRoot,
  nested,
  ownBlock,
  put,
  raw,
  run,
  text,
} from './attack-table.ts'
import { randomOf } from './random.ts'
import { demoMeetings } from '../../server/demo/meetings.ts'

const ANNA: Sender = { user: 'anna', writes: true }
const BO: Sender = { user: 'bo', writes: true }
const CARL: Sender = { user: 'carl', writes: true }
const EVE: Sender = { user: 'eve', writes: true }
const RIE: Sender = { user: 'rie', writes: false }

/** A room's gate with what it let through, and a document that holds the same. */
class TestRoom {
  gate = emptyGate()
  readonly doc = new Y.Doc()
  rows: Uint8Array[] = []

  submit(bytes: Uint8Array, sender = ANNA): Verdict {
    const verdict = this.gate.submit(sender, bytes)
    if (verdict.kind !== 'row') return verdict
    this.rows.push(verdict.bytes)
    Y.applyUpdate(this.doc, verdict.bytes)
    return verdict
  }

  /** A document of a client, with everything in it that the room has. */
  client(clientID: number): Y.Doc {
    const doc = new Y.Doc()
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(this.doc))
    doc.clientID = clientID
    return doc
  }

  /** The room knows what its rows say, however they are put together, and Yjs waits for nothing. */
  expectWhole(): void {
    const merged = new Y.Doc()
    Y.applyUpdate(merged, Y.mergeUpdates(this.rows))
    for (const doc of [merged, this.doc]) {
      expect([doc.store.pendingStructs, doc.store.pendingDs]).toEqual([null, null])
      expect(Y.decodeStateVector(Y.encodeStateVector(doc))).toEqual(
        Y.decodeStateVector(this.gate.stateVector()),
      )
    }
    expect(toMeetingJson(merged)).toEqual(toMeetingJson(this.doc))
  }

  /** As after a compaction and a restart. */
  reload(): void {
    const snapshot = new Y.Doc()
    this.rows.forEach((row) => Y.applyUpdate(snapshot, row))
    const clients = new Map(
      [...Y.decodeStateVector(Y.encodeStateVector(snapshot)).keys()].map((id) => [id, userOf(id)]),
    )
    this.rows = [Y.encodeStateAsUpdate(snapshot)]
    this.gate = Gate.of({ snapshot: this.rows[0] ?? null, tail: [], clients })
  }
}

function userOf(client: number): string {
  if (client === CARL_CLIENT) return 'carl'
  return client === ANNA_CLIENT ? 'anna' : 'eve'
}

function emptyGate(): Gate {
  return Gate.of({ snapshot: null, tail: [], clients: new Map() })
}

const GOOD = fresh(put(element('paragraph', text('Godkendt', { strong: {} }))))

/** A room in which honest people have written, one of whom is offline with more. */
function honestRoom(): { room: TestRoom; carl: Y.Doc; unsent: Uint8Array; content: unknown } {
  const room = new TestRoom()
  room.submit(honestPaper(ANNA_CLIENT))
  const carl = room.client(CARL_CLIENT)
  room.submit(
    changeOf(carl, (doc) => setHeader(doc, { online: 'her' })),
    CARL,
  )
  const unsent = changeOf(carl, put(element('paragraph', text('skrevet uden net'))))
  return { room, carl, unsent, content: honestContent(room.doc) }
}

function expectHarmless({ updates, outcome }: Attack): void {
  const { room, carl, unsent, content } = honestRoom()
  const [last = new Uint8Array(), ...before] = updates({
    doc: room.client(EVE_CLIENT),
    victim: CARL_CLIENT,
  }).reverse()
  for (const update of before.reverse()) expect(room.submit(update, EVE)).toMatchObject({ kind: 'row' })
  const known = room.gate.stateVector()
  const rows = room.rows.length
  const verdict = room.submit(last, EVE)
  const refused = { kind: 'refused', reason: outcome }
  expect(verdict).toMatchObject(outcome === 'row' || outcome === 'nothing' ? { kind: outcome } : refused)
  if (outcome !== 'row') expect([room.rows.length, room.gate.stateVector()]).toEqual([rows, known])
  room.expectWhole()
  expect(honestContent(room.doc)).toEqual(content)
  // Nobody honest notices.
  expect(room.submit(unsent, CARL).kind).toBe('row')
  const typed = changeOf(room.client(ANNA_CLIENT), (doc) => setHeader(doc, { place: 'Lokale 5' }))
  expect(room.submit(typed).kind).toBe('row')
  room.reload()
  room.expectWhole()
  Y.applyUpdate(carl, room.rows[0] ?? last)
  expect(toMeetingJson(carl)).toEqual(toMeetingJson(room.doc))
}

const attacksOn = (rule: string) => ATTACKS.filter((attack) => attack.rule === rule)

test.each(attacksOn('G1'))('G1 $name is garbage', expectHarmless)
test.each(attacksOn('G2'))('G2 $name is too large', expectHarmless)
test.each(attacksOn('G3'))('G3 $name: nothing is stored', expectHarmless)
test.each(attacksOn('G4'))('G4 $name: something is missing', expectHarmless)
test.each(attacksOn('G5'))('G5 $name: the client is another’s', expectHarmless)
test.each(attacksOn('G7'))('G7 $name is forbidden', expectHarmless)
test.each(attacksOn('G8'))('G8 $name: harmless', expectHarmless)
test.each(attacksOn('G11'))('G11 $name is forbidden', expectHarmless)
test.each(attacksOn('G12'))('G12 $name cost too much', expectHarmless)
test.each(attacksOn('G13'))('G13 $name: more than a share', expectHarmless)
test.each(attacksOn('G9'))('G9 $name: odd, and taken', expectHarmless)

test('G9 what a meeting.json may hold, the gate takes', () => {
  const { items: list } = largeMeeting(5)
  const minutes = [
    { type: 'heading', attrs: { level: 2 }, content: [{ type: 'text', text: 'Økonomi' }] },
    {
      type: 'paragraph',
      content: [
        { type: 'text', text: 'her', marks: [{ type: 'link', attrs: { href: 'https://a.example' } }] },
      ],
    },
  ]
  const meeting = {
    ...largeMeeting(5),
    items: list.map((item, i) => ({ ...item, id: `punkt ${i % 2}`, minutes })),
  }
  let next = 0
  const read = (value: unknown) => readJson(JSON.stringify(value), { newId: () => `fresh-${next++}` })
  const update = fresh((doc) => fromMeetingJson(doc, read(meeting), () => `fresh-${next++}`))
  expect(new TestRoom().submit(update).kind).toBe('row')
  const evil = JSON.stringify(meeting).replaceAll('https://a.example', 'javascript:alert(1)')
  expect(() => readJson(evil, { newId: () => 'x' })).toThrow('link.href')
})

test('G12 a meeting of any size passes, and costs next to nothing of the bound', () => {
  const large = largeMeeting(200)
  const [item] = large.items
  if (!item) throw new Error('no item')
  const line = { type: 'paragraph', content: [{ type: 'text', text: 'kort' }] }
  const short = { ...item, case: [], recommendation: [], minutes: [line] }
  const many = { ...large, items: Array.from({ length: 3_000 }, (_, i) => ({ ...short, id: `item-${i}` })) }
  const long = { ...large, items: [{ ...short, minutes: Array.from({ length: 5_000 }, () => line) }] }
  for (const meeting of [large, many, long]) {
    let next = 0
    const verdict = new TestRoom().submit(fresh((doc) => fromMeetingJson(doc, meeting, () => `id-${next++}`)))
    expect(verdict.kind).toBe('row')
    expect(verdict.kind === 'row' && verdict.work).toBeLessThan(300_000)
  }
})

test('G12 going on behind the last struct costs no walk, whoever goes on', () => {
  const room = new TestRoom()
  room.submit(honestPaper(ANNA_CLIENT))
  const works = Array.from({ length: 200 }, (_, i) => {
    const client = room.client(10 + (i % 2))
    const verdict = room.submit(changeOf(client, put(element('paragraph'))))
    return verdict.kind === 'row' ? verdict.work : NaN
  })
  expect(Math.max(...works.slice(1))).toBe(works[1])
})

test('G13 who fills a share of a room fills no one else’s', () => {
  const { gate } = new TestRoom()
  const sections = (client: number, from: number, count: number) =>
    ownBlock(
      Array.from({ length: count }, (_, i) => inRoot(`item-${from + i}/title`, null, aNode('paragraph'))),
      client,
      from,
    )
  expect(gate.submit(EVE, sections(EVE_CLIENT, 0, 25_000)).kind).toBe('row')
  expect(gate.submit(EVE, sections(EVE_CLIENT, 25_000, 1))).toMatchObject({ reason: 'tooLarge' })
  expect(gate.submit(ANNA, fresh(put(element('paragraph')), ANNA_CLIENT)).kind).toBe('row')
})

test('G3 deletions that are known are not stored again', () => {
  const room = new TestRoom()
  room.submit(honestPaper(ANNA_CLIENT))
  const client = room.client(9)
  changeOf(client, (doc) => doc.getXmlFragment(SECTION).delete(0, 1))
  const everything = Y.encodeStateAsUpdate(client)
  expect(room.submit(everything).kind).toBe('row')
  const deletesOf = (update: Uint8Array) => Y.decodeUpdate(update).ds.clients.get(ANNA_CLIENT)?.length
  expect([deletesOf(everything), deletesOf(room.rows[1] ?? everything)]).toEqual([2, 1])
  room.expectWhole()
})

test('G3 of a range of deletions that is known in part the rest is stored', () => {
  const room = new TestRoom()
  room.submit(fresh(put(element('paragraph', text('et to tre'))), ANNA_CLIENT))
  const erased = (client: number, at: number, length: number) =>
    changeOf(room.client(client), (doc) => {
      const [block] = doc.getXmlFragment(SECTION).toArray() as [Y.XmlElement]
      ;(block.get(0) as Y.XmlText).delete(at, length)
    })
  const all = erased(EVE_CLIENT, 0, 9)
  room.submit(erased(9, 3, 3))
  expect(room.submit(all, EVE).kind).toBe('row')
  const rangesIn = (update: Uint8Array) => Y.decodeUpdate(update).ds.clients.get(ANNA_CLIENT)
  const [{ clock } = { clock: 0 }] = rangesIn(all) ?? []
  expect(rangesIn(all)).toMatchObject([{ clock, len: 9 }])
  expect(rangesIn(room.rows[2] ?? all)).toMatchObject([
    { clock, len: 3 },
    { clock: clock + 6, len: 3 },
  ])
  room.expectWhole()
})

test('G11 an item that never got an order does not stop the others', () => {
  const room = new TestRoom()
  room.submit(honestPaper(ANNA_CLIENT))
  const bare = changeOf(room.client(EVE_CLIENT), (doc) => doc.getMap('items').set('bare', new Y.Map()))
  expect(room.submit(bare, EVE).kind).toBe('row')
  const anna = room.client(ANNA_CLIENT)
  items.add(anna, 'item-0002', {}, 0)
  items.add(anna, 'item-0003', {})
  items.move(anna, 'bare', 3)
  expect(items.list(anna).map(({ id }) => id)).toEqual(['item-0002', 'item-0001', 'item-0003', 'bare'])
})

test('G3 which deletions are known is remembered exactly, in however many pieces', () => {
  const seed = Number(process.env.SEED ?? 20261126)
  const random = randomOf(seed)
  const whole = (below: number) => Math.floor(random() * below)
  for (let round = 0; round < 20; round++) {
    const known = new Intervals()
    const all = new Set<number>()
    for (let i = 0; i < 2000; i++) {
      const start = whole(20_000)
      const end = start + 1 + whole(random() < 0.02 ? 2000 : 3)
      known.add(start, end)
      for (let n = start; n < end; n++) all.add(n)
    }
    const wrong = Array.from({ length: 23_000 }, (_, n) => n).filter((n) => known.has(n) !== all.has(n))
    expect(wrong, `seed ${seed}`).toEqual([])
    for (let i = 0; i < 200; i++) {
      const start = whole(20_000)
      const numbers = Array.from({ length: 1 + whole(20) }, (_, n) => start + n)
      const covered = numbers.every((n) => all.has(n))
      expect(known.covers(start, start + numbers.length), `seed ${seed}`).toBe(covered)
      const lacking = new Intervals()
      eachRange(known.lacking(start, start + numbers.length), (from, to) => lacking.add(from, to))
      const twice = numbers.filter((n) => lacking.has(n) === all.has(n))
      expect(twice, `seed ${seed}`).toEqual([])
    }
  }
})

test('G9 the attacks are more than a hundred, and of every kind', () => {
  const tried = 'G1 G2 G3 G4 G5 G7 G8 G9 G11 G12 G13'.split(' ').flatMap(attacksOn)
  expect(tried.length).toBe(ATTACKS.length)
  expect(ATTACKS.length).toBeGreaterThan(100)
  expect(new Set(ATTACKS.map(({ name }) => name)).size).toBe(ATTACKS.length)
})

test('G3 an update that is known altogether is settled without a row', () => {
  const room = new TestRoom()
  room.submit(GOOD)
  expect(room.submit(GOOD)).toEqual({ kind: 'nothing' })
  expect(room.submit(new Uint8Array([0, 0]))).toEqual({ kind: 'nothing' })
  expect(room.submit(GOOD, BO)).toEqual({ kind: 'nothing' })
  const client = room.client(2)
  room.submit(changeOf(client, (doc) => doc.getXmlFragment(SECTION).delete(0, 1)))
  expect(room.submit(Y.encodeStateAsUpdate(client))).toEqual({ kind: 'nothing' })
  expect(room.rows).toHaveLength(2)
})

test('G3 only what is new is stored, however much is sent with it', () => {
  const room = new TestRoom()
  room.submit(GOOD)
  const client = room.client(2)
  changeOf(client, put(element('paragraph', text('nyt'))))
  expect(room.submit(Y.encodeStateAsUpdate(client)).kind).toBe('row')
  expect(Y.decodeUpdate(room.rows[1] ?? GOOD).structs.every(({ id }) => id.client === 2)).toBe(true)
})

test('G3 known clocks with other content change nothing, in the merged ledger either', () => {
  const room = new TestRoom()
  const honest = fresh((doc) => doc.getMap('meeting').set('subject', 'ja'))
  room.submit(honest)
  const poisoned = fresh((doc) => doc.getMap('meeting').set('subject', 'nej'))
  expect(room.submit(poisoned)).toEqual({ kind: 'nothing' })
  const merged = new Y.Doc()
  Y.applyUpdate(merged, Y.mergeUpdates([...room.rows]))
  expect(merged.getMap('meeting').get('subject')).toBe('ja')
})

test('G4 a gap, an unknown neighbour and a delete of the unknown are missing', () => {
  const doc = new Y.Doc()
  const first = changeOf(doc, (each) => each.getMap('meeting').set('subject', 'a'))
  const second = changeOf(doc, (each) => each.getMap('meeting').set('place', 'b'))
  const other = new Y.Doc()
  Y.applyUpdate(other, Y.encodeStateAsUpdate(doc))
  const onTop = changeOf(other, (each) => each.getMap('meeting').set('subject', 'c'))
  const room = new TestRoom()
  expect(room.submit(second)).toMatchObject({ reason: 'missing' })
  expect(room.submit(onTop)).toMatchObject({ reason: 'missing' })
  expect(room.submit(raw(0, 1, 5, 1, 0, 3))).toMatchObject({ reason: 'missing' })
  expect(room.submit(raw(1, 1, 5, 0, 10, 3, 0))).toMatchObject({ reason: 'missing' })
  expect([first, second, onTop].map((each) => room.submit(each).kind)).toEqual(['row', 'row', 'row'])
})

test('G5 the first user of a client has it for good', () => {
  const room = new TestRoom()
  const doc = new Y.Doc()
  const claimed = room.submit(changeOf(doc, (each) => each.getMap('meeting').set('subject', 'a')))
  expect(claimed).toMatchObject({ kind: 'row', claims: [doc.clientID] })
  const forged = changeOf(doc, (each) => each.getMap('meeting').set('subject', 'b'))
  expect(room.submit(forged, BO)).toMatchObject({ reason: 'foreignClient' })
  expect(room.submit(forged, ANNA)).toMatchObject({ kind: 'row', claims: [] })
  expect(room.gate.bind(doc.clientID, 'bo')).toBe(false)
})

test('G6 a reader writes nothing, and its clean-ups are dropped without a word', () => {
  const room = new TestRoom()
  room.submit(GOOD)
  const reader = room.client(9)
  expect(room.submit(changeOf(reader, put(element('paragraph'))), RIE)).toMatchObject({ reason: 'forbidden' })
  const deletes = changeOf(room.client(9), (doc) => doc.getXmlFragment(SECTION).delete(0, 1))
  expect(room.submit(deletes, RIE)).toEqual({ kind: 'nothing' })
  expect(room.submit(Y.encodeStateAsUpdate(room.client(9)), RIE)).toEqual({ kind: 'nothing' })
})

test('G6 what others wrote is no reader’s attempt to write; what is their own, or nobody’s, is', () => {
  const room = new TestRoom()
  const [anna, rie] = [7, 8]
  room.gate.bind(anna, 'anna')
  room.gate.bind(rie, 'rie')
  const made = (client: number) =>
    changeOf(room.client(client), put(element('paragraph', text('set og ikke gemt'))))
  expect(room.submit(made(anna), RIE)).toEqual({ kind: 'nothing' })
  expect(room.submit(made(anna), { ...RIE, restores: new Set() })).toMatchObject({ reason: 'forbidden' })
  expect(room.submit(made(rie), RIE)).toMatchObject({ reason: 'forbidden' })
  expect(room.submit(made(9), RIE)).toMatchObject({ reason: 'forbidden' })
  expect(room.submit(Y.mergeUpdates([made(anna), made(9)]), RIE)).toMatchObject({ reason: 'forbidden' })
  expect(room.submit(made(anna), ANNA)).toMatchObject({ kind: 'row' })
})

const ALLOWED: [string, (doc: Y.Doc) => void][] = [
  ['nesting fifty deep', put(nested(50))],
  ['a table', put(element('table', element('table_row', element('table_cell', element('paragraph')))))],
  [
    'a footnote and a line break',
    put(element('paragraph', text('a'), element('footnote', text('b')), element('hard_break'))),
  ],
  ['a link by name', put(element('paragraph', text('x', { link: { href: 'https://lyngoe.example/a' } })))],
  ['the body of an annex', (doc) => doc.getXmlFragment('annex-01/body').push([element('heading')])],
  [
    'an item with a field that nobody knows yet',
    (doc) => {
      const item = new Y.Map()
      doc.getMap('items').set('item-0001', item)
      item.set('caseNumber', '24/1234')
    },
  ],
  [
    'a header with lists in it',
    (doc) => doc.getMap('meeting').set('nextMeetings', [{ date: '2026-06-11', start: null }]),
  ],
]

test.each(ALLOWED)('G7 %s is allowed', (_what, change) => {
  expect(new TestRoom().submit(fresh(change))).toMatchObject({ kind: 'row' })
})

test.each(demoMeetings('2026-03-12'))('G7 a whole meeting is allowed ($meeting.number)', ({ meeting }) => {
  let next = 0
  const update = fresh((doc) => fromMeetingJson(doc, meeting, () => `fresh-${next++}`))
  expect(new TestRoom().submit(update).kind).toBe('row')
})

test('G8 what is typed into a paragraph that was deleted meanwhile is accepted', () => {
  const room = new TestRoom()
  room.submit(GOOD)
  const late = room.client(2)
  room.submit(changeOf(room.client(3), (doc) => doc.getXmlFragment(SECTION).delete(0, 1)))
  const typed = changeOf(late, (doc) => {
    const paragraph = doc.getXmlFragment(SECTION).get(0) as Y.XmlElement
    ;(paragraph.get(0) as Y.XmlText).insert(3, 'sent')
  })
  room.reload()
  expect(room.submit(typed).kind).toBe('row')
  room.reload()
  expect(room.doc.getXmlFragment(SECTION).toString()).toBe('')
})

test('G8 a window told of a letter of the next as fallen, before what it fell with', () => {
  const room = new TestRoom()
  room.submit(GOOD)
  const writer = room.client(2)
  const other = room.client(3)
  const type = (at: number) => changeOf(writer, (doc) => run(doc).insert(at, 'x'))
  const [first, second, third] = [type(0), type(0), type(1)]
  room.submit(first)
  const removed = changeOf(other, (doc) => doc.getXmlFragment(SECTION).delete(0, 1))
  const passedOn = changeOf(other, (doc) => [first, second].forEach((update) => Y.applyUpdate(doc, update)))
  expect(room.submit(passedOn).kind).toBe('row')
  expect(room.submit(third).kind).toBe('row')
  room.expectWhole()
  expect(room.submit(removed).kind).toBe('row')
  room.reload()
  room.expectWhole()
  expect(room.doc.getXmlFragment(SECTION).toString()).toBe('')
})

test('G10 an update with one bad part leaves nothing behind', () => {
  const room = new TestRoom()
  const mixed = fresh((doc) => {
    put(element('paragraph', text('godt')))(doc)
    put(element('script'))(doc)
  })
  expect(room.submit(mixed)).toMatchObject({ reason: 'forbidden' })
  expect(room.gate.stateVector()).toEqual(new Uint8Array([0]))
  expect(room.gate.bind(1, 'bo')).toBe(true)
})

test('G10 bytes changed at random never throw, and never let the room and the rows part', () => {
  const seed = Number(process.env.SEED ?? 20261125)
  const random = randomOf(seed)
  const room = new TestRoom()
  room.submit(GOOD)
  let refused = 0
  for (let i = 0; i < 1500; i++) {
    const client = room.client(100 + (i % 5))
    const bytes = changeOf(client, put(element('paragraph', text(`linje ${i}`)))).slice()
    for (let n = 1 + Math.floor(random() * 3); n > 0; n--)
      bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256)
    if (room.submit(bytes).kind === 'refused') refused++
    expect(room.gate.stateVector().length, `seed ${seed}, step ${i}`).toBe(
      Y.encodeStateVector(room.doc).length,
    )
    expect(room.doc.store.pendingStructs, `seed ${seed}, step ${i}`).toBeNull()
  }
  expect(refused).toBeGreaterThan(500)
})

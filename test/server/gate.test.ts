import * as encoding from 'lib0/encoding'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { Gate, type Sender, type Verdict } from '../../server/sync/gate/gate.ts'
import { fromMeetingJson } from '../../schema/paper-json.ts'
import { randomOf } from './random.ts'
import { demoMeetings } from '../../server/demo/meetings.ts'

const ANNA: Sender = { user: 'anna', writes: true }
const BO: Sender = { user: 'bo', writes: true }
const RIE: Sender = { user: 'rie', writes: false }
const SECTION = 'item-0001/minutes'

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

  /** As after a compaction and a restart. */
  reload(): void {
    const snapshot = new Y.Doc()
    this.rows.forEach((row) => Y.applyUpdate(snapshot, row))
    const clients = new Map(
      [...Y.decodeStateVector(Y.encodeStateVector(snapshot)).keys()].map((id) => [id, 'anna']),
    )
    this.rows = [Y.encodeStateAsUpdate(snapshot)]
    this.gate = Gate.of({ snapshot: this.rows[0] ?? null, tail: [], clients })
  }
}

function emptyGate(): Gate {
  return Gate.of({ snapshot: null, tail: [], clients: new Map() })
}

/** What one change of a document sends. */
function changeOf(doc: Y.Doc, change: (doc: Y.Doc) => void): Uint8Array {
  const before = Y.encodeStateVector(doc)
  let update: Uint8Array | null = null
  const keep = (bytes: Uint8Array) => void (update = bytes)
  doc.on('update', keep)
  doc.transact(() => change(doc))
  doc.off('update', keep)
  return update ?? Y.encodeStateAsUpdate(doc, before)
}

/** The update that a fresh client sends for one change. */
function fresh(change: (doc: Y.Doc) => void, clientID = 1): Uint8Array {
  const doc = new Y.Doc()
  doc.clientID = clientID
  return changeOf(doc, change)
}

function element(name: string, ...children: (Y.XmlElement | Y.XmlText)[]): Y.XmlElement {
  const made = new Y.XmlElement(name)
  made.insert(0, children)
  return made
}

function text(content: string, format?: Record<string, unknown>): Y.XmlText {
  const made = new Y.XmlText()
  made.insert(0, content, format)
  return made
}

const put =
  (...nodes: (Y.XmlElement | Y.XmlText)[]) =>
  (doc: Y.Doc) =>
    doc.getXmlFragment(SECTION).push(nodes)

function nested(depth: number): Y.XmlElement {
  let node = element('blockquote')
  for (let i = 1; i < depth; i++) node = element('blockquote', node)
  return node
}

/** Raw bytes: every number a varUint, every string a varString. */
function raw(...parts: (number | string | Uint8Array)[]): Uint8Array {
  return encoding.encode((encoder) => {
    for (const part of parts) {
      if (typeof part === 'number') encoding.writeVarUint(encoder, part)
      else if (typeof part === 'string') encoding.writeVarString(encoder, part)
      else encoding.writeUint8Array(encoder, part)
    }
  })
}

const GOOD = fresh(put(element('paragraph', text('Godkendt', { strong: {} }))))

const GARBAGE: [string, Uint8Array][] = [
  ['nothing', new Uint8Array()],
  ['noise', new Uint8Array([1, 2, 3, 4, 0, 9])],
  ['an update cut short', GOOD.slice(0, -3)],
  ['bytes after the end', new Uint8Array([...GOOD, 0])],
  ['an update in V2', Y.convertUpdateFormatV1ToV2(GOOD)],
  ['an empty block', raw(1, 0, 5, 0, 0)],
  ['a client twice', raw(2, 1, 5, 0, 0, 1, 1, 5, 0, 0, 1, 0)],
  ['clients ascending', raw(2, 1, 5, 0, 0, 1, 1, 6, 0, 0, 1, 0)],
  ['stray bits on a gap', raw(1, 1, 5, 0, 64, 1, 0)],
  ['a struct of no length', raw(1, 1, 5, 0, 0, 0, 0)],
  ['a clock beyond all', raw(1, 1, 5, 0, 0, 2 ** 40, 0)],
  ['deletes of a client twice', raw(0, 2, 5, 1, 0, 1, 5, 1, 3, 1)],
  ['deletes that overlap', raw(0, 1, 5, 2, 0, 5, 2, 5)],
  ['a delete of no length', raw(0, 1, 5, 1, 0, 0)],
  ['a reference to its own future', raw(1, 1, 5, 0, 128 | 4, 5, 9, 'x', 0)],
  ['a format that is no JSON', raw(1, 1, 5, 0, 6, 1, SECTION, 'strong', '{', 0)],
]

test.each(GARBAGE)('G1 %s is garbage', (_what, bytes) => {
  const room = new TestRoom()
  expect(room.submit(bytes)).toMatchObject({ kind: 'refused', reason: 'garbage' })
  expect(room.gate.stateVector()).toEqual(new Uint8Array([0]))
})

test('G1 what merging would turn into something else is refused: one client twice hides the first block', () => {
  const block = (name: string) => raw(1, 5, 0, 7, 1, SECTION, 3, name)
  const twice = raw(2, block('script'), block('paragraph'), 0)
  expect(new TestRoom().submit(twice)).toMatchObject({ reason: 'garbage' })
})

const TOO_LARGE: [string, Uint8Array][] = [
  ['too many structs', raw(1, 5_000_000, 5, 0)],
  ['too many clients', raw(500_000)],
  ['too many deletes', raw(0, 1, 5, 5_000_000)],
  ['a name without end', raw(1, 1, 5, 0, 7, 1, 'x'.repeat(300), 3, 'p', 0)],
  ['a text without end', raw(1, 1, 5, 0, 4, 1, SECTION, 'x'.repeat(3_000_000), 0)],
  ['a value without end', fresh((doc) => doc.getMap('meeting').set('subject', 'x'.repeat(400_000)))],
  [
    'a mark without end',
    fresh(put(element('paragraph', text('x', { link: { href: 'x'.repeat(400_000) } })))),
  ],
]

test.each(TOO_LARGE)('G2 %s is too large', (_what, bytes) => {
  expect(new TestRoom().submit(bytes)).toMatchObject({ kind: 'refused', reason: 'tooLarge' })
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

const FORBIDDEN: [string, (doc: Y.Doc) => void][] = [
  ['an unknown root', (doc) => doc.getMap('config').set('a', 1)],
  [
    'a root named after nothing',
    (doc) => doc.getXmlFragment('item-0001/comments').push([element('paragraph')]),
  ],
  ['a root with a path in it', (doc) => doc.getXmlFragment('a/b/title').push([element('paragraph')])],
  ['an unknown node', put(element('script', text('alert(1)')))],
  ['a node where it may not stand', put(element('list_item', element('paragraph')))],
  ['text at the top of a section', put(text('løs tekst'))],
  ['text in a list item', put(element('bullet_list', element('list_item', text('x'))))],
  ['a list in a title', (doc) => doc.getXmlFragment('item-0001/title').push([element('bullet_list')])],
  [
    'a mark in a title',
    (doc) => doc.getXmlFragment('item-0001/title').push([element('paragraph', text('x', { strong: {} }))]),
  ],
  ['nesting without end', put(nested(51))],
  [
    'an unknown attribute',
    (doc) => {
      const node = element('paragraph')
      node.setAttribute('onclick', 'x')
      put(node)(doc)
    },
  ],
  [
    'an attribute of a text',
    (doc) => {
      const run = text('x')
      put(element('paragraph', run))(doc)
      run.setAttribute('a', 'b')
    },
  ],
  ['an unknown mark', put(element('paragraph', text('x', { blink: {} })))],
  ['a mark that is no object', put(element('paragraph', text('x', { strong: true })))],
  [
    'a link with a script in it',
    put(element('paragraph', text('x', { link: { href: 'javascript:alert(1)' } }))),
  ],
  [
    'an object in a text',
    (doc) => {
      const run = text('x')
      put(element('paragraph', run))(doc)
      run.insertEmbed(0, { image: 'x' })
    },
  ],
  ['an array', (doc) => doc.getMap('items').set('item-0001', new Y.Array())],
  ['a text in a field', (doc) => doc.getMap('meeting').set('subject', new Y.Text('x'))],
  [
    'a map in a map',
    (doc) => {
      const item = new Y.Map()
      doc.getMap('items').set('item-0001', item)
      item.set('more', new Y.Map())
    },
  ],
  ['an item that is no map', (doc) => doc.getMap('items').set('item-0001', 'x')],
  ['bytes in a field', (doc) => doc.getMap('meeting').set('subject', new Uint8Array(8))],
  ['a document in a field', (doc) => doc.getMap('meeting').set('subject', new Y.Doc())],
  ['__proto__ as a field', (doc) => doc.getMap('meeting').set('__proto__', 'x')],
  ['a list in a map', (doc) => doc.getArray('meeting').push(['x'])],
  ['a hook', put(new Y.XmlHook('x') as unknown as Y.XmlElement)],
]

test.each(FORBIDDEN)('G7 %s is forbidden', (_what, change) => {
  const room = new TestRoom()
  expect(room.submit(fresh(change))).toMatchObject({ kind: 'refused', reason: 'forbidden' })
  expect(room.gate.stateVector()).toEqual(new Uint8Array([0]))
})

const ALLOWED: [string, (doc: Y.Doc) => void][] = [
  ['nesting fifty deep', put(nested(50))],
  ['a table', put(element('table', element('table_row', element('table_cell', element('paragraph')))))],
  [
    'a footnote and a line break',
    put(element('paragraph', text('a'), element('footnote', text('b')), element('hard_break'))),
  ],
  ['a link by name', put(element('paragraph', text('x', { link: { href: 'https://lyngoe.example/a' } })))],
  ['a mark that overlaps itself', put(element('paragraph', text('x', { 'strong--abcdefgh': {} })))],
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
}, 30_000)

import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import type { Refusal } from '../../schema/protocol.ts'
import { header, items, setHeader } from '../../schema/paper.ts'

/** Hostile updates, each as somebody would make it who may write in the room and knows everything in it. */
export interface Attack {
  rule: string
  name: string
  /** What becomes of the last update; `row`: it is let in, and harmless. Those before it prepare it, and are let in. */
  outcome: Refusal | 'nothing' | 'row'
  updates(scene: Scene): Uint8Array[]
}

/** What the attacker has: a copy of the room under a client of its own, and the client of somebody who is offline. */
export interface Scene {
  doc: Y.Doc
  victim: number
}

export const SECTION = 'item-0001/minutes'
export const EVE = 5
/** Greater than the attacker's, and less. */
export const ANNA = 4_000_000_000
export const CARL = 3

/** What honest people have written before: a header, an item, and text of two paragraphs. */
export function honestPaper(client: number): Uint8Array {
  const doc = new Y.Doc()
  doc.clientID = client
  doc.transact(() => {
    setHeader(doc, { subject: 'Budget', place: 'Lokale 4', number: 7 })
    items.add(doc, 'item-0001', { presenters: ['Bo'], duration: 10, outcomes: [] })
    put(element('paragraph', text('Godkendt uden bemærkninger')), element('heading', text('Økonomi')))(doc)
    put(element('paragraph', text('Slettet')))(doc)
  })
  heading(doc).setAttribute('level', 2 as unknown as string)
  doc.getXmlFragment(SECTION).delete(2, 1)
  return Y.encodeStateAsUpdate(doc)
}

/** What the paper says, to see that it says it still. */
export function honestContent(doc: Y.Doc): unknown {
  const { subject, place, number } = header(doc)
  const [first, second] = doc.getXmlFragment(SECTION).toArray()
  return { subject, place, number, item: items.maybe(doc, 'item-0001'), text: `${first}${second}` }
}

// What attackers build with.

/** What one change of a document sends. */
export function changeOf(doc: Y.Doc, change: (doc: Y.Doc) => void): Uint8Array {
  const before = Y.encodeStateVector(doc)
  let update: Uint8Array | null = null
  const keep = (bytes: Uint8Array) => void (update = bytes)
  doc.on('update', keep)
  doc.transact(() => change(doc))
  doc.off('update', keep)
  return update ?? Y.encodeStateAsUpdate(doc, before)
}

/** The update that a fresh client sends for one change. */
export function fresh(change: (doc: Y.Doc) => void, clientID = 1): Uint8Array {
  const doc = new Y.Doc()
  doc.clientID = clientID
  return changeOf(doc, change)
}

export function element(name: string, ...children: (Y.XmlElement | Y.XmlText)[]): Y.XmlElement {
  const made = new Y.XmlElement(name)
  made.insert(0, children)
  return made
}

export function text(content: string, format?: Record<string, unknown>): Y.XmlText {
  const made = new Y.XmlText()
  made.insert(0, content, format)
  return made
}

export const put =
  (...nodes: (Y.XmlElement | Y.XmlText)[]) =>
  (doc: Y.Doc) =>
    doc.getXmlFragment(SECTION).push(nodes)

export function nested(depth: number, inmost = element('blockquote')): Y.XmlElement {
  let node = inmost
  for (let i = 1; i < depth; i++) node = element('blockquote', node)
  return node
}

/** Raw bytes: every number a varUint, every string a varString. */
export function raw(...parts: (number | string | Uint8Array)[]): Uint8Array {
  return encoding.encode((encoder) => {
    for (const part of parts) {
      if (typeof part === 'number') encoding.writeVarUint(encoder, part)
      else if (typeof part === 'string') encoding.writeVarString(encoder, part)
      else encoding.writeUint8Array(encoder, part)
    }
  })
}

/** The first byte of a struct: its kind, and what follows. */
export const info = (bits: number) => new Uint8Array([bits])
const any = (value: unknown) => encoding.encode((encoder) => encoding.writeAny(encoder, value as string))
/** One block of the attacker's, and no deletes. */
export const ownBlock = (structs: Uint8Array[], client = EVE, start = 0) =>
  raw(1, structs.length, client, start, ...structs, 0)
/** A struct with neighbours: its place is theirs. */
export const between = (left: Y.ID | null, right: Y.ID | null, content: Uint8Array) =>
  raw(
    info((left ? 128 : 0) | (right ? 64 : 0) | (content[0] ?? 0)),
    ...(left ? [left.client, left.clock] : []),
    ...(right ? [right.client, right.clock] : []),
    content.slice(1),
  )
export const inParent = (parent: Y.ID, key: string | null, content: Uint8Array) =>
  raw(
    info((key === null ? 0 : 32) | (content[0] ?? 0)),
    0,
    parent.client,
    parent.clock,
    ...(key === null ? [] : [key]),
    content.slice(1),
  )
export const inRoot = (root: string, key: string | null, content: Uint8Array) =>
  raw(
    info((key === null ? 0 : 32) | (content[0] ?? 0)),
    1,
    root,
    ...(key === null ? [] : [key]),
    content.slice(1),
  )

const aDeleted = (length: number) => raw(1, length)
export const aText = (content: string) => raw(4, content)
export const aNode = (name: string) => raw(7, 3, name)
const aRun = raw(7, 6)
export const aMap = raw(7, 1)
export const aValue = (value: unknown) => raw(8, 1, any(value))

export function idOf({ _item: item }: { _item: Y.Item | null }): Y.ID {
  if (!item) throw new Error('a root has no id')
  return item.id
}
const nodeAt = (doc: Y.Doc, i: number) => doc.getXmlFragment(SECTION).get(i) as Y.XmlElement
const paragraph = (doc: Y.Doc) => nodeAt(doc, 0)
const heading = (doc: Y.Doc) => nodeAt(doc, 1)
export const run = (doc: Y.Doc) => paragraph(doc).get(0) as Y.XmlText
const letters = (doc: Y.Doc) => Y.createID(idOf(run(doc)).client, idOf(run(doc)).clock + 1)
/** What stands under a key of a map: the id of the last value. */
export const valueOf = ({ _map: map }: { _map: Map<string, Y.Item> }, key: string): Y.ID => {
  const item = map.get(key)
  if (!item) throw new Error(`nothing under ${key}`)
  return item.lastId
}
const item = (doc: Y.Doc) => doc.getMap('items').get('item-0001') as Y.Map<unknown>

type Change = (doc: Y.Doc) => void
const byChange = (change: Change) => (scene: Scene) => [changeOf(scene.doc, change)]
const bytes = (update: Uint8Array) => () => [update]
const byStruct = (make: (doc: Y.Doc) => Uint8Array) => (scene: Scene) => [ownBlock([make(scene.doc)])]

const table =
  (rule: string, outcome: Attack['outcome']) =>
  (rows: [string, Attack['updates']][]): Attack[] =>
    rows.map(([name, updates]) => ({ rule, name, outcome, updates }))

const GOOD = fresh(put(element('paragraph', text('Godkendt', { strong: {} }))), EVE)
const newBlock = (name: string) => raw(1, EVE, 0, 7, 1, SECTION, 3, name)
const many = (count: number, make: (i: number) => Uint8Array) =>
  Array.from({ length: count }, (_, i) => make(i))

const GARBAGE = table(
  'G1',
  'garbage',
)([
  ['nothing', bytes(new Uint8Array())],
  ['noise', bytes(new Uint8Array([1, 2, 3, 4, 0, 9]))],
  ['an update cut short', bytes(GOOD.slice(0, -3))],
  ['bytes after the end', bytes(new Uint8Array([...GOOD, 0]))],
  ['two updates in one', bytes(new Uint8Array([...GOOD, ...GOOD]))],
  ['an update in V2', bytes(Y.convertUpdateFormatV1ToV2(GOOD))],
  ['an empty block', bytes(raw(1, 0, EVE, 0, 0))],
  [
    'two blocks of one client, the second hiding the first',
    bytes(raw(2, newBlock('script'), newBlock('paragraph'), 0)),
  ],
  ['two blocks of one client, one after the other', bytes(raw(2, 1, EVE, 0, 0, 1, 1, EVE, 1, 0, 1, 0))],
  ['clients ascending', bytes(raw(2, 1, EVE, 0, 0, 1, 1, EVE + 1, 0, 0, 1, 0))],
  ['stray bits on forgotten structs', bytes(raw(1, 1, EVE, 0, info(64), 1, 0))],
  ['stray bits on a gap', bytes(raw(1, 1, EVE, 0, info(128 | 10), 1, 0))],
  ['stray bits on a parent', bytes(raw(1, 1, EVE, 0, 4, 2, SECTION, 'x', 0))],
  ['a struct of no length', bytes(raw(1, 1, EVE, 0, 0, 0, 0))],
  ['an empty text', byStruct((doc) => inParent(idOf(run(doc)), null, aText('')))],
  ['no values', byStruct(() => inRoot('meeting', 'subject', raw(8, 0)))],
  ['a clock beyond all', bytes(raw(1, 1, EVE, 0, 0, 2 ** 40, 0))],
  ['structs that run beyond all clocks', bytes(ownBlock([raw(0, 2 ** 31 - 1), raw(0, 2)]))],
  ['a client beyond all', bytes(raw(1, 1, 2 ** 40, 0, 0, 1, 0))],
  ['a number beyond all', bytes(new Uint8Array([1, ...new Array<number>(12).fill(255), 1]))],
  [
    'letters that are none',
    byStruct((doc) => inParent(idOf(run(doc)), null, raw(4, 2, new Uint8Array([0xff, 0xfe])))),
  ],
  [
    'half a letter',
    byStruct((doc) => inParent(idOf(run(doc)), null, raw(4, 3, new Uint8Array([0xed, 0xa0, 0x80])))),
  ],
  ['a format that is no JSON', byStruct((doc) => inParent(idOf(run(doc)), null, raw(6, 'strong', '{')))],
  ['deletes of a client twice', bytes(raw(0, 2, EVE, 1, 0, 1, EVE, 1, 3, 1))],
  ['deletes that overlap', bytes(raw(0, 1, EVE, 2, 0, 5, 2, 5))],
  ['deletes out of order', bytes(raw(0, 1, EVE, 2, 5, 1, 0, 1))],
  ['a delete of no length', bytes(raw(0, 1, EVE, 1, 0, 0))],
  ['deletes of nothing', bytes(raw(0, 1, EVE, 0))],
  ['a struct that refers to its own future', bytes(ownBlock([raw(info(128 | 4), EVE, 9, 'x')]))],
  ['a struct that refers to itself', bytes(ownBlock([raw(info(128 | 4), EVE, 0, 'x')]))],
  ['a node in itself', bytes(ownBlock([inParent(Y.createID(EVE, 0), null, aNode('paragraph'))]))],
])

const PLACES = table(
  'G1',
  'garbage',
)([
  [
    'neighbours in different lists',
    byStruct((doc) => between(idOf(paragraph(doc)), letters(doc), aNode('paragraph'))),
  ],
  [
    'a forgotten letter behind one that is there',
    ({ doc }) => [
      ownBlock([raw(0, 1)]),
      ownBlock([between(letters(doc), Y.createID(EVE, 0), aText('x'))], EVE + 1),
    ],
  ],
  [
    'neighbours under different keys',
    byStruct((doc) =>
      between(
        valueOf(doc.getMap('meeting'), 'subject'),
        valueOf(doc.getMap('meeting'), 'place'),
        aValue('x'),
      ),
    ),
  ],
  ['a parent that is a letter', byStruct((doc) => inParent(letters(doc), null, aText('x')))],
  [
    'a parent that is a value',
    byStruct((doc) => inParent(valueOf(doc.getMap('meeting'), 'subject'), null, aText('x'))),
  ],
  [
    'one neighbour forgotten, the other alive',
    ({ doc }) => [
      ownBlock([raw(0, 1)]),
      ownBlock([between(idOf(paragraph(doc)), Y.createID(EVE, 0), aNode('script'))], EVE, 1),
    ],
  ],
])

const TOO_LARGE = table(
  'G2',
  'tooLarge',
)([
  ['structs without end', bytes(raw(1, 5_000_000, EVE, 0))],
  ['clients without end', bytes(raw(500_000))],
  ['deletes without end', bytes(raw(0, 1, EVE, 5_000_000))],
  ['deletes of clients without end', bytes(raw(0, 5_000_000))],
  ['a name without end', bytes(ownBlock([inRoot(SECTION, null, aNode('p'.repeat(300)))]))],
  ['a root without end', bytes(ownBlock([inRoot('x'.repeat(300), null, aNode('paragraph'))]))],
  ['a key without end', bytes(ownBlock([inRoot('items', 'x'.repeat(300), aMap)]))],
  ['a text without end', byStruct((doc) => inParent(idOf(run(doc)), null, aText('x'.repeat(3_000_000))))],
  ['a value without end', byChange((doc) => setHeader(doc, { subject: 'x'.repeat(1_500_000) }))],
  [
    'a list of values without end',
    byStruct(() =>
      inRoot(
        'meeting',
        'report',
        raw(8, 1, new Uint8Array([117]), 2_000_000, new Uint8Array(2_000_000).fill(127)),
      ),
    ),
  ],
  [
    'a mark without end',
    byChange(put(element('paragraph', text('x', { link: { href: 'x'.repeat(1_500_000) } })))),
  ],
])

const COSTLY = table(
  'G12',
  'tooLarge',
)([
  [
    'ten thousand nodes behind one, each before another',
    ({ doc }) => {
      const [left, right] = [idOf(paragraph(doc)), idOf(heading(doc))]
      return [ownBlock(many(10_000, (i) => between(left, i % 2 ? right : null, aNode('paragraph'))))]
    },
  ],
  [
    'ten thousand first writes of one field',
    bytes(ownBlock(many(10_000, () => inRoot('meeting', 'online', aValue('x'))))),
  ],
  [
    'ten thousand first writes of one attribute',
    byStructs((doc) => many(10_000, () => inParent(idOf(heading(doc)), 'level', aValue(1)))),
  ],
  [
    'a node behind each of ten thousand, none before the next',
    () => [
      ownBlock(
        many(10_000, (i) =>
          i === 0
            ? inRoot('item-0001/case', null, aNode('paragraph'))
            : raw(info(128 | 7), EVE, i - 1, 3, 'paragraph'),
        ),
      ),
      ownBlock(
        many(10_000, (i) => raw(info(128 | 7), EVE, i, 3, 'paragraph')),
        EVE + 1,
      ),
    ],
  ],
  [
    'ten thousand nodes at the very beginning, none knowing of the others',
    bytes(ownBlock(many(10_000, () => inRoot(SECTION, null, aNode('paragraph'))))),
  ],
])

const MISSING = table(
  'G4',
  'missing',
)([
  ['a gap in the clock', bytes(ownBlock([raw(0, 1)], EVE, 10))],
  ['a gap in a block', bytes(ownBlock([raw(10, 3), raw(0, 1)]))],
  ['an unknown left neighbour', bytes(ownBlock([raw(info(128 | 4), 77, 0, 'x')]))],
  ['an unknown right neighbour', bytes(ownBlock([raw(info(64 | 4), 77, 0, 'x')]))],
  ['an unknown parent', bytes(ownBlock([inParent(Y.createID(77, 0), null, aText('x'))]))],
  [
    'a neighbour that somebody known has yet to write',
    ({ victim }) => [ownBlock([raw(info(128 | 4), victim, 1_000, 'x')])],
  ],
  ['a delete of what is yet to come', ({ victim }) => [raw(0, 1, victim, 1, 1_000, 5)]],
  ['a delete by an unknown client', bytes(raw(0, 1, 77, 1, 0, 3))],
  [
    'neighbours that wait for each other',
    bytes(raw(2, 1, 9, 0, info(128 | 4), 8, 0, 'x', 1, 8, 0, info(128 | 4), 9, 0, 'x', 0)),
  ],
])

const FOREIGN = table(
  'G5',
  'foreignClient',
)([
  [
    'a word under the client of somebody offline',
    ({ doc, victim }) => [
      ownBlock([inParent(idOf(run(doc)), null, aText('nej'))], victim, Y.getState(doc.store, victim)),
    ],
  ],
  [
    'the next clocks of somebody offline, forgotten',
    ({ doc, victim }) => [ownBlock([raw(0, 100)], victim, Y.getState(doc.store, victim))],
  ],
  [
    'the next clocks of somebody offline, deleted',
    ({ doc, victim }) => [
      ownBlock([inParent(idOf(run(doc)), null, aDeleted(9))], victim, Y.getState(doc.store, victim)),
    ],
  ],
  [
    'a forged block behind an honest one',
    ({ doc, victim }) => [
      raw(
        2,
        1,
        EVE,
        0,
        inParent(idOf(run(doc)), null, aText('a')),
        1,
        victim,
        Y.getState(doc.store, victim),
        inParent(idOf(run(doc)), null, aText('b')),
        0,
      ),
    ],
  ],
  [
    'known clocks of another, and one more',
    ({ doc }) => [ownBlock([raw(0, Y.getState(doc.store, ANNA) + 1)], ANNA)],
  ],
])

const REPEATS = table(
  'G3',
  'nothing',
)([
  ['an update of nothing', bytes(new Uint8Array([0, 0]))],
  ['the whole room', ({ doc }) => [Y.encodeStateAsUpdate(doc)]],
  [
    'known clocks with other content',
    ({ doc }) => [
      ownBlock([inRoot('meeting', 'subject', aValue('nej')), raw(0, Y.getState(doc.store, ANNA) - 1)], ANNA),
    ],
  ],
  ['known clocks as a node that is none', () => [ownBlock([inRoot(SECTION, null, aNode('script'))], ANNA)]],
  ['known clocks as forgotten', () => [ownBlock([raw(0, 5)], ANNA)]],
  ['known deletes', ({ doc }) => [Y.diffUpdate(Y.encodeStateAsUpdate(doc), Y.encodeStateVector(doc))]],
])

const SCHEMA = table(
  'G7',
  'forbidden',
)([
  ['an unknown root', byChange((doc) => doc.getMap('config').set('a', 1))],
  [
    'a root named after nothing',
    byChange((doc) => doc.getXmlFragment('item-0001/comments').push([element('paragraph')])),
  ],
  [
    'a root with a path in it',
    byChange((doc) => doc.getXmlFragment('a/b/title').push([element('paragraph')])),
  ],
  [
    'a root of __proto__',
    byChange((doc) => doc.getXmlFragment('__proto__/title').push([element('paragraph')])),
  ],
  ['an unknown node', byChange(put(element('script', text('alert(1)'))))],
  ['a node named like what every object has', byChange(put(element('constructor')))],
  ['an item of a list without the list', byChange(put(element('list_item', element('paragraph'))))],
  ['a cell without a table', byChange(put(element('table_cell', element('paragraph'))))],
  ['text at the top of a section', byChange(put(text('løs tekst')))],
  ['text in an item of a list', byChange(put(element('bullet_list', element('list_item', text('x')))))],
  ['a block in a paragraph', byChange(put(element('paragraph', element('paragraph'))))],
  ['a footnote in a footnote', byChange(put(element('paragraph', element('footnote', element('footnote')))))],
  ['something in a line break', byChange(put(element('paragraph', element('hard_break', text('x')))))],
  [
    'a list in a title',
    byChange((doc) => doc.getXmlFragment('item-0001/title').push([element('bullet_list')])),
  ],
  [
    'a mark in a title',
    byChange((doc) =>
      doc.getXmlFragment('item-0001/title').push([element('paragraph', text('x', { strong: {} }))]),
    ),
  ],
  ['nesting without end', byChange(put(nested(51)))],
  ['a node fifty-one deep, built over several updates', deepOverUpdates],
  ['an unknown attribute', byChange((doc) => paragraph(doc).setAttribute('onclick', 'x'))],
  ['an attribute of a text', byChange((doc) => run(doc).setAttribute('a', 'b'))],
  [
    'an attribute that is a node',
    byStruct((doc) => inParent(idOf(heading(doc)), 'level', aNode('paragraph'))),
  ],
  ['an unknown mark', byChange((doc) => run(doc).format(0, 2, { blink: {} }))],
  ['an object in a text', byChange((doc) => run(doc).insertEmbed(0, { image: 'x' }))],
  ['an array', byChange((doc) => doc.getMap('items').set('item-0001', new Y.Array()))],
  ['a text in a field', byChange((doc) => doc.getMap('meeting').set('subject', new Y.Text('x')))],
  ['a map in a map', byChange((doc) => item(doc).set('more', new Y.Map()))],
  ['an item that is no map', byChange((doc) => doc.getMap('items').set('item-0001', 'x'))],
  ['bytes in a field', byChange((doc) => doc.getMap('meeting').set('subject', new Uint8Array(8)))],
  ['a document in a field', byChange((doc) => doc.getMap('meeting').set('subject', new Y.Doc()))],
  ['__proto__ as a field', byChange((doc) => doc.getMap('meeting').set('__proto__', 'x'))],
  [
    '__proto__ in a value',
    byStruct(() => inRoot('meeting', 'extra', raw(8, 1, new Uint8Array([118]), 1, '__proto__', any('x')))),
  ],
  ['a list in a map', byChange((doc) => doc.getArray('meeting').push(['x']))],
  ['a hook', byChange(put(new Y.XmlHook('x') as unknown as Y.XmlElement))],
  [
    'an unknown node in an inherited place, by the left',
    byStruct((doc) => between(idOf(paragraph(doc)), null, aNode('script'))),
  ],
  [
    'an unknown node in an inherited place, by the right',
    byStruct((doc) => between(null, idOf(paragraph(doc)), aNode('script'))),
  ],
  [
    'a run of text in an inherited place at the top',
    byStruct((doc) => between(idOf(paragraph(doc)), idOf(heading(doc)), aRun)),
  ],
  ['letters among nodes', byStruct((doc) => between(idOf(paragraph(doc)), null, aText('x')))],
  ['a node among letters', byStruct((doc) => between(letters(doc), null, aNode('paragraph')))],
  [
    'a map under an inherited key of the header',
    byStruct((doc) => between(valueOf(doc.getMap('meeting'), 'subject'), null, aMap)),
  ],
  [
    'a value under an inherited key of the items',
    byStruct((doc) => between(idOf(item(doc)), null, aValue('x'))),
  ],
  [
    'a node under an inherited attribute',
    byStruct((doc) => between(valueOf(heading(doc), 'level'), null, aNode('paragraph'))),
  ],
  ['letters among the fields of an item', byStruct((doc) => inParent(idOf(item(doc)), null, aText('x')))],
])

const VALUES = table(
  'G11',
  'forbidden',
)([
  ['a mark that is no object', byChange((doc) => run(doc).format(0, 2, { strong: true }))],
  ['a mark with an unknown attribute', byChange((doc) => run(doc).format(0, 2, { strong: { style: 'x' } }))],
  [
    'a mark that nobody could encode again',
    byStruct((doc) =>
      inParent(idOf(run(doc)), null, raw(6, 'link', `{"href":${'['.repeat(100_000)}${']'.repeat(100_000)}}`)),
    ),
  ],
  [
    'a link with a script in it',
    byChange((doc) => run(doc).format(0, 2, { link: { href: 'javascript:alert(1)' } })),
  ],
  [
    'a link with a script and control characters in it',
    byChange((doc) => run(doc).format(0, 2, { link: { href: 'java\nscript:alert(1)' } })),
  ],
  [
    'a link to nothing that is an address',
    byChange((doc) => run(doc).format(0, 2, { link: { href: { toString: 1 } } })),
  ],
  ['a cell wider than any table', byChange(put(tableOf({ colspan: 1e9 })))],
  ['a cell of no height', byChange(put(tableOf({ rowspan: 0 })))],
  ['columns that are no numbers', byChange(put(tableOf({ colwidth: ['x'] })))],
  ['a heading of no level', byChange((doc) => heading(doc).setAttribute('level', 'x'))],
  [
    'a heading of no level, under an inherited key',
    byStruct((doc) => between(valueOf(heading(doc), 'level'), null, aValue({}))),
  ],
  ['an order that nothing can be put after', byChange((doc) => item(doc).set('order', 'zz!'))],
  ['an order that is no text', byChange((doc) => item(doc).set('order', 5))],
  ['presenters that are no list', byChange((doc) => item(doc).set('presenters', 'Bo'))],
  [
    'outcomes of an unknown kind',
    byChange((doc) => item(doc).set('outcomes', [{ kind: 'x', point: null, to: null }])),
  ],
  ['a duration that is no number', byChange((doc) => item(doc).set('duration', NaN))],
  ['a subject that is no text', byChange((doc) => doc.getMap('meeting').set('subject', 5))],
  [
    'next meetings that are no meetings',
    byChange((doc) => doc.getMap('meeting').set('nextMeetings', [null])),
  ],
  [
    'functions that nobody has',
    byChange((doc) => {
      const person = new Y.Map()
      doc.getMap('people').set('eve', person)
      person.set('functions', ['king'])
    }),
  ],
])

const DEEP = `{"href":${'['.repeat(100_000)}${']'.repeat(100_000)}}`

const NESTED = table(
  'G7',
  'forbidden',
)([
  [
    'a mark that nobody could encode again, in a deleted parent',
    () => [ownBlock([raw(0, 1)]), ownBlock([raw(info(128 | 6), EVE, 0, 'link', DEEP)], EVE, 1)],
  ],
])

const HARMLESS = table(
  'G8',
  'row',
)([
  ['forgotten structs', bytes(ownBlock([raw(0, 2 ** 30)]))],
  ['deleted structs without end', byStruct((doc) => inParent(idOf(run(doc)), null, aDeleted(2 ** 30)))],
  [
    'an unknown node in a deleted parent',
    ({ doc }) => [
      changeOf(doc, put(element('blockquote', element('paragraph')))),
      changeOf(doc, (each) => each.getXmlFragment(SECTION).delete(2, 1)),
      ownBlock([inParent(Y.createID(EVE, 0), null, aNode('paragraph'))], EVE + 1),
    ],
  ],
  [
    'an unknown node among forgotten ones',
    () => [
      ownBlock([raw(0, 3)]),
      ownBlock(
        [raw(info(128 | 64 | 7), EVE, 0, EVE, 1, 3, 'script'), raw(7, 0, EVE + 1, 0, 3, 'script')],
        EVE + 1,
      ),
    ],
  ],
  [
    'a word in the middle of a letter of two',
    ({ doc }) => [
      changeOf(doc, put(element('paragraph', text('🙂')))),
      ownBlock([between(Y.createID(EVE, 2), Y.createID(EVE, 3), aText('x'))], EVE + 1),
    ],
  ],
  [
    'a word behind a forgotten letter, before one that is there',
    ({ doc }) => [
      ownBlock([raw(0, 1)]),
      ownBlock([between(Y.createID(EVE, 0), letters(doc), aText('x'))], EVE + 1),
    ],
  ],
  ['a hundred clients at once', () => [raw(100, ...many(100, (i) => raw(1, 200 - i, 0, 0, 1)), 0)]],
])

const LINK = '{"href":"https://a.example"}'
const inText = (struct: Uint8Array) => byStruct((doc) => inParent(idOf(run(doc)), null, struct))
const linked = (attributes: unknown) =>
  byChange((doc) => run(doc).format(0, 2, { link: attributes } as Record<string, unknown>))
const ofItem = (field: string, value: unknown) => byChange((doc) => item(doc).set(field, value))

const CUT_SHORT = table(
  'G1',
  'garbage',
)([
  ['more blocks than there are', bytes(raw(3, 1, EVE, 0, 0, 1, 0))],
  ['more structs than there are', bytes(raw(1, 9, EVE, 0, 0, 1, 0))],
  ['a text longer than what follows', inText(raw(4, 1_000))],
  ['a number that does not end', bytes(new Uint8Array([1, 1, EVE, 0x80]))],
  ['a mark that is undefined', inText(raw(6, 'strong', 'undefined'))],
  ['a mark that is no number', inText(raw(6, 'strong', 'NaN'))],
  ['a block that begins beyond all clocks', bytes(ownBlock([raw(0, 1)], EVE, 2 ** 31))],
  ['a delete that ends beyond all clocks', bytes(raw(0, 1, EVE, 1, 5, 2 ** 40))],
])

const BEYOND = table(
  'G4',
  'missing',
)([
  ['a neighbour beyond all clocks', bytes(ownBlock([raw(info(128 | 4), ANNA, 2 ** 40, 'x')]))],
  ['a neighbour beyond all clients', bytes(ownBlock([raw(info(128 | 4), 2 ** 40, 0, 'x')]))],
  ['a parent beyond all clocks', bytes(ownBlock([inParent(Y.createID(ANNA, 2 ** 40), null, aText('x'))]))],
  ['a gap at the end of a block', bytes(ownBlock([raw(0, 1), raw(10, 3)]))],
  ['a delete beyond all clients', bytes(raw(0, 1, 2 ** 40, 1, 0, 1))],
])

const UNKNOWN = table(
  'G7',
  'forbidden',
)([
  ['more values than there are', bytes(ownBlock([inRoot('meeting', 'online', raw(8, 5, any('x')))]))],
  ['a list of JSON', inText(raw(2, 1, '"x"'))],
  ['bytes in a text', inText(raw(3, new Uint8Array([1, 1])))],
  ['an image in a text', inText(raw(5, '{"image":"x"}'))],
  ['a document in a text', inText(raw(9, 'guid', any({})))],
  ['content of a kind to come', inText(raw(11, 1))],
  ['a type to come', bytes(ownBlock([inRoot('items', 'item-0009', raw(7, 7))]))],
  ['a type far beyond', bytes(ownBlock([inRoot('items', 'item-0009', raw(7, 2 ** 40))]))],
  ['an attribute of a section', bytes(ownBlock([inRoot(SECTION, 'level', aValue(1))]))],
  ['an entry named __proto__', bytes(ownBlock([inRoot('items', '__proto__', aMap)]))],
  ['an entry of no name', bytes(ownBlock([inRoot('items', '', aMap)]))],
  ['an entry with a line break in its name', bytes(ownBlock([inRoot('items', 'a\nb', aMap)]))],
  ['a field with a blank in its name', ofItem('a b', 'x')],
  ['a section with a line break behind', bytes(ownBlock([inRoot(`${SECTION}\n`, null, aNode('paragraph'))]))],
  ['a section of no item', bytes(ownBlock([inRoot('/title', null, aNode('paragraph'))]))],
  [
    'a section of an id too long',
    bytes(ownBlock([inRoot(`${'x'.repeat(65)}/title`, null, aNode('paragraph'))])),
  ],
  ['a section of a section', bytes(ownBlock([inRoot('a/title/title', null, aNode('paragraph'))]))],
  ['a row beside a table', byChange(put(element('table_row', element('table_cell', element('paragraph')))))],
  ['letters in a row', byChange(put(element('table', element('table_row', text('x')))))],
  [
    'a number too large for one',
    byStruct(() => inRoot('meeting', 'extra', raw(8, 1, new Uint8Array([122, 0, 0, 0, 0, 0, 0, 0, 1])))),
  ],
  ['a value nested without end', byChange((doc) => doc.getMap('meeting').set('extra', deepValue(40)))],
  ['a mark of one name many times', inText(raw(6, 'link--00000001', LINK))],
  ['a mark of a name with two hashes', inText(raw(6, 'link--00000001--00000002', LINK))],
  ['a mark of half a name', inText(raw(6, 'lin', LINK))],
  ['a mark with __proto__ in it', inText(raw(6, 'link', '{"href":"https://a.example","__proto__":"x"}'))],
])

const NO_VALUES = table(
  'G11',
  'forbidden',
)([
  ['a link with data in it', linked({ href: 'data:text/html,<script>alert(1)</script>' })],
  ['a link with another script in it', linked({ href: 'VBScript:x' })],
  ['a link with a script behind blanks', linked({ href: '\u00a0\u2028 javascript:alert(1)' })],
  ['a link with a script cut in two', linked({ href: 'java\u0000script\t:alert(1)' })],
  ['a link to a file', linked({ href: 'file:///etc/passwd' })],
  ['a link to nothing', linked({ href: null })],
  ['a link that is a list', inText(raw(6, 'link', '[]'))],
  ['a duration without end', ofItem('duration', Infinity)],
  ['an order of no letters', ofItem('order', '')],
  ['an order without end', ofItem('order', `a0${'V'.repeat(2_000)}`)],
  ['an order that ends with nothing', ofItem('order', 'a00')],
  ['a closed that is a word', ofItem('closed', 'true')],
  ['presenters that are no names', ofItem('presenters', [{}])],
  ['a level between two', byChange((doc) => heading(doc).setAttribute('level', 1.5 as unknown as string))],
  [
    'a level that is no number',
    byChange((doc) => heading(doc).setAttribute('level', NaN as unknown as string)),
  ],
  ['a cell half as wide', byChange(put(tableOf({ colspan: 0.5 })))],
  ['columns without end', byChange(put(tableOf({ colwidth: new Array<number>(100_000).fill(1) })))],
  [
    'a person whose name is a list',
    byChange((doc) => doc.getMap('people').set('eve', new Y.Map([['name', ['x']]]))),
  ],
  [
    'an attachment of no item',
    byChange((doc) => doc.getMap('attachments').set('file', new Y.Map([['item', 7]]))),
  ],
])

const CROWDED = table(
  'G13',
  'tooLarge',
)([
  ['more items than any meeting', bytes(ownBlock(many(10_001, (i) => inRoot('items', `i${i}`, aMap))))],
  [
    'one item removed and made again without end',
    bytes(
      ownBlock(
        many(10_001, (i) => (i === 0 ? inRoot('items', 'i', aMap) : raw(info(128 | 7), EVE, i - 1, 1))),
      ),
    ),
  ],
])

const ODD = table(
  'G9',
  'row',
)([
  [
    'numbers written longer than they are',
    () => [new Uint8Array([0x81, 0x00, 1, EVE, 0x80, 0x00, 0, 0x81, 0x80, 0x00, 0])],
  ],
  ['an item named like what every object has', byChange((doc) => items.add(doc, 'constructor', {}))],
  [
    'a field named like what every object has',
    byChange((doc) => {
      const made = new Y.Map([['toString', 'x']])
      doc.getMap('items').set('item-0009', made)
    }),
  ],
  [
    'letters that nobody sees',
    byChange(put(element('paragraph', text('\u0000\u0007\u202e\u200b\ufeff\uffff')))),
  ],
])

export const ATTACKS: Attack[] = [
  ...GARBAGE,
  ...PLACES,
  ...TOO_LARGE,
  ...COSTLY,
  ...MISSING,
  ...FOREIGN,
  ...REPEATS,
  ...SCHEMA,
  ...VALUES,
  ...NESTED,
  ...HARMLESS,
  ...CUT_SHORT,
  ...BEYOND,
  ...UNKNOWN,
  ...NO_VALUES,
  ...CROWDED,
  ...ODD,
]

function byStructs(make: (doc: Y.Doc) => Uint8Array[]): Attack['updates'] {
  return ({ doc }) => [ownBlock(make(doc))]
}

function tableOf(attributes: Record<string, unknown>): Y.XmlElement {
  const cell = element('table_cell', element('paragraph'))
  for (const [name, value] of Object.entries(attributes)) cell.setAttribute(name, value as string)
  return element('table', element('table_row', cell))
}

function deepOverUpdates({ doc }: Scene): Uint8Array[] {
  const updates = [changeOf(doc, put(element('blockquote')))]
  let inmost = nodeAt(doc, 2)
  for (let depth = 2; depth <= 51; depth++) {
    updates.push(changeOf(doc, () => inmost.insert(0, [element('blockquote')])))
    inmost = inmost.get(0) as Y.XmlElement
  }
  return updates
}

function deepValue(depth: number): unknown {
  return depth === 0 ? 'x' : [deepValue(depth - 1)]
}

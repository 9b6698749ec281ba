import * as Y from 'yjs'
import {
  addThread,
  deleteEntry,
  editEntry,
  receiptKey,
  reply,
  respond,
  rule,
  setAttendance,
  type Anchor,
  type New,
  type Arrival,
  type TextTarget,
  type Thread,
} from '../../schema/margin.ts'
import { writableRoots, type MarginRoot } from '../../schema/margin-rights.ts'
import { abilities } from '../../schema/roles.ts'
import {
  ANNA,
  EVE,
  aMap,
  aText,
  aValue,
  between,
  changeOf,
  idOf,
  inParent,
  inRoot,
  info,
  ownBlock,
  raw,
  valueOf,
  type Attack,
  type Scene,
} from './attack-table.ts'

/** Hostile updates of a margin, each as a member would make it who knows everything in it. */

export const BO = 3_000_000_000
export const SERVER_CLIENT = 77

const TODAY = { membersSeeDrafts: false }
/** Before the meeting, when members may do most. */
export const ROOTS: Record<'secretary' | 'member' | 'server', MarginRoot[]> = {
  secretary: writableRoots(abilities('secretary', 'sent', TODAY)),
  member: writableRoots(abilities('member', 'sent', TODAY)),
  server: writableRoots('server'),
}

export const TARGET: TextTarget = {
  kind: 'text',
  item: 'item-0001',
  section: 'minutes',
  from: 'AAECAw==',
  to: 'AAECBA==',
  quote: 'godkendt',
  prefix: 'Budgettet blev ',
  suffix: ' uden bemærkninger',
}

export const thread = (author: string, changes: Partial<New<Thread>> = {}): New<Thread> => ({
  author,
  at: 1000,
  kind: 'comment',
  target: TARGET,
  text: 'Hvem foreslog det?',
  mentions: [],
  change: null,
  ...changes,
})

const ANCHOR: Anchor = { ...TARGET, state: 'found' }
const RECEIPT: Arrival = { seq: 1, at: 1000, late: false }

/** What honest people have said before, in turn. */
export const HONEST: { user: 'anna' | 'bo' | 'server'; client: number; say: (doc: Y.Doc) => void }[] = [
  {
    user: 'bo',
    client: BO,
    say: (doc) => {
      addThread(doc, 'thread-bo', thread('bo'))
      addThread(doc, 'thread-gone', thread('bo'))
      respond(doc, 'response-bo', {
        author: 'bo',
        at: 1,
        round: 'round-1',
        organisation: 'org',
        answer: 'noComments',
        text: '',
      })
      setAttendance(doc, 'mine-bo', {
        author: 'bo',
        at: 1,
        person: 'bo',
        attendance: 'apology',
        substitute: null,
      })
    },
  },
  {
    user: 'anna',
    client: ANNA,
    say: (doc) => {
      reply(doc, 'reply-anna', {
        author: 'anna',
        at: 2,
        thread: 'thread-bo',
        text: 'Formanden',
        mentions: [],
      })
      rule(doc, 'ruling-anna', { author: 'anna', at: 3, thread: 'thread-bo', state: 'resolved', reason: '' })
    },
  },
  {
    user: 'bo',
    client: BO,
    say: (doc) => {
      editEntry(doc, 'threads', 'thread-bo', { text: 'Hvem foreslog budgettet?' }, 4)
      deleteEntry(doc, 'threads', 'thread-gone')
    },
  },
  {
    user: 'server',
    client: SERVER_CLIENT,
    say: (doc) => {
      doc.getMap('anchors').set('thread-bo', ANCHOR)
      doc.getMap('receipts').set(receiptKey('threads', 'thread-bo'), RECEIPT)
    },
  },
]

const KEPT = {
  threads: ['thread-bo', 'thread-gone'],
  replies: ['reply-anna'],
  responses: ['response-bo'],
  attendance: ['mine-bo'],
  rulings: ['ruling-anna'],
  anchors: ['thread-bo'],
  receipts: ['threads.thread-bo'],
}

/** What the margin says of all that, to see that it says it still. */
export function honestSayings(doc: Y.Doc): unknown {
  return Object.entries(KEPT).map(([root, ids]) => {
    const all = doc.getMap(root).toJSON()
    return [root, ids.map((id) => all[id] as unknown)]
  })
}

/** All that stands in a margin. */
export function everything(doc: Y.Doc): unknown {
  return Object.keys(KEPT).map((root) => [root, doc.getMap(root).toJSON()])
}

const entry = (doc: Y.Doc, root: string, id: string) => doc.getMap(root).get(id) as Y.Map<unknown>
const bos = (doc: Y.Doc) => entry(doc, 'threads', 'thread-bo')

function make(fields: object): Y.Map<unknown> {
  const map = new Y.Map<unknown>()
  for (const [field, value] of Object.entries(fields)) map.set(field, value)
  return map
}

type Change = (doc: Y.Doc) => void
const byChange = (change: Change) => (scene: Scene) => [changeOf(scene.doc, change)]
const byStruct = (struct: (doc: Y.Doc) => Uint8Array) => (scene: Scene) => [ownBlock([struct(scene.doc)])]
const own = (changes: object | (() => object)) =>
  byChange((doc) => {
    const more = typeof changes === 'function' ? (changes as () => object)() : changes
    doc.getMap('threads').set('own', make({ ...thread('eve'), ...more }))
  })
const without = (field: keyof New<Thread>) =>
  byChange((doc) => {
    const { [field]: _left, ...rest } = thread('eve')
    doc.getMap('threads').set('own', make(rest))
  })

const table =
  (rule: string, outcome: Attack['outcome']) =>
  (rows: [string, Attack['updates']][]): Attack[] =>
    rows.map(([name, updates]) => ({ rule, name, outcome, updates }))

const ANSWER = {
  author: 'eve',
  at: 1,
  round: 'round-1',
  organisation: 'org',
  answer: 'cannotApprove',
  text: '',
} as const

/** An own answer, and then a change of it. */
const answeredThen = (change: Change) => (scene: Scene) => [
  changeOf(scene.doc, (doc) => respond(doc, 'own', ANSWER)),
  changeOf(scene.doc, change),
]

const TAKEN_BACK = table(
  'Q3',
  'forbidden',
)([
  [
    'an own answer turned round',
    answeredThen((doc) => entry(doc, 'responses', 'own').set('answer', 'noComments')),
  ],
  [
    'an own answer given to another round',
    answeredThen((doc) => entry(doc, 'responses', 'own').set('round', 'round-2')),
  ],
  ['a text taken from an own answer', answeredThen((doc) => entry(doc, 'responses', 'own').delete('text'))],
  ['an own answer deleted', answeredThen((doc) => deleteEntry(doc, 'responses', 'own'))],
  [
    'an answer in the place of an own one',
    answeredThen((doc) => doc.getMap('responses').set('own', make({ ...ANSWER, answer: 'noComments' }))),
  ],
  [
    'an answer to no round',
    byChange((doc) => {
      const { round: _round, ...rest } = ANSWER
      doc.getMap('responses').set('own', make(rest))
    }),
  ],
])

const FOREIGN = table(
  'M8',
  'foreignEntry',
)([
  ['another’s words changed', byChange((doc) => bos(doc).set('text', 'Nej'))],
  ['another’s target changed', byChange((doc) => bos(doc).set('target', { kind: 'meeting' }))],
  ['another’s entry taken over', byChange((doc) => bos(doc).set('author', 'eve'))],
  ['a field added to another’s', byChange((doc) => bos(doc).set('change', null))],
  ['a field taken from another’s', byChange((doc) => bos(doc).delete('text'))],
  ['another’s thread deleted', byChange((doc) => doc.getMap('threads').delete('thread-bo'))],
  ['another’s reply deleted', byChange((doc) => doc.getMap('replies').delete('reply-anna'))],
  ['a ruling deleted', byChange((doc) => doc.getMap('rulings').delete('ruling-anna'))],
  [
    'another’s answer changed',
    byChange((doc) => entry(doc, 'responses', 'response-bo').set('answer', 'cannotApprove')),
  ],
  [
    'another’s coming changed',
    byChange((doc) => entry(doc, 'attendance', 'mine-bo').set('attendance', 'present')),
  ],
  ['an anchor deleted', byChange((doc) => doc.getMap('anchors').delete('thread-bo'))],
  ['a receipt deleted', byChange((doc) => doc.getMap('receipts').delete('threads.thread-bo'))],
  [
    'an entry in the place of another’s',
    byChange((doc) => doc.getMap('threads').set('thread-bo', make(thread('eve')))),
  ],
  [
    'an entry where another’s was deleted',
    byChange((doc) => doc.getMap('threads').set('thread-gone', make(thread('eve')))),
  ],
  [
    'an entry under another’s id, as if none were there',
    byStruct(() => inRoot('threads', 'thread-bo', aMap)),
  ],
  ['an entry before another’s', byStruct((doc) => between(null, idOf(bos(doc)), aMap))],
  ['an entry behind another’s', byStruct((doc) => between(idOf(bos(doc)), null, aMap))],
  ['a deleted struct behind another’s', byStruct((doc) => between(idOf(bos(doc)), null, raw(1, 1)))],
  [
    'words in an inherited place, by the left',
    byStruct((doc) => between(valueOf(bos(doc), 'text'), null, aValue('Nej'))),
  ],
  [
    'words in an inherited place, by the right',
    byStruct((doc) => between(null, valueOf(bos(doc), 'text'), aValue('Nej'))),
  ],
  [
    'words in another’s entry, as if there were none',
    byStruct((doc) => inParent(idOf(bos(doc)), 'text', aValue('Nej'))),
  ],
  ['a deleted value among another’s words', byStruct((doc) => inParent(idOf(bos(doc)), 'text', raw(1, 1)))],
  [
    'an own entry with another’s changed beside it',
    byChange((doc) => {
      doc.getMap('threads').set('own', make(thread('eve')))
      bos(doc).set('text', 'Nej')
    }),
  ],
  [
    'an own entry with another’s deleted beside it',
    byChange((doc) => {
      doc.getMap('threads').set('own', make(thread('eve')))
      doc.getMap('threads').delete('thread-bo')
    }),
  ],
  ['everything of another’s deleted', ({ doc }) => [raw(0, 1, BO, 1, 0, Y.getState(doc.store, BO))]],
  [
    'everything of the server’s deleted',
    ({ doc }) => [raw(0, 1, SERVER_CLIENT, 1, 0, Y.getState(doc.store, SERVER_CLIENT))],
  ],
  ['a word in what another deleted', byStruct((doc) => inParent(deletedBy(doc), 'text', aValue('Nej')))],
])

/** The id of the entry that was deleted. */
function deletedBy(doc: Y.Doc): Y.ID {
  const item = doc.getMap('threads')._map.get('thread-gone')
  if (!item) throw new Error('nothing was deleted')
  return item.id
}

const RIGHTS = table(
  'M7',
  'forbidden',
)([
  [
    'a ruling by a member',
    byChange((doc) =>
      rule(doc, 'own', { author: 'eve', at: 1, thread: 'thread-bo', state: 'accepted', reason: '' }),
    ),
  ],
  [
    'a ruling in a secretary’s name',
    byChange((doc) =>
      rule(doc, 'own', { author: 'anna', at: 1, thread: 'thread-bo', state: 'accepted', reason: '' }),
    ),
  ],
  ['a ruling changed', byChange((doc) => entry(doc, 'rulings', 'ruling-anna').set('state', 'declined'))],
  ['an anchor by a member', byChange((doc) => doc.getMap('anchors').set('own', ANCHOR))],
  [
    'an anchor moved',
    byChange((doc) => doc.getMap('anchors').set('thread-bo', { ...ANCHOR, item: 'item-2' })),
  ],
  ['a receipt by a member', byChange((doc) => doc.getMap('receipts').set('threads.own', RECEIPT))],
  [
    'a receipt changed',
    byChange((doc) => doc.getMap('receipts').set('threads.thread-bo', { ...RECEIPT, late: true })),
  ],
  [
    'an anchor in an inherited place',
    byStruct((doc) => between(valueOf(doc.getMap('anchors'), 'thread-bo'), null, aValue(ANCHOR))),
  ],
  ['an anchor known as deleted only', byStruct(() => inRoot('anchors', 'own', raw(1, 1)))],
])

const AUTHORS = table(
  'M8',
  'forbidden',
)([
  ['a thread in another’s name', own({ author: 'bo' })],
  ['a thread in the name of the server', own({ author: 'server' })],
  [
    'a reply in another’s name',
    byChange((doc) =>
      reply(doc, 'own', { author: 'anna', at: 1, thread: 'thread-bo', text: 'Ja', mentions: [] }),
    ),
  ],
  ['an answer in another’s name', byChange((doc) => respond(doc, 'own', { ...ANSWER, author: 'bo' }))],
  [
    'a coming in another’s name',
    byChange((doc) =>
      setAttendance(doc, 'own', {
        author: 'bo',
        at: 1,
        person: 'bo',
        attendance: 'present',
        substitute: null,
      }),
    ),
  ],
  [
    'an own entry given to another afterwards',
    ({ doc }) => [
      changeOf(doc, (each) => addThread(each, 'own', thread('eve'))),
      changeOf(doc, (each) => entry(each, 'threads', 'own').set('author', 'bo')),
    ],
  ],
  [
    'an author put before the true one',
    ({ doc }) => [
      changeOf(doc, (each) => addThread(each, 'own', thread('eve'))),
      ownBlock(
        [inParent(idOf(entry(doc, 'threads', 'own')), 'author', aValue('bo'))],
        EVE,
        Y.getState(doc.store, EVE),
      ),
    ],
  ],
])

const SHAPES = table(
  'M9',
  'forbidden',
)([
  ['an unknown root', byChange((doc) => doc.getMap('config').set('a', 1))],
  [
    'a section of the paper',
    byChange((doc) => doc.getXmlFragment('item-0001/minutes').push([new Y.XmlElement('paragraph')])),
  ],
  ['the header of the paper', byChange((doc) => doc.getMap('meeting').set('subject', 'x'))],
  ['a list in a root', byChange((doc) => doc.getArray('threads').push(['x']))],
  ['a text in a root', byChange((doc) => doc.getText('replies').insert(0, 'x'))],
  ['an entry that is no map', byChange((doc) => doc.getMap('threads').set('own', 'x'))],
  ['an entry that is a text', byChange((doc) => doc.getMap('threads').set('own', new Y.Text('x')))],
  ['an entry that is a list', byChange((doc) => doc.getMap('threads').set('own', new Y.Array()))],
  [
    'an entry that is a node',
    byChange((doc) => doc.getMap('threads').set('own', new Y.XmlElement('paragraph'))),
  ],
  ['an entry under a path', byChange((doc) => addThread(doc, 'a/b', thread('eve')))],
  ['an entry under __proto__', byChange((doc) => addThread(doc, '__proto__', thread('eve')))],
  ['an entry under a name too long', byChange((doc) => addThread(doc, 'x'.repeat(65), thread('eve')))],
  ['a map in an entry', own(() => ({ text: new Y.Map() }))],
  ['a list in an entry', own(() => ({ mentions: new Y.Array() }))],
  ['a living text in an entry', own(() => ({ text: new Y.Text('x') }))],
  ['letters in an entry', ({ doc }) => ownThen(doc, (id) => inParent(id, null, aText('x')))],
  ['a map in a list of an entry', ({ doc }) => ownThen(doc, (id) => inParent(id, null, aMap))],
  ['a format in an entry', ({ doc }) => ownThen(doc, (id) => inParent(id, 'text', raw(6, 'strong', '{}')))],
  ['an unknown field', own({ html: '<b>x</b>' })],
  ['a field that every object has', own({ constructor: 'x' })],
  ['a field of another kind of entry', own({ answer: 'noComments' })],
  ['__proto__ as a field', byChange((doc) => entryWith(doc, '__proto__', 'x'))],
  ['an entry without an author', without('author')],
  ['an entry without a time', without('at')],
  ['an entry without a target', without('target')],
  ['an entry with nothing in it', byChange((doc) => doc.getMap('threads').set('own', new Y.Map()))],
  ['a text too long', own({ text: 'x'.repeat(20_001) })],
  ['a text that is a number', own({ text: 7 })],
  ['a time that is a date', own({ at: '2026-03-12' })],
  ['a time before all', own({ at: -1 })],
  ['a time after all', own({ at: 8.64e15 + 1 })],
  ['a time that is no number', own({ at: NaN })],
  ['a kind that is none', own({ kind: 'order' })],
  ['a target that is none', own({ target: { kind: 'everything' } })],
  ['a target with more in it', own({ target: { ...TARGET, html: 'x' } })],
  ['a target in a path', own({ target: { ...TARGET, item: '../secret' } })],
  ['a quote without end', own({ target: { ...TARGET, quote: 'x'.repeat(10_001) } })],
  ['a place that is no position', own({ target: { ...TARGET, from: '<script>' } })],
  ['mentions without end', own({ mentions: Array.from({ length: 51 }, () => 'bo') })],
  ['mentions that are no names', own({ mentions: [{}] })],
  ['a change that is none', own({ kind: 'suggestion', change: { kind: 'script' } })],
  [
    'a change with a script in a link',
    own({
      change: {
        kind: 'inline',
        slice: {
          content: [
            { type: 'text', text: 'x', marks: [{ type: 'link', attrs: { href: 'javascript:alert(1)' } }] },
          ],
        },
      },
    }),
  ],
  ['a change nested very deep', own({ change: { kind: 'insertBlock', side: 'after', blocks: [deep(15)] } })],
  ['a change without end', own({ change: { kind: 'insertBlock', side: 'after', blocks: [long(70_000)] } })],
  ['bytes in a field', own({ text: new Uint8Array(8) })],
  ['a document in a field', own(() => ({ text: new Y.Doc() }))],
])

function deep(depth: number): unknown {
  return depth === 0 ? { type: 'paragraph' } : { type: 'blockquote', content: [deep(depth - 1)] }
}
function long(length: number): unknown {
  return { type: 'paragraph', content: [{ type: 'text', text: 'x'.repeat(length) }] }
}

function entryWith(doc: Y.Doc, field: string, value: unknown): void {
  const map = make(thread('eve'))
  map.set(field, value)
  doc.getMap('threads').set('own', map)
}

function ownThen(doc: Y.Doc, struct: (id: Y.ID) => Uint8Array): Uint8Array[] {
  const made = changeOf(doc, (each) => addThread(each, 'own', thread('eve')))
  const id = idOf(entry(doc, 'threads', 'own'))
  return [made, ownBlock([struct(id)], EVE, Y.getState(doc.store, EVE))]
}

const CLIENTS = table(
  'G5',
  'foreignClient',
)([
  [
    'words under another’s client',
    ({ doc }) => [ownBlock([inParent(idOf(bos(doc)), 'text', aValue('Nej'))], BO, Y.getState(doc.store, BO))],
  ],
  [
    'an anchor under the server’s client',
    ({ doc }) => [
      ownBlock(
        [inRoot('anchors', 'own', aValue(ANCHOR))],
        SERVER_CLIENT,
        Y.getState(doc.store, SERVER_CLIENT),
      ),
    ],
  ],
  [
    'words under the client of somebody offline',
    ({ doc, victim }) => [ownBlock([inRoot('threads', 'own', aMap)], victim, Y.getState(doc.store, victim))],
  ],
  ['another’s next clocks, forgotten', ({ doc }) => [ownBlock([raw(0, 100)], BO, Y.getState(doc.store, BO))]],
])

const MISSING = table(
  'G4',
  'missing',
)([
  ['a gap in the clock', () => [ownBlock([inRoot('threads', 'own', aMap)], EVE, 10)]],
  ['a field of an unknown entry', byStruct(() => inParent(Y.createID(999, 0), 'text', aValue('x')))],
  ['a delete of what is yet to come', () => [raw(0, 1, BO, 1, 1_000, 5)]],
  [
    'a neighbour that is yet to come',
    () => [ownBlock([raw(info(128 | 8), BO, 1_000, 1, new Uint8Array([126]))])],
  ],
])

const REPEATS = table(
  'G3',
  'nothing',
)([
  ['the whole margin', ({ doc }) => [Y.encodeStateAsUpdate(doc)]],
  ['known deletes', ({ doc }) => [Y.diffUpdate(Y.encodeStateAsUpdate(doc), Y.encodeStateVector(doc))]],
  ['known clocks with other content', () => [ownBlock([inRoot('threads', 'own', aMap)], BO)]],
  ['known clocks as forgotten', () => [ownBlock([raw(0, 5)], BO)]],
])

export const MARGIN_ATTACKS: Attack[] = [
  ...FOREIGN,
  ...TAKEN_BACK,
  ...RIGHTS,
  ...AUTHORS,
  ...SHAPES,
  ...CLIENTS,
  ...MISSING,
  ...REPEATS,
]

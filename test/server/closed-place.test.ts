import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { items, type Item } from '../../schema/paper.ts'
import type { Seals } from '../../schema/zones.ts'
import { Gate } from '../../server/sync/gate/gate.ts'
import { PAPER } from '../../server/sync/gate/paper-policy.ts'
import { Replica } from '../../server/sync/replica.ts'
import { closeItem } from '../../server/zones/parting.ts'
import { ANNA, EVE, changeOf } from './attack-table.ts'
import { randomOf } from './random.ts'

const ITEM = 'item-0001'
const OTHER = 'item-0002'
const SEALS: Seals = {
  generation: 1,
  earlier: [0],
  sealed: [{ item: ITEM, zone: 'meeting.zone', threads: [] }],
}

/** The open paper of a meeting with a closed item, behind its gate. */
class SealedPaper {
  readonly doc = new Y.Doc()
  rows = 0
  private readonly replica: Replica
  readonly gate: Gate
  readonly refusals: string[] = []

  constructor() {
    const before = new Y.Doc()
    before.clientID = ANNA
    items.add(before, ITEM, { duration: 10, presenters: ['Kirsten'], closed: false })
    items.add(before, OTHER, { duration: 20 })
    const closing = { item: ITEM, reason: 'Personsag', publicWording: null, client: 7 }
    const snapshot = closeItem([Y.encodeStateAsUpdate(before)], [], closing)?.paper
    if (!snapshot) throw new Error('not closed')
    const state = Y.encodeStateAsUpdate(snapshot)
    this.replica = new Replica({ snapshot: state, covered: 0, tail: [] })
    Y.applyUpdate(this.doc, state)
    this.gate = new Gate(this.replica, new Map(), PAPER, SEALS)
  }

  submit(user: string, update: Uint8Array, relay: (row: Uint8Array) => void = () => undefined): string {
    const verdict = this.gate.submit({ user, writes: true }, update)
    if (verdict.kind === 'refused') return verdict.reason
    if (verdict.kind === 'nothing') return verdict.kind
    this.rows++
    this.replica.push(verdict.bytes)
    Y.applyUpdate(this.doc, verdict.bytes)
    relay(verdict.bytes)
    return verdict.kind
  }

  get item(): Item | null {
    return items.maybe(this.doc, ITEM)
  }

  copy(client: number): Y.Doc {
    const doc = new Y.Doc()
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(this.doc))
    doc.clientID = client
    return doc
  }
}

const entryOf = (doc: Y.Doc) => items.map(doc).get(ITEM)

const putEntry = (doc: Y.Doc, fields: object): void =>
  void items.map(doc).set(ITEM, new Y.Map<unknown>(Object.entries({ order: 'a0', ...fields })))

/** The last change of each is refused, those before it are taken. */
const ATTACKS: [string, ((doc: Y.Doc) => void)[]][] = [
  ['deletes the word', [(doc) => entryOf(doc)?.delete('closed')]],
  ['says it anew', [(doc) => entryOf(doc)?.set('closed', true)]],
  [
    'says it anew and deletes that',
    [
      (doc) => {
        entryOf(doc)?.set('closed', true)
        entryOf(doc)?.delete('closed')
      },
    ],
  ],
  ['puts an entry in its place that does not say it', [(doc) => putEntry(doc, {})]],
  ['puts one there that says it is open', [(doc) => putEntry(doc, { closed: false })]],
  [
    'puts one there that says it, and deletes that',
    [
      (doc) => {
        putEntry(doc, { closed: true })
        entryOf(doc)?.delete('closed')
      },
    ],
  ],
  [
    'puts one there that says it twice',
    [
      (doc) => {
        putEntry(doc, { closed: true })
        entryOf(doc)?.set('closed', true)
      },
    ],
  ],
  ['removes it and puts another there', [(doc) => items.remove(doc, ITEM), (doc) => putEntry(doc, {})]],
  [
    'deletes the word in an entry of their own',
    [(doc) => putEntry(doc, { closed: true }), (doc) => entryOf(doc)?.delete('closed')],
  ],
]

test.each(ATTACKS)('Z13 who %s is refused, and it stays closed', (_what, changes) => {
  const room = new SealedPaper()
  const eve = room.copy(EVE)
  const [last, ...first] = changes.map((change) => changeOf(eve, change)).reverse()
  for (const update of first.reverse()) expect(room.submit('eve', update)).toBe('row')
  const before = room.item
  expect(room.submit('eve', last ?? new Uint8Array())).toBe('closedItem')
  // Also when all of it comes at once, as from a device that was away.
  const away = new SealedPaper()
  expect(away.submit('eve', Y.encodeStateAsUpdate(eve))).toBe('closedItem')
  for (const each of [room, away]) {
    expect(
      each.submit(
        'nanna',
        changeOf(each.copy(12), (doc) => items.set(doc, OTHER, { duration: 5 })),
      ),
    ).toBe('row')
    expect(each.item?.closed ?? true).toBe(true)
  }
  expect(room.item).toEqual(before)
})

test('Z13 an entry that lost against another of the same moment is deleted with its words by everybody', () => {
  const room = new SealedPaper()
  const [nanna, rasmus] = [room.copy(11), room.copy(12)]
  const told = [nanna, rasmus].map((doc) => {
    const removed = changeOf(doc, () => items.remove(doc, ITEM))
    return [removed, changeOf(doc, () => putEntry(doc, { closed: true, duration: doc.clientID }))]
  })
  for (const update of told.flat()) expect(room.submit('nanna', update)).toMatch(/^(?:row|nothing)$/)
  // What whoever has both says to be deleted.
  expect(room.submit('nanna', Y.encodeStateAsUpdate(room.doc))).toBe('row')
  expect(room.item).toMatchObject({ closed: true, duration: 12 })
})

/** Somebody who works in the outline, with and without a network. */
class Secretary {
  doc = new Y.Doc()
  private undo = this.undoIn(this.doc)
  online = true
  private queue: Uint8Array[] = []
  private seen: Item | null = null

  constructor(
    readonly user: string,
    private readonly room: SealedPaper,
    private readonly random: () => number,
  ) {}

  /** As a page that is loaded anew: what is there comes back under another client. */
  reload(): void {
    const state = Y.encodeStateAsUpdate(this.doc)
    this.doc = new Y.Doc()
    Y.applyUpdate(this.doc, state, 'server')
    this.undo = this.undoIn(this.doc)
    if (this.online) this.connect()
  }

  connect(): void {
    this.online = true
    this.queue = []
    Y.applyUpdate(this.doc, Y.encodeStateAsUpdate(this.room.doc), 'server')
    this.seen ??= this.room.item
    this.send(Y.encodeStateAsUpdate(this.doc, this.random() < 0.5 ? this.room.gate.stateVector() : undefined))
  }

  take(update: Uint8Array): void {
    if (this.online) Y.applyUpdate(this.doc, update, 'server')
  }

  flush(): void {
    if (this.online) for (const update of this.queue.splice(0)) this.send(update)
  }

  act(): void {
    const x = this.random()
    if (x < 0.05) this.online = false
    else if (x < 0.12) this.connect()
    else if (x < 0.14) this.reload()
    else if (x < 0.3) this.undo.undo()
    else if (x < 0.4) this.undo.redo()
    else this.doc.transact(() => this.change(), 'own')
    this.seen = items.maybe(this.doc, ITEM) ?? this.seen
  }

  private change(): void {
    const { doc, random, seen } = this
    const x = random()
    const item = random() < 0.7 ? ITEM : OTHER
    if (x < 0.25) items.remove(doc, ITEM)
    else if (x < 0.45) items.move(doc, item, Math.floor(random() * 3))
    else if (x < 0.6) items.set(doc, item, { duration: Math.floor(random() * 60) })
    else if (x < 0.7) items.set(doc, ITEM, { closedReason: `Sag ${Math.floor(random() * 9)}` })
    else if (seen !== null && items.maybe(doc, ITEM) === null) {
      const { id, order: _order, ...fields } = seen
      items.add(doc, id, fields, Math.floor(random() * 3))
    } else items.add(doc, `item-${Math.floor(random() * 1e9)}`, { duration: 5 })
  }

  private send(update: Uint8Array): void {
    const { room, user } = this
    const verdict = room.submit(user, update, this.relay)
    if (verdict !== 'row' && verdict !== 'nothing') room.refusals.push(verdict)
  }

  relay: (row: Uint8Array) => void = () => undefined

  private undoIn(doc: Y.Doc): Y.UndoManager {
    doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== 'server') this.queue.push(update)
    })
    return new Y.UndoManager([doc.getMap('items')], {
      doc,
      trackedOrigins: new Set(['own']),
      captureTimeout: 0,
    })
  }
}

test('Z13 honest secretaries are never refused, whatever they do to a closed item at the same time', () => {
  const seed = Number(process.env.SEED ?? 23)
  const random = randomOf(seed)
  const room = new SealedPaper()
  const all = ['nanna', 'rasmus', 'nanna', 'sofie'].map((user) => new Secretary(user, room, random))
  for (const each of all) {
    each.relay = (row) => all.forEach((other) => other !== each && other.take(row))
    each.connect()
  }
  const seen = { open: 0, closed: 0, gone: 0 }
  const steps = Number(process.env.STEPS ?? 800)
  for (let step = 0; step < steps; step++) {
    const one = all[Math.floor(random() * all.length)]
    one?.act()
    one?.flush()
    if (random() < 0.02) room.gate.rest()
    expect(room.refusals, `seed ${seed}, step ${step}`).toEqual([])
    const { item } = room
    seen[item === null ? 'gone' : item.closed ? 'closed' : 'open']++
  }
  for (const each of [...all, ...all]) each.connect()
  expect(room.refusals, `seed ${seed}`).toEqual([])
  expect(seen.open, `seed ${seed}`).toBe(0)
  expect(Math.min(seen.closed, seen.gone), `seed ${seed}`).toBeGreaterThan(steps / 20)
  expect(room.rows).toBeGreaterThan(steps / 4)
  const [first, ...others] = all.map(({ doc }) => JSON.stringify(items.list(doc)))
  for (const other of others) expect(other, `seed ${seed}`).toBe(first)
})

import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { setHeader } from '../../schema/paper.ts'
import { encodeExtent, extentOf } from '../../server/sync/extent.ts'
import { Damaged, Gate } from '../../server/sync/gate/gate.ts'
import type { Held } from '../../server/sync/gate/held.ts'
import type { Sender } from '../../server/sync/gate/policy.ts'
import { Replica } from '../../server/sync/replica.ts'
import {
  ANNA as ANNA_CLIENT,
  ATTACKS,
  CARL as CARL_CLIENT,
  EVE as EVE_CLIENT,
  SECTION,
  changeOf,
  element,
  fresh,
  honestPaper,
  put,
  raw,
  text,
} from './attack-table.ts'
import { randomOf } from './random.ts'

const SEED = Number(process.env.SEED ?? 11)
const STEPS = Number(process.env.STEPS ?? 400)
const SENDERS: Sender[] = [
  { user: 'anna', writes: true },
  { user: 'carl', writes: true },
  { user: 'eve', writes: true },
  { user: 'rie', writes: false },
]
const [ANNA, CARL, EVE] = SENDERS as [Sender, Sender, Sender, Sender]
/** Attacks by sheer size are tried elsewhere, one by one. */
const SMALL = 10_000
const NOTHING = new Uint8Array([0, 0])

/** What a room has on disk, and how often all of it was read. */
class Watched implements Held {
  readings = 0
  constructor(readonly replica: Replica) {}
  get clocks() {
    return this.replica.clocks
  }
  get deletes() {
    return this.replica.deletes
  }
  get updates() {
    this.readings++
    return this.replica.updates
  }
}

/** The same room behind a gate that has read it and behind one that reads it when it must, and forgets it again. */
class TwoGates {
  held!: Watched
  lazy!: Gate
  eager!: Gate
  readonly doc = new Y.Doc()
  private readonly owners = new Map<number, string>()
  readonly seen = { row: 0, nothing: 0, refused: 0 }
  /** The lazy one had read nothing before it, and nothing after. */
  settledUnread = 0

  constructor() {
    this.compact()
  }

  /** As after a compaction and a restart. */
  compact(): void {
    const snapshot = Y.encodeStateAsUpdate(this.doc)
    const stored = { snapshot, covered: 1, tail: [], extent: encodeExtent(extentOf(snapshot)) }
    this.held = new Watched(new Replica(stored))
    this.lazy = new Gate(this.held, this.owners)
    this.eager = Gate.of({ ...stored, clients: this.owners })
  }

  bind(client: number, user: string): void {
    expect(this.lazy.bind(client, user)).toBe(this.eager.bind(client, user))
    const owner = this.eager.ownerOf(client)
    if (owner !== undefined) this.owners.set(client, owner)
  }

  submit(sender: Sender, bytes: Uint8Array): void {
    const { readings } = this.held
    const verdict = this.eager.submit(sender, bytes)
    expect(this.lazy.submit(sender, bytes)).toEqual(verdict)
    this.seen[verdict.kind]++
    if (verdict.kind === 'nothing' && this.held.readings === readings) this.settledUnread++
    if (verdict.kind !== 'row') return
    this.held.replica.push(verdict.bytes)
    for (const client of verdict.claims) this.owners.set(client, sender.user)
    Y.applyUpdate(this.doc, verdict.bytes)
  }

  copy(clientID: number): Y.Doc {
    const doc = new Y.Doc()
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(this.doc))
    doc.clientID = clientID
    return doc
  }
}

test(`L20 a gate that has not read the room refuses and takes exactly what one that has does (seed ${SEED})`, () => {
  const random = randomOf(SEED)
  const pick = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)] as T
  const gates = new TwoGates()
  gates.submit(ANNA, honestPaper(ANNA_CLIENT))
  const pages = new Map(SENDERS.map((sender, i) => [sender, gates.copy(100 + i)]))
  const attacks = attacksOn(gates).filter((updates) => updates.every(({ length }) => length < SMALL))
  const sent: Uint8Array[] = [honestPaper(ANNA_CLIENT)]
  for (let step = 0; step < STEPS; step++) {
    const sender = pick(SENDERS)
    const page = pages.get(sender) as Y.Doc
    const x = random()
    if (x < 0.3) sent.push(write(page, random))
    if (x < 0.35) gates.submit(sender, NOTHING)
    else if (x < 0.45) gates.submit(sender, Y.encodeStateAsUpdate(page))
    else if (x < 0.55) Y.applyUpdate(page, Y.encodeStateAsUpdate(gates.doc))
    else if (x < 0.6) gates.bind(pick([...gates.doc.store.clients.keys(), step]), sender.user)
    else if (x < 0.62) gates.compact()
    else if (x < 0.7) gates.submit(sender, broken(pick(sent), random))
    else if (x < 0.78) for (const update of pick(attacks)) gates.submit(EVE, update)
    else gates.submit(sender, random() < 0.7 ? (sent.at(-1) as Uint8Array) : pick(sent))
    expect(gates.lazy.stateVector()).toEqual(gates.eager.stateVector())
    if (random() < 0.4) gates.lazy.rest()
  }
  const { row, nothing, refused } = gates.seen
  expect(Math.min(row, nothing, refused)).toBeGreaterThan(STEPS / 40)
  expect(gates.settledUnread).toBeGreaterThan(STEPS / 40)
})

function write(page: Y.Doc, random: () => number): Uint8Array {
  return changeOf(page, (doc) => {
    const section = doc.getXmlFragment(SECTION)
    const x = random()
    if (x < 0.3) setHeader(doc, { place: `sal ${Math.floor(random() * 9)}` })
    else if (x < 0.55 && section.length > 0) section.delete(Math.floor(random() * section.length), 1)
    else put(element('paragraph', text('Godkendt')))(doc)
  })
}

/** One byte is another, or the end is missing. */
function broken(update: Uint8Array, random: () => number): Uint8Array {
  const bytes = update.slice(0, random() < 0.3 ? Math.floor(random() * update.length) : update.length)
  if (bytes.length > 0) bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256)
  return bytes
}

/** Made at once, while everything is there that they are about. */
function attacksOn(gates: TwoGates): Uint8Array[][] {
  return ATTACKS.map(({ updates }) => updates({ doc: gates.copy(EVE_CLIENT), victim: CARL_CLIENT }))
}

test('L20 who comes back with nothing new makes nobody read the room, with all deletions there ever were', () => {
  const gates = new TwoGates()
  gates.submit(ANNA, honestPaper(ANNA_CLIENT))
  gates.submit(
    CARL,
    changeOf(gates.copy(CARL_CLIENT), (doc) => doc.getXmlFragment(SECTION).delete(0, 1)),
  )
  gates.compact()
  const page = gates.copy(7)
  for (const update of [
    NOTHING,
    Y.encodeStateAsUpdate(page),
    Y.encodeStateAsUpdate(page, Y.encodeStateVector(page)),
  ])
    gates.submit(ANNA, update)
  expect(gates.held.readings).toBe(0)
  gates.submit(ANNA, changeOf(page, put(element('paragraph'))))
  expect([gates.held.readings, gates.seen]).toEqual([1, { row: 3, nothing: 3, refused: 0 }])
})

test('L20 damage that shows only in the structs is not taken for a fault of who writes', () => {
  const snapshot = fresh((doc) => doc.getMap('nonsense').set('a', 1))
  const gate = new Gate(new Replica({ snapshot, covered: 1, tail: [] }), new Map())
  expect(gate.submit(ANNA, NOTHING)).toEqual({ kind: 'nothing' })
  expect(() => gate.submit(ANNA, honestPaper(ANNA_CLIENT))).toThrow(Damaged)
  expect(() => Gate.of({ snapshot, tail: [], clients: new Map() })).toThrow(Damaged)
})

test('L20 how far an update reaches is kept whole', () => {
  const update = honestPaper(ANNA_CLIENT)
  const extent = extentOf(update)
  expect(extent.clocks).toEqual(Y.decodeStateVector(Y.encodeStateVectorFromUpdate(update)))
  expect(raw(0, update.subarray(extent.deletesAt))).toEqual(
    Y.diffUpdate(update, Y.encodeStateVectorFromUpdate(update)),
  )
  const bytes = encodeExtent(extent)
  const given = new Replica({ snapshot: update, covered: 1, tail: [], extent: bytes })
  const found = new Replica({ snapshot: update, covered: 1, tail: [] })
  expect([given.clocks, given.deletes]).toEqual([found.clocks, found.deletes])
  expect(given.diff(Y.encodeStateVectorFromUpdate(update))).toEqual(
    found.diff(Y.encodeStateVectorFromUpdate(update)),
  )
})

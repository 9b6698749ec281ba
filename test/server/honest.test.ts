import { expect, test } from 'vitest'
import * as Y from 'yjs'
import type { Node } from 'prosemirror-model'
import { Transform, canJoin, canSplit, findWrapping, liftTarget } from 'prosemirror-transform'
import { initProseMirrorDoc, updateYFragment } from 'y-prosemirror'
import { sectionSchema } from '../../schema/nodes.ts'
import { fragment, header, items, sectionKey, setHeader } from '../../schema/paper.ts'
import { Gate } from '../../server/sync/gate/gate.ts'
import { Replica } from '../../server/sync/replica.ts'
import { WORK } from '../../server/sync/gate/work.ts'
import { randomOf } from './random.ts'

const SECTIONS = ['case', 'recommendation', 'minutes'] as const
const { nodes, marks } = sectionSchema

/** Somebody who writes as the editor does: ProseMirror steps, items, header, undo; on and off line. */
class Writer {
  doc: Y.Doc
  undo: Y.UndoManager
  queue: Uint8Array[] = []
  online = true

  constructor(
    readonly user: string,
    state: Uint8Array,
  ) {
    ;({ doc: this.doc, undo: this.undo } = this.open(state))
  }

  /** As a reload does: the same state under a new client. */
  reload(): void {
    const state = Y.encodeStateAsUpdate(this.doc)
    this.doc.destroy()
    ;({ doc: this.doc, undo: this.undo } = this.open(state))
  }

  private open(state: Uint8Array): { doc: Y.Doc; undo: Y.UndoManager } {
    const doc = new Y.Doc()
    Y.applyUpdate(doc, state, 'load')
    doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== 'load' && origin !== 'server') this.queue.push(update)
    })
    const roots = ['meeting', 'people', 'items'].map((name) => doc.getMap(name))
    const undo = new Y.UndoManager(roots, { doc, trackedOrigins: new Set(['own']), captureTimeout: 0 })
    for (const { id } of items.list(doc))
      for (const section of SECTIONS) undo.addToScope(fragment(doc, sectionKey(id, section)))
    return { doc, undo }
  }
}

class Honest {
  readonly refusals: string[] = []
  private replica = new Replica({ snapshot: null, covered: 0, tail: [] })
  private owners = new Map<number, string>()
  gate = new Gate(this.replica, this.owners)
  /** Yjs beside the gate: whatever is let in must leave both knowing the same. */
  private readonly oracle = new Y.Doc()
  accepted = 0
  mostWork = 0

  constructor(
    readonly random: () => number,
    readonly writers: Writer[],
  ) {}

  /** What y-websocket does on coming back: both send what the other lacks; then live again. */
  connect(writer: Writer): void {
    Y.applyUpdate(writer.doc, this.state(), 'server')
    writer.queue = []
    writer.online = true
    // Some send what is missing, some all they have.
    const known = this.random() < 0.7 ? this.gate.stateVector() : undefined
    this.submit(writer, Y.encodeStateAsUpdate(writer.doc, known))
  }

  /** Sends what is waiting, in order. */
  flush(writer: Writer): void {
    if (writer.online) for (const update of writer.queue.splice(0)) this.submit(writer, update)
  }

  /** As the worker compacts, and then as a restart loads, or as a room rests that stays open. */
  restart(): void {
    const doc = new Y.Doc()
    this.replica.updates.forEach((row) => Y.applyUpdate(doc, row))
    const [snapshot, covered] = [Y.encodeStateAsUpdate(doc), this.replica.seq]
    doc.destroy()
    if (this.random() < 0.3) {
      this.replica.adopt(covered, snapshot)
      this.gate.rest()
    } else {
      this.replica = new Replica({ snapshot, covered, tail: [] })
      this.gate = new Gate(this.replica, this.owners)
    }
  }

  private compare(row: Uint8Array): void {
    Y.applyUpdate(this.oracle, row)
    const { pendingStructs, pendingDs } = this.oracle.store
    if (pendingStructs !== null || pendingDs !== null) this.refusals.push('Yjs waits for something')
    if (this.accepted % 20 > 0) return
    const known = Y.decodeStateVector(Y.encodeStateVector(this.oracle))
    expect(Y.decodeStateVector(this.gate.stateVector())).toEqual(known)
  }

  state(): Uint8Array {
    return Y.mergeUpdates(this.replica.updates)
  }

  private submit(writer: Writer, update: Uint8Array): void {
    const verdict = this.gate.submit({ user: writer.user, writes: true }, update)
    if (verdict.kind === 'refused') this.refusals.push(`${verdict.reason}: ${verdict.detail}`)
    if (verdict.kind !== 'row') return
    this.accepted++
    this.mostWork = Math.max(this.mostWork, verdict.work)
    this.replica.push(verdict.bytes)
    this.compare(verdict.bytes)
    for (const client of verdict.claims) this.owners.set(client, writer.user)
    for (const other of this.writers)
      if (other !== writer && other.online) Y.applyUpdate(other.doc, verdict.bytes, 'server')
  }
}

test('G9 honest editing is never refused, live, offline, by undo, after reloads and compactions', () => {
  const seed = Number(process.env.SEED ?? 7)
  const random = randomOf(seed)
  const first = new Y.Doc()
  for (const id of ['item-0001', 'item-0002', 'item-0003']) items.add(first, id, { presenters: ['A'] })
  const state = Y.encodeStateAsUpdate(first)
  const writers = ['anna', 'bo', 'carl', 'anna'].map((user) => new Writer(user, new Uint8Array([0, 0])))
  const room = new Honest(random, writers)
  const [anna] = writers
  if (anna) Y.applyUpdate(anna.doc, state, 'load')
  for (const writer of writers) room.connect(writer)
  for (const writer of writers) writer.reload()

  const steps = Number(process.env.STEPS ?? 1000)
  for (let i = 0; i < steps; i++) {
    const writer = writers[Math.floor(random() * writers.length)]
    if (!writer) continue
    act(room, writer, random)
    expect(room.refusals, `seed ${seed}, step ${i}`).toEqual([])
  }
  for (const writer of writers) room.connect(writer)
  for (const writer of writers) room.connect(writer)
  expect(room.refusals, `seed ${seed}`).toEqual([])
  expect(room.accepted).toBeGreaterThan(steps / 3)
  // Nothing honest comes near the bound of rule G12.
  expect(room.mostWork, `seed ${seed}`).toBeLessThan(WORK.update / 10)
  const [one, ...others] = writers.map(({ doc }) => JSON.stringify(textsOf(doc)))
  for (const other of others) expect(other, `seed ${seed}`).toBe(one)
  if (process.env.STEPS)
    console.info(
      `${room.accepted} updates, ${room.refusals.length} refused, seed ${seed}, most work ${room.mostWork}`,
    )
  const told = Y.decodeStateVector(room.gate.stateVector())
  const known = Y.decodeStateVector(Y.encodeStateVectorFromUpdate(room.state()))
  expect(told).toEqual(known)
}, 3_600_000)

function textsOf(doc: Y.Doc): unknown {
  return items
    .list(doc)
    .map((item) => [item, SECTIONS.map((section) => fragment(doc, sectionKey(item.id, section)).toString())])
}

function act(room: Honest, writer: Writer, random: () => number): void {
  const x = random()
  if (x < 0.02) writer.online = false
  else if (x < 0.05) room.connect(writer)
  else if (x < 0.06) {
    room.flush(writer)
    // What is not sent yet goes with the first SyncStep2 after the reload.
    writer.reload()
    if (writer.online) room.connect(writer)
  } else if (x < 0.065) room.restart()
  else if (x < 0.067) {
    for (let i = 0; i < 20; i++) writer.undo.undo()
    for (let i = 0; i < 20; i++) writer.undo.redo()
  } else if (x < 0.1) writer.undo.undo()
  else if (x < 0.12) writer.undo.redo()
  else if (x < 0.2) changePaper(writer.doc, random)
  else changeText(writer, random)
  room.flush(writer)
}

let made = 100

function changePaper(doc: Y.Doc, random: () => number): void {
  const list = items.list(doc)
  const item = list[Math.floor(random() * list.length)]
  const x = random()
  doc.transact(() => {
    if (!item || x < 0.15) return items.add(doc, `item-${made++}`, { duration: 5, outcomes: [] })
    if (x < 0.25 && list.length > 2) return items.remove(doc, item.id)
    if (x < 0.5) return items.move(doc, item.id, Math.floor(random() * list.length))
    if (x < 0.75)
      return items.set(doc, item.id, { duration: Math.floor(random() * 60), presenters: ['B', 'C'] })
    setHeader(doc, { place: `sal ${Math.floor(random() * 9)}`, number: (header(doc).number ?? 0) + 1 })
  }, 'own')
}

function changeText({ doc, undo }: Writer, random: () => number): void {
  const list = items.list(doc)
  const item = list[Math.floor(random() * list.length)]
  if (!item) return
  const section = SECTIONS[Math.floor(random() * SECTIONS.length)] ?? 'case'
  const root = fragment(doc, sectionKey(item.id, section))
  undo.addToScope(root)
  const { doc: node, meta } = initProseMirrorDoc(root, sectionSchema)
  const transform = new Transform(node)
  try {
    edit(transform, random)
  } catch (error) {
    // ProseMirror refuses what does not fit where chance has it, and the editor then does nothing either.
    if (!(error instanceof RangeError) && (error as Error).name !== 'TransformError') throw error
    return
  }
  if (transform.docChanged) doc.transact(() => updateYFragment(doc, root, transform.doc, meta), 'own')
}

/** One thing that a hand does. */
function edit(tr: Transform, random: () => number): void {
  const blocks: { node: Node; at: number }[] = []
  tr.doc.descendants((node, at) => void (node.isTextblock && blocks.push({ node, at })))
  const block = blocks[Math.floor(random() * blocks.length)]
  const paragraph = (text: string) => nodes.paragraph?.create(null, text ? sectionSchema.text(text) : null)
  if (!block) return void tr.insert(0, paragraph('nyt') ?? [])
  const { node, at } = block
  const spot = at + 1 + Math.floor(random() * (node.content.size + 1))
  const end = Math.min(at + 1 + node.content.size, spot + 4)
  const x = random()
  if (x < 0.35) tr.insert(spot, sectionSchema.text(['a', 'æ', 'ord '][Math.floor(random() * 3)] ?? 'a'))
  else if (x < 0.47) tr.delete(spot, end)
  else if (x < 0.55 && canSplit(tr.doc, spot)) tr.split(spot)
  else if (x < 0.6 && canJoin(tr.doc, at)) tr.join(at)
  else if (x < 0.68) markSome(tr, at + 1, end, random)
  else if (x < 0.72 && nodes.heading) tr.setBlockType(at + 1, at + 1, nodes.heading, { level: 2 })
  else if (x < 0.8) wrapOrLift(tr, at, random)
  else if (x < 0.84 && nodes.hard_break) tr.insert(spot, nodes.hard_break.create())
  else if (x < 0.88 && nodes.footnote)
    tr.insert(spot, nodes.footnote.create(null, sectionSchema.text('note')))
  else if (x < 0.92)
    tr.insert(
      at,
      [paragraph('et'), paragraph('to')].flatMap((each) => each ?? []),
    )
  else if (x < 0.94) tr.insert(at, table(paragraph('celle')))
  else if (x < 0.97 && nodes.task)
    tr.insert(at, nodes.task.create({ id: `t${Math.floor(random() * 1e6)}`, owner: 'A' }))
  else tr.delete(at, at + node.nodeSize)
}

function markSome(tr: Transform, from: number, to: number, random: () => number): void {
  const mark = [
    marks.strong?.create(),
    marks.em?.create(),
    marks.link?.create({ href: 'https://a.example/' }),
  ][Math.floor(random() * 3)]
  if (mark && random() < 0.6) tr.addMark(from, to, mark)
  else if (mark) tr.removeMark(from, to, mark.type)
}

function wrapOrLift(tr: Transform, at: number, random: () => number): void {
  const range = tr.doc.resolve(at + 1).blockRange()
  if (!range || range.depth > 12) return
  const type = [nodes.bullet_list, nodes.ordered_list, nodes.blockquote][Math.floor(random() * 3)]
  const wrapping = type && random() < 0.6 ? findWrapping(range, type) : null
  const target = wrapping ? null : liftTarget(range)
  if (wrapping) tr.wrap(range, wrapping)
  else if (target !== null) tr.lift(range, target)
}

function table(content: Node | undefined): Node[] {
  const cell = nodes.table_cell?.create({ colwidth: [120] }, content)
  const row = nodes.table_row?.create(null, cell ? [cell, cell] : [])
  const made = nodes.table?.create(null, row ? [row, row] : [])
  return made ? [made] : []
}

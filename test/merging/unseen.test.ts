import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { Unseen } from '../../client/merging/unseen.ts'
import { Hub, type Peer } from './peers.ts'
import { ALL, blockAt, CASE, seedPaper } from './races.ts'

/** Two who have the same paper: one reshapes a block, and has the other's words before it has sent that. */
function parted(forgets: boolean): { anna: Peer; bo: Peer; unseen: Unseen; vector: Uint8Array } {
  const hub = new Hub()
  const maker = hub.join(false)
  seedPaper(maker, false)
  maker.send()
  const [anna, bo] = [hub.join(false), hub.join(true)]
  anna.doc.gc = forgets
  const unseen = new Unseen()
  anna.through = (bytes, _live, apply) => {
    anna.doc.once('beforeObserverCalls', (transaction: Y.Transaction) => unseen.note(bytes, transaction))
    apply()
  }
  bo.agree()
  ALL['wrap in a list']?.run(anna, 2)
  const { start, length } = blockAt(bo.node(CASE), 2)
  bo.edit(CASE, (tr) => tr.insertText(' Skrevet af Bo', start + length))
  bo.send()
  anna.receive(false)
  return { anna, bo, unseen, vector: Y.encodeStateVector(bo.doc) }
}

const clocksOf = (update: Uint8Array, client: number): { clock: number; len: number }[] =>
  (Y.decodeUpdate(update).ds.clients.get(client) ?? []).map(({ clock, len }) => ({ clock, len }))

test.each([false, true])(
  'E28 an answer names no words that fell unseen (forgotten by Yjs: %s)',
  (forgets) => {
    const { anna, bo, unseen, vector } = parted(forgets)
    const whole = Y.encodeStateAsUpdate(anna.doc, vector)
    const answer = unseen.beyond(anna.doc, vector)
    expect(clocksOf(whole, bo.doc.clientID)).not.toEqual([])
    expect(clocksOf(answer, bo.doc.clientID)).toEqual([])
    const others = [...Y.decodeUpdate(whole).ds.clients.keys()].filter((client) => client !== bo.doc.clientID)
    for (const client of others) expect(clocksOf(answer, client)).toEqual(clocksOf(whole, client))
    expect(Y.decodeUpdate(answer).structs).toEqual(Y.decodeUpdate(whole).structs)
    bo.take(answer, false)
    expect(bo.words()[0]?.blocks[2]).toMatch(/h2 Skrevet af Bo$/)
    Y.applyUpdate(anna.doc, Y.encodeStateAsUpdate(bo.doc))
    expect(anna.words()).toEqual(bo.words())
  },
)

test('E28 nor those that another’s change took, unseen by whoever made it', () => {
  const { anna, bo, unseen, vector } = parted(false)
  const answer = unseen.beyond(anna.doc, vector)
  const [carl, carls] = [new Y.Doc(), new Unseen()]
  Y.applyUpdate(carl, Y.encodeStateAsUpdate(bo.doc))
  carl.once('beforeObserverCalls', (transaction: Y.Transaction) => carls.note(answer, transaction))
  Y.applyUpdate(carl, answer)
  expect(clocksOf(Y.encodeStateAsUpdate(carl), bo.doc.clientID)).not.toEqual([])
  expect(clocksOf(carls.beyond(carl, vector), bo.doc.clientID)).toEqual([])
  expect(clocksOf(carls.beyond(carl, vector), anna.doc.clientID)).toEqual(clocksOf(answer, anna.doc.clientID))
})

test('E28 of what fell in one piece only what was named is named', () => {
  const paper = new Y.Doc()
  const block = new Y.XmlElement('paragraph')
  const text = new Y.XmlText('et to')
  block.insert(0, [text])
  paper.getXmlFragment(CASE).insert(0, [block])
  const copy = new Y.Doc()
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(paper))
  const vector = Y.encodeStateVector(paper)
  paper.getXmlFragment(CASE).delete(0, 1)
  const whole = Y.encodeStateAsUpdate(paper, vector)
  const [{ clock, len } = { clock: 0, len: 0 }] = clocksOf(whole, paper.clientID)
  const unseen = new Unseen()
  const named = Y.createDeleteSet()
  named.clients.set(paper.clientID, [{ clock, len: len - 3 }])
  const update = new Uint8Array([0, ...Y.encodeSnapshot(Y.createSnapshot(named, new Map())).slice(0, -1)])
  copy.once('beforeObserverCalls', (transaction: Y.Transaction) => unseen.note(update, transaction))
  Y.applyUpdate(copy, update)
  expect(copy.getXmlFragment(CASE).toString()).toBe('')
  expect(clocksOf(unseen.beyond(copy, vector), paper.clientID)).toEqual([{ clock, len: len - 3 }])
})

test('E28 what was deleted by name, and what stood there before, is named', () => {
  const { anna, bo, unseen, vector } = parted(false)
  const { start } = blockAt(bo.node(CASE), 0)
  bo.edit(CASE, (tr) => tr.insertText('Slettet ', start))
  bo.edit(CASE, (tr) => tr.delete(start, start + 4))
  bo.send()
  anna.receive(false)
  const [range] = clocksOf(unseen.beyond(anna.doc, vector), bo.doc.clientID)
  expect(range?.len).toBe(4)
})

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

import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { keptBeside, movedBeside, ownProposals, type Gone } from '../../client/zones/kept-beside.ts'
import { partMargin } from '../../client/zones/part-copy.ts'
import { p } from '../schema/builders.ts'

const HIDDEN = new Set(['item-0001'])
/** One item that the user may not read, and one that they may. */
const GONE: Gone = {
  closed: new Set(['item-0001', 'item-0003']),
  hidden: HIDDEN,
  threads: new Set(['th-1']),
}

function changed(room: string, name: string, kept: unknown): unknown {
  return keptBeside(room, GONE)
    .find((each) => each.name === name)
    ?.change(kept)
}

test('Z6 what lies beside a copy and quotes a closed item goes, and what is about others stays', () => {
  const proposing = [{ key: 'item-0001/case' }, { key: 'item-0002/case' }]
  expect(changed('paper:meeting-1', 'proposing:meeting-1', proposing)).toEqual([{ key: 'item-0002/case' }])
  expect(changed('paper:meeting-1', 'merge:paper:meeting-1', { sections: ['x'] })).toBeNull()
  const accepting = [{ thread: 'th-1' }, { thread: 'th-2' }]
  expect(changed('margin:meeting-1', 'accepting:meeting-1', accepting)).toEqual([{ thread: 'th-2' }])
  const draft = { target: { kind: 'item', item: 'item-0002' }, text: 'Mit.', wording: null }
  const writing = [{ draft, replies: [['th-1', 'Svar.']] }]
  expect(changed('margin:meeting-1', 'writing:meeting-1', writing)).toEqual(writing)
})

test('Z6 words on offer of a closed item go, and those of the others stay', () => {
  const of = (section: string, removed: string | null = null) => ({
    section,
    removed: removed === null ? null : { id: removed, fields: {} },
  })
  const stay = [of('item-0002/case'), of('body'), of('item-0002/title', 'item-0002')]
  const go = [of('item-0001/minutes'), of('item-0003/case'), of('item-0003/title', 'item-0003')]
  expect(changed('paper:meeting-1', 'offers:paper:meeting-1', [...go, ...stay])).toEqual(stay)
})

test('Z7 what was being written beside a closed item goes on in the meeting when the item is open again', () => {
  const moved = (room: string, closed: string[], kept: unknown[]) =>
    movedBeside(room, new Set(closed), closed.length === 0).map(({ from, to, move }) => [
      from,
      to,
      move(kept),
    ])
  const copies = [{ key: 'item-0001/case' }]
  const names = ['proposing:meeting-1.zone', 'proposing:meeting-1']
  expect(moved('paper:meeting-1.zone', [], copies)).toEqual([[...names, copies]])
  expect(moved('paper:meeting-1.zone', ['item-0001'], copies)).toEqual([[...names, []]])
  const target = { kind: 'item', item: 'item-0001' }
  const writing = [{ draft: { target, text: 'Mit.', wording: null }, replies: [['th-1', 'Svar.']] }]
  expect(moved('margin:meeting-1.zone', [], writing)[0]).toEqual([
    'writing:meeting-1.zone',
    'writing:meeting-1',
    writing,
  ])
  const accepting = [{ ruling: 'r1' }, { ruling: 'r2', begun: { client: 1, clock: 2 } }]
  const [, [, , granted] = []] = moved('margin:meeting-1.zone', [], accepting)
  expect(granted, 'nobody can tell whether r2 was put in').toEqual([{ ruling: 'r1' }])
  const [[, , mine] = [], [, , none] = []] = moved('margin:meeting-1.zone', ['item-0001'], writing)
  expect(mine, 'who may not read it any more').toEqual([
    { draft: { target: { kind: 'meeting' }, text: 'Mit.', wording: null }, replies: [['th-1', 'Svar.']] },
  ])
  expect(none).toEqual([])
})

test('Z7 a remark being written on a closed item keeps its own words, and none that it quotes', () => {
  const target = {
    kind: 'text',
    item: 'item-0001',
    section: 'case',
    quote: 'hemmeligt',
    prefix: '',
    suffix: '',
  }
  const writing = [{ draft: { target, text: 'Mit.', wording: 'hemmeligt' }, replies: [] }]
  expect(changed('margin:meeting-1', 'writing:meeting-1', writing)).toEqual([
    { draft: { target: { kind: 'meeting' }, text: 'Mit.', wording: null }, replies: [] },
  ])
})

test('Z7 of what was proposed for a closed item the user’s own words are kept, and no word that stood there', () => {
  const kept = [
    { key: 'item-0001/case', base: [p('Sagen er hemmelig.')], copy: [p('Sagen er ikke længere hemmelig.')] },
    { key: 'item-0001/minutes', base: [p('A b.')], copy: [p('A b.')], reason: 'Fordi.' },
    { key: 'item-0002/case', base: [], copy: [p('Andet.')] },
  ]
  expect(ownProposals(kept, HIDDEN)).toEqual(
    new Map([
      ['item-0001/case', ['ikke længere']],
      ['item-0001/minutes', ['Fordi.']],
    ]),
  )
})

test('Z7 a margin that is parted already has nothing for a closed item’s room', () => {
  const margin = new Y.Doc()
  margin.getMap('threads').set('th-1', new Y.Map([['target', { kind: 'item', item: 'item-0001' }]]))
  const sealed = [{ item: 'item-0001', zone: 'meeting-1.zone', threads: ['th-1'] }]
  const authorship = { acknowledged: Y.encodeStateVector(margin), isOwn: () => false, user: 'anna' }
  const once = partMargin(Y.encodeStateAsUpdate(margin), sealed, authorship)
  expect(once.carried.map(({ room }) => room)).toEqual(['margin:meeting-1.zone'])
  expect(partMargin(once.state, sealed, authorship).carried).toEqual([])
})

import { expect, test } from 'vitest'
import { keptBeside, ownProposals } from '../../client/zones/kept-beside.ts'
import { p } from '../schema/builders.ts'

const HIDDEN = new Set(['item-0001'])

function changed(room: string, name: string, kept: unknown): unknown {
  return keptBeside(room, HIDDEN)
    .find((each) => each.name === name)
    ?.change(kept)
}

test('Z6 what lies beside a copy and quotes a closed item goes, and what is about others stays', () => {
  const proposing = [{ key: 'item-0001/case' }, { key: 'item-0002/case' }]
  expect(changed('paper:meeting-1', 'proposing:meeting-1', proposing)).toEqual([{ key: 'item-0002/case' }])
  expect(changed('paper:meeting-1', 'merge:paper:meeting-1', { sections: ['x'] })).toBeNull()
  expect(changed('paper:meeting-1', 'offers:paper:meeting-1', [{ id: 'a' }])).toBeNull()
  const accepting = [{ thread: 'th-1' }, { thread: 'th-2' }]
  const [, change] = keptBeside('margin:meeting-1', HIDDEN, new Set(['th-1']))
  expect([change?.name, change?.change(accepting)]).toEqual(['accepting:meeting-1', [{ thread: 'th-2' }]])
  const draft = { target: { kind: 'item', item: 'item-0002' }, text: 'Mit.', wording: null }
  const writing = [{ draft, replies: [['th-1', 'Svar.']] }]
  expect(changed('margin:meeting-1', 'writing:meeting-1', writing)).toEqual(writing)
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

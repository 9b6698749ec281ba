// @vitest-environment happy-dom
import { afterEach, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { titleBlocks } from '../../schema/paper-json.ts'
import { schemaOf, sectionNode, titleText } from '../../schema/sections.ts'
import { titlePlugins } from '../../client/editing/title.ts'
import { piecesOf } from '../../client/margin/pieces.ts'
import { reworded } from '../../client/margin/wording.ts'
import { Copies } from '../../client/suggesting/copies.svelte.ts'
import { rewordedAt, type Suggestion } from '../../client/suggesting/suggestions.ts'
import { MARGIN_WORDS } from '../../schema/words/margin.ts'
import { counter, doc, p } from '../editing/builders.ts'
import { Office, paperOf, storeOf, TITLE } from './suggesting.ts'

const SOON = { timeout: 20_000 }
const stops: (() => unknown)[] = []

afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop()
})

const title = (text: string) => schemaOf(TITLE).nodeFromJSON({ type: 'doc', content: titleBlocks(text) })

/** Somebody suggests another title to a secretary. */
function suggested(text: string): Office {
  const store = storeOf('nanna')
  const office = new Office(paperOf(doc(p('Rammen er aftalt.'))), new Y.Doc(), store)
  stops.push(
    () => store.close(),
    () => office.editor.destroy(),
  )
  office.suggest(title(text), TITLE)
  return office
}

const titleOf = ({ paper }: Office): string => titleText(paper, 'item-0001')

test('M62 in a copy of a title its words are changed, and sent as what takes the place of what', () => {
  const [paper, store, sent]: [Y.Doc, ReturnType<typeof storeOf>, Suggestion[]] = [
    paperOf(doc(p('Rammen er aftalt.'))),
    storeOf('esben'),
    [],
  ]
  const copies = new Copies({
    paper,
    store,
    locks: null,
    newId: counter(),
    meeting: 'meeting-1',
    controls: { plugins: () => titlePlugins(), nodeViews: () => ({}) },
    draw: (key) => ({ key, id: null, active: false, colour: 1, says: '', pieces: [] }),
    send: (suggestions) => sent.push(...suggestions),
  })
  stops.push(() => store.close(), copies.watch())
  copies.open(TITLE, 'end')
  const copy = copies.of(TITLE)
  copy?.editor.section(TITLE)(document.createElement('div'))
  copy?.editor.edit(TITLE, (tr) => tr.insertText('2027', 12, 16))
  expect(copy && copies.send(copy)).toBe(true)
  expect(sent).toMatchObject([
    { target: { section: 'title', quote: '2026', prefix: 'Budget for ' }, change: { kind: 'inline' } },
  ])
  expect(titleText(paper, 'item-0001')).toBe('Budget for 2026')
})

test('M62 a suggested title is drawn, accepted as one step, and open again when that is undone', async () => {
  const office = suggested('Budget for 2027')
  const change = office.talk()?.thread?.change
  if (!change) throw new RangeError('nothing suggested')
  expect(piecesOf(sectionNode(office.paper, TITLE), { from: 12, to: 16 }, change, MARGIN_WORDS.da)).toEqual([
    { kind: 'del', from: 12, to: 16 },
    { kind: 'ins', at: 16, text: '2027' },
  ])
  office.accept()
  office.receive()
  await vi.waitFor(() => expect(titleOf(office)).toBe('Budget for 2027'), SOON)
  office.editor.undo()
  expect(titleOf(office)).toBe('Budget for 2026')
  expect(office.talk()?.state).toBe('open')
})

test('M62 a title is accepted with other words in one line, or declined', async () => {
  const office = suggested('Budget for 2027')
  const talk = office.talk()
  const change = talk?.thread?.change
  if (!talk || change?.kind !== 'inline') throw new RangeError('nothing suggested')
  office.rulings.accept(talk, { change: reworded(change, '2027\nog 2028'), words: '2027 og 2028' })
  office.receive()
  await vi.waitFor(() => expect(titleOf(office)).toBe('Budget for 2027 og 2028'), SOON)
  expect(office.talk()?.state).toBe('partly')
  const other = suggested('Rammen for 2026')
  const declined = other.talk()
  if (declined) other.rulings.decline(declined, 'Navnet er givet')
  expect([titleOf(other), other.talk()?.state]).toEqual(['Budget for 2026', 'declined'])
})

test('M62 lines for a title are one', () => {
  expect(rewordedAt(title('Budget'), { from: 1, to: 7 }, 'Nyt\n punkt').eq(title('Nyt punkt'))).toBe(true)
})

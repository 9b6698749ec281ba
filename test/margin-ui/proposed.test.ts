// @vitest-environment happy-dom
import { expect, test } from 'vitest'
import { EditorState } from 'prosemirror-state'
import { EditorView } from 'prosemirror-view'
import { Layer } from '../../client/editor/layer.ts'
import type { Sections } from '../../client/editor/sections.ts'
import { Proposed, type TextProposal } from '../../client/margin/proposed.ts'
import { posFromStatic, renderStatic, staticPoint } from '../../client/editor/static.ts'
import { doc, em, fn, li, ol, p, strong } from '../editing/builders.ts'

const KEY = 'item-0001/case'
const SEPTEMBER: TextProposal = {
  key: KEY,
  id: 'thread-001',
  active: false,
  colour: 2,
  says: 'Forslag fra Esben Tvede',
  pieces: [
    { kind: 'del', from: 7, to: 16 },
    { kind: 'ins', at: 16, text: 'oktober' },
  ],
}
const TEXT = doc(p('Fra 1.september 2026'))

/** One mounted section, and how often it is drawn anew. */
function page() {
  const section: { key: string; view: EditorView | null } = { key: KEY, view: null }
  const layer: Layer = new Layer({ get: () => section } as unknown as Sections, (key) =>
    proposed.decorations(key),
  )
  const proposed = new Proposed({ addDrawing: () => () => undefined, redraw: (key) => layer.draw(key) })
  const state = EditorState.create({ doc: TEXT, plugins: [layer.plugin({ key: KEY })] })
  let draws = 0
  const view = new EditorView(document.createElement('div'), {
    state,
    dispatchTransaction: (tr) => {
      if (!tr.docChanged) draws++
      view.updateState(view.state.apply(tr))
    },
  })
  section.view = view
  return { proposed, view, draws: () => draws }
}

test('M50 a suggestion is struck and underlined in the text, says whose it is and leads to its thread', () => {
  const { proposed, view, draws } = page()
  proposed.set([SEPTEMBER])
  const [del, ins] = [view.dom.querySelector('del'), view.dom.querySelector('ins')]
  expect([del?.textContent, ins?.textContent]).toEqual(['september', 'oktober'])
  for (const drawn of [del, ins]) {
    expect(drawn?.className).toContain('o2')
    expect(drawn?.title).toBe('Forslag fra Esben Tvede')
    expect(drawn?.getAttribute('aria-details')).toBe('about-thread-001')
  }
  expect(view.state.doc.eq(TEXT)).toBe(true)
  proposed.set([{ ...SEPTEMBER }])
  expect(draws()).toBe(1)
  view.dispatch(view.state.tr.insertText('Gælder fra ', 1, 5))
  expect(view.dom.querySelector('del')?.textContent).toBe('september')
  proposed.set([])
  expect(view.dom.querySelector('del, ins')).toBeNull()
})

test('M50 what ends behind the text is not drawn', () => {
  const { proposed, view } = page()
  proposed.set([{ ...SEPTEMBER, pieces: [{ kind: 'del', from: 5, to: 400 }] }])
  expect(view.dom.querySelector('del')).toBeNull()
})

const STATIC: Record<string, { node: ReturnType<typeof doc>; pieces: TextProposal['pieces'] }> = {
  'words for words': { node: TEXT, pieces: SEPTEMBER.pieces },
  'over marks and a note': {
    node: doc(p('a', strong('fed'), em('skrå'), fn('noten'), ' b')),
    pieces: [
      { kind: 'del', from: 3, to: 8 },
      { kind: 'ins', at: 8, text: 'nyt' },
    ],
  },
  'over two paragraphs': { node: doc(p('en to'), p('tre fire')), pieces: [{ kind: 'del', from: 4, to: 11 }] },
  'a block, and one that is to be a list': {
    node: doc(p('en'), ol(li(p('to')))),
    pieces: [
      { kind: 'ins', at: 4, text: 'et nyt afsnit', isBlock: true },
      { kind: 'flag', at: 1, text: 'Gør til punktliste' },
    ],
  },
}

for (const [name, { node, pieces }] of Object.entries(STATIC))
  test(`M50 in text that is not mounted it is drawn too, and every place stays where it is: ${name}`, () => {
    const element = document.createElement('div')
    const proposed = new Proposed({ addDrawing: () => () => undefined, redraw: () => true })
    proposed.set([{ ...SEPTEMBER, pieces }])
    renderStatic(element, node)
    proposed.dress(KEY, element, node)
    for (const piece of pieces)
      if (piece.kind !== 'flag') expect(element.querySelector(piece.kind)).not.toBeNull()
      else expect(element.querySelector('.flag')?.textContent).toBe(piece.text)
    const struck = pieces.find((piece) => 'from' in piece)
    if (struck)
      expect([...element.querySelectorAll('del')].map(({ textContent }) => textContent).join('')).toBe(
        node.textBetween(struck.from, struck.to),
      )
    node.descendants((child, pos) => {
      if (!child.isTextblock) return true
      for (let at = pos + 1; at <= pos + 1 + child.content.size; at++) {
        const { node: dom, offset } = staticPoint(element, node, at)
        expect(posFromStatic(element, node, dom, offset)).toBe(at)
      }
      return false
    })
  })

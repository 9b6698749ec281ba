// @vitest-environment happy-dom
import { expect, test } from 'vitest'
import { EditorState } from 'prosemirror-state'
import { EditorView } from 'prosemirror-view'
import { Marks, type TextMark } from '../../client/editor/marks.ts'
import type { Section } from '../../client/editor/section.ts'
import type { Sections } from '../../client/editor/sections.ts'
import { doc, p } from '../editing/builders.ts'

const KEY = 'item-0001/case'
const MARK: TextMark = { key: KEY, from: 1, to: 4, id: 'thread-001', active: false }

/** One mounted section, and how often it is drawn anew. */
function page() {
  const section: { key: string; view: EditorView | null } = { key: KEY, view: null }
  const marks = new Marks({ get: () => section } as unknown as Sections)
  const state = EditorState.create({
    doc: doc(p('Vi tager')),
    plugins: [marks.layer.plugin(section as Section)],
  })
  let draws = 0
  const view = new EditorView(document.createElement('div'), {
    state,
    dispatchTransaction: (tr) => {
      if (!tr.docChanged) draws++
      view.updateState(view.state.apply(tr))
    },
  })
  section.view = view
  const shown = () =>
    [...view.dom.querySelectorAll('mark')].map((mark) => [
      mark.textContent,
      mark.className,
      mark.getAttribute('aria-details'),
    ])
  return { marks, view, shown, draws: () => draws }
}

test('M43 the marker names its thread, moves along with the text, and is drawn anew only when it is another', () => {
  const { marks, view, shown, draws } = page()
  marks.set([MARK])
  expect(shown()).toEqual([['Vi ', 'hl', 'about-thread-001']])
  view.dispatch(view.state.tr.insertText('Så: ', 1))
  expect(shown()).toEqual([['Vi ', 'hl', 'about-thread-001']])
  marks.set([{ ...MARK, from: 5, to: 8 }])
  expect(draws()).toBe(1)
  marks.set([{ ...MARK, from: 5, to: 8, active: true }])
  expect([shown(), draws()]).toEqual([[['Vi ', 'hl on', 'about-thread-001']], 2])
  marks.set([])
  expect([shown(), draws()]).toEqual([[], 3])
})

test('M43 a marker that ends behind the text is not drawn', () => {
  const { marks, shown } = page()
  marks.set([{ ...MARK, to: 400 }])
  expect(shown()).toEqual([])
})

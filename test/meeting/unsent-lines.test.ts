// @vitest-environment happy-dom
import { expect, onTestFinished, test, vi } from 'vitest'
import { EditorState } from 'prosemirror-state'
import { EditorView } from 'prosemirror-view'
import { initProseMirrorDoc } from 'y-prosemirror'
import * as Y from 'yjs'
import { Layer } from '../../client/editor/layer.ts'
import type { Sections } from '../../client/editor/sections.ts'
import { UnsentLines } from '../../client/meeting/unsent-lines.ts'
import { textPlace } from '../../client/sync/changed-places.ts'
import { schemaOf, writeSection } from '../../schema/sections.ts'
import { li, p, ul } from '../editing/builders.ts'

const KEY = 'item-0001/case'

/** A mounted section, and how often it is drawn anew. */
function page(...blocks: { toJSON(): unknown }[]) {
  const paper = new Y.Doc()
  writeSection(paper, KEY, blocks.map((block) => block.toJSON()) as Parameters<typeof writeSection>[2])
  const fragment = paper.getXmlFragment(KEY)
  const section: { view: EditorView | null } = { view: null }
  let draws = 0
  const layer: Layer = new Layer({ get: () => section } as unknown as Sections, (key, doc) =>
    lines.decorations(key, doc),
  )
  const redraw = (key: typeof KEY) => layer.draw(key)
  const lines = new UnsentLines(paper, { addDrawing: () => () => undefined, redraw } as never)
  const state = EditorState.create({
    doc: initProseMirrorDoc(fragment, schemaOf(KEY)).doc,
    plugins: [layer.plugin({ key: KEY })],
  })
  const view = new EditorView(document.createElement('div'), {
    state,
    dispatchTransaction: (tr) => {
      draws++
      view.updateState(view.state.apply(tr))
    },
  })
  section.view = view
  const place = (...path: number[]) =>
    textPlace(
      KEY,
      path.reduce<Y.XmlFragment>((at, index) => at.get(index) as Y.XmlElement, fragment),
    )
  const lined = () => [...view.dom.querySelectorAll('.unsent')].map(({ textContent }) => textContent)
  return { lines, place, lined, draws: () => draws, view }
}

test('U73 a block and a point of a list have a line of their own, and none once they are sent', () => {
  const { lines, place, lined, draws } = page(p('Et'), p('To'), ul(li(p('a')), li(p('b'))))
  lines.show(['item-0001', place(1), place(2, 1), 'items#item-0001'])
  expect(lined()).toEqual(['To', 'b'])
  lines.show([place(2, 1), place(1)])
  expect(draws()).toBe(1)
  lines.show([])
  expect(lined()).toEqual([])
})

test('U73 a line that could not be drawn while an input method composed is drawn after it', () => {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  const { lines, place, lined, view } = page(p('Et'))
  view.dom.dispatchEvent(new Event('compositionstart'))
  lines.show([place(0)])
  expect([view.composing, lined()]).toEqual([true, []])
  view.dom.dispatchEvent(new Event('compositionend'))
  vi.advanceTimersByTime(1_000)
  expect(lined()).toEqual(['Et'])
})

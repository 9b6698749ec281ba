import { EditorState } from 'prosemirror-state'
import { updateYFragment, ySyncPluginKey } from 'y-prosemirror'
import { expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { History } from '../../client/editor/history.ts'
import { fragment } from '../../schema/paper.ts'
import { sectionNode } from '../../schema/sections.ts'
import { doc, h, li, p, ul } from '../editing/builders.ts'

const KEY = 'i1/minutes'

function textIn(paper: Y.Doc): string {
  const node = sectionNode(paper, KEY)
  return node.textBetween(0, node.content.size, '|')
}

/** The first text under a type. */
function textOf(type: Y.XmlFragment): Y.XmlText {
  const child = type.get(0)
  return child instanceof Y.XmlText ? child : textOf(child as Y.XmlElement)
}

test.each([
  ['a list', doc(ul(li(p('egen tekst'))))],
  ['a heading', doc(h('egen tekst'))],
])('E8 what a colleague wrote in %s that undo takes back stays', (_name, written) => {
  const paper = new Y.Doc()
  const history = new History(
    paper,
    () => undefined,
    () => undefined,
  )
  const root = fragment(paper, KEY)
  const meta = { mapping: new Map(), isOMark: new Map() }
  const { doc: node } = EditorState.create({ doc: written })
  paper.transact(() => updateYFragment(paper, root, node, meta), ySyncPluginKey)

  const colleague = new Y.Doc()
  Y.applyUpdate(colleague, Y.encodeStateAsUpdate(paper))
  textOf(fragment(colleague, KEY)).insert(4, ' og andres')
  Y.applyUpdate(paper, Y.encodeStateAsUpdate(colleague))
  expect(textIn(paper)).toBe('egen og andres tekst')

  history.manager.undo()
  expect(textIn(paper)).toBe(' og andres')
  history.manager.redo()
  expect(textIn(paper)).toBe('egen og andres tekst')
})

test('E31 who types on and on begins a new step between two words', () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  const paper = new Y.Doc()
  const history = new History(
    paper,
    () => undefined,
    () => undefined,
  )
  const text = new Y.XmlText()
  fragment(paper, KEY).insert(0, [text])
  for (let i = 0; i < 30; i++) {
    vi.advanceTimersByTime(1_000)
    paper.transact(() => text.insert(text.length, 'ord '), ySyncPluginKey)
    history.wordEnded()
  }
  const steps = history.manager.undoStack.length
  history.undo()
  vi.useRealTimers()
  expect(steps).toBe(3)
  expect(text.length).toBe(4 * 24)
})

// @vitest-environment happy-dom
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { copied, withoutLabels } from '../../client/editor/clipboard.ts'
import { selectionAt } from '../../client/editor/caret.ts'
import { estimatedHeight } from '../../client/editor/estimate.ts'
import { settle } from '../../client/editor/point.ts'
import { Section } from '../../client/editor/section.ts'
import { TextIndex } from '../../client/editor/text-index.ts'
import { writeSection } from '../../schema/sections.ts'
import { br, doc, h, li, p, ref, strong, table, task, td, tr, ul } from '../editing/builders.ts'

test('E16 a place in the running text leads to the document, over marks and references', () => {
  const node = doc(p('Se ', ref('i2', 'punkt 2'), ' og ', strong('bilag')), ul(li(p('en', br(), 'to'))))
  const { text, range } = new TextIndex().of('i1/case', node)
  expect(text).toBe('Se punkt 2 og bilag\nen\nto')
  const found = (words: string) => {
    const at = text.indexOf(words)
    const { from, to } = range(at, at + words.length)
    return node.textBetween(from, to, '\n', (leaf) => leaf.type.spec.leafText?.(leaf) ?? '')
  }
  for (const words of ['Se', 'og bilag', 'bilag', 'en', 'to', 'punkt 2']) expect(found(words)).toBe(words)
  expect(found('unkt')).toBe('punkt 2')
})

test('E16 a text that has not changed is not read again', () => {
  const index = new TextIndex()
  const node = doc(p('en'))
  expect(index.of('i1/case', node).range).toBe(index.of('i1/case', node).range)
})

test('E19 a position in the middle of a character moves out of it', () => {
  const node = doc(p('a🙂b'))
  expect([1, 2, 3, 4, 5].map((pos) => settle(node, pos))).toEqual([1, 2, 4, 4, 5])
  expect(settle(node, 3, -1)).toBe(2)
  expect(settle(node, 0)).toBe(1)
  expect(settle(node, 99)).toBe(5)
})

test.each([
  ['the last paragraph', doc(p('en'), p('to<a>'))],
  ['the paragraph above the tasks', doc(p('en'), p('to<a>'), task({}, 'A'), task({}, 'B'))],
  ['no sub-heading that tasks stand under', doc(p('en<a>'), h('Opgaver'), task({}, 'A'))],
  ['an empty line below the tasks', doc(p('en'), task({}, 'A'), p('<a>'))],
  ['the last point of a list above the tasks', doc(ul(li(p('en')), li(p('to<a>'))), task({}, 'A'))],
  ['the last cell', doc(table(tr(td('en'), td('to<a>'))))],
  ['a task, when there is nothing else', doc(task({}, 'A'), task({}, 'B<a>'))],
])('E32 one writes on in %s', (_where, node) => {
  const { from, to } = selectionAt(node, 'text')
  expect([from, to]).toEqual([node.tags.a, node.tags.a])
})

test('E6 names and numbers travel marked, and are taken out on the way back in', () => {
  const paper = new Y.Doc()
  writeSection(paper, 'i1/title', [{ type: 'paragraph', content: [{ type: 'text', text: 'Budget' }] }])
  writeSection(paper, 'i1/case', doc(p('en'), ul(li(p('to')))).toJSON().content)
  const part = (key: 'i1/title' | 'i1/case') => {
    const section = new Section(key, document.createElement('div'), paper, host)
    return { section, node: section.node, from: 1, to: section.node.content.size - 1 }
  }
  const { html, text } = copied([part('i1/title'), part('i1/case')], (key) =>
    key === 'i1/title' ? '3' : 'Sag',
  )
  expect(text).toBe('3. Budget\n\nSag\n\nen\n\nto')
  expect(withoutLabels(html)).not.toContain('Sag')
  expect(withoutLabels(html)).toContain('<h2>Budget</h2><p>en</p><ul>')
})

const host = {
  editable: () => true,
  plugins: () => [],
  nodeViews: () => ({}),
  dress: () => undefined,
  changing: () => undefined,
  dispatched: () => undefined,
  focused: () => undefined,
  scrollToSelection: () => true,
}

test('E13 the height of what is not drawn is estimated from its text', () => {
  const paper = new Y.Doc()
  expect(estimatedHeight(paper, ['i1/case'])).toBe(38)
  writeSection(paper, 'i1/case', doc(p('x'.repeat(660)), ul(li(p('to')), li(p('tre')))).toJSON().content)
  expect(estimatedHeight(paper, ['i1/case', 'i1/minutes'])).toBe(Math.round(13 * 27.5 + 4 * 10))
})

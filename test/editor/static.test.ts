// @vitest-environment happy-dom
import { expect, test } from 'vitest'
import { posFromStatic, renderStatic, staticPoint } from '../../client/editor/static.ts'
import { br, doc, em, fn, h, li, ol, p, ref, strong, table, td, th, tr } from '../editing/builders.ts'

const DOCS = {
  'two paragraphs': doc(p('en'), p('to')),
  'empty paragraphs': doc(p(), p('x'), p()),
  'marks and emoji': doc(p('a', strong('fed'), em('skrå'), '🙂 b')),
  'a line break and a reference': doc(p('før', br(), 'efter ', ref('i2', 'punkt 2'), ' slut'), p(br())),
  'a footnote': doc(p('tekst', fn('noten'), ' videre'), p('sidste')),
  'a list and a table': doc(
    h('Over'),
    ol(li(p('et')), li(p('to'), ol(li(p('tre'))))),
    table(tr(th('a'), td('b'))),
  ),
}

for (const [name, node] of Object.entries(DOCS))
  test(`E13 every place in static HTML leads back to its position: ${name}`, () => {
    const element = document.createElement('div')
    renderStatic(element, node)
    node.descendants((child, pos) => {
      if (!child.isTextblock) return true
      for (let at = pos + 1; at <= pos + 1 + child.content.size; at++) {
        const { node: dom, offset } = staticPoint(element, node, at)
        expect(posFromStatic(element, node, dom, offset)).toBe(at)
      }
      return false
    })
  })

test('E13 an empty line and a line that ends in a break keep their height', () => {
  const element = document.createElement('div')
  renderStatic(element, doc(p(), p('a', br())))
  expect(element.querySelectorAll('.ProseMirror-trailingBreak')).toHaveLength(2)
})

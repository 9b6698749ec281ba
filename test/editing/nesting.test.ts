// @vitest-environment happy-dom
import { EditorState, Selection, type Command } from 'prosemirror-state'
import { EditorView } from 'prosemirror-view'
import { beforeAll, expect, test } from 'vitest'
import * as Y from 'yjs'
import { setType } from '../../client/editing/blocks.ts'
import { enterInList, tabInList, toggleList } from '../../client/editing/lists.ts'
import { sectionPlugins } from '../../client/editing/plugins.ts'
import { OWN_NESTED_MAX } from '../../schema/bounds.ts'
import { nestingOf } from '../../schema/nesting.ts'
import { sectionSchema, type Blocks } from '../../schema/nodes.ts'
import { writeSection } from '../../schema/sections.ts'
import { WORDS } from '../../schema/words/index.ts'
import { Gate } from '../../server/sync/gate/gate.ts'
import fc from '../fast-check.ts'
import { counter, p } from './builders.ts'
import { testHost, type TestHost } from './host.ts'

const host = testHost()
beforeAll(() => host.cleaner.fetch())

function open(at: TestHost = host): EditorView {
  const plugins = sectionPlugins(at)('i1/case')
  return new EditorView(document.createElement('div'), {
    state: EditorState.create({ doc: sectionSchema.node('doc', null, [p('begyndt')]), plugins }),
  })
}

/** Whether the gate takes what stands in a view. */
function isTaken({ state }: EditorView): boolean {
  const paper = new Y.Doc()
  writeSection(paper, 'i1/case', (state.doc.toJSON() as { content: Blocks }).content)
  const gate = Gate.of({ snapshot: null, tail: [], clients: new Map() })
  return gate.submit({ user: 'anna', writes: true }, Y.encodeStateAsUpdate(paper)).kind === 'row'
}

function run(view: EditorView, command: Command): void {
  command(view.state, view.dispatch)
}

function type(view: EditorView, letters: string): void {
  view.dispatch(view.state.tr.insertText(letters))
}

const quote = setType('quote', counter())
/** One more quotation around, also in one. */
const wrapped: Command = (state, dispatch) => {
  const range = state.selection.$from.blockRange()
  const around = sectionSchema.nodes.blockquote
  if (range && around) dispatch?.(state.tr.wrap(range, [{ type: around }]))
  return true
}

const nested = (depth: number, own: boolean): string => {
  const list = `${'<ul><li>'.repeat(depth)}<p>dybt</p>${'</li></ul>'.repeat(depth)}`
  return own ? list.replace('<ul>', '<ul data-pm-slice="0 0 []">') : list
}
const table = (span: string): string =>
  `<table><tr><td colspan="${span}" rowspan="${span}">a</td></tr></table><ol start="${span}"><li>b</li></ol>`

const span = fc.oneof(fc.constantFrom('1.5', '-1', '1001', '1e9', '1e99', 'NaN', '0', '2'), fc.string())
const act = fc.oneof(
  fc.constantFrom<(view: EditorView) => void>(
    (view) => type(view, 'ord'),
    (view) => run(view, enterInList),
    (view) => run(view, tabInList),
    (view) => run(view, toggleList('bullet_list')),
    (view) => run(view, toggleList('ordered_list')),
    (view) => run(view, quote),
    (view) => run(view, wrapped),
  ),
  fc.tuple(fc.nat({ max: 30 }), fc.boolean()).map(
    ([depth, own]) =>
      (view: EditorView) =>
        void view.pasteHTML(nested(depth, own), pasted()),
  ),
  span.map((each) => (view: EditorView) => {
    const html = table(each.replace(/["&<>]/g, ''))
    view.pasteHTML(html, pasted(html))
  }),
  fc.nat().map((at) => (view: EditorView) => {
    const { doc, tr } = view.state
    view.dispatch(tr.setSelection(Selection.near(doc.resolve(at % (doc.content.size + 1)))))
  }),
)

function pasted(html = ''): ClipboardEvent {
  const clipboardData = new DataTransfer()
  clipboardData.setData('text/html', html)
  return new ClipboardEvent('paste', { clipboardData, cancelable: true })
}

test('G14 whatever is typed, pasted and done to it, the gate takes what stands there', () => {
  fc.assert(
    fc.property(fc.array(act, { minLength: 1, maxLength: 40 }), (acts) => {
      const view = open()
      for (const each of acts) each(view)
      view.state.doc.check()
      expect(isTaken(view)).toBe(true)
      view.destroy()
    }),
    { numRuns: 60 },
  )
})

test('G14 a list goes no deeper than every room takes, and that is said; no word is lost', () => {
  const own = testHost()
  const view = open(own)
  run(view, toggleList('bullet_list'))
  for (let i = 0; i < 60; i++) {
    run(view, enterInList)
    run(view, tabInList)
    type(view, 'ord')
  }
  expect(nestingOf(view.state.doc)).toBe(OWN_NESTED_MAX)
  expect(own.said).toContain(WORDS.da.editing.tooDeep)
  expect(view.state.doc.textContent).toBe(`${'ord'.repeat(60)}begyndt`)
  expect(isTaken(view)).toBe(true)
})

test('G14 quotations go no deeper either', () => {
  const view = open()
  for (let i = 0; i < 60; i++) run(view, wrapped)
  expect(nestingOf(view.state.doc)).toBe(OWN_NESTED_MAX)
})

test('G14 what is pasted from another editor and nested too deep arrives as lines', () => {
  const view = open()
  view.pasteHTML(nested(30, true), pasted(nested(30, true)))
  expect(view.state.doc.textContent).toBe('dybtbegyndt')
  expect(nestingOf(view.state.doc)).toBe(2)
})

test('G14 what a colleague nested as deep as a room has it can be written in', () => {
  const deep = Array.from({ length: 47 }).reduce(
    (inside: Blocks[number]) => {
      return { type: 'blockquote', content: [inside] }
    },
    p('x').toJSON() as Blocks[number],
  )
  const view = new EditorView(document.createElement('div'), {
    state: EditorState.create({
      doc: sectionSchema.nodeFromJSON({ type: 'doc', content: [deep] }),
      plugins: sectionPlugins(host)('i1/case'),
    }),
  })
  type(view, 'mere ')
  expect(view.state.doc.textContent).toContain('mere')
  run(view, wrapped)
  expect(nestingOf(view.state.doc)).toBe(49)
})

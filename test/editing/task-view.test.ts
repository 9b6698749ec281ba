// @vitest-environment happy-dom
import { expect, onTestFinished, test } from 'vitest'
import { EditorState, TextSelection } from 'prosemirror-state'
import { EditorView } from 'prosemirror-view'
import { sectionNodeViews } from '../../client/editing/node-views.ts'
import { beginTask, openTask } from '../../client/editing/task-view.ts'
import { doc, p } from './builders.ts'
import { testHost } from './host.ts'

/** A mounted section with the caret in its only paragraph. */
function mounted(text: string): EditorView {
  const place = document.createElement('div')
  document.body.append(place)
  const written = doc(p(text))
  const selection = TextSelection.atEnd(written)
  const view = new EditorView(place, {
    state: EditorState.create({ doc: written, selection, plugins: [openTask()] }),
    nodeViews: sectionNodeViews(testHost())('i1/minutes'),
  })
  onTestFinished(() => view.destroy())
  view.dom.dispatchEvent(new FocusEvent('focusin'))
  return view
}

const begin = (view: EditorView) => beginTask(() => 'task-1')(view.state, view.dispatch.bind(view), view)

test('T19 a task that is inserted begins with who does it', () => {
  const view = mounted('')
  expect(begin(view)).toBe(true)
  expect(view.state.doc.firstChild?.type.name).toBe('task')
  expect(document.activeElement?.closest('.who')).not.toBeNull()
})

test('T19 made of words that stand there it goes on where the caret was', () => {
  const view = mounted('melder navnet')
  expect(begin(view)).toBe(true)
  expect(view.state.doc.firstChild?.textContent).toBe('melder navnet')
  expect(document.activeElement?.closest('.who') ?? null).toBeNull()
})

import { TextSelection } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'

/**
 * An island is a part of a section that has keys and focus of its own: the fields of a task, the notes. It is marked
 * with this attribute, so that the keys of the text leave it alone.
 */
export const ISLAND = 'data-island'

/** Tells the section that the user is in it, and where, although focus went to an island inside it. */
export function claim(view: EditorView, pos: number): void {
  const focused = new FocusEvent('focus')
  view.someProp('handleDOMEvents', (handlers) => {
    handlers.focus?.(view, focused)
  })
  const selection = TextSelection.near(view.state.doc.resolve(pos))
  if (!view.state.selection.eq(selection)) view.dispatch(view.state.tr.setSelection(selection))
}

/** Gives the text its caret back, at a position. */
export function backToText(view: EditorView, pos: number): void {
  const { doc } = view.state
  view.focus()
  view.dispatch(
    view.state.tr
      .setSelection(TextSelection.near(doc.resolve(Math.min(pos, doc.content.size))))
      .scrollIntoView(),
  )
}

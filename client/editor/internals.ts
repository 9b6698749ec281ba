import type { EditorView } from 'prosemirror-view'

/**
 * ProseMirror restores its own old selection for 200 ms after focus. After focusing from code the new selection is
 * the right one, so that rule is switched off for this focus.
 */
function forgetFocusTime(view: EditorView): void {
  const input: unknown = Reflect.get(view, 'input')
  if (typeof input === 'object' && input !== null) Reflect.set(input, 'lastFocus', 0)
}

/** Gives the view DOM focus without scrolling and with its own selection. */
export function focusView(view: EditorView): void {
  if (!view.hasFocus()) view.dom.focus({ preventScroll: true })
  view.focus()
  forgetFocusTime(view)
}

/**
 * Makes the view take in what the browser did to its text and selection. The browser reports both late, so that a
 * key may arrive before the view knows where the last one moved the caret.
 */
export function catchUp(view: EditorView): void {
  const observer: unknown = Reflect.get(view, 'domObserver')
  if (typeof observer !== 'object' || observer === null) return
  const flush: unknown = Reflect.get(observer, 'flush')
  if (typeof flush === 'function') flush.call(observer)
}

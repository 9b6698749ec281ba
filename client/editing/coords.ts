import type { EditorView } from 'prosemirror-view'

/** The rectangle of the window between two positions of a view, as far as they stand on one line. */
export function rectOfRange(view: EditorView, from: number, to: number): DOMRect {
  const start = view.coordsAtPos(from)
  const end = view.coordsAtPos(to, -1)
  const oneLine = Math.abs(end.top - start.top) < 2
  const right = oneLine ? end.right : start.left
  return new DOMRect(start.left, start.top, right - start.left, (oneLine ? start : end).bottom - start.top)
}

import { Selection, TextSelection } from 'prosemirror-state'
import { focusView } from './internals.ts'
import { bringIntoView, scrollerOf } from './scroll.ts'
import type { Section } from './section.ts'

/** `text` is where one goes on writing: the end of the last paragraph, be there tasks below it (rule E32). */
export type Place = 'start' | 'end' | 'text' | number | { anchor: number; head: number }

/** The caret: it stands in one section at a time, and goes where it is told. */
export class Caret {
  /** The section that had focus last. */
  current: Section | null = null

  /** Mounts the section, gives it focus and the selection; scrolls to it unless told not to. */
  place(section: Section, at: Place, scroll = true): void {
    const view = section.mount()
    view.dispatch(view.state.tr.setSelection(selectionAt(view.state.doc, at)))
    focusView(view)
    if (scroll) bringIntoView(scrollerOf(section.element), view.coordsAtPos(view.state.selection.head))
  }
}

/** Whether the caret stands where no word goes on: behind a space or at the start of a paragraph. */
export function isAfterWord({ empty, $head }: Selection): boolean {
  return empty && ($head.parentOffset === 0 || $head.nodeBefore?.text?.at(-1)?.trim() === '')
}

/** The selection that a place is in a section's document. */
export function selectionAt(doc: Section['node'], at: Place): Selection {
  if (at === 'start') return Selection.atStart(doc)
  if (at === 'end') return Selection.atEnd(doc)
  if (at === 'text') return beforeTasks(doc)
  const inside = (pos: number) => doc.resolve(Math.max(0, Math.min(pos, doc.content.size)))
  if (typeof at === 'number') return Selection.near(inside(at))
  return TextSelection.between(inside(at.anchor), inside(at.head))
}

/** Where a section does not end in tasks, or has nothing else, its end. */
function beforeTasks(doc: Section['node']): Selection {
  if (doc.lastChild?.type.name !== 'task') return Selection.atEnd(doc)
  let end: number | null = null
  doc.descendants((node, pos) => {
    if (node.type.name === 'paragraph') end = pos + node.nodeSize - 1
    return !node.isTextblock
  })
  return end === null ? Selection.atEnd(doc) : TextSelection.create(doc, end)
}

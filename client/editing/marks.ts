import type { MarkType } from 'prosemirror-model'
import type { Command, EditorState, Transaction } from 'prosemirror-state'
import { sectionSchema } from '../../schema/nodes.ts'
import { holdThroughout, markRanges, textRanges } from '../editor/text-ranges.ts'

export type TextMark = 'strong' | 'em' | 'underline'

/** Whether a mark holds at the caret, or all through the selected text. */
export function hasMark(state: EditorState, type: MarkType): boolean {
  const { from, to, empty, $from } = state.selection
  if (empty) return type.isInSet(state.storedMarks ?? $from.marks()) !== undefined
  const ranges = textRanges(state.doc, from, to)
  return ranges.length > 0 && holdThroughout(state.doc, ranges, type)
}

/** Bold, italic, underline: off when all of the selection has it, on otherwise. */
export function toggleTextMark(name: TextMark): Command {
  const type = sectionSchema.marks[name]
  return (state, dispatch) => {
    if (!type || state.schema !== sectionSchema) return false
    const { from, to, empty, $from } = state.selection
    if (empty && !$from.parent.inlineContent) return false
    const on = hasMark(state, type)
    if (empty) dispatch?.(on ? state.tr.removeStoredMark(type) : state.tr.addStoredMark(type.create()))
    else dispatch?.(markRanges(state.tr, textRanges(state.doc, from, to), type, !on).scrollIntoView())
    return true
  }
}

/** Takes bold, italic and underline away from a range. Links stay: they are content, not looks. */
export function clearMarks(tr: Transaction, from: number, to: number): Transaction {
  for (const name of ['strong', 'em', 'underline'] as const) {
    const type = sectionSchema.marks[name]
    if (type) tr.removeMark(from, to, type)
  }
  return tr
}

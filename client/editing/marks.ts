import type { Mark, MarkType, Node } from 'prosemirror-model'
import type { Command, EditorState, Transaction } from 'prosemirror-state'
import { sectionSchema } from '../../schema/nodes.ts'

export type TextMark = 'strong' | 'em' | 'underline'

interface Range {
  from: number
  to: number
}

/** The stretches of text in a range. Only text carries marks: a mark on a note or a reference would not survive. */
function textRanges(doc: Node, from: number, to: number): Range[] {
  const ranges: Range[] = []
  doc.nodesBetween(from, to, (node, pos) => {
    if (node.isText) ranges.push({ from: Math.max(from, pos), to: Math.min(to, pos + node.nodeSize) })
    return node.type !== sectionSchema.nodes.footnote
  })
  return ranges.filter((range) => range.to > range.from)
}

/** Whether a mark holds at the caret, or all through the selected text. */
export function hasMark(state: EditorState, type: MarkType): boolean {
  const { from, to, empty, $from } = state.selection
  if (empty) return type.isInSet(state.storedMarks ?? $from.marks()) !== undefined
  const ranges = textRanges(state.doc, from, to)
  return ranges.length > 0 && ranges.every((range) => holdsThrough(state.doc, range, type))
}

function holdsThrough(doc: Node, { from, to }: Range, type: MarkType): boolean {
  let holds = true
  doc.nodesBetween(from, to, (node) => {
    if (node.isText && !type.isInSet(node.marks)) holds = false
  })
  return holds
}

/** Bold, italic, underline: off when all of the selection has it, on otherwise. */
export function toggleTextMark(name: TextMark): Command {
  const type = sectionSchema.marks[name]
  return (state, dispatch) => {
    if (!type || state.schema !== sectionSchema) return false
    const { from, to, empty, $from } = state.selection
    if (empty && !$from.parent.inlineContent) return false
    const mark = type.create()
    const on = hasMark(state, type)
    if (empty) dispatch?.(on ? state.tr.removeStoredMark(type) : state.tr.addStoredMark(mark))
    else dispatch?.(setMark(state.tr, textRanges(state.doc, from, to), mark, !on).scrollIntoView())
    return true
  }
}

function setMark(tr: Transaction, ranges: Range[], mark: Mark, on: boolean): Transaction {
  for (const { from, to } of ranges) {
    if (on) tr.addMark(from, to, mark)
    else tr.removeMark(from, to, mark.type)
  }
  return tr
}

/** Takes bold, italic and underline away from a range. Links stay: they are content, not looks. */
export function clearMarks(tr: Transaction, from: number, to: number): Transaction {
  for (const name of ['strong', 'em', 'underline'] as const) {
    const type = sectionSchema.marks[name]
    if (type) tr.removeMark(from, to, type)
  }
  return tr
}

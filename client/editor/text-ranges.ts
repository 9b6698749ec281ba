import type { MarkType, Node } from 'prosemirror-model'
import type { Transaction } from 'prosemirror-state'

export interface TextRange {
  from: number
  to: number
}

/** The stretches of text in a range. Only text carries marks: a mark on a note or a reference would not survive. */
export function textRanges(doc: Node, from: number, to: number): TextRange[] {
  const ranges: TextRange[] = []
  doc.nodesBetween(from, to, (node, pos) => {
    if (node.isText) ranges.push({ from: Math.max(from, pos), to: Math.min(to, pos + node.nodeSize) })
    return node.type.name !== 'footnote'
  })
  return ranges.filter((range) => range.to > range.from)
}

/** Whether all text in the ranges has the mark. */
export function holdThroughout(doc: Node, ranges: readonly TextRange[], type: MarkType): boolean {
  return ranges.every(({ from, to }) => {
    let holds = true
    doc.nodesBetween(from, to, (node) => {
      if (node.isText && !type.isInSet(node.marks)) holds = false
      return holds
    })
    return holds
  })
}

/** Sets a mark on the ranges, or takes it away. */
export function markRanges(
  tr: Transaction,
  ranges: readonly TextRange[],
  type: MarkType,
  on: boolean,
): Transaction {
  for (const { from, to } of ranges) {
    if (on) tr.addMark(from, to, type.create())
    else tr.removeMark(from, to, type)
  }
  return tr
}

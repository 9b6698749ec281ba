import type { Transaction } from 'prosemirror-state'
import type { Desk } from './desk.ts'
import { settle, type Point } from './point.ts'
import { holdThroughout, markRanges, textRanges } from './text-ranges.ts'
import type { Part } from './wide.ts'

/**
 * Empties what a wide selection covers and writes `text` where it began, as one step. Items and section names stay;
 * sections are never merged. Leaves the caret after the text.
 */
export function emptyWide(desk: Desk, text: string): void {
  const parts = desk.wide.parts()
  const first = parts[0]
  if (!first || !desk.editable()) return
  desk.noteWide()
  desk.wide.leave()
  const sections = parts.map(({ section }) => section)
  let caret: Point = { key: first.section.key, pos: first.from }
  desk.editTogether(sections, () => {
    for (const part of parts) desk.edit(part.section.key, (tr) => empty(tr, part))
    if (text) {
      desk.edit(first.section.key, (tr) => {
        const at = settle(tr.doc, first.from)
        tr.insertText(text, at)
        caret = { key: first.section.key, pos: at + text.length }
      })
    }
  })
  desk.place(caret)
  desk.noteCaretAfter()
}

function empty(tr: Transaction, { node, from, to, section }: Part): void {
  if (from >= to) return
  const whole =
    node.resolve(from).pos === settle(node, 0) && node.resolve(to).pos === settle(node, node.content.size, -1)
  const paragraph = section.schema.nodes.paragraph
  if (whole && paragraph) tr.replaceWith(0, node.content.size, paragraph.create())
  else tr.deleteRange(from, to)
}

/** Sets a mark on all text a wide selection covers, or takes it away when all of it has the mark. */
export function markWide(desk: Desk, name: string): void {
  const marked = desk.wide.parts().flatMap(({ section, node, from, to }) => {
    const type = section.schema.marks[name]
    const ranges = textRanges(node, from, to)
    return type && ranges.length > 0 ? [{ section, node, type, ranges }] : []
  })
  if (marked.length === 0 || !desk.editable()) return
  const all = marked.every(({ node, ranges, type }) => holdThroughout(node, ranges, type))
  desk.noteWide()
  desk.editTogether(
    marked.map(({ section }) => section),
    () => {
      for (const { section, ranges, type } of marked)
        desk.edit(section.key, (tr) => markRanges(tr, ranges, type, !all))
    },
  )
  desk.wide.show()
}

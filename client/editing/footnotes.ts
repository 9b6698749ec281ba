import type { Node } from 'prosemirror-model'
import { PluginKey, TextSelection, type Command, type EditorState } from 'prosemirror-state'
import { sectionSchema } from '../../schema/nodes.ts'
import { nodeType } from './blocks.ts'

/** A footnote of a section: its mark's position and its node. Its number is its place in the list, from 1. */
export interface Footnote {
  pos: number
  node: Node
}

/** The footnotes of a section in order. */
export function footnotesIn(doc: Node): Footnote[] {
  const notes: Footnote[] = []
  doc.descendants((node, pos) => {
    if (node.type.name === 'footnote') notes.push({ pos, node })
    return node.type.name !== 'footnote'
  })
  return notes
}

/** What the notes under a section are asked to do by a transaction: give one of them the caret. */
export const notesKey = new PluginKey<{ goTo: number | null }>('notes')

/** Puts a footnote after the selection and goes to its note; at a mark, goes to that note. */
export const insertFootnote: Command = (state, dispatch) => {
  if (state.schema !== sectionSchema || !state.selection.$to.parent.inlineContent) return false
  const present = footnoteAt(state)
  if (present !== null) {
    dispatch?.(state.tr.setMeta(notesKey, { goTo: present }))
    return true
  }
  if (!state.selection.$to.parent.type.contentMatch.matchType(nodeType('footnote'))) return false
  const at = state.selection.to
  const tr = state.tr.insert(at, nodeType('footnote').create())
  tr.setSelection(TextSelection.create(tr.doc, at + 2)).setMeta(notesKey, { goTo: at })
  dispatch?.(tr.scrollIntoView())
  return true
}

/** The mark beside the caret or selected. */
function footnoteAt(state: EditorState): number | null {
  const { $from, empty, from } = state.selection
  const before = $from.nodeBefore
  if (empty && before?.type.name === 'footnote') return from - before.nodeSize
  return state.doc.nodeAt(from)?.type.name === 'footnote' && !empty ? from : null
}

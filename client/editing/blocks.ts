import { lift, setBlockType, wrapIn } from 'prosemirror-commands'
import type { Node, NodeType } from 'prosemirror-model'
import { TextSelection, type Command, type EditorState, type Transaction } from 'prosemirror-state'
import { sectionSchema } from '../../schema/nodes.ts'
import { clearMarks } from './marks.ts'

export const BLOCK_TYPES = ['body', 'heading', 'smallHeading', 'quote', 'task'] as const
export type BlockType = (typeof BLOCK_TYPES)[number]

/** A node type of the section's schema by name. */
export function nodeType(name: string): NodeType {
  const type = sectionSchema.nodes[name]
  if (!type) throw new RangeError(`no node type ${name}`)
  return type
}

/** The closest ancestor of the selection's start with a type of these names; null when there is none. */
export function ancestor(
  state: EditorState,
  ...names: string[]
): { node: Node; pos: number; depth: number } | null {
  const { $from } = state.selection
  for (let depth = $from.depth; depth > 0; depth--) {
    const node = $from.node(depth)
    if (names.includes(node.type.name)) return { node, pos: $from.before(depth), depth }
  }
  return null
}

/** The paragraph type at the start of the selection. */
export function blockTypeAt(state: EditorState): BlockType {
  const block = state.selection.$from.parent
  if (block.type.name === 'heading') return block.attrs.level === 2 ? 'smallHeading' : 'heading'
  if (block.type.name === 'task') return 'task'
  return ancestor(state, 'blockquote') ? 'quote' : 'body'
}

/** Makes the selected blocks body text, a sub-heading, a quote or a task. */
export function setType(type: BlockType, newId: () => string): Command {
  return (state, dispatch) => {
    if (state.schema !== sectionSchema) return false
    if (type === 'quote') return ancestor(state, 'blockquote') ? true : quote(state, dispatch)
    if (type === 'body') return setBody(state, dispatch)
    if (type === 'task') return setBlockType(nodeType('task'), { id: newId() })(state, dispatch)
    return setBlockType(nodeType('heading'), { level: type === 'heading' ? 1 : 2 })(state, dispatch)
  }
}

const quote = wrapIn(nodeType('blockquote'))

const setBody: Command = (state, dispatch) => {
  if (state.selection.$from.parent.type.name !== 'paragraph')
    return setBlockType(nodeType('paragraph'))(state, dispatch)
  return ancestor(state, 'blockquote') ? lift(state, dispatch) : true
}

/** Body text → sub-heading → small sub-heading → body text. */
export const cycleHeading: Command = (state, dispatch) => {
  const now = blockTypeAt(state)
  if (now === 'heading') return setBlockType(nodeType('heading'), { level: 2 })(state, dispatch)
  if (now === 'smallHeading') return setBlockType(nodeType('paragraph'))(state, dispatch)
  return setBlockType(nodeType('heading'), { level: 1 })(state, dispatch)
}

/** Plain body text: the selected blocks become paragraphs without bold, italic or underline. */
export const clearFormatting: Command = (state, dispatch) => {
  if (state.schema !== sectionSchema) return false
  const { from, to, empty, $from } = state.selection
  const tr = empty ? clearMarks(state.tr, $from.start(), $from.end()) : clearMarks(state.tr, from, to)
  tr.setStoredMarks([])
  tr.setBlockType(from, to, nodeType('paragraph'))
  dispatch?.(tr.scrollIntoView())
  return true
}

/** A line break inside a paragraph. */
export const hardBreak: Command = (state, dispatch) => {
  if (state.schema !== sectionSchema || !state.selection.$from.parent.inlineContent) return false
  dispatch?.(state.tr.replaceSelectionWith(nodeType('hard_break').create()).scrollIntoView())
  return true
}

/** Puts the caret at a position, in or near it. */
export function caretAt(tr: Transaction, pos: number): Transaction {
  return tr.setSelection(TextSelection.near(tr.doc.resolve(Math.min(pos, tr.doc.content.size))))
}

/** The caret's position when it stands on an empty line of its own, in no list and no quote; null otherwise. */
export function blankLine(state: EditorState): number | null {
  const { $from, empty } = state.selection
  const line = $from.parent
  const blank = empty && line.type.name === 'paragraph' && line.content.size === 0 && $from.depth === 1
  return blank && state.schema === sectionSchema ? $from.pos : null
}

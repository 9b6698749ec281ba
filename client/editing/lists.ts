import { autoJoin } from 'prosemirror-commands'
import type { Node } from 'prosemirror-model'
import { liftListItem, sinkListItem, splitListItem, wrapInList } from 'prosemirror-schema-list'
import type { Command, EditorState } from 'prosemirror-state'
import { sameList } from '../../schema/lists.ts'
import { sectionSchema } from '../../schema/nodes.ts'
import { ancestor, nodeType } from './blocks.ts'

export type ListKind = 'bullet_list' | 'ordered_list'

const item = nodeType('list_item')

/** The innermost list around the selection; null outside lists. */
export function listAround(state: EditorState): { node: Node; pos: number } | null {
  const found = ancestor(state, 'bullet_list', 'ordered_list', 'table')
  return found === null || found.node.type.name === 'table' ? null : found
}

/** Makes a list, changes its kind, or takes the items out of it when it is of that kind already. */
export function toggleList(kind: ListKind): Command {
  return (state, dispatch) => {
    if (state.schema !== sectionSchema) return false
    const list = listAround(state)
    if (list === null) return wrap(kind)(state, dispatch)
    if (list.node.type.name === kind) return liftListItem(item)(state, dispatch)
    dispatch?.(state.tr.setNodeMarkup(list.pos, nodeType(kind)))
    return true
  }
}

function wrap(kind: ListKind): Command {
  return autoJoin(wrapInList(nodeType(kind)), sameList)
}

/** Moves the items one level in. False outside lists and when there is no item above to go under. */
export const indent: Command = (state, dispatch) =>
  listAround(state) !== null && sinkListItem(item)(state, dispatch)

/** Moves the items one level out, from the outermost out of the list. False outside lists. */
export const outdent: Command = (state, dispatch) =>
  listAround(state) !== null && liftListItem(item)(state, dispatch)

/** Tab in a list never leaves it, even where nothing can be indented. */
export const tabInList: Command = (state, dispatch) =>
  listAround(state) !== null && (indent(state, dispatch) || true)

/** Shift Tab in a list. */
export const shiftTabInList: Command = (state, dispatch) =>
  listAround(state) !== null && (outdent(state, dispatch) || true)

/** Enter in a list: a new item; on an empty one outdent, and from the outermost leave the list. */
export const enterInList: Command = (state, dispatch) => {
  const { $from, empty } = state.selection
  if (listAround(state) === null || $from.depth < 2 || $from.node(-1).type !== item) return false
  const alone = $from.parent.content.size === 0 && $from.node(-1).childCount === 1
  if (empty && alone) return liftListItem(item)(state, dispatch)
  return splitListItem(item)(state, dispatch)
}

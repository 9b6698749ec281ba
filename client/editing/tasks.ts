import type { Node } from 'prosemirror-model'
import { Plugin, TextSelection, type Command, type EditorState, type Transaction } from 'prosemirror-state'
import { sectionSchema } from '../../schema/nodes.ts'
import { caretAt, nodeType } from './blocks.ts'
import { ownChange } from './own-changes.ts'

const task = nodeType('task')

/** Gives tasks that own changes made, copied, split or pasted an id of their own. */
export function taskIds(newId: () => string): Plugin {
  return new Plugin({
    appendTransaction: (transactions, _before, state) =>
      ownChange(transactions) ? renewIds(transactions, state, newId) : null,
  })
}

function renewIds(
  transactions: readonly Transaction[],
  state: EditorState,
  newId: () => string,
): Transaction | null {
  const changed = changedRanges(transactions)
  const touched: { pos: number; id: unknown; pasted: boolean }[] = []
  const taken = new Set<unknown>()
  tasksIn(state.doc, (node, pos) => {
    const ranges = changed.filter(({ from, to }) => pos < to && pos + node.nodeSize > from)
    const { id } = node.attrs
    if (ranges.length === 0) taken.add(id)
    else touched.push({ pos, id, pasted: ranges.some((range) => range.pasted && pos >= range.from) })
  })
  const tr = state.tr
  for (const { pos, id, pasted } of touched) {
    if (pasted || id === null || taken.has(id)) tr.setNodeAttribute(pos, 'id', newId())
    else taken.add(id)
  }
  return tr.docChanged ? tr : null
}

function tasksIn(doc: Node, visit: (node: Node, pos: number) => void): void {
  doc.descendants((node, pos) => {
    if (node.type === task) visit(node, pos)
    return !node.isTextblock
  })
}

/** What the transactions changed, in positions of the last document. */
function changedRanges(
  transactions: readonly Transaction[],
): { from: number; to: number; pasted: boolean }[] {
  return transactions.flatMap((tr, index) => {
    const later = transactions.slice(index + 1)
    const ahead = (pos: number, step: number, side: number) =>
      later.reduce((at, next) => next.mapping.map(at, side), tr.mapping.slice(step + 1).map(pos, side))
    const ranges: { from: number; to: number; pasted: boolean }[] = []
    tr.mapping.maps.forEach((map, step) =>
      map.forEach((_oldFrom, _oldTo, from, to) =>
        ranges.push({
          from: ahead(from, step, -1),
          to: ahead(to, step, 1),
          pasted: tr.getMeta('paste') === true,
        }),
      ),
    )
    return ranges
  })
}

/** Enter in a task: at its end a new line below, in its text two tasks, in an empty one body text. */
export function enterInTask(newId: () => string): Command {
  return (state, dispatch) => {
    const { $from, $to } = state.selection
    if ($from.parent.type !== task || !$from.sameParent($to)) return false
    if ($from.parent.content.size === 0) dispatch?.(leave(state, $from.before()))
    else if ($to.parentOffset === $to.parent.content.size) dispatch?.(lineBelow(state))
    else dispatch?.(split(state, newId))
    return true
  }
}

function leave(state: EditorState, pos: number): Transaction {
  return state.tr.setNodeMarkup(pos, nodeType('paragraph')).scrollIntoView()
}

function lineBelow(state: EditorState): Transaction {
  const { $from } = state.selection
  const tr = state.tr.deleteSelection()
  const after = tr.mapping.map($from.after())
  return caretAt(tr.insert(after, nodeType('paragraph').create()), after + 1).scrollIntoView()
}

function split(state: EditorState, newId: () => string): Transaction {
  const tr = state.tr.deleteSelection()
  const attrs = { ...state.selection.$from.parent.attrs, id: newId() }
  return tr.split(tr.selection.from, 1, [{ type: task, attrs }]).scrollIntoView()
}

/** Makes the block at the selection a task; in a task, body text again. */
export function toggleTask(newId: () => string): Command {
  return (state, dispatch) => {
    if (state.schema !== sectionSchema || !(state.selection instanceof TextSelection)) return false
    const { $from } = state.selection
    const type = $from.parent.type === task ? nodeType('paragraph') : task
    const tr = state.tr.setBlockType($from.pos, state.selection.to, type, () =>
      type === task ? { id: newId() } : null,
    )
    if (!tr.docChanged) return false
    dispatch?.(tr.scrollIntoView())
    return true
  }
}

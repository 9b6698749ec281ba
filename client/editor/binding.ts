import { ReplaceStep } from 'prosemirror-transform'
import type { Node } from 'prosemirror-model'
import type { EditorState, Plugin, Transaction } from 'prosemirror-state'
import { ySyncPlugin, ySyncPluginKey, type ProsemirrorBinding } from 'y-prosemirror'
import type { Content } from './relative.ts'
import { writeBack } from '../merging/write-back.ts'

interface SyncState {
  binding: ProsemirrorBinding
}

/** The plugin that ties a view to its fragment, started from what is already on the page. */
export function syncPlugin({ fragment, mapping }: Content): Plugin {
  return ySyncPlugin(fragment, { mapping }) as Plugin
}

export function bindingOf(state: EditorState): ProsemirrorBinding {
  return (ySyncPluginKey.getState(state) as SyncState).binding
}

/**
 * Takes the binding's own selection keeping away: it throws on selections whose node went away, scrolls the caret
 * into view on each remote change, and costs a walk of every mounted section per transaction.
 */
export function tame(binding: ProsemirrorBinding): void {
  const nothing = () => undefined
  binding.beforeAllTransactions = nothing
  binding.afterAllTransactions = nothing
  binding._prosemirrorChanged = (doc: Node) =>
    binding.doc.transact(() => writeBack(binding.type, doc, binding, caretOf(binding)), ySyncPluginKey)
}

function caretOf({ prosemirrorView }: ProsemirrorBinding): number | null {
  const { state } = prosemirrorView as { state: EditorState }
  return state.selection.empty ? state.selection.head : null
}

/** Whether a transaction brings a change from Yjs (a colleague's, or undo) into the view. */
export function isFromYjs(tr: Transaction): boolean {
  const meta = tr.getMeta(ySyncPluginKey) as { isChangeOrigin?: boolean } | undefined
  return meta?.isChangeOrigin === true
}

/**
 * The same change as one small step. y-prosemirror replaces the whole document on every change from Yjs, through
 * which no decoration and no caret can be mapped.
 */
export function narrow(state: EditorState, tr: Transaction): Transaction {
  const small = state.tr
  const step = difference(state.doc, tr.doc)
  if (step && small.maybeStep(step).failed) return tr
  if (!small.doc.eq(tr.doc)) return tr
  return small.setMeta(ySyncPluginKey, tr.getMeta(ySyncPluginKey)).setMeta('addToHistory', false)
}

/** One step from `before` to `after`; null when they are equal. */
export function difference(before: Node, after: Node): ReplaceStep | null {
  const from = before.content.findDiffStart(after.content)
  const end = before.content.findDiffEnd(after.content)
  if (from === null || end === null) return null
  // Repeated text makes the two ends overlap: "aa" to "aaa" begins at 2 and ends at 0.
  const overlap = Math.max(0, from - Math.min(end.a, end.b))
  return new ReplaceStep(from, end.a + overlap, after.slice(from, end.b + overlap))
}

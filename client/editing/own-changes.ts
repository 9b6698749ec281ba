import type { Transaction } from 'prosemirror-state'
import { ySyncPluginKey } from 'y-prosemirror'

/**
 * Whether these transactions carry a change of the user's own. What colleagues wrote, and what undo brings back,
 * arrives through the sync plugin and is never repaired here: two clients repairing the same thing would do it twice.
 */
export function ownChange(transactions: readonly Transaction[]): boolean {
  const changes = transactions.filter((tr) => tr.docChanged)
  return changes.length > 0 && !changes.some(fromElsewhere)
}

function fromElsewhere(tr: Transaction): boolean {
  const meta: unknown = tr.getMeta(ySyncPluginKey)
  return typeof meta === 'object' && meta !== null && 'isChangeOrigin' in meta && meta.isChangeOrigin === true
}

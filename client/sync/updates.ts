import * as Y from 'yjs'

/** One update that says what these say; deleted text is let go. */
export function merged(updates: Uint8Array[]): Uint8Array {
  return readable(updates) ?? Y.encodeStateAsUpdate(new Y.Doc())
}

/** The same of those that can be read; null when none can. */
export function readable(updates: Uint8Array[]): Uint8Array | null {
  const doc = new Y.Doc()
  const damaged = applyAll(doc, updates)
  const update = damaged === updates.length ? null : Y.encodeStateAsUpdate(doc)
  doc.destroy()
  return update
}

/** Applies a copy, as far as it can be read; answers how many of its updates cannot. */
export function applyAll(doc: Y.Doc, updates: Uint8Array[], origin?: unknown): number {
  try {
    applyTogether(doc, updates, origin)
    return 0
  } catch {
    // Which of them it was is found out by taking them one by one; what is in the document already does no harm.
    return updates.filter((update) => !canApply(doc, update, origin)).length
  }
}

/** The first is large, the many after it are small and cost less as one. */
function applyTogether(doc: Y.Doc, [first, ...rest]: Uint8Array[], origin: unknown): void {
  doc.transact(() => {
    if (first !== undefined) Y.applyUpdate(doc, first)
    if (rest.length > 0) Y.applyUpdate(doc, Y.mergeUpdates(rest))
  }, origin)
}

function canApply(doc: Y.Doc, update: Uint8Array, origin: unknown): boolean {
  try {
    Y.applyUpdate(doc, update, origin)
    return true
  } catch {
    return false
  }
}

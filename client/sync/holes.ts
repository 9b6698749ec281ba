import type * as Y from 'yjs'

/**
 * What waits in a document for something that has not come, such as another tab's last words before it died. Nobody can
 * read it, and the server would refuse an answer for it.
 */

/** Does something with a document as if nothing waited in it. */
export function withoutHoles<T>({ store }: Y.Doc, work: () => T): T {
  const { pendingStructs, pendingDs } = store
  store.pendingStructs = null
  store.pendingDs = null
  try {
    return work()
  } finally {
    store.pendingStructs = pendingStructs
    store.pendingDs = pendingDs
  }
}

/** Lets something in; answers whether some of what waited has come into the document with it. */
export function fillsHoles({ store }: Y.Doc, take: () => void): boolean {
  const { pendingStructs, pendingDs } = store
  take()
  const hasStructs = pendingStructs !== null && store.pendingStructs !== pendingStructs
  return hasStructs || (pendingDs !== null && !isSame(pendingDs, store.pendingDs))
}

/** Yjs writes deletions that still wait anew each time. */
function isSame(before: Uint8Array, now: Uint8Array | null): boolean {
  return now?.length === before.length && now.every((byte, i) => byte === before[i])
}

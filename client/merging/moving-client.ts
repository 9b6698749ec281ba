import * as Y from 'yjs'

/** Windows type as clients below it, and move text as clients from it on. */
const HALF = 2 ** 31

/** A document under a client that one can type as. */
export function newDocument(): Y.Doc {
  const doc = new Y.Doc()
  doc.clientID %= HALF
  return doc
}

/**
 * The other client of a window, as which it joins text to a paragraph (rule E35) and types behind a word that another is
 * writing (rule E21): where two write at one place, Yjs puts the lower client's text first. A client that is itself above
 * stands for no other.
 */
export function movingClient(typing: number): number {
  return typing < HALF ? typing + HALF : typing
}

/** As which client a window types that moves text as this one. */
export function typingClient(client: number): number {
  return client < HALF ? client : client - HALF
}

/** The clients of the window that types as `typing`. */
export function clientsOf(typing: number): number[] {
  return [...new Set([typing, movingClient(typing)])]
}

/** Whether the window that types as `typing` has put something into a document in a transaction. */
export function wroteAs(
  typing: number,
  { beforeState, afterState }: Pick<Y.Transaction, 'beforeState' | 'afterState'>,
): boolean {
  return clientsOf(typing).some((client) => (afterState.get(client) ?? 0) > (beforeState.get(client) ?? 0))
}

/** How much the window that types as `typing` has put into a document. */
export function writtenAs(typing: number, { store }: Y.Doc): number {
  return clientsOf(typing).reduce((sum, client) => sum + Y.getState(store, client), 0)
}

/** Writes as the window's other client; within a transaction. */
export function asMoving(doc: Y.Doc, write: () => void): void {
  const typing = doc.clientID
  doc.clientID = movingClient(typing)
  try {
    write()
  } finally {
    doc.clientID = typing
  }
}

import * as Y from 'yjs'
import { encodeExtent, extentOf } from '../sync/extent.ts'

/** Rows after which a room is compacted; when it closes, fewer are worth it: nobody waits. */
export const COMPACT = { open: 500, closing: 50 }

export interface Compacted {
  /** A room as one update, what was deleted forgotten. */
  state: Uint8Array
  /** How far that reaches, to be kept beside it. */
  extent: Uint8Array
}

export function compacted(room: Y.Doc): Compacted {
  const state = Y.encodeStateAsUpdate(room)
  return { state, extent: encodeExtent(extentOf(state)) }
}

import type { Node } from 'prosemirror-model'
import {
  absolutePositionToRelativePosition,
  relativePositionToAbsolutePosition,
  type ProsemirrorBinding,
} from 'y-prosemirror'
import * as Y from 'yjs'
import { clientsOf } from '../merging/moving-client.ts'

export type Mapping = ProsemirrorBinding['mapping']

/** A section's document, and which Yjs type each of its nodes came from. */
export interface Content {
  fragment: Y.XmlFragment
  node: Node
  mapping: Mapping
}

/** A position that follows its neighbours through other people's edits. Null where y-prosemirror finds none. */
export function toRelative(content: Content, pos: number): Y.RelativePosition | null {
  try {
    return absolutePositionToRelativePosition(pos, content.fragment, content.mapping)
  } catch {
    // It throws when the mapping lags behind the fragment; the caller has a plain position to fall back on.
    return null
  }
}

/** The same place, but bound to the character before it: what somebody else writes there comes after it. */
export function stickLeft(content: Content, relative: Y.RelativePosition | null): Y.RelativePosition | null {
  if (relative === null || content.fragment.doc === null) return relative
  const at = Y.createAbsolutePositionFromRelativePosition(relative, content.fragment.doc)
  if (!(at?.type instanceof Y.XmlText) || at.index === 0) return relative
  return Y.createRelativePositionFromTypeIndex(at.type, at.index, -1)
}

const WORD = /^[\p{L}\p{M}\p{N}]+/u

/**
 * How much of a word stands right of a position that hangs on the character before it, where a colleague wrote that
 * character and, in the same go, the rest of its word.
 */
export function restOfWord({ fragment: { doc } }: Content, left: Y.RelativePosition): number {
  if (
    doc === null ||
    left.item === null ||
    left.assoc >= 0 ||
    clientsOf(doc.clientID).includes(left.item.client)
  )
    return 0
  const run = runFrom(Y.getItem(doc.store, left.item), left.item.clock)
  return Math.max(0, (WORD.exec(run)?.[0].length ?? 0) - 1)
}

/** What one client wrote in one go and nobody wrote into, from a character on. */
function runFrom(first: Y.Item, clock: number): string {
  let run = ''
  let next: Y.Item | null = first
  while (next?.content instanceof Y.ContentString) {
    run += next.content.str
    const { right, id, length }: Y.Item = next
    next = right?.id.client === id.client && right.id.clock === id.clock + length ? right : null
  }
  return run.slice(clock - first.id.clock)
}

/** The position now, within the document's bounds. Null when what it hung on is gone. */
export function toAbsolute(content: Content, relative: Y.RelativePosition | null): number | null {
  if (relative === null || content.fragment.doc === null) return null
  // Yjs would make a root of whatever name a colleague's caret has.
  if (relative.tname !== null && !content.fragment.doc.share.has(relative.tname)) return null
  try {
    const pos = relativePositionToAbsolutePosition(
      content.fragment.doc,
      content.fragment,
      relative,
      content.mapping,
    )
    return pos === null ? null : Math.max(0, Math.min(pos, content.node.content.size))
  } catch {
    // A type that is not in the mapping has no size: treat it as gone.
    return null
  }
}

import type { Node } from 'prosemirror-model'
import {
  absolutePositionToRelativePosition,
  relativePositionToAbsolutePosition,
  type ProsemirrorBinding,
} from 'y-prosemirror'
import * as Y from 'yjs'

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

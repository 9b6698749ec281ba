import type { Node } from 'prosemirror-model'
import { initProseMirrorDoc, updateYFragment } from 'y-prosemirror'
import type * as Y from 'yjs'

/** Makes a section's text read like a document, with as little change as it takes; undo does not take it back. */
export function writeText(doc: Y.Doc, text: Y.XmlFragment, node: Node): void {
  const { mapping } = initProseMirrorDoc(text, node.type.schema)
  doc.transact(() => updateYFragment(doc, text, node, { mapping, isOMark: new Map() }))
}

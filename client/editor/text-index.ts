import type { Node } from 'prosemirror-model'
import { nodeText, type NodeText } from '../../schema/node-text.ts'
import type { SectionKey } from '../../schema/paper.ts'

/** The running text of a section, and the way from a place in it back to the document. */
export interface SectionText extends NodeText {
  key: SectionKey
}

/** Reads each document once: after a keystroke only the section that changed is read again. */
export class TextIndex {
  private readonly known = new WeakMap<Node, NodeText>()

  of(key: SectionKey, doc: Node): SectionText {
    const known = this.known.get(doc) ?? nodeText(doc)
    this.known.set(doc, known)
    return { key, ...known }
  }
}

import type { Node } from 'prosemirror-model'
import type { NodeView } from 'prosemirror-view'

/** The mark of a footnote in the text. Its number is counted by the style sheet; its text stands among the notes. */
export class FootnoteView implements NodeView {
  readonly dom = document.createElement('span')

  constructor(private readonly node: Node) {
    this.dom.className = 'footnote'
    this.dom.setAttribute('role', 'doc-noteref')
  }

  update(node: Node): boolean {
    return node.type === this.node.type
  }

  ignoreMutation(): boolean {
    return true
  }
}

import type { Node } from 'prosemirror-model'
import type { NodeView } from 'prosemirror-view'
import type { EditingHost } from './host.ts'
import { numberOf, referenceText, watchNumbers } from './references.ts'

/** A reference in the text: the number its item has now. */
export class ReferenceView implements NodeView {
  readonly dom = document.createElement('span')
  private readonly unwatch: () => void

  constructor(
    private node: Node,
    private readonly host: EditingHost,
  ) {
    this.dom.className = 'reference'
    this.unwatch = watchNumbers(host.paper, () => this.show())
    this.show()
  }

  private show(): void {
    const { item, meeting } = this.node.attrs
    this.dom.textContent = referenceText(this.node, this.host.paper, this.host.words())
    this.dom.classList.toggle(
      'gone',
      item !== null && meeting === null && numberOf(this.host.paper, String(item)) === null,
    )
  }

  update(node: Node): boolean {
    if (node.type !== this.node.type) return false
    this.node = node
    this.show()
    return true
  }

  ignoreMutation(): boolean {
    return true
  }

  destroy(): void {
    this.unwatch()
  }
}

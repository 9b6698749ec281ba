import type { Node } from 'prosemirror-model'
import { TextSelection } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import type { ProsemirrorBinding } from 'y-prosemirror'
import type * as Y from 'yjs'
import { bindingOf, difference } from './binding.ts'
import type { Desk } from './desk.ts'
import { settle } from './point.ts'
import { toAbsolute, toRelative } from './relative.ts'
import type { Section } from './section.ts'

/** ProseMirror takes in the end of a composition up to 20 ms after the event. */
export const SETTLED = 50

interface Held {
  section: Section
  view: EditorView
  /** The text both sides agreed on, and the caret in it. */
  base: Node
  head: number
  relative: Y.RelativePosition | null
  mutex: ProsemirrorBinding['mux']
}

/**
 * An input method writes into the DOM and breaks when that is changed under it. So while one composes, changes from
 * elsewhere are kept from its section; when it is done, what it wrote is put into the text as it is then.
 */
export class Composition {
  private held: Held | null = null
  private timer: ReturnType<typeof setTimeout> | undefined

  constructor(private readonly desk: Desk) {}

  holds(section: Section): boolean {
    return this.held?.section === section
  }

  /** Called before every Yjs transaction: one that does not come from the composing view is from elsewhere. */
  beforeTransaction(): void {
    const section = this.desk.caret.current
    const view = section?.view
    if (!section || !view?.composing || section.dispatching || this.held) return
    const binding = bindingOf(view.state)
    const { head } = view.state.selection
    this.held = {
      section,
      view,
      base: view.state.doc,
      head,
      relative: toRelative(section.content, head),
      mutex: binding.mux,
    }
    binding.mux = () => undefined
  }

  /** The input method is done, though the next composition may follow at once. */
  ended(): void {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.release(), SETTLED)
  }

  /** Brings the section and Yjs together again. Also called before undo and before the section goes. */
  release(): void {
    const { held } = this
    if (!held || (held.view.composing && held.section.view === held.view)) return
    this.held = null
    const binding = bindingOf(held.view.state)
    binding.mux = held.mutex
    if (held.section.view !== held.view) return
    const written = difference(held.base, held.view.state.doc)
    const caret = held.view.state.selection.head
    binding._forceRerender()
    if (written) this.write(held, written, caret)
  }

  private write(
    { section, view, head, relative }: Held,
    written: NonNullable<ReturnType<typeof difference>>,
    caret: number,
  ): void {
    const now = toAbsolute(section.content, relative) ?? Math.min(head, view.state.doc.content.size)
    const shift = now - head
    const size = view.state.doc.content.size
    const from = settle(view.state.doc, Math.min(size, written.from + shift))
    const to = Math.max(from, Math.min(size, written.to + shift))
    const { tr } = view.state
    tr.replace(from, to, written.slice)
    const place = Math.max(0, Math.min(caret - written.from + from, tr.doc.content.size))
    view.dispatch(tr.setSelection(TextSelection.near(tr.doc.resolve(place))))
  }
}

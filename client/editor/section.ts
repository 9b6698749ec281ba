import type { Node as DocumentNode, Schema } from 'prosemirror-model'
import { EditorState, TextSelection, type Plugin, type Transaction } from 'prosemirror-state'
import { EditorView, type NodeViewConstructor } from 'prosemirror-view'
import { initProseMirrorDoc } from 'y-prosemirror'
import type * as Y from 'yjs'
import { fragment, type Paper, type SectionKey } from '../../schema/paper.ts'
import { schemaOf } from '../../schema/sections.ts'
import { bindingOf, isFromYjs, narrow, syncPlugin, tame } from './binding.ts'
import { settle } from './point.ts'
import { restOfWord, stickLeft, toAbsolute, toRelative, type Content } from './relative.ts'
import { posFromStatic, renderStatic, staticPoint } from './static.ts'

/** What a section needs from the paper it is part of. */
export interface SectionHost {
  editable(): boolean
  plugins(section: Section): Plugin[]
  nodeViews(key: SectionKey): Record<string, NodeViewConstructor>
  /** Gives static HTML what a mounted view draws beside the text. */
  dress(element: HTMLElement, doc: DocumentNode): void
  /** Called just before an own change is applied to the view. */
  changing(section: Section): void
  /** Called after every transaction. */
  dispatched(section: Section, change: Dispatched): void
  focused(section: Section): void
  scrollToSelection(view: EditorView): boolean
}

export interface Dispatched {
  docChanged: boolean
  /** From a colleague or from undo. */
  fromYjs: boolean
}

interface Remembered {
  anchor: Y.RelativePosition
  head: Y.RelativePosition
}

/** One section on the page: a mounted ProseMirror view, or static HTML in the same element. */
export class Section {
  readonly fragment: Y.XmlFragment
  readonly schema: Schema
  view: EditorView | null = null
  /** Whether the element is near the viewport. */
  near = false
  /** While an own change is on its way from the view into Yjs. */
  dispatching = false
  private still: Content | null = null
  private memory: Remembered | null = null

  constructor(
    readonly key: SectionKey,
    readonly element: HTMLElement,
    paper: Paper,
    private readonly host: SectionHost,
  ) {
    this.fragment = fragment(paper, key)
    this.schema = schemaOf(key)
    element.dataset.text = key
    this.render()
  }

  get content(): Content {
    if (this.view) {
      const { state } = this.view
      return { fragment: this.fragment, node: state.doc, mapping: bindingOf(state).mapping }
    }
    return (this.still ??= this.read())
  }

  get node() {
    return this.content.node
  }

  /** An empty fragment is one empty paragraph, and nothing is written (rule N2). */
  private read(): Content {
    if (this.fragment.length === 0) {
      const node = this.schema.topNodeType.createAndFill() ?? this.schema.topNodeType.create()
      return { fragment: this.fragment, node, mapping: new Map() }
    }
    const { doc, mapping } = initProseMirrorDoc(this.fragment, this.schema)
    return { fragment: this.fragment, node: doc, mapping }
  }

  /** The fragment has changed under the static HTML: what was read from it no longer holds. */
  forget(): void {
    this.still = null
  }

  render(): void {
    renderStatic(this.element, this.node)
    this.host.dress(this.element, this.node)
    if (this.isHeading) return
    this.element.setAttribute('role', 'group')
    this.element.removeAttribute('aria-multiline')
  }

  mount(): EditorView {
    if (this.view) return this.view
    const selected = this.selectionInStatic()
    const { content } = this
    let state = EditorState.create({
      doc: content.node,
      plugins: [syncPlugin(content), ...this.host.plugins(this)],
    })
    tame(bindingOf(state))
    if (selected) state = state.apply(state.tr.setSelection(TextSelection.create(state.doc, ...selected)))
    const view = new EditorView({ mount: this.element }, this.props(state))
    this.view = view
    this.still = null
    this.describe()
    this.prime(view)
    if (selected && this.host.editable()) view.focus()
    return view
  }

  private props(state: EditorState) {
    return {
      state,
      editable: () => this.host.editable(),
      nodeViews: this.host.nodeViews(this.key),
      dispatchTransaction: (tr: Transaction) => this.dispatch(tr),
      handleScrollToSelection: (view: EditorView) => this.host.scrollToSelection(view),
      handleDOMEvents: {
        focus: () => {
          this.host.focused(this)
          return false
        },
      },
    }
  }

  /**
   * The sync plugin takes the first transaction it sees for the initial render, and if that transaction clears the
   * section the text stays in the fragment. So the first one is empty.
   */
  private prime(view: EditorView): void {
    if (this.fragment.length > 0) view.dispatch(view.state.tr.setMeta('addToHistory', false))
  }

  /** A heading stays one for screen readers, also while it is edited. */
  private get isHeading(): boolean {
    return /^H[1-6]$/.test(this.element.tagName)
  }

  private describe(): void {
    this.element.setAttribute('spellcheck', 'true')
    if (this.isHeading) return
    this.element.setAttribute('role', 'textbox')
    this.element.setAttribute('aria-multiline', 'true')
    this.element.setAttribute('aria-readonly', String(!this.host.editable()))
  }

  unmount(keepHtml = true): void {
    const { view } = this
    if (!view) return
    const content = this.content
    this.view = null
    view.destroy()
    this.element.removeAttribute('aria-readonly')
    if (!keepHtml) return
    this.still = content
    this.render()
  }

  /** Whether it may be written in is another now. */
  editableChanged(): void {
    if (!this.view) return
    // Notes and tasks have asked when they were drawn.
    this.unmount()
    if (this.near) this.mount()
  }

  private dispatch(tr: Transaction): void {
    const { view } = this
    if (!view) return
    const fromYjs = isFromYjs(tr)
    if (tr.docChanged && !fromYjs) this.host.changing(this)
    this.dispatching = true
    let isMade: boolean
    try {
      const { state, transactions } = view.state.applyTransaction(
        fromYjs ? this.placed(narrow(view.state, tr)) : tr,
      )
      view.updateState(state)
      isMade = transactions.length > 0
    } finally {
      this.dispatching = false
    }
    this.host.dispatched(this, { docChanged: tr.docChanged && isMade, fromYjs })
  }

  /** Notes where the selection is in terms of Yjs; asked for before a change from Yjs. */
  remember(): void {
    if (!this.view) return
    const { anchor, head } = this.view.state.selection
    const from = this.bound(anchor, head)
    const to = this.bound(head, anchor)
    this.memory = from && to ? { anchor: from, head: to } : null
  }

  /**
   * A caret stays behind what one has just typed, or two who type at one place would get their letters mixed; and a
   * selection does not grow by what others write at its end.
   */
  private bound(pos: number, other: number): Y.RelativePosition | null {
    const relative = toRelative(this.content, pos)
    return pos >= other ? stickLeft(this.content, relative) : relative
  }

  recalled(): void {
    this.memory = null
  }

  /**
   * The mapped selection is off when a change reaches over the caret; the remembered one is exact. A caret that was set
   * behind a word which a colleague is writing goes along with it, or what is typed there would break that word.
   */
  private placed(tr: Transaction): Transaction {
    if (!tr.docChanged || !this.memory || !(tr.selection instanceof TextSelection)) return tr
    const content = { ...this.content, node: tr.doc }
    const anchor = toAbsolute(content, this.memory.anchor)
    const head = toAbsolute(content, this.memory.head)
    if (anchor === null || head === null) return tr
    const along = anchor === head ? restOfWord(content, this.memory.head) : 0
    const place = (pos: number) => tr.doc.resolve(settle(tr.doc, pos + along))
    return tr.setSelection(TextSelection.between(place(anchor), place(head)))
  }

  /** The position of a place in this section's DOM. */
  posAt(node: Node, offset: number): number {
    if (!this.view) return posFromStatic(this.element, this.node, node, offset)
    try {
      return this.view.posAtDOM(node, offset)
    } catch {
      // A place that ProseMirror does not know (a widget being drawn): the section's start is the safe answer.
      return 0
    }
  }

  /** The place in this section's DOM of a position. */
  domAt(pos: number): { node: Node; offset: number } {
    return this.view ? this.view.domAtPos(pos) : staticPoint(this.element, this.node, pos)
  }

  private selectionInStatic(): [number, number] | null {
    const selection = getSelection()
    if (!selection?.anchorNode || !selection.focusNode) return null
    if (!this.element.contains(selection.anchorNode) || !this.element.contains(selection.focusNode))
      return null
    return [
      settle(this.node, this.posAt(selection.anchorNode, selection.anchorOffset)),
      settle(this.node, this.posAt(selection.focusNode, selection.focusOffset)),
    ]
  }
}

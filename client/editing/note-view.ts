import type { Node } from 'prosemirror-model'
import { EditorState, Plugin, Selection, type Command, type Transaction } from 'prosemirror-state'
import { StepMap } from 'prosemirror-transform'
import { EditorView } from 'prosemirror-view'
import { fill, type ScreenWords } from '../../schema/words/index.ts'
import type { Footnote } from './footnotes.ts'
import { handleKeys } from './keys.ts'
import { toggleTextMark } from './marks.ts'

const FROM_OUTSIDE = 'fromOutside'

export interface NoteHost {
  /** The caret came into the note; `pos` is after its mark. */
  entered(pos: number): void
  /** The caret goes back to the text, after the mark. */
  leave(pos: number): void
}

/** One note in the list: an editor of its own whose changes are made in the section's text, in the mark's node. */
export class NoteView {
  readonly dom = document.createElement('li')
  pos: number
  node: Node
  private readonly number = document.createElement('span')
  private readonly inner: EditorView

  constructor(
    note: Footnote,
    private readonly outer: EditorView,
    private readonly words: ScreenWords['editing']['footnote'],
    private readonly host: NoteHost,
  ) {
    this.pos = note.pos
    this.node = note.node
    this.number.className = 'note-number'
    const text = document.createElement('div')
    text.className = 'note-text'
    text.dataset.placeholder = words.empty
    this.dom.append(this.number, text, this.backButton())
    this.inner = new EditorView(
      { mount: text },
      {
        state: EditorState.create({ doc: note.node, plugins: [this.plugin()] }),
        editable: () => this.outer.editable,
        dispatchTransaction: (tr) => this.dispatch(tr),
        handlePaste: (view, event) => pasteText(view, event),
        handleDOMEvents: {
          focus: () => {
            this.host.entered(this.after)
            return false
          },
        },
      },
    )
  }

  private plugin(): Plugin {
    return new Plugin({
      props: {
        handleKeyDown: handleKeys([
          ['Mod-b', toggleTextMark('strong')],
          ['Mod-i', toggleTextMark('em')],
          ['Mod-u', toggleTextMark('underline')],
          ['Mod-Alt-f', this.back],
          ['Escape', this.back],
          ['Enter', this.back],
          ['ArrowUp', (state, dispatch, view) => !!view?.endOfTextblock('up') && this.back(state, dispatch)],
        ]),
        attributes: { role: 'textbox' },
      },
    })
  }

  private readonly back: Command = () => {
    this.host.leave(this.after)
    return true
  }

  private get after(): number {
    return this.pos + this.node.nodeSize
  }

  private backButton(): HTMLElement {
    const button = document.createElement('button')
    button.type = 'button'
    button.className = 'note-back'
    button.ariaLabel = this.words.back
    button.title = this.words.back
    button.addEventListener('click', () => this.host.leave(this.after))
    return button
  }

  private dispatch(tr: Transaction): void {
    const { state, transactions } = this.inner.state.applyTransaction(tr)
    this.inner.updateState(state)
    if (tr.getMeta(FROM_OUTSIDE) === true) return
    const outside = this.outer.state.tr
    const offset = StepMap.offset(this.pos + 1)
    for (const { steps } of transactions) {
      for (const step of steps) {
        const mapped = step.map(offset)
        if (mapped) outside.step(mapped)
      }
    }
    if (outside.docChanged) this.outer.dispatch(outside)
  }

  /** Shows a footnote as it is now in the text, under its number. */
  show({ pos, node }: Footnote, number: number): void {
    this.pos = pos
    this.node = node
    this.number.textContent = String(number)
    this.inner.dom.ariaLabel = fill(this.words.note, { n: number })
    this.inner.dom.classList.toggle('blank', node.content.size === 0)
    const { state } = this.inner
    const start = node.content.findDiffStart(state.doc.content)
    const end = node.content.findDiffEnd(state.doc.content)
    if (start === null || end === null) return
    const overlap = Math.max(0, start - Math.min(end.a, end.b))
    const changed = node.slice(start, end.a + overlap)
    this.inner.dispatch(state.tr.replace(start, end.b + overlap, changed).setMeta(FROM_OUTSIDE, true))
  }

  focus(): void {
    this.inner.focus()
    this.inner.dispatch(this.inner.state.tr.setSelection(Selection.atEnd(this.inner.state.doc)))
    this.dom.scrollIntoView({ block: 'nearest' })
  }

  destroy(): void {
    this.inner.destroy()
    this.dom.remove()
  }
}

/** A note is one line of text, so what is pasted into it comes plain. */
function pasteText(view: EditorView, event: ClipboardEvent): boolean {
  const text = event.clipboardData?.getData('text/plain').replace(/\s+/g, ' ') ?? ''
  if (text !== '') view.dispatch(view.state.tr.insertText(text).scrollIntoView())
  return true
}

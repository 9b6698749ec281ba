import type { Node } from 'prosemirror-model'
import { Plugin } from 'prosemirror-state'
import { Decoration, DecorationSet, type EditorView } from 'prosemirror-view'
import { fill } from '../../schema/words/index.ts'
import { footnotesIn, notesKey, type Footnote } from './footnotes.ts'
import type { EditingHost } from './host.ts'
import { backToText, claim, ISLAND } from './islands.ts'
import { NoteView } from './note-view.ts'

/** The notes of a section, written where they print: under its text (rule T5). */
export function notesPlugin(host: EditingHost): Plugin {
  let notes: Notes | null = null
  const draw = (view: EditorView) => (notes ??= new Notes(view, host)).dom
  return new Plugin<{ goTo: number | null }>({
    key: notesKey,
    state: {
      init: () => ({ goTo: null }),
      apply: (tr, value) => (tr.getMeta(notesKey) as { goTo: number } | undefined) ?? settled(value),
    },
    props: {
      decorations: (state) => (footnotesIn(state.doc).length > 0 ? list(state.doc, draw) : null),
      handleClickOn: (view, _pos, node, nodePos) => {
        if (node.type.name !== 'footnote' || !view.editable) return false
        view.dispatch(view.state.tr.setMeta(notesKey, { goTo: nodePos }))
        return true
      },
    },
    view: () => ({
      update: (view, before) => {
        notes?.update()
        notes?.nameMarks()
        const asked = notesKey.getState(view.state)
        if (asked && asked.goTo !== null && asked !== notesKey.getState(before)) notes?.focus(asked.goTo)
      },
      destroy: () => notes?.destroy(),
    }),
  })
}

const NOWHERE = { goTo: null }

function settled(value: { goTo: number | null }): { goTo: number | null } {
  return value.goTo === null ? value : NOWHERE
}

function list(doc: Node, draw: (view: EditorView) => HTMLElement): DecorationSet {
  const widget = Decoration.widget(doc.content.size, draw, {
    side: 1,
    key: 'notes',
    ignoreSelection: true,
    stopEvent: () => true,
  })
  return DecorationSet.create(doc, [widget])
}

/** The list of notes under a mounted section. */
class Notes {
  readonly dom = document.createElement('div')
  private readonly list = document.createElement('ol')
  private notes: NoteView[] = []
  private doc: Node | null = null
  private named: Node | null = null

  constructor(
    private readonly outer: EditorView,
    private readonly host: EditingHost,
  ) {
    const { notes } = host.words().editing.footnote
    this.dom.className = 'notes'
    this.dom.contentEditable = 'false'
    this.dom.setAttribute(ISLAND, '')
    this.dom.setAttribute('role', 'group')
    this.dom.setAttribute('aria-label', notes)
    const label = document.createElement('div')
    label.className = 'notes-label'
    label.textContent = notes
    label.ariaHidden = 'true'
    this.dom.append(label, this.list)
    this.update()
  }

  update(): void {
    const { doc } = this.outer.state
    if (doc === this.doc) return
    this.doc = doc
    const wanted = footnotesIn(doc)
    this.resize(wanted)
    wanted.forEach((note, index) => this.notes[index]?.show(note, index + 1))
  }

  /** Notes come and go in one place at a time; those before and after it keep their editors. */
  private resize(wanted: Footnote[]): void {
    const missing = wanted.length - this.notes.length
    if (missing === 0) return
    const same = (index: number, other: number) =>
      this.notes[index]?.node.eq(wanted[other]?.node ?? this.outer.state.doc)
    let at = 0
    while (at < Math.min(wanted.length, this.notes.length) && same(at, at)) at++
    if (missing < 0) for (const gone of this.notes.splice(at, -missing)) gone.destroy()
    else this.notes.splice(at, 0, ...wanted.slice(at, at + missing).map((note) => this.make(note)))
    this.list.replaceChildren(...this.notes.map((note) => note.dom))
  }

  private make(note: Footnote): NoteView {
    return new NoteView(note, this.outer, this.host.words().editing.footnote, {
      entered: (pos) => claim(this.outer, pos),
      leave: (pos) => backToText(this.outer, pos),
    })
  }

  /** Says each mark's number to screen readers, once the view has drawn the marks. */
  nameMarks(): void {
    if (this.named === this.doc) return
    this.named = this.doc
    const { note } = this.host.words().editing.footnote
    this.notes.forEach(({ pos }, index) => {
      const mark = this.outer.nodeDOM(pos)
      if (mark instanceof HTMLElement) mark.setAttribute('aria-label', fill(note, { n: index + 1 }))
    })
  }

  /** Gives the note whose mark stands at this position the caret. */
  focus(pos: number): void {
    this.notes.find((note) => note.pos === pos)?.focus()
  }

  destroy(): void {
    for (const note of this.notes) note.destroy()
    this.notes = []
  }
}

import { flushSync, untrack } from 'svelte'
import type { Attachment } from 'svelte/attachments'
import { baseKeymap, toggleMark } from 'prosemirror-commands'
import { keymap } from 'prosemirror-keymap'
import type { Command, EditorState, Plugin, Transaction } from 'prosemirror-state'
import type { EditorView, NodeViewConstructor } from 'prosemirror-view'
import type { Awareness } from 'y-protocols/awareness'
import type * as Y from 'yjs'
import type { SectionKey } from '../../schema/paper.ts'
import { Attachments } from './attachments.ts'
import type { Place } from './caret.ts'
import { Desk } from './desk.ts'
import './editor.css'
import { beforeComposition, beforeInput } from './input.ts'
import { Keyboard } from './keyboard.ts'
import { keepPlace } from './keep-place.ts'
import { borderKeys, titleKeys } from './section-keys.ts'
import { Section } from './section.ts'
import { StaticPages } from './static-pages.ts'
import { extentOf } from './wide.ts'
import { markWide } from './wide-edit.ts'

export interface PaperEditorOptions {
  doc: Y.Doc
  awareness: Awareness
  editable: boolean
  plugins: (key: SectionKey) => Plugin[]
  nodeViews: (key: SectionKey) => Record<string, NodeViewConstructor>
}

/** Where the user writes. */
export type Focus =
  | { kind: 'none' }
  | { kind: 'section'; key: SectionKey; state: EditorState }
  | { kind: 'wide'; from: SectionKey; to: SectionKey; items: number; paragraphs: number }

/** One document made of many sections: selection, keys, undo and carets over all of them. */
export class PaperEditor {
  focus = $state.raw<Focus>({ kind: 'none' })
  canUndo = $state(false)
  canRedo = $state(false)
  private readonly desk: Desk
  private readonly pages: StaticPages
  private readonly attachments = new Attachments((key, element) => this.attachSection(key, element))
  private readonly cleanups: (() => void)[] = []

  constructor(private readonly options: PaperEditorOptions) {
    this.desk = new Desk({
      paper: options.doc,
      editable: () => options.editable,
      plugins: (key) => this.plugins(key),
      nodeViews: options.nodeViews,
      selectionChanged: () => this.refreshFocus(),
      historyChanged: () => this.refreshHistory(),
    })
    this.pages = new StaticPages(this.desk)
    this.cleanups.push(this.pages.watch(), this.watchOrder())
  }

  get undoManager(): Y.UndoManager {
    return this.desk.history.manager
  }

  /** For the element that holds all sections. Give it role="document" and tabindex="-1". */
  root(): Attachment<HTMLElement> {
    return this.rootAttachment
  }

  private readonly rootAttachment: Attachment<HTMLElement> = (element) =>
    untrack(() => this.attachRoot(element))

  /** For the element of one section. The same function every time, or the list would render it anew. */
  section(key: SectionKey): Attachment<HTMLElement> {
    return this.attachments.of(key)
  }

  /** The mounted view of a section. */
  view(key: SectionKey): EditorView | null {
    return this.desk.sections.get(key)?.view ?? null
  }

  /** Runs a command on the section that has, or last had, the caret. */
  run(command: Command): boolean {
    const view = this.desk.caret.current?.mount()
    if (!view || this.desk.wide.span || !this.options.editable) return false
    const focused = view.hasFocus()
    const done = command(view.state, view.dispatch, view)
    if (focused && !view.hasFocus() && document.activeElement === document.body) view.focus()
    return done
  }

  toggleMark(name: 'strong' | 'em' | 'underline'): void {
    if (this.desk.wide.span) return markWide(this.desk, name)
    const type = this.desk.caret.current?.schema.marks[name]
    if (type) this.run(toggleMark(type))
  }

  /** Changes a section, mounted or not, as an own change that undo takes back. */
  edit(key: SectionKey, change: (tr: Transaction) => void): void {
    this.desk.edit(key, change)
  }

  /** Changes to header, people or items as one own step. */
  transact(change: () => void): void {
    this.desk.transact(change)
  }

  undo(): void {
    this.desk.undo()
  }

  redo(): void {
    this.desk.redo()
  }

  /** Mounts the section, gives it focus and scrolls to it. */
  focusSection(key: SectionKey, at: Place): void {
    if (!this.desk.sections.get(key)) flushSync()
    const section = this.desk.sections.get(key)
    if (!section) return
    this.desk.wide.leave()
    this.desk.caret.place(section, at)
  }

  destroy(): void {
    for (const cleanup of this.cleanups) cleanup()
    this.desk.history.destroy()
  }

  private plugins(key: SectionKey): Plugin[] {
    return [
      keymap(titleKeys(this.desk, key)),
      ...this.options.plugins(key),
      keymap(borderKeys(this.desk, key)),
      keymap(baseKeymap),
    ]
  }

  private attachSection(key: SectionKey, element: HTMLElement): () => void {
    const section = new Section(key, element, this.options.doc, this.desk)
    this.desk.sections.add(section)
    this.desk.lazy.watch(section)
    return () => {
      this.desk.lazy.unwatch(section)
      this.desk.sections.remove(section)
      section.unmount(false)
      if (this.desk.caret.current === section) this.desk.caret.current = null
      if (this.desk.wide.isEnd(section)) this.desk.wide.leave()
      this.refreshFocus()
    }
  }

  private attachRoot(root: HTMLElement): () => void {
    const { desk } = this
    const keyboard = new Keyboard(desk, /Mac|iP(hone|ad)/.test(navigator.platform))
    const listening = new AbortController()
    const on = { capture: true, signal: listening.signal }
    desk.wide.root = root
    desk.lazy.start(root)
    root.addEventListener('keydown', (event) => keyboard.handle(event) && stop(event), on)
    root.addEventListener('beforeinput', (event) => beforeInput(desk, event), on)
    root.addEventListener('compositionstart', () => beforeComposition(desk), on)
    window.addEventListener('selectionchange', (event) => desk.shepherd.selectionChanged(event), on)
    return () => {
      listening.abort()
      desk.lazy.stop()
      desk.wide.root = null
    }
  }

  /** The page redraws its list after a change of items; the caret and the reader's line stay through that. */
  private watchOrder(): () => void {
    const { doc } = this.options
    const lists: readonly unknown[] = [doc.getMap('items'), doc.getMap('annexes')]
    const after = (_doc: Y.Doc, transactions: Y.Transaction[]) => {
      const moved = transactions.some(({ changedParentTypes }) =>
        [...changedParentTypes.keys()].some((type) => lists.includes(type)),
      )
      if (moved) keepPlace(this.desk, flushSync)
    }
    doc.on('afterAllTransactions', after)
    return () => doc.off('afterAllTransactions', after)
  }

  private refreshFocus(): void {
    this.focus = this.focusNow()
  }

  private focusNow(): Focus {
    const { wide, caret } = this.desk
    const range = wide.range()
    if (range) return { kind: 'wide', from: range[0].key, to: range[1].key, ...extentOf(wide.parts()) }
    if (!caret.current?.view) return { kind: 'none' }
    return { kind: 'section', key: caret.current.key, state: caret.current.view.state }
  }

  private refreshHistory(): void {
    this.canUndo = this.undoManager.canUndo()
    this.canRedo = this.undoManager.canRedo()
  }
}

function stop(event: Event): void {
  event.preventDefault()
  event.stopPropagation()
}

import { flushSync, untrack } from 'svelte'
import type { Attachment } from 'svelte/attachments'
import { baseKeymap, deleteSelection, toggleMark } from 'prosemirror-commands'
import { keymap } from 'prosemirror-keymap'
import type { Node as DocumentNode } from 'prosemirror-model'
import { Plugin, type Command, type EditorState, type Transaction } from 'prosemirror-state'
import type { EditorView, NodeViewConstructor } from 'prosemirror-view'
import type { Awareness } from 'y-protocols/awareness'
import type * as Y from 'yjs'
import type { SectionKey } from '../../schema/paper.ts'
import { Attachments } from './attachments.ts'
import type { Place } from './caret.ts'
import { CommonHistory } from './common-history.svelte.ts'
import { Desk } from './desk.ts'
import './editor.css'
import { Follow } from './follow.ts'
import type { OwnStep } from './history.ts'
import { Keyboard } from './keyboard.ts'
import { keepPlace } from './keep-place.ts'
import { borderKeys, titleKeys } from './section-keys.ts'
import { Section } from './section.ts'
import { StaticPages } from './static-pages.ts'
import { extentOf } from './wide.ts'
import { emptyWide, markWide } from './wide-edit.ts'
import { TextIndex, type SectionText } from './text-index.ts'
import { showLine, scrollerOf } from './scroll.ts'
import type { TextMark } from './marks.ts'
import type { Match } from './matches.ts'
import { Overlay, type Drawing } from './overlay.ts'
import { listenTo } from './paper-events.ts'
import { Cursors } from './cursors.ts'
import type { Other } from './awareness.ts'
import { ownPaste, type Heading } from './clipboard.ts'

export type { Drawing } from './overlay.ts'
export type { TextMark } from './marks.ts'
export type { Match } from './matches.ts'
export type { Other } from './awareness.ts'
export type { SectionText } from './text-index.ts'

export interface PaperEditorOptions {
  doc: Y.Doc
  awareness: Awareness
  editable: boolean
  plugins: (key: SectionKey) => Plugin[]
  nodeViews: (key: SectionKey) => Record<string, NodeViewConstructor>
  /** Gives a section's static HTML what its mounted view draws beside the text, so that both look the same. */
  dress?: (element: HTMLElement, doc: DocumentNode) => void
  /** What stands in the margin beside a section: an item's number, a section's name. For copying. */
  heading?: Heading
  /** The own steps in all the papers that are edited along with this one. */
  steps?: CommonHistory
}

/** Where the user writes. */
export type Focus =
  | { kind: 'none' }
  | { kind: 'section'; key: SectionKey; state: EditorState }
  | { kind: 'wide'; from: SectionKey; to: SectionKey; items: number; paragraphs: number }

const mac = /Mac|iP(hone|ad)/.test(globalThis.navigator?.platform ?? '')

/** One document made of many sections: selection, keys, undo and carets over all of them. */
export class PaperEditor {
  focus = $state.raw<Focus>({ kind: 'none' })
  /** The section with the caret, or in which a wide selection begins: unlike `focus` it changes with no key typed. */
  focusKey = $state<SectionKey | null>(null)
  /** Everybody else in the meeting, and the section in which each writes. */
  others = $state.raw<readonly Other[]>([])
  readonly steps: CommonHistory
  private readonly desk: Desk
  private readonly keyboard: Keyboard
  private readonly pages: StaticPages
  private readonly cursors: Cursors
  private readonly overlay: Overlay
  private readonly index = new TextIndex()
  private readonly attachments = new Attachments((key, element) => this.attachSection(key, element))
  private readonly cleanups: (() => void)[] = []
  private editable: boolean

  constructor(private readonly options: PaperEditorOptions) {
    this.editable = options.editable
    this.steps = options.steps ?? new CommonHistory()
    this.desk = new Desk({
      paper: options.doc,
      editable: () => this.editable,
      plugins: (section) => this.plugins(section),
      nodeViews: options.nodeViews,
      dress: (element, doc) => this.dress(element, doc),
      selectionChanged: () => this.refreshFocus(),
      historyChanged: () => this.steps.changed(this.desk),
    })
    this.keyboard = new Keyboard(this.desk, this.steps, mac)
    this.pages = new StaticPages(this.desk)
    this.overlay = new Overlay(this.desk.sections, this.pages)
    this.cursors = new Cursors(this.desk, options.awareness, (others) => (this.others = others))
    const { pages, desk } = this
    this.cleanups.push(pages.watch(), new Follow(desk).watch(), this.watchOrder(), this.steps.join(desk))
  }

  get undoManager(): Y.UndoManager {
    return this.desk.history.manager
  }

  get canUndo(): boolean {
    return this.steps.canUndo
  }

  get canRedo(): boolean {
    return this.steps.canRedo
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
    if (!view || this.desk.wide.span || !this.editable) return false
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

  /** Runs changes that are more of what is being typed in a field; null: nothing is typed there any more. */
  typeInField(change: (() => void) | null): void {
    if (change === null) this.desk.history.cut()
    else this.desk.typing(change)
  }

  /** Adds a step that is none of the text and has been made: undo and redo come to it in its turn. */
  addStep(step: OwnStep): void {
    this.desk.history.add(step)
  }

  /** Takes back the last own step, in whichever of the papers; the caret goes there. */
  undo(): void {
    this.steps.undo()
  }

  redo(): void {
    this.steps.redo()
  }

  /** Mounts the section, gives it focus and scrolls to it. */
  focusSection(key: SectionKey, at: Place): void {
    if (!this.desk.sections.get(key)) flushSync()
    const section = this.desk.sections.get(key)
    if (!section) return
    this.desk.wide.leave()
    this.desk.caret.place(section, at)
  }

  /** Scrolls to a stretch of text without moving focus. */
  reveal(key: SectionKey, from: number, _to: number): void {
    const section = this.desk.sections.get(key)
    const scroller = section && scrollerOf(section.element)
    if (!section || !scroller) return
    section.element.scrollIntoView({ block: 'nearest', behavior: 'instant' })
    const view = section.mount()
    showLine(scroller, view.coordsAtPos(Math.min(from, view.state.doc.content.size)))
  }

  /** The text of every section on the page, mounted or not, in reading order. */
  textIndex(): SectionText[] {
    return this.desk.sections.ordered().map(({ key, node }) => this.index.of(key, node))
  }

  /** Shows what a search found; `current` is an index into the matches. */
  setMatches(matches: readonly Match[], current: number | null): void {
    this.overlay.matches.set(matches, current)
  }

  /** Draws the marker on text that something beside the paper is about. */
  setMarks(marks: readonly TextMark[]): void {
    this.overlay.marks.set(marks)
  }

  /** Lets somebody else draw in the text too; answers how to stop. */
  addDrawing(drawing: Drawing): () => void {
    return this.overlay.add(drawing)
  }

  /** Draws in a section anew; whether that could be done now. */
  redraw(key: SectionKey): boolean {
    return this.overlay.redraw(key)
  }

  /** Whether the user writes in the text now, or only reads it. */
  setEditable(editable: boolean): void {
    if (editable === this.editable) return
    this.editable = editable
    this.desk.wide.leave()
    for (const section of this.desk.sections.all()) section.editableChanged()
    this.cursors.publish()
  }

  /** The place in the text under a point of the window; null when there is none. */
  placeUnder(x: number, y: number): { key: SectionKey; pos: number } | null {
    return this.desk.coords.pointUnder(x, y)
  }

  /** What is selected, in the section in which it begins; null when nothing is, or it is not in the text. */
  selected(): { key: SectionKey; from: number; to: number } | null {
    const selection = getSelection()
    if (!selection?.rangeCount || selection.isCollapsed) return null
    const range = selection.getRangeAt(0)
    const section = this.desk.sections.of(range.startContainer)
    const from = section && this.desk.coords.pointAt(range.startContainer, range.startOffset, 1)
    if (!section || from?.key !== section.key) return null
    const end = this.desk.coords.pointAt(range.endContainer, range.endOffset, -1)
    const to = end?.key === section.key ? end.pos : section.node.content.size
    return from.pos < to ? { key: section.key, from: from.pos, to } : null
  }

  /** The document of a section on the page. */
  doc(key: SectionKey): DocumentNode | null {
    return this.desk.sections.get(key)?.node ?? null
  }

  /** The running text of a section on the page. */
  text(key: SectionKey): SectionText | null {
    const section = this.desk.sections.get(key)
    return section ? this.index.of(key, section.node) : null
  }

  /** Copies the selection, wide or not, as Ctrl+C does. Only within a user's click or key. */
  copySelection(): void {
    document.execCommand('copy')
  }

  /** Empties what is selected; items and section names stay. */
  deleteSelection(): void {
    if (this.desk.wide.span) emptyWide(this.desk, '')
    else this.run(deleteSelection)
  }

  destroy(): void {
    for (const cleanup of this.cleanups) cleanup()
    this.cursors.destroy()
    this.desk.history.destroy()
  }

  private plugins(section: Section): Plugin[] {
    const { key } = section
    return [
      ownPaste(),
      keymap(titleKeys(this.desk, key)),
      ...this.options.plugins(key),
      new Plugin({ props: { handleKeyDown: (view, event) => this.keyboard.last(view, event) } }),
      keymap(borderKeys(this.desk, key)),
      keymap(baseKeymap),
      this.cursors.plugin(section),
      ...this.overlay.plugins(section),
    ]
  }

  private dress(element: HTMLElement, doc: DocumentNode): void {
    this.options.dress?.(element, doc)
    this.overlay.dress(element, doc)
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
    if (!root.hasAttribute('tabindex')) root.tabIndex = -1
    desk.wide.root = root
    desk.lazy.start(root)
    const { keyboard, steps } = this
    const heading = this.options.heading ?? (() => '')
    const stop = listenTo(root, { desk, keyboard, steps, heading, mac })
    return () => {
      stop()
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
      if (!moved) return
      keepPlace(this.desk, flushSync)
      // References print the numbers that items have now.
      this.pages.refresh((section) => section.element.querySelector('[data-reference]') !== null)
    }
    doc.on('afterAllTransactions', after)
    return () => doc.off('afterAllTransactions', after)
  }

  private refreshFocus(): void {
    const focus = this.focusNow()
    this.focus = focus
    this.focusKey = focus.kind === 'section' ? focus.key : focus.kind === 'wide' ? focus.from : null
    this.cursors.publish()
  }

  private focusNow(): Focus {
    const { wide, caret } = this.desk
    const range = wide.range()
    if (range) return { kind: 'wide', from: range[0].key, to: range[1].key, ...extentOf(wide.parts()) }
    if (!caret.current?.view) return { kind: 'none' }
    return { kind: 'section', key: caret.current.key, state: caret.current.view.state }
  }
}

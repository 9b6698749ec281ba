import { flushSync } from 'svelte'
import { ySyncPluginKey } from 'y-prosemirror'
import type { Node as DocumentNode } from 'prosemirror-model'
import { EditorState, type Plugin, type Transaction } from 'prosemirror-state'
import type { EditorView, NodeViewConstructor } from 'prosemirror-view'
import * as Y from 'yjs'
import { splitKey, type Paper, type SectionKey } from '../../schema/paper.ts'
import { Caret, isAfterWord } from './caret.ts'
import { Composition } from './composition.ts'
import { Coords } from './coords.ts'
import { History, type Popped } from './history.ts'
import { recall, remember, spanOf } from './history-places.ts'
import { Lazy } from './lazy.ts'
import { endOf, startOf, type Point, type Span } from './point.ts'
import { bringIntoView, scrollerOf } from './scroll.ts'
import { Section, type Dispatched, type SectionHost } from './section.ts'
import { Shepherd } from './shepherd.ts'
import { Sections } from './sections.ts'
import { emptyWide } from './wide-edit.ts'
import { Wide } from './wide.ts'
import { endOfChange, writeBack } from '../merging/write-back.ts'

export interface DeskOptions {
  paper: Paper
  editable: () => boolean
  plugins: (section: Section) => Plugin[]
  nodeViews: (key: SectionKey) => Record<string, NodeViewConstructor>
  dress: (element: HTMLElement, doc: DocumentNode) => void
  /** Caret, selection or the text around it changed. */
  selectionChanged: (change: Dispatched | null, section: Section | null) => void
  historyChanged: () => void
}

/** The parts that make many views one document, and what needs more than one of them. */
export class Desk implements SectionHost {
  readonly sections = new Sections()
  readonly coords = new Coords(this.sections)
  readonly caret = new Caret()
  readonly shepherd = new Shepherd(this)
  readonly wide: Wide
  readonly history: History
  readonly lazy: Lazy
  /** The section in which the mouse was pressed; it stays mounted while the button is down. */
  pressed: Section | null = null
  /** Whether a selection over sections is being drawn with the mouse. */
  dragging = false
  readonly composition = new Composition(this)
  /** How many changes of several sections are under way; they note the selection themselves. */
  private bulk = 0
  private isTyping = false

  constructor(private readonly options: DeskOptions) {
    this.wide = new Wide(this.sections, this.coords, options.editable, () =>
      options.selectionChanged(null, null),
    )
    this.history = new History(options.paper, (popped) => this.restore(popped), options.historyChanged)
    this.lazy = new Lazy(this.sections, (section) => this.inUse(section))
  }

  get paper(): Paper {
    return this.options.paper
  }

  editable(): boolean {
    return this.options.editable()
  }

  /* What a section asks of its paper */

  plugins(section: Section): Plugin[] {
    return this.options.plugins(section)
  }

  nodeViews(key: SectionKey): Record<string, NodeViewConstructor> {
    return this.options.nodeViews(key)
  }

  dress(element: HTMLElement, doc: DocumentNode): void {
    this.options.dress(element, doc)
  }

  changing(section: Section): void {
    if (this.bulk > 0 || this.composition.holds(section)) return
    const span = spanOf(section)
    this.history.noteBefore(span && remember(this.sections, span, false))
  }

  dispatched(section: Section, change: Dispatched): void {
    if (change.docChanged && !change.fromYjs && this.bulk === 0 && !this.composition.holds(section)) {
      const span = spanOf(section)
      this.history.noteAfter(span && remember(this.sections, span, false))
      if (section.view && isAfterWord(section.view.state.selection)) this.history.wordEnded()
    }
    // At once: the browser is about to report where it thinks the ends are after the text under them changed.
    if (change.docChanged && change.fromYjs) this.wide.follow(section)
    this.options.selectionChanged(change, section)
  }

  focused(section: Section): void {
    if (this.caret.current === section) return
    this.history.cut()
    this.caret.current = section
    this.lazy.sweep()
    this.options.selectionChanged(null, section)
  }

  scrollToSelection(view: EditorView): boolean {
    bringIntoView(scrollerOf(view.dom), view.coordsAtPos(view.state.selection.head))
    return true
  }

  private inUse(section: Section): boolean {
    return (
      section === this.pressed ||
      section === this.caret.current ||
      this.wide.isEnd(section) ||
      section.view?.composing === true ||
      this.composition.holds(section)
    )
  }

  /* Going to places */

  place(point: Point, scroll = true): void {
    const section = this.sections.get(point.key)
    if (!section) return
    this.wide.leave()
    this.caret.place(section, point.pos, scroll)
  }

  /** Selects a span: in its section when it lies in one, else as a wide selection. */
  select(span: Span, scroll = true): void {
    const head = this.sections.get(span.head.key)
    if (!head || !this.sections.get(span.anchor.key)) return
    if (span.anchor.key === span.head.key) {
      this.wide.leave()
      this.caret.place(head, { anchor: span.anchor.pos, head: span.head.pos }, scroll)
      return
    }
    this.wide.select(span)
    if (scroll) bringIntoView(scrollerOf(head.element), this.coords.rectOf(head, span.head.pos))
  }

  /** Ctrl+A: the section, then the item, then the paper. */
  selectMore(): boolean {
    const ordered = this.sections.ordered()
    const first = ordered[0]
    const last = ordered.at(-1)
    if (!first || !last) return false
    const section = this.wide.span ? null : this.caret.current
    if (!section?.view) return this.selectSections(first, last)
    const whole = { anchor: startOf(section.node), head: endOf(section.node) }
    const { from, to } = section.view.state.selection
    if (whole.anchor !== whole.head && (from !== whole.anchor || to !== whole.head)) {
      this.caret.place(section, whole, false)
      return true
    }
    const { owner } = splitKey(section.key)
    const own = ordered.filter(({ key }) => splitKey(key).owner === owner)
    return own.length > 1 ? this.selectSections(own[0], own.at(-1)) : this.selectSections(first, last)
  }

  private selectSections(first: Section | undefined, last: Section | undefined): boolean {
    if (!first || !last) return false
    const anchor = { key: first.key, pos: startOf(first.node) }
    this.select({ anchor, head: { key: last.key, pos: endOf(last.node) } }, false)
    return true
  }

  /* Changing */

  /** One function for every section, mounted or not. */
  edit(key: SectionKey, change: (tr: Transaction) => void): void {
    const section = this.sections.get(key)
    if (section?.view) {
      const { tr } = section.view.state
      change(tr)
      section.view.dispatch(tr)
      return
    }
    if (section) this.editUnmounted(section, change)
  }

  private editUnmounted(section: Section, change: (tr: Transaction) => void): void {
    const { node, mapping } = section.content
    const { tr } = EditorState.create({ doc: node })
    change(tr)
    if (!tr.docChanged) return
    const meta = { mapping, isOMark: new Map() }
    this.paper.transact(() => writeBack(section.fragment, tr.doc, meta, endOfChange(tr)), ySyncPluginKey)
    section.forget()
  }

  /**
   * Several sections changed as one step. y-prosemirror tidies up after a deletion on the next dispatch, which would
   * be a step of its own: so that dispatch is made inside.
   */
  editTogether(sections: readonly Section[], change: () => void): void {
    this.bulk++
    try {
      this.history.step(this.paper, () => {
        change()
        for (const { view } of sections) view?.dispatch(view.state.tr)
      })
    } finally {
      this.bulk--
    }
  }

  /** Notes the wide selection as what undo brings back. */
  noteWide(): void {
    this.history.noteBefore(this.wide.span && remember(this.sections, this.wide.span, true))
  }

  /** Notes where the caret is now as what redo brings back. */
  noteCaretAfter(): void {
    const section = this.caret.current
    const span = section && spanOf(section)
    this.history.noteAfter(span && remember(this.sections, span, false))
  }

  transact(change: () => void): void {
    const section = this.caret.current
    const span = section && spanOf(section)
    this.history.noteBefore(span && remember(this.sections, span, false))
    this.history.step(this.paper, change, this.isTyping)
  }

  /** Runs changes that are more of what is being typed beside the text: they are one step with the last, as in the text. */
  typing(change: () => void): void {
    this.isTyping = true
    try {
      change()
    } finally {
      this.isTyping = false
    }
  }

  /** The same, with the caret as it is now for undo to bring back. */
  transactSections(sections: readonly Section[], change: () => void): void {
    const span = this.caret.current && spanOf(this.caret.current)
    this.history.noteBefore(span && remember(this.sections, span, false))
    this.editTogether(sections, change)
  }

  undo(): void {
    this.composition.release()
    this.history.undo()
  }

  redo(): void {
    this.composition.release()
    this.history.redo()
  }

  /** A key for the wide selection. */
  wideKey(event: KeyboardEvent): boolean {
    if (!this.editable()) return false
    if (event.key === 'Backspace' || event.key === 'Delete') {
      emptyWide(this, '')
      return true
    }
    return event.key === 'Enter'
  }

  /* Undo and redo put the caret back */

  private restore({ memory, changed }: Popped): void {
    flushSync()
    const back = this.itemThatCameBack(changed)
    if (back) return this.place({ key: back.key, pos: startOf(back.node) })
    const span = memory && recall(this.sections, memory)
    const touched = [...changed.keys()]
      .map((type) => this.sections.withFragment(type))
      .filter((each) => each !== null)
    if (span && memory.wide) return this.select(span)
    if (span && (touched.length === 0 || touched.some(({ key }) => key === span.head.key))) {
      if (touched.length > 0) this.select(span)
      return
    }
    const section = touched[0]
    if (section) this.place({ key: section.key, pos: endOf(section.node) })
  }

  private itemThatCameBack(changed: Popped['changed']): Section | null {
    const items = this.paper.getMap('items')
    const events = changed.get(items) ?? []
    const added = new Set(events.flatMap((event) => keysSet(event, items)).filter((id) => items.has(id)))
    if (added.size === 0) return null
    return this.sections.ordered().find(({ key }) => added.has(splitKey(key).owner)) ?? null
  }
}

/** The keys of the map itself that were set or deleted. */
function keysSet(event: Y.YEvent<Y.AbstractType<unknown>>, map: Y.Map<unknown>): string[] {
  return event instanceof Y.YMapEvent && event.target === map ? [...event.keysChanged].map(String) : []
}

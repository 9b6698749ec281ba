import { IDBFactory } from 'fake-indexeddb'
import { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { PaperEditor } from '../../client/editor/paper-editor.svelte.ts'
import { Locations } from '../../client/margin/locations.svelte.ts'
import { Rulings } from '../../client/margin/rulings.svelte.ts'
import { readTalks, type Talk } from '../../client/margin/talks.ts'
import { LivePaper } from '../../client/meeting/live-paper.svelte.ts'
import { suggestionsOf } from '../../client/suggesting/suggestions.ts'
import type { MarginRoom } from '../../client/sync/margin-room.svelte.ts'
import type { Locks } from '../../client/sync/platform.ts'
import { UserStore } from '../../client/sync/store.ts'
import type { Node } from 'prosemirror-model'
import { addThread, receiptKey, rule, type Margin, type RulingState } from '../../schema/margin.ts'
import { titleBlocks } from '../../schema/paper-json.ts'
import { items, type Paper, type SectionKey } from '../../schema/paper.ts'
import { sectionNode, writeSection } from '../../schema/sections.ts'
import { counter } from '../editing/builders.ts'

export const KEY: SectionKey = 'item-0001/case'
export const TITLE: SectionKey = 'item-0001/title'

/** A paper with one item, "Budget for 2026", whose case is this. */
export function paperOf(text: Node): Paper {
  const paper = new Y.Doc()
  items.add(paper, 'item-0001', {})
  writeSection(paper, TITLE, titleBlocks('Budget for 2026'))
  writeSection(paper, KEY, text.toJSON().content)
  return paper
}

export function storeOf(user: string): UserStore {
  return new UserStore(new IDBFactory(), user, () => 0)
}

/** An editor of a paper, with its title and its case on the page. */
export function editorOf(paper: Paper): PaperEditor {
  const editor = new PaperEditor({
    doc: paper,
    awareness: new Awareness(paper),
    editable: true,
    plugins: () => [],
    nodeViews: () => ({}),
  })
  for (const key of [TITLE, KEY]) editor.section(key)(document.createElement('div'))
  return editor
}

/** Of all desks: several may share a margin. */
const rulingIds = counter()

/** A secretary's desk: paper, margin, and what was said there. */
export class Office {
  readonly editor: PaperEditor
  readonly told: string[] = []
  /** Threads whose text was brought into view. */
  readonly shown: string[] = []
  readonly rulings: Rulings
  connected = true
  /** The disk takes what the paper holds. */
  saving = (): Promise<boolean> => Promise.resolve(true)
  private readonly stops: (() => void)[]
  private readonly locations: Locations
  private readonly newId: () => string

  constructor(
    readonly paper: Paper,
    readonly margin: Margin,
    readonly store: UserStore,
    readonly me = 'nanna',
    locks: Locks | null = null,
  ) {
    this.editor = editorOf(paper)
    this.newId = () => `${me}-ruling-${rulingIds()}`
    const live = new LivePaper(paper)
    this.locations = new Locations({
      editor: this.editor,
      paper: live,
      margin: () => margin,
      stirred: () => undefined,
    })
    const stop = this.locations.watch()
    const room = {
      doc: margin,
      write: (_id: string, change: () => void) => margin.transact(change),
    } as unknown as MarginRoom
    this.rulings = new Rulings({
      room: () => room,
      editor: this.editor,
      paper,
      store,
      locks,
      meeting: 'meeting-1',
      signed: () => ({ author: me, at: 1 }),
      newId: this.newId,
      placeOf: ({ id, target }) => this.locations.of(id, target).text,
      talk: (id) => this.talk(id),
      isUpToDate: () => this.connected,
      isComplete: () => this.connected,
      save: () => this.saving(),
      tell: (_talk, what) => this.told.push(what),
      reveal: ({ id }) => this.shown.push(id),
    })
    this.stops = [stop, this.rulings.watch()]
  }

  /** The window is closed. */
  leave(): void {
    this.stops.forEach((stop) => stop())
    this.editor.destroy()
  }

  get text(): string {
    return sectionNode(this.paper, KEY).textContent
  }

  talk(id = 'thread-001'): Talk | undefined {
    return readTalks(this.margin).find((talk) => talk.id === id)
  }

  /** Somebody suggests that a section be this. */
  suggest(after: Node, key = KEY): string[] {
    const made = suggestionsOf(this.paper, key, sectionNode(this.paper, key), after)
    return made.map((suggestion, i) => {
      const id = `thread-00${String(i + 1)}`
      const said = { author: 'esben', at: 1, text: '', mentions: [] }
      addThread(this.margin, id, { ...said, kind: 'suggestion', ...suggestion })
      return id
    })
  }

  accept(id = 'thread-001'): void {
    const talk = this.talk(id)
    if (talk) this.rulings.accept(talk)
  }

  /** The server has taken in every ruling there is. */
  receive(): void {
    const receipts = this.margin.getMap('receipts')
    for (const id of this.margin.getMap('rulings').keys()) {
      const key = receiptKey('rulings', id)
      if (!receipts.has(key)) receipts.set(key, { seq: receipts.size + 1, at: 1, late: false })
    }
    this.rulings.settle()
  }

  /** Another secretary rules on it, and is heard first. */
  otherRules(state: RulingState, thread = 'thread-001'): void {
    rule(this.margin, 'rasmus-ruling-1', { author: 'rasmus', at: 1, thread, state, reason: '' })
    this.margin
      .getMap('receipts')
      .set(receiptKey('rulings', 'rasmus-ruling-1'), { seq: 0, at: 1, late: false })
  }
}

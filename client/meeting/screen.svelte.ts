import { createContext } from 'svelte'
import { SvelteMap, SvelteSet } from 'svelte/reactivity'
import type { Forum, Meeting } from '../../schema/api.ts'
import {
  sectionKey,
  splitKey,
  type Item,
  type ItemSection,
  type Paper,
  type Root,
  type SectionKey,
} from '../../schema/paper.ts'
import type { Abilities } from '../../schema/roles.ts'
import type { ScreenWords } from '../../schema/words/index.ts'
import { fill } from '../../schema/words/index.ts'
import type { App } from '../state/app.svelte.ts'
import { abilitiesIn } from '../state/people.ts'
import type { Find } from '../editing/find.svelte.ts'
import type { EditingHost } from '../editing/host.ts'
import type { MarginParts, OpenMargin } from '../margin/open-margin.svelte.ts'
import type { PaperEditor } from '../editor/paper-editor.svelte.ts'
import type { Other, Person as Present } from '../editor/awareness.ts'
import { selfOf, writersByItem } from './presence.ts'
import { entryPlace } from '../sync/changed-places.ts'
import type { MeetingRoom } from '../sync/meeting-room.svelte.ts'
import { LivePaper } from './live-paper.svelte.ts'
import { Looks } from './looks.svelte.ts'
import { Modes } from './modes.svelte.ts'
import { Outline, type Writer } from './outline.svelte.ts'
import { PaperEdits } from './paper-edits.ts'
import type { GoneItem } from './gone-item.ts'
import { PaperOffers } from './paper-offers.ts'
import { Pen } from './pen.ts'
import { restoreItem, watchRemovals, type RemovedItem } from './removed-items.ts'

const NOTHING: ReadonlyMap<string, number> = new Map()

export interface ScreenOptions {
  app: App
  meeting: string
  paper: Paper
  editor: PaperEditor
  host: EditingHost
  find: Find
  editable: boolean
  room: MeetingRoom
  looks?: Looks
  /** Of a closed item's own paper: the screen of the meeting that it has its place in, and the item's zone. */
  outer?: MeetingScreen
  zone?: string
}

/** What the parts of the meeting screen share: the paper, its editor, and every change they make. */
export class MeetingScreen {
  readonly app: App
  readonly editor: PaperEditor
  readonly paper: LivePaper
  readonly outline: Outline
  readonly edits = new PaperEdits(this)
  readonly meetingId: string
  readonly looks: Looks
  readonly modes: Modes
  readonly pen: Pen
  readonly offers: PaperOffers
  /** Empty sections the user has asked for and not left yet. */
  readonly opened = new SvelteSet<SectionKey>()
  /** The item at the top of the window. */
  seen = $state<string | null>(null)
  /** The item whose decision is being chosen. */
  deciding = $state<string | null>(null)
  /** The closed item that has the focus, or had it last. */
  inner = $state.raw<MeetingScreen | null>(null)
  /** The closed items that are open here. */
  readonly closed = new SvelteMap<string, MeetingScreen>()
  /** Whether the invitations to this meeting are open. */
  sharing = $state(false)
  /** Whether it is asked whether the draft is to be removed. */
  removing = $state(false)
  /** What stands beside the paper, once it is fetched; null where this user may not read it. */
  margin = $state.raw<OpenMargin | null>(null)

  readonly meeting: Meeting | null = $derived.by(() => this.app.session.meeting(this.meetingId))
  readonly forum: Forum | null = $derived.by(() =>
    this.meeting === null ? null : this.app.session.forum(this.meeting.forum),
  )
  /** The item with the caret, else the one at the top of the window. */
  readonly current: string | null = $derived.by(() => this.caretItem() ?? this.seen ?? this.ownItem())
  readonly self: Present | null = $derived.by(() =>
    this.app.me === null ? null : selfOf(this.app.me, this.forum),
  )
  /** What this user may do in the meeting, as far as is known here. */
  readonly may: Abilities = $derived.by(() => abilitiesIn(this.forum, this.meeting))
  private readonly writers: ReadonlyMap<string, Writer[]> = $derived.by(() => writersByItem(this.others))

  private readonly stopWatching: () => void
  /** The item in which the user was last when one was removed. */
  private gone: GoneItem | null = null

  constructor(private readonly options: ScreenOptions) {
    this.app = options.app
    this.meetingId = options.meeting
    this.editor = options.editor
    const { outer } = options
    this.looks = outer?.looks ?? options.looks ?? new Looks()
    this.paper = new LivePaper(options.paper, outer && ((item) => outer.paper.number(item)))
    this.modes = outer?.modes ?? this.makeModes()
    this.pen = this.makePen()
    this.offers = this.makeOffers()
    this.stopWatching = this.watchRemovals()
    this.outline = outer?.outline ?? this.makeOutline()
  }

  private makeModes(): Modes {
    const { looks } = this
    return new Modes({
      looks,
      writes: this.options.editable,
      remarks: () => (this.margin?.remarks.commenting ?? null) !== null,
      chosen: (mode) => this.app.announce(this.words.meeting.mode[mode]),
    })
  }

  private makePen(): Pen {
    const { editor, host, modes } = this
    return new Pen({
      editor,
      host,
      modes,
      margin: () => this.margin,
      inner: () => this.inner?.pen ?? null,
    })
  }

  private makeOffers(): PaperOffers {
    const { room, paper, editor } = this
    return new PaperOffers({
      room,
      paper,
      editor,
      editable: () => this.editable,
      back: () => this.app.announce(this.words.sync.offers.isBack),
    })
  }

  private makeOutline(): Outline {
    const { options } = this
    return new Outline({
      paper: this.paper,
      closed: (item) => this.closed.get(item)?.paper,
      steps: options.editor,
      words: () => this.words,
      newId: () => this.app.newId(),
      announce: (text) => this.app.announce(text),
      offerUndo: (text, undo) => this.offerUndo(text, undo),
      tellUnread: (example) => this.tellUnread(example),
      current: () => this.current,
      writers: () => this.writers,
      waiting: () => this.waiting,
    })
  }

  /** Whether the server is connected; without, others are drawn as outlines. */
  readonly online: boolean = $derived.by(() => {
    const { kind } = this.options.room.status
    return kind === 'server' || kind === 'sending'
  })

  /** Item id, or place in the paper → how many own steps in it wait for a server that is away. */
  readonly waiting: ReadonlyMap<string, number> = $derived.by(() =>
    this.online ? NOTHING : this.options.room.waitingIn,
  )

  /** Whether an entry of a root, or the header, was changed here and waits for a server that is away. */
  isUnsent(root: Root, id = ''): boolean {
    return this.waiting.has(entryPlace(root, id))
  }

  /** Whether anything on the paper waits for a server that is away. */
  get hasUnsent(): boolean {
    return [...this.waiting.keys()].some((name) => name.includes('#'))
  }

  /** Whether everything written here is on the server. */
  get settled(): boolean {
    return this.options.room.status.kind === 'server'
  }

  /** Since when nothing has come from the server; null while connected. */
  get disconnectedSince(): Date | null {
    return this.options.room.details.disconnectedSince
  }

  /** Whether the user may remove the meeting: a draft that was never more (rule H24). */
  get mayRemove(): boolean {
    return this.may.writePaper && this.meeting?.phase === 'draft'
  }

  /** Removes the copy on this device. */
  eraseCopy(): Promise<void> {
    return this.options.room.eraseCopy()
  }

  get room(): MeetingRoom {
    return this.options.room
  }

  /** Where a closed item is: null when this user may not read it, undefined when it is not closed. */
  zoneOf(item: string): string | null | undefined {
    return this.room.seals.sealed.find((each) => each.item === item)?.zone
  }

  /** The item of which it is asked who may read it; what was written for it is of that item. */
  get closing(): string | null {
    return this.looks.closing
  }

  set closing(item: string | null) {
    this.looks.closing = item
    this.looks.closingDraft = null
  }

  /** Whether an item is this user's to delete or copy: a closed one is theirs alone who read it (rule Z17). */
  isOwn(item: string): boolean {
    return this.zoneOf(item) !== null
  }

  get find(): Find {
    return this.options.find
  }

  /** What the editing controls ask of this page. */
  get host(): EditingHost {
    return this.options.host
  }

  /** What the margin needs of this page; null while the device keeps nothing. */
  marginParts(): MarginParts | null {
    const { app, self, editor, paper } = this
    if (app.device === null || self === null) return null
    return {
      app,
      meeting: this.options.zone ?? this.meetingId,
      local: app.device.local,
      beside: this.options.room,
      self,
      forum: () => this.forum,
      may: () => this.may,
      phase: () => this.meeting?.phase ?? 'draft',
      host: this.host,
      editor,
      paper,
      item: () => this.current,
      looks: this.looks,
      column: () => (this.options.outer ?? this).margins,
    }
  }

  /** The margins that share the column beside the paper: the meeting's, and those of its closed items. */
  get margins(): readonly OpenMargin[] {
    return [this, ...this.closed.values()].flatMap(({ margin }) => margin ?? [])
  }

  /** The margin beside what the user is at. */
  get marginHere(): OpenMargin | null {
    return this.inner?.margin ?? this.margin
  }

  get others(): readonly Other[] {
    return this.editor.others
  }

  get words(): ScreenWords {
    return this.app.words
  }

  /** Whether the user may write in the paper, in whatever mode they are. */
  get mayWrite(): boolean {
    return this.options.editable
  }

  /** Only who may write, and does, sees controls (rule U31). */
  get editable(): boolean {
    return this.modes.now === 'writing'
  }

  /** Says that what was typed is not understood, and so not written. */
  tellUnread(example: string): void {
    this.app.toast({ text: fill(this.words.meeting.head.notRead, { example }) })
  }

  destroy(): void {
    this.stopWatching()
    this.gone?.forget()
    this.paper.destroy()
  }

  private watchRemovals(): () => void {
    return watchRemovals({
      paper: this.paper.doc,
      before: () => this.paper.items,
      title: (id) => this.paper.titles.get(id) ?? '',
      isMine: (id) => this.editable && this.caretItem() === id,
      removed: (gone) => this.offerBack(gone),
      returned: (id) => void this.gone?.comeBack(id),
    })
  }

  /** The text is in the room still; that it is off the page must not pass unseen. */
  private offerBack(gone: RemovedItem): void {
    const { removedByOther, bringBack } = this.words.meeting.outline
    const title = gone.title || this.words.meeting.itemMeta.closed
    const text = fill(removedByOther, { n: gone.number, title })
    const run = () => this.editor.transact(() => restoreItem(this.paper.doc, gone))
    const untell = this.app.toast({ text, stays: true, action: { label: bringBack, run } })
    this.gone?.forget()
    const { stays } = this.looks
    this.gone = stays && new stays.GoneItem(gone.item.id, this.editor, untell)
  }

  offerUndo(text: string, undo: () => void): void {
    this.app.toast({ text, action: { label: this.words.common.undo, run: undo } })
  }

  /** Whether a section has a place on the paper: it holds text, or somebody is about to write in it (rule U32). */
  shows(key: SectionKey): boolean {
    if (this.paper.filled.has(key)) return true
    if (!this.editable) return false
    return this.opened.has(key) || this.editor.focusKey === key
  }

  /** Gives a section the caret, at its end, when it is on the page. */
  focusSoon(key: SectionKey): void {
    if (!matchMedia('(pointer: coarse)').matches) this.editor.focusSection(key, 'end')
  }

  /** What stands in the margin beside a section; it goes along when text is copied. */
  heading(key: SectionKey): string {
    const { owner, section } = splitKey(key)
    return section === 'title' ? `${this.paper.number(owner)}.` : this.words.common.sections[section]
  }

  /** The place for minutes is always there once the document is a referat. */
  showsMinutes(item: Item): boolean {
    const { header } = (this.options.outer ?? this).paper
    return item.outcomes.length > 0 || header.kind === 'minutes' || this.shows(sectionKey(item.id, 'minutes'))
  }

  hasOutcome(id: string): boolean {
    return (this.paper.items.find((item) => item.id === id)?.outcomes.length ?? 0) > 0
  }

  /** How often the text searched for stands in an item. */
  hits(item: string): number {
    return this.find.perItem.get(item) ?? 0
  }

  /** Goes to an item: the caret to where one writes in it, or only the window when there is no caret to give. */
  visit(item: string, caret = true): void {
    document.getElementById(item)?.scrollIntoView({ block: 'start' })
    this.seen = item
    const home = this.homeOf(item)
    if (home.editable && caret && !matchMedia('(pointer: coarse)').matches)
      home.editor.focusSection(home.writingPlace(item), 'text')
  }

  /** The screen on which an item is written: a closed one has its own. */
  homeOf(item: string): MeetingScreen {
    return this.closed.get(item) ?? this
  }

  /** The minutes, else the case: a key pressed by mistake must not land in a title. */
  private writingPlace(item: string): SectionKey {
    const shown = this.paper.items.find(({ id }) => id === item)
    if (shown && this.showsMinutes(shown)) return sectionKey(item, 'minutes')
    const text = (['recommendation', 'case'] as const).find((section) =>
      this.shows(sectionKey(item, section)),
    )
    return sectionKey(item, text ?? 'title')
  }

  /** Goes to the item before or after the current one. */
  step(by: -1 | 1): void {
    const { items: list } = this.paper
    const at = list.findIndex(({ id }) => id === this.current)
    const next = list[at < 0 ? 0 : at + by]
    if (next !== undefined) this.visit(next.id)
  }

  /** Gives an empty section its place and the caret. */
  async open(item: string, section: ItemSection): Promise<void> {
    const key = sectionKey(item, section)
    this.opened.add(key)
    await Promise.resolve()
    this.editor.focusSection(key, 'start')
  }

  /** Closes the opened sections except the one with the caret. */
  closeOthers(key: SectionKey): void {
    for (const opened of [...this.opened]) if (opened !== key) this.opened.delete(opened)
  }

  private caretItem(): string | null {
    const { focusKey } = (this.inner ?? this).editor
    return focusKey === null ? null : splitKey(focusKey).owner
  }

  /** The one item of a closed item's paper. */
  private ownItem(): string | null {
    return this.options.outer === undefined ? null : (this.paper.items[0]?.id ?? null)
  }
}

const [get, set] = createContext<MeetingScreen>()
export const getScreen = get
export const setScreen = set

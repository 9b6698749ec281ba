import { tick } from 'svelte'
import { SvelteMap, SvelteSet } from 'svelte/reactivity'
import type * as Y from 'yjs'
import type { Forum } from '../../schema/api.ts'
import {
  addThread,
  anchor,
  deleteEntry,
  editEntry,
  reply,
  rule,
  type AnchorState,
  type RulingState,
  type Target,
  type TextTarget,
} from '../../schema/margin.ts'
import type { SectionKey } from '../../schema/paper.ts'
import type { Abilities } from '../../schema/roles.ts'
import { fill } from '../../schema/words/index.ts'
import type { PaperEditor, TextMark } from '../editor/paper-editor.svelte.ts'
import type { LivePaper } from '../meeting/live-paper.svelte.ts'
import { touched } from '../meeting/paper-changes.ts'
import type { Person } from '../editor/awareness.ts'
import type { App } from '../state/app.svelte.ts'
import { colourOf } from '../state/people.ts'
import type { Local } from '../sync/local.ts'
import { MarginRoom } from '../sync/margin-room.svelte.ts'
import type { MeetingRoom } from '../sync/meeting-room.svelte.ts'
import { keyOf, targetOf, Whereabouts, type Stretch } from './anchoring.ts'
import { Backwards } from './backwards.ts'
import { News } from './news.ts'
import { byId, sectionOrder, sortedBy } from './order.ts'
import { ReadMarks } from './read-marks.svelte.ts'
import {
  countTalks,
  isDeletable,
  isOnShelf,
  readTalks,
  shelfOf,
  type Post,
  type Shelf,
  type Talk,
} from './talks.ts'
import { Unfinished } from './unfinished.ts'
import { MARGIN_WORDS, type MarginWords } from './words.ts'

export interface MarginParts {
  app: App
  meeting: string
  local: Local
  /** The paper's room, whose status tells of both. */
  beside: MeetingRoom
  self: Person
  forum(): Forum | null
  may(): Abilities
  editor: PaperEditor
  paper: LivePaper
  /** The item one is at. */
  item(): string | null
}

/** Where the text of a thread is: in a section, at an item, or at the meeting as a whole. */
export interface Located {
  item: string | null
  text: (Stretch & { key: SectionKey }) | null
  /** Whether what it is about is there: `uncertain` when much of it is another now. */
  state: AnchorState
}

/** A remark being written. */
export interface Draft {
  target: Target
  text: string
}

export const DRAFT = 'draft'

/** How long the text must be still before the threads move along, in ms. */
const STILL = 150

/** The margin on the screen: its room, its threads, and all that is done in it. */
export class OpenMargin {
  room: MarginRoom
  shelf = $state<Shelf>('open')
  active = $state<string | null>(null)
  draft = $state.raw<Draft | null>(null)
  /** What a reader has selected. The browser forgets it when a colleague writes in that text. */
  selected = $state.raw<TextTarget | null>(null)
  /** Whether the threads stand beside their texts, rather than in a drawer. */
  docked = $state(true)
  /** Whether the drawer is open, where the margin is one. */
  isOpen = $state(false)
  /** What has been open during this visit: when it is ruled on, it stays in its place as one line. */
  readonly settled = new SvelteSet<string>()
  readonly unfolded = new SvelteSet<string>()
  /** Replies being written, by thread. */
  readonly replies = new SvelteMap<string, string>()
  located = $state.raw<ReadonlyMap<string, Located>>(byId<Located>([]))
  readonly read: ReadMarks

  readonly talks: readonly Talk[] = $derived.by(() => this.readTalks())
  readonly counts = $derived.by(() => countTalks(this.talks))
  /** The threads on the shelf that is looked at, in the order of their text. */
  readonly shown: readonly Talk[] = $derived.by(() => this.inOrder())
  readonly unread: number = $derived.by(() => this.talks.filter((talk) => this.isUnread(talk)).length)

  private readonly back: Backwards
  private readonly whereabouts: Whereabouts
  private readonly unfinished: Unfinished
  private readonly stops: (() => void)[] = []
  private timer: ReturnType<typeof setTimeout> | null = null

  constructor(readonly parts: MarginParts) {
    this.room = $state.raw(this.makeRoom())
    this.read = new ReadMarks(parts.local.store, parts.meeting)
    this.unfinished = new Unfinished(parts.local.store, parts.meeting)
    void this.restore()
    this.back = new Backwards(parts.editor)
    this.whereabouts = new Whereabouts(parts.paper.doc)
    const { doc } = parts.paper
    const follow = (transaction: Y.Transaction) => this.follow(transaction)
    doc.on('afterTransaction', follow)
    this.stops.push(() => doc.off('afterTransaction', follow), this.watchNews(), this.watchSelection())
  }

  get words(): MarginWords {
    return MARGIN_WORDS[this.parts.app.language]
  }

  get may(): Abilities {
    return this.parts.may()
  }

  /** Begins a remark on what is selected; null for whoever may not. */
  get commenting(): (() => void) | null {
    return this.may.remark && !this.room.isShut ? this.startComment : null
  }

  private readonly startComment = (): void => this.comment()

  private get me(): string {
    return this.parts.self.id
  }

  destroy(): void {
    if (this.timer !== null) clearTimeout(this.timer)
    this.stops.forEach((stop) => stop())
    this.parts.editor.setMarks([])
    this.parts.beside.joinedBy(null)
    void this.room.destroy()
  }

  /* What there is */

  private readTalks(): Talk[] {
    this.room.follow()
    return readTalks(this.room.doc)
  }

  private inOrder(): Talk[] {
    const onShelf = this.talks.filter((talk) => isOnShelf(talk, this.shelf, this.settled))
    return sortedBy(onShelf, (talk) => this.orderOf(talk))
  }

  private orderOf({ id }: Talk): number[] {
    const at = this.located.get(id)
    if (!at || at.item === null) return [0]
    const { key, from } = at.text ?? { key: null, from: 0 }
    const section = key === null ? -1 : sectionOrder(key)
    return [this.place(at.item), section, from]
  }

  private place(item: string): number {
    const { paper } = this.parts
    const annex = paper.annexes.findIndex(({ id }) => id === item)
    return paper.number(item) || (annex < 0 ? Infinity : 1e6 + annex)
  }

  isUnread(talk: Talk): boolean {
    return talk.posts.some(({ id, author }) => author !== this.me && !this.read.has(id))
  }

  isMine(post: Post): boolean {
    return post.author === this.me
  }

  /** Whether a post is on this device alone, and will be for a while. */
  isWaiting(post: Post): boolean {
    const { kind } = this.room.status
    return (kind === 'local' || kind === 'unsaved') && this.room.waiting.has(post.id)
  }

  canDelete(talk: Talk, post: Post): boolean {
    return this.may.remark && this.isMine(post) && isDeletable(talk, post)
  }

  /** Who wrote something, as far as this user may know. */
  person(id: string): { name: string; colour: number | null } {
    const forum = this.parts.forum()
    const member = forum?.members.find(({ user }) => user === id)
    if (forum && member) return { name: member.name, colour: colourOf(forum, member) }
    const { self, editor } = this.parts
    const here = id === self.id ? self : editor.others.find(({ user }) => user.id === id)?.user
    return here ? { name: here.name, colour: here.colour } : { name: this.words.someone, colour: null }
  }

  /** "Punkt 3", or the meeting. */
  placeName(talk: Talk): string {
    const item = this.located.get(talk.id)?.item ?? null
    const number = item === null ? 0 : this.parts.paper.number(item)
    return number === 0 ? this.words.meeting : fill(this.words.item, { n: number })
  }

  /* Where it stands */

  /** Only what changed is read again. */
  private follow(transaction: Y.Transaction): void {
    const { roots, texts } = touched(transaction)
    this.whereabouts.forget(texts)
    if (roots.length + texts.length > 0) this.locateSoon()
  }

  /** Looks for the texts of the threads when the paper has been still for a moment. */
  locateSoon(): void {
    if (this.timer !== null) clearTimeout(this.timer)
    this.timer = setTimeout(() => this.locate(), STILL)
  }

  /** Looks for the texts of the threads, and marks them. */
  locate(): void {
    for (const { id, state } of this.talks) if (state === 'open') this.settled.add(id)
    const found = this.talks.map(({ id, target }): [string, Located] => [id, this.locationOf(id, target)])
    if (this.draft !== null) found.push([DRAFT, this.locationOf(DRAFT, this.draft.target)])
    this.located = byId(found)
    this.mark()
  }

  private locationOf(id: string, target: Target): Located {
    if (target.kind === 'item')
      return { item: target.item, text: null, state: this.place(target.item) === Infinity ? 'gone' : 'found' }
    if (target.kind !== 'text') return { item: null, text: null, state: 'found' }
    const now = anchor(this.room.doc, id)
    const last = now ?? target
    const key = keyOf(last)
    const shown = this.parts.editor.text(key)
    const place = now?.state === 'gone' || shown === null ? null : this.whereabouts.of(id, last)
    if (place === null || shown === null) return { item: last.item, text: null, state: 'gone' }
    return {
      item: last.item,
      text: { ...shown.range(place.from, place.to), key },
      state: now?.state ?? 'found',
    }
  }

  /** Marks the texts of what is open, and of the active thread among the resolved ones. */
  mark(): void {
    const open = this.talks.filter(
      ({ id, state }) => state === 'open' || (id === this.active && this.shelf === 'resolved'),
    )
    const ids = this.draft === null ? open.map(({ id }) => id) : [...open.map(({ id }) => id), DRAFT]
    const marks = ids.flatMap((id): TextMark[] => {
      const text = this.located.get(id)?.text
      return text ? [{ ...text, id, active: id === this.active }] : []
    })
    this.parts.editor.setMarks(marks)
  }

  /* Going about */

  /** Makes a thread the active one. `goTo`: its text comes into view, and the keyboard to it. */
  async activate(id: string | null, goTo = false): Promise<void> {
    this.active = id
    this.mark()
    const talk = this.talks.find((each) => each.id === id)
    if (!talk) return
    this.read.add(talk.posts.map((post) => post.id))
    if (!goTo) return
    this.back.remember()
    this.open()
    this.showText(talk.id)
    await tick()
    const thread = document.getElementById(`about-${talk.id}`)
    thread?.scrollIntoView({ block: 'nearest' })
    thread?.focus({ preventScroll: true })
  }

  /** A click on the marker: the thread is shown, and the caret stays. */
  async show(id: string): Promise<void> {
    const talk = this.talks.find((each) => each.id === id)
    if (!talk) return
    this.shelf = shelfOf(talk, this.settled)
    this.open()
    await this.activate(id)
    await tick()
    document.getElementById(`about-${id}`)?.scrollIntoView({ block: 'nearest' })
  }

  private showText(id: string): void {
    const at = this.located.get(id)
    if (at?.text) this.parts.editor.reveal(at.text.key, at.text.from, at.text.to)
    else if (at?.item) document.getElementById(at.item)?.scrollIntoView({ block: 'nearest' })
  }

  /** The thread after (1) or before (-1) the active one, else the first from the item one is at. */
  step(by: 1 | -1): void {
    const list = this.shown
    const at = list.findIndex(({ id }) => id === this.active)
    const from = by > 0 ? this.firstFromHere(list) : this.firstFromHere(list) - 1
    const next = list[at < 0 ? from : at + by] ?? (by > 0 ? list[0] : list.at(-1))
    if (next) void this.activate(next.id, true)
  }

  private firstFromHere(list: readonly Talk[]): number {
    const item = this.parts.item()
    const place = item === null ? 0 : this.place(item)
    const at = list.findIndex((talk) => (this.orderOf(talk)[0] ?? 0) >= place)
    return at < 0 ? 0 : at
  }

  /** Threads that stand beside the paper are in no drawer. */
  dock(docked: boolean): void {
    this.docked = docked
    if (docked) this.isOpen = false
  }

  private open(): void {
    if (!this.docked) this.isOpen = true
  }

  /** Opens or closes the drawer. */
  toggle(): void {
    this.isOpen = !this.isOpen
    if (!this.isOpen) return this.leave()
    this.back.remember()
    void tick().then(() =>
      document.querySelector<HTMLElement>('[data-margin]')?.focus({ preventScroll: true }),
    )
  }

  /** Leaves the threads: the keyboard goes back to where it was. */
  leave(): void {
    if (this.draft?.text.trim() === '') this.draft = null
    void this.activate(null)
    this.locate()
    this.back.go()
  }

  /* Writing */

  /** Begins a remark on what is selected, else on the item one is at. */
  comment(): void {
    const target = this.selectedText() ?? this.selected
    const item = this.parts.item()
    this.begin(target ?? (item === null ? { kind: 'meeting' } : { kind: 'item', item }))
  }

  private selectedText(): TextTarget | null {
    const { editor, paper } = this.parts
    const range = editor.selected()
    const text = range && editor.text(range.key)
    return range && text ? targetOf(paper.doc, text, range) : null
  }

  /** Until the reader presses somewhere else. */
  private watchSelection(): () => void {
    const note = (): void => {
      if (!this.may.writePaper) this.selected = this.selectedText() ?? this.selected
    }
    const forget = ({ target }: Event): void => {
      if (target instanceof Element && target.closest('[data-text]')) this.selected = null
    }
    document.addEventListener('selectionchange', note)
    document.addEventListener('pointerdown', forget, true)
    return () => {
      document.removeEventListener('selectionchange', note)
      document.removeEventListener('pointerdown', forget, true)
    }
  }

  begin(target: Target): void {
    if (!this.may.remark || this.room.isShut) return
    this.back.remember()
    const text = this.draft?.text ?? ''
    this.shelf = 'open'
    this.selected = null
    this.draft = { target, text }
    this.active = DRAFT
    this.open()
    this.locate()
  }

  write(text: string): void {
    if (this.draft !== null) this.draft = { ...this.draft, text }
    this.keepWriting()
  }

  writeReply(thread: string, text: string): void {
    if (text.trim() === '') this.replies.delete(thread)
    else this.replies.set(thread, text)
    this.keepWriting()
  }

  private keepWriting(): void {
    this.unfinished.keep({ draft: this.draft, replies: [...this.replies] })
  }

  /** What was being written when the page was left. */
  private async restore(): Promise<void> {
    const { draft, replies } = await this.unfinished.read()
    this.draft ??= draft
    for (const [thread, text] of replies) if (!this.replies.has(thread)) this.replies.set(thread, text)
    if (draft !== null) this.locateSoon()
  }

  discard(): void {
    this.draft = null
    this.keepWriting()
    this.leave()
  }

  /** Sends the remark being written. */
  send(): void {
    const { draft } = this
    const text = draft?.text.trim() ?? ''
    if (draft === null || text === '') return
    const id = this.newId()
    const about = { kind: 'comment', target: draft.target, change: null } as const
    const made = { ...this.signed(), ...about, text, mentions: [] }
    this.room.write(id, () => addThread(this.room.doc, id, made))
    this.draft = null
    this.keepWriting()
    this.active = id
    this.locate()
    this.back.go()
  }

  answer({ id: thread }: Talk): void {
    const text = this.replies.get(thread)?.trim() ?? ''
    if (text === '') return
    const id = this.newId()
    this.room.write(id, () => reply(this.room.doc, id, { ...this.signed(), thread, text, mentions: [] }))
    this.replies.delete(thread)
    this.keepWriting()
  }

  edit(post: Post, typed: string): void {
    const text = typed.trim()
    if (text === '' || text === post.text) return
    this.room.write(post.id, () => editEntry(this.room.doc, post.root, post.id, { text }, this.now()))
  }

  /** Deletes an own post; it can be brought back. */
  remove(talk: Talk, post: Post): void {
    const { doc } = this.room
    this.room.write(post.id, () => deleteEntry(doc, post.root, post.id))
    const { app } = this.parts
    const run = () => this.bringBack(talk, post)
    app.toast({ text: this.words.deleted, action: { label: app.words.common.undo, run } })
    this.locate()
  }

  /** Under an id of its own: what was deleted stays so. */
  private bringBack({ id: thread, thread: begun }: Talk, { root, text }: Post): void {
    const id = this.newId()
    const { doc } = this.room
    const signed = this.signed()
    if (root === 'replies')
      this.room.write(id, () => reply(doc, id, { ...signed, thread, text, mentions: [] }))
    else if (begun)
      this.room.write(id, () => {
        const { kind, target, mentions, change } = begun
        addThread(doc, id, { ...signed, kind, target, text, mentions, change })
      })
    this.locateSoon()
  }

  /** Says how a thread stands. */
  ruleOn({ id: thread }: Talk, state: RulingState): void {
    const id = this.newId()
    this.room.write(id, () => rule(this.room.doc, id, { ...this.signed(), thread, state, reason: '' }))
    this.mark()
  }

  private signed(): { author: string; at: number } {
    return { author: this.me, at: this.now() }
  }

  private now(): number {
    return this.parts.app.now().getTime()
  }

  private newId(): string {
    return this.parts.app.newId()
  }

  /* The room */

  private makeRoom(): MarginRoom {
    const { meeting, local, beside, self } = this.parts
    const room = new MarginRoom({ meeting, user: self, local, changed: () => beside.besideChanged() })
    beside.joinedBy(room)
    room.connect()
    return room
  }

  /** After the server refused what was written: what was kept apart stays on the device, and the margin opens anew. */
  async reopen(): Promise<void> {
    const { room } = this
    await room.flush()
    if (!room.isSaved || room !== this.room) return
    this.room = this.makeRoom()
    this.stops.push(this.watchNews())
    this.parts.app.toast({ text: this.words.refused, stays: true })
    await room.destroy()
  }

  private watchNews(): () => void {
    const { app } = this.parts
    return new News(this.room, (made) => {
      const posts = made.filter(({ author }) => author !== this.me)
      const [first] = posts
      if (first === undefined) return
      this.locate()
      const talk = this.talks.find(({ id }) => id === first.thread)
      if (posts.length > 1) return app.announce(fill(this.words.news.many, { n: posts.length }))
      const place = talk ? this.placeName(talk).toLocaleLowerCase() : this.words.meeting.toLocaleLowerCase()
      const text = first.isReply ? this.words.replied : this.words.news.one
      app.announce(fill(text, { name: this.person(first.author).name, place }))
    }).watch()
  }
}

import { tick } from 'svelte'
import type { Forum } from '../../schema/api.ts'
import { ownAttendance, type OwnAttendance, type Target, type TextTarget } from '../../schema/margin.ts'
import { isBefore, type Phase } from '../../schema/phases.ts'
import type { Abilities } from '../../schema/roles.ts'
import { fill } from '../../schema/words/index.ts'
import { MARGIN_WORDS, type MarginWords } from '../../schema/words/margin.ts'
import type { PaperEditor } from '../editor/paper-editor.svelte.ts'
import type { LivePaper } from '../meeting/live-paper.svelte.ts'
import { mentionable, type Mentionable } from '../mentions/mentions.ts'
import type { Person } from '../editor/awareness.ts'
import type { App } from '../state/app.svelte.ts'
import { colourOf } from '../state/people.ts'
import { tally } from '../state/say.ts'
import type { Local } from '../sync/local.ts'
import { MarginRoom } from '../sync/margin-room.svelte.ts'
import type { MeetingRoom } from '../sync/meeting-room.svelte.ts'
import { dressSection } from '../editing/dress.ts'
import type { EditingHost } from '../editing/host.ts'
import { sectionNodeViews } from '../editing/node-views.ts'
import { sectionPlugins } from '../editing/plugins.ts'
import { Copies } from '../suggesting/copies.svelte.ts'
import { Offered } from '../suggesting/offered.ts'
import { replacement, rewordedAt, suggestionsOf, type Suggestion } from '../suggesting/suggestions.ts'
import { targetOf } from './anchoring.ts'
import { Backwards } from './backwards.ts'
import { Drafts, isEmpty, type Draft } from './drafts.svelte.ts'
import { Drawings } from './drawings.ts'
import { Locations } from './locations.svelte.ts'
import { News } from './news.ts'
import { sortedBy } from './order.ts'
import { copyPiecesOf } from './pieces.ts'
import { Posts } from './posts.ts'
import { ReadMarks } from './read-marks.svelte.ts'
import { Rulings } from './rulings.svelte.ts'
import { Shelving } from './shelving.svelte.ts'
import { isDeletable, isSuggestion, readTalks, type Post, type Talk } from './talks.ts'
import { Unread } from './unread.svelte.ts'

export interface MarginParts {
  app: App
  meeting: string
  local: Local
  /** The paper's room, whose status tells of both. */
  beside: MeetingRoom
  self: Person
  forum(): Forum | null
  may(): Abilities
  phase(): Phase
  /** Of the controls of the paper. */
  host: EditingHost
  editor: PaperEditor
  paper: LivePaper
  /** The item one is at. */
  item(): string | null
}

export const DRAFT = 'draft'

/** The margin on the screen: its room, its threads, and all that is done in it. */
export class OpenMargin {
  room: MarginRoom
  active = $state<string | null>(null)
  /** What a reader has selected. The browser forgets it when a colleague writes in that text. */
  selected = $state.raw<TextTarget | null>(null)
  /** Whether the threads stand beside their texts, rather than in a drawer. */
  docked = $state(true)
  /** Whether the drawer is open, where the margin is one. */
  isOpen = $state(false)

  readonly talks: readonly Talk[] = $derived.by(() => this.readTalks())
  /** What people say of their own coming, in the order of arrival. */
  readonly attendance: readonly OwnAttendance[] = $derived.by(() => this.readAttendance())
  /** Who may be mentioned. */
  readonly people: readonly Mentionable[] = $derived.by(() => mentionable(this.parts.forum()))
  readonly posts: Posts
  readonly drafts: Drafts
  readonly locations: Locations
  readonly shelving = new Shelving(() => this.talks)
  readonly unread: Unread
  readonly rulings: Rulings
  readonly copies: Copies
  /** What of the words that a deletion took is suggested. */
  readonly offered: Offered
  /** What the editing controls ask while one writes in a copy. */
  readonly copyHost: EditingHost
  /** The threads on the shelf that is looked at, in the order of their text. */
  readonly shown: readonly Talk[] = $derived.by(() =>
    sortedBy(this.shelving.shown, ({ id }) => this.locations.orderOf(id)),
  )

  private readonly back: Backwards
  private readonly drawings: Drawings
  private readonly stops: (() => void)[] = []

  constructor(readonly parts: MarginParts) {
    const { local, meeting, editor, paper } = parts
    this.room = $state.raw(this.makeRoom())
    this.unread = new Unread(new ReadMarks(local.store, meeting), this.me, () => this.talks)
    this.drafts = new Drafts(local.store, meeting)
    this.back = new Backwards(editor)
    this.posts = new Posts({
      room: () => this.room,
      me: this.me,
      now: () => parts.app.now().getTime(),
      newId: () => parts.app.newId(),
      people: () => this.people,
    })
    this.drawings = new Drawings({
      editor,
      phase: () => parts.phase(),
      words: () => this.words,
      person: (id) => this.person(id),
      located: (id) => this.locations.all.get(id),
    })
    this.locations = new Locations({
      editor,
      paper,
      margin: () => this.room.doc,
      stirred: () => this.locate(),
    })
    this.copyHost = hostOfCopies(parts.host)
    this.rulings = this.makeRulings()
    this.copies = this.makeCopies()
    this.offered = this.makeOffered()
    this.stops.push(
      this.copies.watch(),
      this.locations.watch(),
      this.rulings.watch(),
      this.watchNews(),
      this.watchSelection(),
    )
    void this.drafts.restore().then((some) => some && this.locations.lookSoon())
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
    this.stops.forEach((stop) => stop())
    this.drawings.clear()
    this.parts.beside.joinedBy(null)
    void this.room.destroy()
  }

  /* What there is */

  private readTalks(): Talk[] {
    this.room.follow()
    return readTalks(this.room.doc)
  }

  private readAttendance(): OwnAttendance[] {
    this.room.follow()
    return ownAttendance(this.room.doc)
  }

  /** Whether it is the user who is mentioned. */
  names({ mentions }: Post): boolean {
    return mentions.includes(this.me)
  }

  isMine(post: Post): boolean {
    return post.author === this.me
  }

  /** Whether an entry is on this device alone, and will be for a while. */
  isWaiting({ id }: { id: string }): boolean {
    const { kind } = this.room.status
    return (kind === 'local' || kind === 'unsaved') && this.room.waiting.has(id)
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
    const item = this.locations.all.get(talk.id)?.item ?? null
    const number = item === null ? 0 : this.parts.paper.number(item)
    return number === 0 ? this.words.place.meeting : fill(this.words.place.item, { n: number })
  }

  /* Where it stands */

  /** Looks for the texts of the threads, and marks them. */
  locate(): void {
    this.shelving.settle()
    const { remark } = this.drafts
    const targets = this.talks.map(({ id, target }) => [id, target] as const)
    this.locations.look(remark === null ? targets : [...targets, [DRAFT, remark.target]])
    this.mark()
  }

  /** Marks the texts of what is open, and of the active thread among the resolved ones; draws what is suggested. */
  mark(): void {
    const seen = this.talks.filter(
      ({ id, state }) => state === 'open' || (id === this.active && this.shelving.shelf === 'resolved'),
    )
    this.drawings.draw(seen, [DRAFT], this.active)
  }

  /** Whose suggestions are drawn in the text. */
  get suggesters(): string[] {
    return this.drawings.suggesters(this.talks)
  }

  /* Going about */

  /** Makes a thread the active one. `goTo`: its text comes into view, and the keyboard to it. */
  async activate(id: string | null, goTo = false): Promise<void> {
    this.active = id
    this.mark()
    const talk = this.talks.find((each) => each.id === id)
    if (!talk) return
    this.unread.read(talk)
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
    this.shelving.turnTo(talk)
    this.open()
    await this.activate(id)
    await tick()
    document.getElementById(`about-${id}`)?.scrollIntoView({ block: 'nearest' })
  }

  private showText(id: string): void {
    const at = this.locations.all.get(id)
    if (at?.text) this.parts.editor.reveal(at.text.key, at.text.from, at.text.to)
    else if (at?.item) document.getElementById(at.item)?.scrollIntoView({ block: 'nearest' })
  }

  /** The thread after (1) or before (-1) the active one, else the first from the item one is at. */
  step(by: 1 | -1, list: readonly Talk[] = this.shown): void {
    const at = list.findIndex(({ id }) => id === this.active)
    const from = by > 0 ? this.firstFromHere(list) : this.firstFromHere(list) - 1
    const next = list[at < 0 ? from : at + by] ?? (by > 0 ? list[0] : list.at(-1))
    if (next) this.goTo(next)
  }

  /** Goes to a thread, on whatever shelf it is. */
  goTo(talk: Talk): void {
    this.shelving.turnTo(talk)
    void this.activate(talk.id, true)
  }

  /** The suggestions that nobody has ruled on, in the order of their text. */
  get openSuggestions(): Talk[] {
    const open = this.talks.filter((talk) => talk.state === 'open' && isSuggestion(talk))
    return sortedBy(open, ({ id }) => this.locations.orderOf(id))
  }

  /** The suggestion one may rule on now; null when the active thread is none. */
  get ruled(): Talk | null {
    if (!this.may.rule) return null
    return this.openSuggestions.find(({ id, accepting }) => id === this.active && accepting === null) ?? null
  }

  private firstFromHere(list: readonly Talk[]): number {
    const item = this.parts.item()
    const place = item === null ? 0 : this.locations.place(item)
    const at = list.findIndex(({ id }) => (this.locations.orderOf(id)[0] ?? 0) >= place)
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
    this.drafts.endIfEmpty()
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

  /** Whether there is a paper that can still be changed. */
  get canSuggest(): boolean {
    return this.may.remark && isBefore(this.parts.phase(), 'approved')
  }

  /** Begins a suggestion for what is selected. */
  suggest(): void {
    const target = this.selectedText() ?? this.selected
    if (target !== null) this.begin(target, target.quote)
  }

  /** Begins a remark; `wording`: a suggestion of these words. */
  begin(target: Target, wording: string | null = null): void {
    if (!this.may.remark || this.room.isShut) return
    this.back.remember()
    this.shelving.shelf = 'open'
    this.selected = null
    this.drafts.begin(target, wording)
    this.active = DRAFT
    this.open()
    this.locate()
  }

  /** Lets go of the remark being written. */
  discard(): void {
    this.drafts.end()
    this.leave()
  }

  /** Sends the remark being written. */
  send(): void {
    const { remark } = this.drafts
    if (remark === null || isEmpty(remark)) return
    const suggested = this.suggestedBy(remark)
    if (suggested.length === 0 && remark.text.trim() === '') return
    const [id] =
      suggested.length > 0
        ? this.posts.suggest(suggested, remark.text)
        : [this.posts.begin({ kind: 'comment', target: remark.target, change: null, text: remark.text })]
    this.drafts.end()
    this.active = id ?? null
    this.locate()
    this.back.go()
  }

  /** What a remark suggests, for the text as it is now. */
  private suggestedBy({ target, wording }: Draft): Suggestion[] {
    if (wording === null || target.kind !== 'text' || wording === target.quote) return []
    const { text } = this.locations.of(DRAFT, target)
    const doc = text && this.parts.editor.doc(text.key)
    if (!text || !doc) return [replacement(target, wording)]
    return suggestionsOf(this.parts.paper.doc, text.key, doc, rewordedAt(doc, text, wording))
  }

  answer({ id: thread }: Talk): void {
    const text = this.drafts.replies.get(thread)?.trim() ?? ''
    if (text === '') return
    this.posts.answer(thread, text)
    this.drafts.writeReply(thread, '')
  }

  /** Deletes an own post; it can be brought back. */
  remove(talk: Talk, post: Post): void {
    this.posts.delete(post)
    const { app } = this.parts
    const run = (): void => {
      this.posts.bringBack(talk, post)
      this.locations.lookSoon()
    }
    app.toast({ text: this.words.deleted, action: { label: app.words.common.undo, run } })
    this.locate()
  }

  private makeRulings(): Rulings {
    const { app, editor, local, meeting, beside } = this.parts
    return new Rulings({
      room: () => this.room,
      editor,
      store: local.store,
      meeting,
      signed: () => this.posts.signed(),
      newId: () => app.newId(),
      placeOf: ({ id, target }) => this.locations.toChange(id, target),
      talk: (id) => this.talks.find((talk) => talk.id === id),
      isConnected: () => ['server', 'sending'].includes(beside.status.kind),
      isComplete: () => this.room.status.kind === 'server',
      tell: (talk, what) => this.tell(talk, what),
    })
  }

  private makeOffered(): Offered {
    const { paper, local, beside } = this.parts
    return new Offered({
      paper: paper.doc,
      store: local.store,
      offers: () => beside.offers,
      outdated: () => beside.outdatedOffers,
      canSuggest: () => this.canSuggest && !this.room.isShut,
      isComplete: () => this.room.status.kind === 'server',
      talk: (id) => this.talks.find((talk) => talk.id === id && talk.thread !== null),
      suggest: (suggestions, ids) => void this.posts.suggest(suggestions, '', ids),
      delete: (talk) => {
        const [post] = talk.posts
        if (post && this.canDelete(talk, post)) this.posts.delete(post)
      },
      letGo: (offer) => void beside.answerOffer(offer, false),
    })
  }

  private makeCopies(): Copies {
    const { paper, local, meeting, self } = this.parts
    const host = this.copyHost
    return new Copies({
      paper: paper.doc,
      store: local.store,
      meeting,
      controls: {
        plugins: sectionPlugins(host),
        nodeViews: sectionNodeViews(host),
        dress: (element, section) => dressSection(element, section, host),
      },
      draw: (key, doc, made) => ({
        key,
        id: null,
        active: false,
        colour: self.colour,
        says: fill(this.words.suggestion.by, { name: self.name }),
        pieces: copyPiecesOf(doc, made, this.words),
      }),
      send: (suggestions, reason) => this.sendCopy(suggestions, reason),
    })
  }

  private sendCopy(suggestions: readonly Suggestion[], reason: string): void {
    const [first] = this.posts.suggest(suggestions, reason)
    this.active = first ?? null
    this.locate()
    this.parts.app.announce(tally(this.words.copy.sent, suggestions.length))
  }

  /** What became of a suggestion; where something went wrong its thread is shown. */
  private tell(talk: Talk, what: 'changed' | 'impossible' | 'taken' | 'reopened' | 'overtaken'): void {
    const { app } = this.parts
    const name = talk.ruling === null ? this.words.someone : this.person(talk.ruling.author).name
    const text = fill(this.words.suggestion[what], { name })
    if (what === 'overtaken') app.toast({ text })
    else app.announce(text)
    if (what === 'changed' || what === 'impossible') void this.show(talk.id)
  }

  /* The room */

  private makeRoom(): MarginRoom {
    const { meeting, local, beside, self } = this.parts
    const room = new MarginRoom({ meeting, user: self, local, changed: () => beside.besideChanged() })
    beside.joinedBy(room)
    room.connect()
    return room
  }

  /** What this user has written and the server does not have. */
  unsent(): string[] {
    return [...this.room.unsent(), ...this.copies.texts(), ...this.drafts.texts()]
  }

  /** Removes all that this device has of the margin. */
  async erase(): Promise<void> {
    this.copies.erase()
    this.drafts.erase()
    await this.room.eraseCopy()
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
      const { news, place: places } = this.words
      const talk = this.talks.find(({ id }) => id === first.thread)
      if (posts.length > 1) return app.announce(fill(news.many, { n: posts.length }))
      const place = (talk ? this.placeName(talk) : places.meeting).toLocaleLowerCase()
      const isNew = talk !== undefined && isSuggestion(talk) ? news.suggestion : news.thread
      const text = first.isReply ? news.reply : isNew
      app.announce(fill(text, { name: this.person(first.author).name, place }))
    }).watch()
  }
}

/** A copy has no remarks of its own, and outcomes are no text. */
function hostOfCopies({ chooseOutcome: _none, ...host }: EditingHost): EditingHost {
  return { ...host, comment: () => null }
}

import type { Forum } from '../../schema/api.ts'
import type { Phase } from '../../schema/phases.ts'
import type { Abilities } from '../../schema/roles.ts'
import { fill } from '../../schema/words/index.ts'
import { MARGIN_WORDS, type MarginWords } from '../../schema/words/margin.ts'
import type { PaperEditor } from '../editor/paper-editor.svelte.ts'
import type { LivePaper } from '../meeting/live-paper.svelte.ts'
import type { Looks } from '../meeting/looks.svelte.ts'
import { mentionable, type Mentionable } from '../mentions/mentions.ts'
import type { Person } from '../editor/awareness.ts'
import type { App } from '../state/app.svelte.ts'
import { colourOf } from '../state/people.ts'
import type { Local } from '../sync/local.ts'
import { MarginRoom } from '../sync/margin-room.svelte.ts'
import type { MeetingRoom } from '../sync/meeting-room.svelte.ts'
import { browserPlatform } from '../sync/platform.ts'
import { reopen } from '../sync/reopening.ts'
import type { EditingHost } from '../editing/host.ts'
import type { Copies } from '../suggesting/copies.svelte.ts'
import { Offered } from '../suggesting/offered.ts'
import { Writing } from './writing.svelte.ts'
import { Drawings } from './drawings.ts'
import { Locations } from './locations.svelte.ts'
import { News } from './news.ts'
import { Posts } from './posts.ts'
import { ReadMarks } from './read-marks.svelte.ts'
import { Remarks } from './remarks.svelte.ts'
import { Rulings } from './rulings.svelte.ts'
import type { UnfinishedParts } from '../sync/unfinished.ts'
import { Said } from './said.svelte.ts'
import { hostOfCopies, sectionCopies } from './section-copies.ts'
import { Shelving } from './shelving.svelte.ts'
import type { Post, Talk } from './talks.ts'
import { Announcements } from './announcements.ts'
import { Tour } from './tour.svelte.ts'
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
  /** What the user looks at. */
  looks: Looks
  /** All the margins in its column, this one too: the meeting's first, then those of its closed items. */
  column(): readonly OpenMargin[]
}

/** The margin on the screen: its room, its threads, and all that is done in it. */
export class OpenMargin {
  room: MarginRoom

  readonly said: Said
  /** Who may be mentioned. */
  readonly people: readonly Mentionable[] = $derived.by(() => mentionable(this.parts.forum()))
  readonly posts: Posts
  readonly writing: Writing
  readonly locations: Locations
  readonly shelving: Shelving
  readonly unread: Unread
  readonly remarks: Remarks
  readonly rulings: Rulings
  readonly copies: Copies
  /** What of the words that a deletion took is suggested. */
  readonly offered: Offered
  /** What the editing controls ask while one writes in a copy. */
  readonly copyHost: EditingHost
  readonly tour: Tour

  readonly drawings: Drawings
  private readonly announcements: Announcements
  private readonly stops: (() => void)[] = []

  constructor(readonly parts: MarginParts) {
    const { local, meeting, editor, paper } = parts
    this.room = $state.raw(this.makeRoom())
    this.said = new Said({ room: () => this.room, me: this.me, may: () => this.may })
    this.shelving = new Shelving(parts.looks, () => this.said.talks)
    this.unread = new Unread(new ReadMarks(local.store, meeting), this.me, () => this.said.talks)
    this.writing = new Writing(this.unfinishedParts())
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
      said: this.said,
      shelving: this.shelving,
      active: () => this.tour.active,
      located: (id) => this.locations.all.get(id),
      newRemarkId: this.newRemarkId,
    })
    this.locations = new Locations({
      editor,
      paper,
      margin: () => this.room.doc,
      stirred: () => this.locate(),
    })
    this.tour = this.makeTour()
    this.copyHost = hostOfCopies(parts.host)
    this.announcements = this.makeAnnouncements()
    this.remarks = this.makeRemarks()
    this.rulings = this.makeRulings()
    this.copies = this.makeCopies()
    this.offered = this.makeOffered()
    this.stops.push(
      this.copies.watch(),
      this.locations.watch(),
      this.rulings.watch(),
      this.watchNews(),
      this.remarks.watch(),
    )
    void this.writing.restore(() => this.locations.lookSoon())
  }

  /** Stands for the thread of a remark that is being written. */
  get newRemarkId(): string {
    return `new-remark-${this.parts.meeting}`
  }

  get words(): MarginWords {
    return MARGIN_WORDS[this.parts.app.language]
  }

  get may(): Abilities {
    return this.parts.may()
  }

  private get me(): string {
    return this.parts.self.id
  }

  destroy(): void {
    this.stops.forEach((stop) => stop())
    this.drawings.clear()
    this.writing.destroy()
    this.parts.beside.joinedBy(null)
    void this.room.destroy()
  }

  /* What there is */

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
    const { remark } = this.writing
    const targets = this.said.talks.map(({ id, target }) => [id, target] as const)
    this.locations.look(remark === null ? targets : [...targets, [this.newRemarkId, remark.target]])
    this.drawings.draw()
  }

  /** What stands in the column: the remark being written, and the threads. */
  get placed(): string[] {
    const ids = this.tour.shown.map(({ id }) => id)
    return this.writing.remark === null ? ids : [this.newRemarkId, ...ids]
  }

  /* Going about */

  private makeTour(): Tour {
    const { editor, looks } = this.parts
    const { shelving, locations, unread } = this
    return new Tour({
      editor,
      talks: () => this.said.talks,
      shelving,
      locations,
      unread,
      looks,
      item: () => this.parts.item(),
      mayRule: () => this.may.rule,
      mark: () => this.drawings.draw(),
      column: () => this.parts.column().map(({ tour }) => tour),
    })
  }

  /** Opens or closes the drawer. */
  toggle(): void {
    if (!this.tour.isOpen) return this.tour.openDrawer()
    this.tour.shut()
    this.leave()
  }

  /** Leaves the threads: the keyboard goes back to where it was. */
  leave(): void {
    this.writing.endIfEmpty()
    this.tour.activate(null)
    this.locate()
    this.tour.goBack()
  }

  /* Writing */

  /** Lets go of the remark being written. */
  discard(): void {
    this.writing.end()
    this.leave()
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

  private makeRemarks(): Remarks {
    const { editor, paper } = this.parts
    const { writing, posts, locations, announcements, newRemarkId } = this
    return new Remarks({
      editor,
      paper: paper.doc,
      may: () => this.may,
      phase: () => this.parts.phase(),
      item: () => this.parts.item(),
      isShut: () => this.room.isShut,
      writing,
      posts,
      locations,
      announcements,
      newRemarkId,
      begun: () => {
        this.tour.enter()
        this.shelving.shelf = 'open'
        for (const margin of this.parts.column()) if (margin !== this) margin.writing.endIfEmpty()
        this.tour.activate(newRemarkId)
        this.locate()
      },
      sent: (id) => {
        this.tour.activate(id)
        this.locate()
      },
      goBack: () => this.tour.goBack(),
    })
  }

  private makeRulings(): Rulings {
    const { app, editor, paper, local, meeting, beside } = this.parts
    return new Rulings({
      room: () => this.room,
      editor,
      paper: paper.doc,
      store: local.store,
      locks: browserPlatform().locks,
      meeting,
      signed: () => this.posts.signed(),
      newId: () => app.newId(),
      placeOf: ({ id, target }) => this.locations.toChange(id, target),
      talk: (id) => this.said.talk(id),
      isUpToDate: () => beside.status.kind === 'server',
      isComplete: () => this.room.status.kind === 'server',
      save: () => beside.flush().then(() => beside.isSaved),
      tell: (talk, what) => this.announcements.fate(talk, what),
      reveal: ({ id }) => this.tour.showText(id),
    })
  }

  private makeOffered(): Offered {
    const { paper, local, beside } = this.parts
    return new Offered({
      paper: paper.doc,
      store: local.store,
      offers: () => beside.offers,
      outdated: () => beside.outdatedOffers,
      canSuggest: () => this.remarks.canSuggest && !this.room.isShut,
      isComplete: () => this.room.status.kind === 'server',
      talk: (id) => this.said.talks.find((talk) => talk.id === id && talk.thread !== null),
      suggest: (suggestions, ids) => void this.posts.suggest(suggestions, '', ids),
      delete: (talk) => {
        const [post] = talk.posts
        if (post && this.said.canDelete(talk, post)) this.posts.delete(post)
      },
      letGo: (offer) => void beside.answerOffer(offer, false),
    })
  }

  private makeCopies(): Copies {
    const { paper, self } = this.parts
    return sectionCopies({
      ...this.unfinishedParts(),
      paper: paper.doc,
      host: this.copyHost,
      self,
      words: () => this.words,
      send: (suggestions, reason) => this.remarks.sendCopy(suggestions, reason),
    })
  }

  private unfinishedParts(): UnfinishedParts & { meeting: string } {
    const { app, local, meeting } = this.parts
    return { store: local.store, locks: browserPlatform().locks, newId: () => app.newId(), meeting }
  }

  private makeAnnouncements(): Announcements {
    const { app } = this.parts
    return new Announcements({
      me: this.me,
      words: () => this.words,
      announce: (text) => app.announce(text),
      toast: (toast) => app.toast(toast),
      isSending: () => ['server', 'sending'].includes(this.room.status.kind),
      talk: (id) => this.said.talk(id),
      nameOf: (user) => this.person(user).name,
      placeName: (talk) => this.placeName(talk),
      show: ({ id }) => void this.tour.show(id),
      goTo: (talk) => void this.tour.goTo(talk),
    })
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
    return [...this.room.unsent(), ...this.begun()]
  }

  /** Of that, what was begun and goes to the server only when they send it. */
  begun(): string[] {
    return [...this.copies.texts(), ...this.writing.texts()]
  }

  /** Removes all that this device has of the margin. */
  async erase(): Promise<void> {
    this.copies.erase()
    this.writing.erase()
    await this.room.eraseCopy()
  }

  /** After the server refused what was written: what was kept apart stays on the device, and the margin opens anew. */
  async reopen(): Promise<void> {
    await reopen(this, () => {
      this.room = this.makeRoom()
      this.stops.push(this.watchNews())
      this.parts.app.toast({ text: this.words.refused, stays: true })
    })
  }

  private watchNews(): () => void {
    return new News(this.room, (made) => {
      this.locate()
      this.announcements.news(made)
    }).watch()
  }
}

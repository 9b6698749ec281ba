import { tick } from 'svelte'
import type { PaperEditor } from '../editor/paper-editor.svelte.ts'
import type { Looks } from '../meeting/looks.svelte.ts'
import { Backwards } from './backwards.ts'
import type { Locations } from './locations.svelte.ts'
import { sortedBy } from './order.ts'
import type { Placing } from './placing.svelte.ts'
import type { Shelving } from './shelving.svelte.ts'
import { isSuggestion, type Shelf, type Talk } from './talks.ts'
import type { Unread } from './unread.svelte.ts'

export interface TourParts {
  editor: PaperEditor
  talks(): readonly Talk[]
  shelving: Shelving
  locations: Locations
  unread: Unread
  looks: Looks
  /** The item one is at. */
  item(): string | null
  mayRule(): boolean
  /** Marks the texts of the threads, the active one's otherwise. */
  mark(): void
  /** Those of all the margins in the column, this one too: the meeting's first. */
  column(): readonly Tour[]
}

interface Stop {
  tour: Tour
  talk: Talk
}

/** Going about in a margin: the active thread, and what is brought into view (rules M47 and M65). */
export class Tour {
  /** What says where the threads of the column stand, while they stand beside their texts. */
  placing = $state.raw<Placing | null>(null)
  /** Whether the threads stand beside their texts, rather than in a drawer. */
  docked = $state(true)
  /** The threads on the shelf that is looked at, in the order of their text. */
  readonly shown: readonly Talk[] = $derived.by(() => this.inOrder(this.parts.shelving.shown))
  /** The suggestions that nobody has ruled on, in the order of their text. */
  readonly openSuggestions: readonly Talk[] = $derived.by(() =>
    this.inOrder(this.parts.talks().filter((talk) => talk.state === 'open' && isSuggestion(talk))),
  )
  private readonly back: Backwards

  constructor(private readonly parts: TourParts) {
    this.back = new Backwards(parts.editor)
  }

  /** The thread one is at, or the one being written; one of another margin of the column, it may be. */
  get active(): string | null {
    return this.parts.looks.thread
  }

  /** Whether the drawer is open, where the margin is one. */
  get isOpen(): boolean {
    return this.parts.looks.isMarginOpen
  }

  /** The suggestion one may rule on now; null when the active thread is none. */
  get ruled(): Talk | null {
    if (!this.parts.mayRule()) return null
    return this.openSuggestions.find(({ id, accepting }) => id === this.active && accepting === null) ?? null
  }

  /** Makes a thread the active one. */
  activate(id: string | null): void {
    this.parts.looks.thread = id
    this.parts.mark()
    for (const other of this.parts.column()) if (other !== this) other.parts.mark()
    const talk = this.find(id)
    if (talk) this.parts.unread.read(talk)
  }

  /** Goes to a thread, on whatever shelf it is: its text comes into view, and the keyboard to it. */
  async goTo(talk: Talk): Promise<void> {
    this.parts.shelving.turnTo(talk)
    this.activate(talk.id)
    this.enter()
    this.showText(talk.id)
    await tick()
    this.focus(talk.id)
    this.bring(talk.id)
  }

  /** A click on the marker: the thread is shown, and the caret stays. */
  async show(id: string): Promise<void> {
    const talk = this.find(id)
    if (!talk) return
    this.parts.shelving.turnTo(talk)
    this.open()
    this.activate(id)
    await tick()
    this.bring(id)
  }

  /** The keyboard goes to a thread. */
  focus(id: string): void {
    elementOf(id)?.focus({ preventScroll: true })
  }

  /** Brings the text of a thread into view. */
  showText(id: string): void {
    const at = this.parts.locations.all.get(id)
    if (at?.text) this.parts.editor.reveal(at.text.key, at.text.from, at.text.to)
    else if (at?.item) document.getElementById(at.item)?.scrollIntoView({ block: 'nearest' })
  }

  /** Looks at a shelf. When nothing on it is in view, its first thread from here comes there, with its text. */
  async look(shelf: Shelf): Promise<void> {
    this.parts.shelving.shelf = shelf
    await tick()
    const list = this.inColumn(({ shown }) => shown)
    const first = list[this.firstHere(list)]
    const { placingOfAll } = this
    if (placingOfAll === null || first === undefined) return
    if (await placingOfAll.shows(list.map(({ talk }) => talk.id))) return
    first.tour.showText(first.talk.id)
    await placingOfAll.bring(first.talk.id)
  }

  /** Goes to the thread of the column after (1) or before (-1) the active one, else the first from here. */
  step(by: 1 | -1, of = (tour: Tour): readonly Talk[] => tour.shown): void {
    const list = this.inColumn(of)
    const at = list.findIndex(({ talk }) => talk.id === this.active)
    const from = this.firstHere(list) - (by > 0 ? 0 : 1)
    const next = list[at < 0 ? from : at + by] ?? (by > 0 ? list[0] : list.at(-1))
    if (next) void next.tour.goTo(next.talk)
  }

  /** Threads that stand beside the paper are in no drawer. */
  dock(docked: boolean): void {
    this.docked = docked
    if (docked) this.shut()
  }

  /** Opens the drawer for the keyboard, which is in the threads from now on. */
  openDrawer(): void {
    this.enter()
    void tick().then(() =>
      document.querySelector<HTMLElement>('[data-margin]')?.focus({ preventScroll: true }),
    )
  }

  /** Closes the drawer. */
  shut(): void {
    this.parts.looks.isMarginOpen = false
  }

  /** The keyboard goes into the threads. */
  enter(): void {
    this.back.remember()
    this.open()
  }

  /** The keyboard goes back to where it was. */
  goBack(): void {
    this.back.go()
  }

  private open(): void {
    if (!this.docked) this.parts.looks.isMarginOpen = true
  }

  private bring(id: string): void {
    const { placingOfAll } = this
    if (placingOfAll !== null) void placingOfAll.bring(id)
    else elementOf(id)?.scrollIntoView({ block: 'nearest' })
  }

  private get placingOfAll(): Placing | null {
    return this.parts.column()[0]?.placing ?? null
  }

  private find(id: string | null): Talk | undefined {
    return this.parts.talks().find((talk) => talk.id === id)
  }

  private inOrder(talks: readonly Talk[]): Talk[] {
    return sortedBy(talks, (talk) => this.orderOf(talk))
  }

  /** Threads of all the margins of the column, in the order of their texts. */
  private inColumn(of: (tour: Tour) => readonly Talk[]): Stop[] {
    const all = this.parts.column().flatMap((tour) => of(tour).map((talk) => ({ tour, talk })))
    return sortedBy(all, ({ tour, talk }) => tour.orderOf(talk))
  }

  /** The first of them from the item one is at, else the first of all. */
  private firstHere(list: readonly Stop[]): number {
    const item = this.parts.item()
    const here = item === null ? 0 : this.parts.locations.place(item)
    const at = list.findIndex(({ tour, talk }) => (tour.orderOf(talk)[0] ?? 0) >= here)
    return Math.max(at, 0)
  }

  private orderOf({ id }: Talk): number[] {
    return this.parts.locations.orderOf(id)
  }
}

function elementOf(thread: string): HTMLElement | null {
  return document.getElementById(`about-${thread}`)
}

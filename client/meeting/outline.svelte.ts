import { items, type Item, type SectionKey } from '../../schema/paper.ts'
import { writeSection, titleText } from '../../schema/sections.ts'
import { isClosing } from '../../schema/standing.ts'
import { titleBlocks } from '../../schema/paper-json.ts'
import { fill, type ScreenWords } from '../../schema/words/index.ts'
import type { LivePaper } from './live-paper.svelte.ts'
import { budgetOf, stateOf, type ItemState } from './time-budget.ts'
import { undoable, type Steps } from './undoable.ts'

export interface Writer {
  name: string
  organisation: string | null
  colour: number
}

export interface OutlineRow {
  id: string
  number: number
  title: string
  duration: number | null
  state: ItemState
  closed: boolean
  /** Where it was postponed to, when known. */
  to: string | null
  writers: Writer[]
  /** The user's own changes in it that are not on the server. */
  waiting: number
}

/** A line in the outline on which a new item is written. */
export interface NewLine {
  /** The item it was opened under and those above, the nearest first; null: where new items stand (rule U63). */
  under: readonly string[] | null
  title: string
  minutes: string
}

export interface OutlineHost {
  paper: LivePaper
  /** The paper of a closed item that is open here; undefined: it is not closed, or not this user's to read. */
  closed(item: string): LivePaper | undefined
  steps: Steps
  words(): ScreenWords
  newId(): string
  announce(text: string): void
  /** Shows a sentence with *Fortryd*. */
  offerUndo(text: string, undo: () => void): void
  /** Says that what was typed is not understood. */
  tellUnread(example: string): void
  /** The item with the caret or at the top of the window. */
  current(): string | null
  writers(): ReadonlyMap<string, Writer[]>
  waiting(): ReadonlyMap<SectionKey | string, number>
}

/** The agenda beside the paper: rows, time, and what can be done with an item. */
export class Outline {
  /** A row taken up, and the place where it would be put down. */
  lifted = $state<{ id: string; to: number } | null>(null)
  adding = $state<NewLine | null>(null)

  readonly rows: readonly OutlineRow[] = $derived.by(() =>
    this.host.paper.items.map((item) => this.row(item)),
  )
  readonly budget = $derived.by(() => budgetOf(this.rows, this.host.paper.header, this.host.current()))

  constructor(private readonly host: OutlineHost) {}

  private row(item: Item): OutlineRow {
    const { paper } = this.host
    const own = this.host.closed(item.id)
    const written = own?.items.find(({ id }) => id === item.id) ?? item
    const state = stateOf(written, (own ?? paper).filled.has(`${item.id}/minutes`))
    return {
      id: item.id,
      number: paper.number(item.id),
      title:
        (own ?? paper).titles.get(item.id) || (item.closed ? this.host.words().meeting.itemMeta.closed : ''),
      duration: item.duration,
      state,
      closed: item.closed,
      to: written.outcomes.find(({ kind }) => kind === 'postponed')?.to ?? null,
      writers: this.host.writers().get(item.id) ?? [],
      waiting: this.host.waiting().get(item.id) ?? 0,
    }
  }

  indexOf(id: string): number {
    return this.rows.findIndex((row) => row.id === id)
  }

  /** Moves an item by steps; at the ends nothing happens (rule U23). */
  moveBy(id: string, by: number): void {
    const to = this.indexOf(id) + by
    if (to >= 0 && to < this.rows.length) this.moveTo(id, to)
  }

  /** Moves an item to a place. The same place writes nothing (rule U23). */
  moveTo(id: string, to: number): void {
    const from = this.indexOf(id)
    if (from < 0 || to === from) return
    const { paper, steps } = this.host
    const undo = undoable(
      steps,
      () => items.move(paper.doc, id, to),
      () => items.move(paper.doc, id, from),
    )
    // A message is read aloud by itself.
    this.host.offerUndo(this.say('moved', { from: from + 1, to: to + 1 }), undo)
  }

  lift(id: string): void {
    this.lifted = { id, to: this.indexOf(id) }
    this.host.announce(this.say('lifted', { n: this.indexOf(id) + 1 }))
  }

  /** Moves the place where the lifted row would be put down. */
  shift(by: number): void {
    if (this.lifted !== null) this.aim(this.lifted.to + by)
  }

  aim(to: number): void {
    if (this.lifted === null) return
    const place = Math.max(0, Math.min(this.rows.length - 1, to))
    if (place === this.lifted.to) return
    this.lifted.to = place
    this.host.announce(this.say('place', { n: place + 1 }))
  }

  drop(): void {
    const lifted = this.lifted
    this.lifted = null
    if (lifted !== null) this.moveTo(lifted.id, lifted.to)
  }

  /** Leaves the order as it was (rule U23). */
  putBack(): void {
    if (this.lifted === null) return
    this.lifted = null
    this.host.announce(this.say('putBack', {}))
  }

  /** Takes an item away at once; *Fortryd* brings it back with its text and place (rule U24). */
  remove(id: string): void {
    const { paper, steps } = this.host
    const item = items.maybe(paper.doc, id)
    if (item === null) return
    const index = this.indexOf(id)
    const undo = undoable(
      steps,
      () => items.remove(paper.doc, id),
      () => items.bringBack(paper.doc, item, index),
    )
    const writers = this.host.writers().get(id) ?? []
    const said = writers.length > 0 ? 'deletedUnderOthers' : 'deleted'
    this.host.offerUndo(
      this.say(said, { n: index + 1, names: writers.map(({ name }) => name).join(', ') }),
      undo,
    )
  }

  setDuration(id: string, minutes: number | null): void {
    this.host.steps.transact(() => items.set(this.host.paper.doc, id, { duration: minutes }))
  }

  /** Sets the minutes as typed; an empty text takes them away. */
  typeDuration(id: string, typed: string): void {
    const minutes = this.understood(typed)
    if (minutes !== null || typed.trim() === '') this.setDuration(id, minutes)
  }

  private understood(typed: string): number | null {
    const minutes = readMinutes(typed)
    if (minutes === null && typed.trim() !== '') this.host.tellUnread(MINUTES_EXAMPLE)
    return minutes
  }

  /** Opens a line to write on, below an item or where new ones stand. */
  startAdding(after: string | null = null): void {
    const above = this.rows.slice(0, this.indexOf(after ?? '') + 1).map(({ id }) => id)
    this.adding = { under: after === null ? null : above.reverse(), title: '', minutes: '' }
  }

  /** Where a new item stands that is put nowhere else: before those with which the meeting ends. */
  private get newAt(): number {
    return this.rows.findLastIndex(({ title }) => !isClosing(title)) + 1
  }

  /** Where the line stands among the rows: under the nearest that nobody has removed meanwhile. */
  get lineAt(): number {
    const under = this.adding?.under ?? null
    if (under === null) return this.newAt
    return this.indexOf(under.find((id) => this.indexOf(id) >= 0) ?? '') + 1
  }

  /** Makes the item of the line and opens the next line under it; an empty line closes (rule U27). */
  addLine(): string | null {
    const line = this.adding
    if (line === null || line.title.trim() === '') {
      this.adding = null
      return null
    }
    const isLast = line.under === null && isClosing(line.title)
    const [id, at] = [this.host.newId(), isLast ? this.rows.length : this.lineAt]
    this.adding = { under: line.under && [id, ...line.under], title: '', minutes: '' }
    return this.add(line.title, this.understood(line.minutes), at, id)
  }

  stopAdding(): void {
    this.adding = null
  }

  /** Adds an item; returns its id. */
  add(title: string, duration: number | null, index = this.newAt, id = this.host.newId()): string {
    const { paper, steps } = this.host
    steps.transact(() => {
      writeSection(paper.doc, `${id}/title`, titleBlocks(title))
      items.add(paper.doc, id, { duration }, index)
    })
    this.host.announce(this.say('added', { n: this.indexOf(id) + 1, title: titleText(paper.doc, id) }))
    return id
  }

  /** Where a pointer at `y` would put a row down, given the middles of the other rows in order. */
  static placeAt(y: number, middles: readonly number[]): number {
    return middles.filter((middle) => middle < y).length
  }

  private say(
    key: keyof ScreenWords['meeting']['outline']['said'],
    values: Record<string, string | number>,
  ): string {
    return fill(this.host.words().meeting.outline.said[key], values)
  }
}

export const MINUTES_EXAMPLE = '1:30'

/** Minutes as typed: "10", "10 min", "1 t 30", "1:30". Null when it says no number (rule U27). */
export function readMinutes(typed: string): number | null {
  const text = typed.trim().toLocaleLowerCase('da')
  const hours = /^(\d{1,2})\s*(?:t|timer?|h|hours?|:)\.?\s*(\d{1,2})?\s*(?:m|min\.?|minutter|minutes)?$/.exec(
    text,
  )
  if (hours !== null) return Number(hours[1]) * 60 + Number(hours[2] ?? 0)
  const plain = /^(\d{1,3})\s*(?:m|min\.?|minutter|minutes)?$/.exec(text)
  return plain === null ? null : Number(plain[1])
}

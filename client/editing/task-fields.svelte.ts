import type { Person } from '../../schema/paper.ts'
import { readDate, writeDate, writeShortDate } from '../../schema/dates.ts'
import { header } from '../../schema/paper.ts'
import { fill } from '../../schema/words/index.ts'
import type { EditingHost } from './host.ts'

/** What a task's fields do to the text they stand in. */
export interface TaskText {
  setOwner(owner: string | null): void
  setDue(due: string | null): void
  /** Puts words at the end of the text. */
  add(words: string): void
  /** Opens the task and gives a field the caret. */
  go(field: 'who' | 'what' | 'when'): void
  /** The task is done with: a new line below it gets the caret. */
  finish(): void
}

const MOST_SUGGESTIONS = 6

/** The fields of a task: who, what and by when (rules T6 and T7). The "what" is the text itself. */
export class TaskFields {
  owner = $state<string | null>(null)
  due = $state<string | null>(null)
  editing = $state(false)
  /** What is being typed as the date; null when the field shows the date as it is set. */
  typedDate = $state<string | null>(null)
  /** The suggested person that Enter takes; -1: what was typed. */
  active = $state(-1)
  suggesting = $state(false)

  constructor(
    readonly host: EditingHost,
    readonly text: TaskText,
  ) {}

  get words() {
    return this.host.words().editing.task
  }

  /** Participants whose name, first or later, begins as typed. */
  get suggestions(): readonly Person[] {
    if (!this.suggesting) return []
    const query = (this.owner ?? '').toLocaleLowerCase('da').trim()
    return this.host
      .people()
      .filter(({ name }) => name !== '' && name !== this.owner && startsAWord(name, query))
      .slice(0, MOST_SUGGESTIONS)
  }

  typeOwner(name: string): void {
    this.suggesting = true
    this.active = -1
    this.owner = name === '' ? null : name
    this.text.setOwner(name.trim() === '' ? null : name)
  }

  chooseOwner(index: number): void {
    const person = this.suggestions[index]
    this.suggesting = false
    this.active = -1
    if (!person) return
    this.owner = person.name
    this.text.setOwner(person.name)
  }

  leaveOwner(): void {
    this.suggesting = false
    const trimmed = this.owner?.trim() ?? ''
    if (trimmed !== (this.owner ?? '')) this.text.setOwner(trimmed === '' ? null : trimmed)
  }

  /** A key in the first field; true when it was handled. */
  ownerKey(key: string, shift: boolean): boolean {
    const count = this.suggestions.length
    if (key === 'ArrowDown' && count === 0 && !this.suggesting) this.suggesting = true
    else if (key === 'ArrowDown' && count > 0) this.active = (this.active + 1) % count
    else if (key === 'ArrowUp' && count > 0) this.active = this.active <= 0 ? count - 1 : this.active - 1
    else if (key === 'Enter' || (key === 'Tab' && !shift)) this.takeOwner()
    else if (key === 'Escape' && count > 0) this.suggesting = false
    else if (key === 'Escape') this.text.go('what')
    else return false
    return true
  }

  /** The chosen one; or the only one there is, for half a name is nobody. Esc before it keeps what was typed. */
  private takeOwner(): void {
    if (this.active >= 0) this.chooseOwner(this.active)
    else if (this.owner !== null && this.suggestions.length === 1) this.chooseOwner(0)
    this.suggesting = false
    this.text.go('what')
  }

  /** The date being typed as it is understood; null when it is not. */
  get reading(): string | null {
    return this.typedDate === null ? this.due : this.read(this.typedDate)
  }

  private read(text: string): string | null {
    return readDate(text, this.host.today(), { nextMeeting: this.nextMeeting })
  }

  private get nextMeeting(): string | null {
    return header(this.host.paper).nextMeetings[0]?.date ?? null
  }

  /** The date as the task shows it. */
  get dueText(): string {
    return this.due === null ? '' : writeShortDate(this.due, this.host.today(), this.host.words())
  }

  /** What is typed holds as soon as it is understood. */
  typeDate(text: string): void {
    this.typedDate = text
    const date = text.trim() === '' ? null : this.read(text)
    if (date === null && text.trim() !== '') return
    this.due = date
    this.text.setDue(date)
  }

  /** What was not understood is no date, but somebody's words: they go into the task's text. */
  leaveDate(): void {
    const typed = this.typedDate?.trim() ?? ''
    const isLost = typed !== '' && this.read(typed) === null
    this.typedDate = null
    if (!isLost) return
    this.text.add(fill(this.words.asText, { date: typed }))
    this.host.announce(this.words.becameText)
  }

  dateKey(key: string, shift: boolean): boolean {
    const isDone = key === 'Enter' || (key === 'Tab' && !shift)
    if (!isDone && key !== 'Escape' && key !== 'Tab') return false
    if (key === 'Escape') this.typedDate = null
    this.leaveDate()
    if (isDone) this.text.finish()
    else this.text.go('what')
    return true
  }

  /** The line under the fields: how the date is read, or what the keys do. */
  get hint(): string {
    const { words } = this
    if (this.typedDate !== null && this.typedDate.trim() !== '')
      return this.reading === null
        ? words.unread
        : fill(words.read, { date: writeDate(this.reading, this.host.words()) })
    const next = this.nextMeeting
    if (next === null) return words.hint
    const date = writeShortDate(next, this.host.today(), this.host.words())
    return `${fill(words.nextMeeting, { date })} ${words.hint}`
  }
}

function startsAWord(name: string, query: string): boolean {
  const lower = name.toLocaleLowerCase('da')
  return (
    query === '' || lower.startsWith(query) || lower.split(/[\s-]+/).some((part) => part.startsWith(query))
  )
}

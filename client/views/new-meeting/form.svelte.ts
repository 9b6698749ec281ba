import type { Forum, Meeting, NewMeeting } from '../../../schema/api.ts'
import type { Day } from '../../../schema/deadlines.ts'
import { factLine, NUMBER_MAX } from '../../../schema/facts.ts'
import type { MeetingJson } from '../../../schema/meeting.ts'
import { readDate, readTime } from '../../../schema/dates.ts'
import type { Words } from '../../../schema/words/index.ts'
import { sayClock, sayDay } from '../../state/say.ts'
import { isOtherForum } from './form-words.ts'
import { earlierSeed, meetingOf, templateSeed, type Seed } from './seeds.ts'

export type Beginning = 'template' | 'earlier' | 'file' | 'empty'

export type FileState =
  | { kind: 'none' }
  | { kind: 'reading'; name: string }
  | { kind: 'read'; name: string; meeting: MeetingJson }
  /** Nothing was created; `message` says what came and what was expected. */
  | { kind: 'failed'; name: string; message: string }

export interface NewMeetingParts {
  words(): Words
  today(): Day
  newId(): string
  /** The forums one may be made in. */
  forums(): Forum[]
  /** All meetings, for the next number. */
  meetings(): Meeting[]
  /** @throws Error with a sentence when the file is no meeting. */
  read(file: File): Promise<MeetingJson>
  /** An earlier meeting. @throws Error with a sentence when it cannot be had. */
  earlier(id: string): Promise<MeetingJson>
  /** Keeps the meeting here and hands it to the server when that answers. @throws when it cannot be kept here. */
  make(id: string, facts: NewMeeting, content: MeetingJson): Promise<void>
}

/** What the server keeps of a meeting's facts for its lists; the paper has them whole. */
function inBounds(facts: NewMeeting): NewMeeting {
  const { subject, number, place } = facts
  return {
    ...facts,
    subject: factLine(subject),
    number: number !== null && number > NUMBER_MAX ? null : number,
    place: factLine(place),
  }
}

/** A meeting that is being thought of: what was typed, how it is read, and what it begins with (rules U10–U12). */
export class NewMeetingForm {
  forumId = $state('')
  date = $state('')
  start = $state('')
  end = $state('')
  place = $state('')
  beginning: Beginning = $state('template')
  /** Id of the earlier meeting to begin from. */
  earlier = $state('')
  file: FileState = $state.raw({ kind: 'none' })
  /** The file is to become a meeting here, though it names another forum. */
  sure = $state(false)
  busy = $state(false)
  /** Why it could not be made. */
  problem: string | null = $state(null)

  readonly day: Day | null = $derived.by(() => readDate(this.date, this.parts.today()))
  readonly from: string | null = $derived(readTime(this.start))
  readonly to: string | null = $derived(readTime(this.end))
  readonly forum: Forum | null = $derived.by(
    () => this.parts.forums().find(({ id }) => id === this.forumId) ?? null,
  )

  constructor(
    private readonly parts: NewMeetingParts,
    forum: string | null,
  ) {
    this.forumId = forum ?? parts.forums()[0]?.id ?? ''
  }

  /** The forum that the file names, where it is another than the one chosen (rule U76). */
  get otherForum(): string | null {
    const named = this.beginning === 'file' && this.file.kind === 'read' ? this.file.meeting.forum : null
    return named !== null && isOtherForum(named, this.forum) ? named : null
  }

  /** What the forum has on that day already (rule U77). */
  get sameDay(): Meeting | null {
    const { day, forumId } = this
    if (day === null) return null
    return this.parts.meetings().find((meeting) => meeting.forum === forumId && meeting.date === day) ?? null
  }

  get dateWrong(): boolean {
    return this.date.trim() !== '' && this.day === null
  }

  get startWrong(): boolean {
    return this.start.trim() !== '' && this.from === null
  }

  get endWrong(): boolean {
    return this.end.trim() !== '' && this.to === null
  }

  get endBefore(): boolean {
    return this.from !== null && this.to !== null && this.to <= this.from
  }

  /** Whether it can be made as it stands. */
  get ready(): boolean {
    const typed = !this.dateWrong && !this.startWrong && !this.endWrong && !this.endBefore
    const begun =
      this.beginning === 'file'
        ? this.file.kind === 'read' && (this.sure || this.otherForum === null)
        : this.beginning !== 'earlier' || this.earlier !== ''
    return typed && begun && this.forum !== null && !this.busy
  }

  /** Writes the times as they are understood: "9" becomes "9.00". */
  tidyTimes(): void {
    const words = this.parts.words()
    if (this.from !== null) this.start = sayClock(words, this.from)
    if (this.to !== null) this.end = sayClock(words, this.to)
  }

  /** Reads a file and begins with it; date, times and place come along where nothing was typed. */
  async take(file: File): Promise<void> {
    const { name } = file
    this.beginning = 'file'
    this.sure = false
    this.file = { kind: 'reading', name }
    try {
      const meeting = await this.parts.read(file)
      this.file = { kind: 'read', name, meeting }
      this.fillFrom(meeting)
    } catch (error) {
      this.file = { kind: 'failed', name, message: error instanceof Error ? error.message : String(error) }
    }
  }

  /** Makes the meeting; its id, or null when it could not be kept here. */
  async make(): Promise<string | null> {
    const { forum } = this
    if (!this.ready || forum === null) return null
    this.busy = true
    this.problem = null
    try {
      const id = this.parts.newId()
      const facts = this.facts(forum)
      await this.parts.make(id, inBounds(facts), meetingOf(await this.seed(forum), forum, facts))
      return id
    } catch (error) {
      this.problem = error instanceof Error ? error.message : String(error)
      return null
    } finally {
      this.busy = false
    }
  }

  private facts(forum: Forum): NewMeeting {
    const file = this.beginning === 'file' && this.file.kind === 'read' ? this.file.meeting : null
    return {
      forum: forum.id,
      subject: file?.subject ?? null,
      number: file === null ? this.nextNumber(forum) : file.number,
      date: this.day,
      start: this.from,
      end: this.to,
      place: this.place.trim() || null,
    }
  }

  private async seed(forum: Forum): Promise<Seed> {
    const words = this.parts.words()
    const newId = (): string => this.parts.newId()
    switch (this.beginning) {
      case 'template':
        return templateSeed(words, forum, newId)
      case 'earlier':
        return earlierSeed(words, await this.parts.earlier(this.earlier), newId)
      case 'file':
        return this.file.kind === 'read' ? this.file.meeting : { people: [], items: [] }
      case 'empty':
        return { people: [], items: [] }
    }
  }

  /** One more than the highest number; none where meetings are not numbered. */
  private nextNumber(forum: Forum): number | null {
    const numbers = this.parts
      .meetings()
      .flatMap((meeting) => (meeting.forum === forum.id && meeting.number !== null ? [meeting.number] : []))
    return numbers.length === 0 ? null : Math.max(...numbers) + 1
  }

  private fillFrom({ date, start, end, place }: MeetingJson): void {
    const words = this.parts.words()
    if (this.date === '' && date !== null) this.date = `${sayDay(words, date)} ${date.slice(0, 4)}`
    if (this.start === '' && start !== null) this.start = sayClock(words, start)
    if (this.end === '' && end !== null) this.end = sayClock(words, end)
    if (this.place === '' && place !== null) this.place = place
  }
}

import { setAttendance, type OwnAttendance } from '../../schema/margin.ts'
import { attendanceOf } from '../../schema/margin-state.ts'
import type { Person } from '../../schema/paper.ts'
import { isFrozen } from '../../schema/phases.ts'
import { fill } from '../../schema/words/index.ts'
import type { OpenMargin } from '../margin/open-margin.svelte.ts'
import type { MeetingScreen } from '../meeting/screen.svelte.ts'
import { accountOf } from './account.ts'
import { stands, takeIn, type Saying } from './sayings.ts'
import { ATTENDANCE_WORDS, type AttendanceWords } from '../../schema/words/attendance.ts'

/** What one person of the paper says of their own coming, beside what the paper says (rules A1, A2). */
export class Own {
  /** What they said last; null: nothing. */
  readonly said: OwnAttendance | null = $derived.by(() =>
    attendanceOf(this.margin.said.attendance, this.person().id, (author) => author === this.account),
  )
  /** Whether the paper says something else, and can still be changed. */
  readonly differs: boolean = $derived.by(
    () =>
      this.said !== null &&
      !isFrozen(this.screen.meeting?.phase ?? 'draft') &&
      !stands(this.said, this.person(), this.screen.paper.people),
  )
  /** Whether it is the user who is this person, and may say so. */
  readonly isMine: boolean = $derived.by(
    () => this.margin.may.ownAttendance && !this.margin.room.isShut && this.account === this.me,
  )
  /** Whether it is on this device alone, and will be for a while. */
  readonly waits: boolean = $derived.by(() => this.said !== null && this.margin.said.isWaiting(this.said))

  constructor(
    private readonly screen: MeetingScreen,
    private readonly margin: OpenMargin,
    private readonly person: () => Person,
  ) {}

  get words(): AttendanceWords {
    return ATTENDANCE_WORDS[this.screen.app.language]
  }

  private get me(): string {
    return this.margin.parts.self.id
  }

  private get account(): string | null {
    return accountOf(this.person(), this.screen.forum)
  }

  /** "afbud, Lise Holm kommer i stedet" */
  sentence({ attendance, substitute }: Saying): string {
    const { coming, apology, instead } = this.words.said
    if (attendance === 'present') return coming
    return substitute === null ? apology : fill(instead, { name: substitute })
  }

  /** Says of oneself whether one comes, and who comes instead. */
  say(attendance: 'present' | 'apology', substitute: string | null = null): void {
    const { app } = this.screen
    const { room } = this.margin
    const id = app.newId()
    const made = {
      author: this.me,
      at: app.now().getTime(),
      person: this.person().id,
      attendance,
      substitute,
    }
    room.write(id, () => setAttendance(room.doc, id, made))
    app.announce(fill(this.words.mine, { said: this.sentence(made) }))
  }

  /** Takes into the paper what the person says. */
  take(): void {
    const { said } = this
    if (said === null) return
    const { app, editor, paper } = this.screen
    const person = this.person()
    editor.undoManager.stopCapturing()
    editor.transact(() => takeIn(paper.doc, person, said, app.newId()))
    editor.undoManager.stopCapturing()
    app.announce(fill(this.words.taken, { name: person.name, said: this.sentence(said) }))
  }
}

import type { Meeting } from '../../../schema/api.ts'
import { danishDay, daysBetween, type Day } from '../../../schema/deadlines.ts'
import { isFrozen, type Phase } from '../../../schema/phases.ts'
import { fill, type ScreenWords } from '../../../schema/words/index.ts'
import { sayDay, sayIn, sayMoment, sayTime, sayWeekday, tally } from '../../state/say.ts'
import { dayBegun, type CourseStep } from './course.ts'

/** "26. februar", "siden kl. 9.02"; empty when nothing is known. */
export function stepDate(words: ScreenWords, step: CourseStep, now: Date, today: Day): string {
  if (step.state === 'now' && step.since !== null) {
    const begun = dayBegun(step)
    const when =
      begun === today ? sayMoment(words, new Date(step.since), now) : sayDay(words, begun ?? today, today)
    return fill(words.course.since, { when })
  }
  const day = dayBegun(step) ?? step.planned
  return day === null ? '' : sayDay(words, day, today)
}

/** "Udkast", "I høring", "Godkendt 24. marts 2026": what a printed page says of itself. */
export function sayStanding(words: ScreenWords, meeting: Pick<Meeting, 'phase' | 'since'> | null): string {
  const { phase = 'draft', since = {} } = meeting ?? {}
  if (phase === 'hearing') return words.course.phases.hearing
  if (!isFrozen(phase)) return words.meeting.print.draft
  const { approved } = since
  if (approved === undefined) return words.course.phases.approved
  return fill(words.course.locked, { date: sayDay(words, danishDay(approved), '') })
}

/** The name of the step to a phase; what was approved before is not called new. */
export function sayGo(
  { course }: ScreenWords,
  to: Phase,
  { correction }: Pick<Meeting, 'correction'>,
): string {
  return to === 'approved' && correction !== undefined ? course.correction.approve : course.go[to]
}

/** What is due, in two lines: "Referat i høring om 5 dage", "senest tirsdag den 17. marts". */
export interface Due {
  title: string
  more: string
  late: boolean
}

/** So many days after it was due nobody is reminded of it any more: old minutes are taken in too. */
const LONG_AGO = 365

/** What is due in a phase by a day, or a time of it; null when nothing is. */
export function sayDue(
  words: ScreenWords,
  phase: Phase,
  due: Day | null,
  today: Day,
  end: { time: string; isOver: boolean } | null = null,
): Due | null {
  if (due === null || isFrozen(phase)) return null
  const { course } = words
  const key = phase as keyof typeof course.due
  const over = daysBetween(due, today)
  if (over > LONG_AGO) return null
  if (over > 0) return { title: course.late[key], more: tally(course.over, over), late: true }
  if (end?.isOver)
    return {
      title: course.late[key],
      more: fill(course.overToday, { time: sayTime(words, end.time) }),
      late: true,
    }
  const title = fill(course.due[key], { when: sayIn(words, due, today) })
  const day = sayWeekday(words, due, today)
  // A meeting is held on its day; everything else is done by it.
  const by = phase === 'sent' ? day : fill(course.by, { day })
  return { title, more: end === null ? by : `${by} ${sayTime(words, end.time)}`, late: false }
}

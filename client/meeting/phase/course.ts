import type { Forum, Meeting } from '../../../schema/api.ts'
import { danishDay, dueDays, type Day } from '../../../schema/deadlines.ts'
import { isAfter } from '../../../schema/hearing.ts'
import {
  dueDay,
  hearingEnds,
  isBefore,
  mayMove,
  nextPhase,
  PHASES,
  type Phase,
} from '../../../schema/phases.ts'
import type { Abilities } from '../../../schema/roles.ts'
import { pathOfPublic } from '../../state/routes.ts'

/** A phase as the stepper shows it. */
export interface CourseStep {
  phase: Phase
  /** `passed`: it went on without this phase. */
  state: 'done' | 'passed' | 'now' | 'ahead'
  /** ISO time at which it began; null when it did not, or is not known. */
  since: string | null
  /** Ahead: the day on which it is planned to begin. */
  planned: Day | null
}

/** What is to be done next, and by when. */
export interface NextStep {
  to: Phase
  /** The phase that comes before it: not the present one where phases are passed over. */
  from: Phase
  /** Last day in time; null: there is none. */
  due: Day | null
  /** Whether this user may do it. */
  may: boolean
}

type Rules = Pick<Forum, 'deadlines'>

/** The six phases of a meeting, those it went through and those ahead (rule R11). */
export function stepsOf(meeting: Meeting, { deadlines }: Rules): CourseStep[] {
  const planned = plannedDays(meeting, deadlines)
  return PHASES.map((phase) => {
    const since = meeting.since[phase] ?? null
    const state = stateOf(phase, meeting.phase, since)
    return { phase, state, since, planned: state === 'ahead' ? (planned[phase] ?? null) : null }
  })
}

export function nextStep(
  meeting: Meeting,
  { deadlines }: Rules,
  may: Abilities,
  today: Day,
): NextStep | null {
  const to = nextPhase(meeting, today)
  if (to === null) return null
  const from = PHASES[PHASES.indexOf(to) - 1] ?? meeting.phase
  return {
    to,
    from,
    due: dueDay({ ...meeting, phase: from }, deadlines),
    may: mayMove(may, meeting.phase, to),
  }
}

function stateOf(phase: Phase, current: Phase, since: string | null): CourseStep['state'] {
  if (phase === current) return 'now'
  if (isBefore(current, phase)) return 'ahead'
  return since === null ? 'passed' : 'done'
}

/** Days counted from the meeting; once the hearing runs, approval is planned for its end. A correction has no plan. */
function plannedDays(meeting: Meeting, deadlines: Forum['deadlines']): Partial<Record<Phase, Day>> {
  if (meeting.correction !== undefined) return {}
  const ends = hearingEnds(meeting, deadlines)
  if (meeting.date === null) return ends === null ? {} : { approved: ends }
  const due = dueDays(meeting.date, deadlines)
  return { sent: due.agenda, live: meeting.date, hearing: due.minutes, approved: ends ?? due.hearing }
}

/** Address of the page on which anybody may read a meeting; null: there is none (rule V4). */
export function publicPage({ id, phase }: Pick<Meeting, 'id' | 'phase'>): string | null {
  return phase === 'published' ? pathOfPublic(id) : null
}

/** To what time of its last day the hearing of the minutes lasts, and whether it is over; null: to the day's end. */
export function hearingTime(
  { phase, round }: Pick<Meeting, 'phase' | 'round'>,
  now: Date,
): { time: string; isOver: boolean } | null {
  if (phase !== 'hearing' || round?.phase !== 'hearing' || round.deadline.time === null) return null
  return { time: round.deadline.time, isOver: isAfter(round.deadline, now.getTime()) }
}

/** The day on which a phase began. */
export function dayBegun({ since }: CourseStep): Day | null {
  return since === null ? null : danishDay(since)
}

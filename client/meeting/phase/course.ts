import type { Forum, Meeting } from '../../../schema/api.ts'
import { danishDay, dueDays, type Day } from '../../../schema/deadlines.ts'
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
  return { to, due: dueDay(meeting, deadlines), may: mayMove(may, meeting.phase, to) }
}

function stateOf(phase: Phase, current: Phase, since: string | null): CourseStep['state'] {
  if (phase === current) return 'now'
  if (isBefore(current, phase)) return 'ahead'
  return since === null ? 'passed' : 'done'
}

/** Days counted from the meeting; once the hearing runs, approval is planned for its end. */
function plannedDays(meeting: Meeting, deadlines: Forum['deadlines']): Partial<Record<Phase, Day>> {
  const ends = hearingEnds(meeting, deadlines)
  if (meeting.date === null) return ends === null ? {} : { approved: ends }
  const due = dueDays(meeting.date, deadlines)
  return { sent: due.agenda, live: meeting.date, hearing: due.minutes, approved: ends ?? due.hearing }
}

/** Address of the page on which anybody may read a meeting; null: there is none (rule V4). */
export function publicPage({ id, phase }: Pick<Meeting, 'id' | 'phase'>): string | null {
  return phase === 'published' ? pathOfPublic(id) : null
}

/** The time of day to which the hearing of the minutes lasts on its last day; null: to its end. */
export function hearingTime({ phase, round }: Pick<Meeting, 'phase' | 'round'>): string | null {
  return phase === 'hearing' && round?.phase === 'hearing' ? round.deadline.time : null
}

/** The day on which a phase began. */
export function dayBegun({ since }: CourseStep): Day | null {
  return since === null ? null : danishDay(since)
}

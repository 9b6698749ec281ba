import { addDays, danishDay, dueDays, workingDayFrom, type Day, type Deadlines } from './deadlines.ts'

/** The phases of a meeting, in order (rule R2). Its agenda and its minutes are one document that goes through them. */
export const PHASES = ['draft', 'sent', 'live', 'hearing', 'approved', 'published'] as const
export type Phase = (typeof PHASES)[number]

/** Where a meeting may go on from a phase (rule R3): nobody is made to send out, or to sit through, what was held. */
const ONWARD: Record<Phase, readonly Phase[]> = {
  draft: ['sent', 'live', 'hearing'],
  sent: ['live', 'hearing'],
  live: ['hearing'],
  hearing: ['approved'],
  approved: ['published'],
  published: [],
}

/** Characters of the reason for going back, at least. */
export const REASON_MIN = 3

/** Whether a phase comes before another. */
export function isBefore(phase: Phase, other: Phase): boolean {
  return PHASES.indexOf(phase) < PHASES.indexOf(other)
}

/** From approval on nobody writes the paper; what is wrong in it gets a dated correction. */
export function isFrozen(phase: Phase): boolean {
  return !isBefore(phase, 'approved')
}

/** Which way a change of phase goes; null: there is no such change. */
export function wayOf(from: Phase, to: Phase): 'onward' | 'back' | null {
  if (ONWARD[from].includes(to)) return 'onward'
  return isBefore(to, from) ? 'back' : null
}

/** Whether somebody may make this change, were it possible. */
export function mayMove(
  { setPhase, approve }: { setPhase: boolean; approve: boolean },
  from: Phase,
  to: Phase,
): boolean {
  return setPhase || (approve && from === 'hearing' && to === 'approved')
}

/** What of a meeting its deadlines depend on. */
export interface Course {
  phase: Phase
  date: Day | null
  since: Partial<Record<Phase, string>>
  /** The round that runs, or ran last. */
  round?: { phase: Phase; deadline: { day: Day } }
  correction?: { reason: string }
}

/** What is being put right, of a meeting that was last taken back so and has no round that runs (rule R14); null: nothing. */
export function correctionOf(
  last: { from: Phase; to: Phase; reason: string | null } | undefined,
  hasRound: boolean,
): { reason: string } | null {
  const isOpened = last !== undefined && last.to === 'hearing' && isFrozen(last.from)
  return isOpened && !hasRound ? { reason: last.reason ?? '' } : null
}

/** The phase that is next in line: of a meeting whose day is past nobody sends out the agenda. Null after the last. */
export function nextPhase({ phase, date }: Pick<Course, 'phase' | 'date'>, today: Day): Phase | null {
  const held = date !== null && date < today && isBefore(phase, 'live')
  return held ? 'hearing' : (ONWARD[phase][0] ?? null)
}

/** The last day on which the step out of the present phase is in time; null when there is none. */
export function dueDay(course: Course, rules: Deadlines): Day | null {
  const { phase, date } = course
  if (phase === 'hearing') return hearingEnds(course, rules)
  if (date === null || isFrozen(phase)) return null
  const due = dueDays(date, rules)
  return phase === 'draft' ? due.agenda : phase === 'sent' ? date : due.minutes
}

/**
 * The last day of the hearing of the minutes: that of its round, else counted from the day they were sent; null before, and
 * where they are only corrected.
 */
export function hearingEnds(
  { since, round, correction }: Pick<Course, 'since' | 'round' | 'correction'>,
  rules: Deadlines,
): Day | null {
  if (correction !== undefined) return null
  if (round?.phase === 'hearing') return round.deadline.day
  const { hearing } = since
  return hearing === undefined ? null : workingDayFrom(addDays(danishDay(hearing), rules.hearing))
}

import { addDays, danishDay, workingDayFrom, type Day, type Deadlines } from './deadlines.ts'
import type { Phase } from './phases.ts'

/** A hearing: who is asked about the agenda that was sent, or the draft minutes, and until when (SPEC.md, section Q). */

/** The phases in which answers are asked for. */
export const ROUND_PHASES = ['sent', 'hearing'] as const satisfies Phase[]
export type RoundPhase = (typeof ROUND_PHASES)[number]

/** The last moment in time, by the Danish clock. */
export interface Deadline {
  day: Day
  /** Such as `12:00`; null: until the end of the day. */
  time: string | null
}

/** An organisation that is asked, or a person who is asked for themselves. */
export interface Party {
  /** Of the organisation; of somebody without one, their own. */
  id: string
  name: string
  /** Who of them may answer. */
  people: { id: string; name: string }[]
}

export interface Round {
  id: string
  phase: RoundPhase
  /** ISO time at which it began. */
  opened: string
  /** ISO time at which the meeting went on or back; null: it runs. */
  closed: string | null
  deadline: Deadline
  /** Empty once the minutes are in hearing no more, and for whoever may not know. */
  asked: Party[]
}

/** Null in a phase in which nobody is asked. */
export function roundPhase(phase: Phase): RoundPhase | null {
  return ROUND_PHASES.find((each) => each === phase) ?? null
}

/** Until when answers are awaited by the forum's own rules (rule Q1): to an agenda never longer than to the meeting. */
export function ownDeadline(
  phase: RoundPhase,
  opened: Day,
  rules: Deadlines,
  meeting: { date: Day | null; start: string | null },
): Deadline {
  const day = workingDayFrom(addDays(opened, rules.hearing))
  const { date, start } = meeting
  const beforeIt = phase === 'sent' && date !== null && opened <= date && date <= day
  return beforeIt ? { day: date, time: start } : { day, time: null }
}

/** Whether a time, in milliseconds, is after a deadline. */
export function isAfter({ day, time }: Deadline, at: number): boolean {
  const iso = new Date(at).toISOString()
  const today = danishDay(iso)
  return today === day ? time !== null && danishClock(at) > `${time}:00` : today > day
}

const DANISH_CLOCK = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Copenhagen', timeStyle: 'medium' })

/** `09:30:00` */
function danishClock(at: number): string {
  return DANISH_CLOCK.format(new Date(at))
}

/** Whether nothing comes in time any more. */
export function isOver({ closed, deadline }: Pick<Round, 'closed' | 'deadline'>, now: number): boolean {
  return closed !== null || isAfter(deadline, now)
}

/** For which of those that are asked somebody may answer; null: they are not asked. */
export function partyOf({ asked }: Pick<Round, 'asked'>, user: string): Party | null {
  return asked.find(({ people }) => people.some(({ id }) => id === user)) ?? null
}

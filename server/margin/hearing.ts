import { danishDay, type Day } from '../../schema/deadlines.ts'
import { hearingEnds, isFrozen, type Phase } from '../../schema/phases.ts'
import type { Meetings } from '../meetings/meetings.ts'
import type { Database } from '../store/database.ts'

/** What of a meeting it depends on whether a remark comes too late. */
export interface Hearing {
  phase: Phase
  /** Its last day; null: it has not begun. */
  ends: Day | null
}

/** Null when there is no such meeting. */
export async function hearingOf(
  { db, meetings }: { db: Database; meetings: Pick<Meetings, 'find'> },
  id: string,
): Promise<Hearing | null> {
  const meeting = await meetings.find(id)
  if (!meeting) return null
  const rules = await db
    .selectFrom('forum')
    .select(['agenda', 'minutes', 'hearing'])
    .where('id', '=', meeting.forum)
    .executeTakeFirstOrThrow()
  return { phase: meeting.phase, ends: hearingEnds(meeting, rules) }
}

/** Whether what arrives at this time, in milliseconds, comes after the hearing's deadline (rule M11). */
export function isLate({ phase, ends }: Hearing, at: number): boolean {
  return isFrozen(phase) || (ends !== null && danishDay(new Date(at).toISOString()) > ends)
}

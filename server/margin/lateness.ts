import { isAfter, type Deadline } from '../../schema/hearing.ts'
import { hearingEnds, isFrozen, type Phase } from '../../schema/phases.ts'
import type { Meetings } from '../meetings/meetings.ts'
import type { Database } from '../store/database.ts'

/** What of a meeting it depends on whether a remark comes too late. */
export interface Lateness {
  phase: Phase
  /** Null: nobody is asked. */
  deadline: Deadline | null
}

/** Null when there is no such meeting. */
export async function latenessOf(
  { db, meetings }: { db: Database; meetings: Pick<Meetings, 'find'> },
  id: string,
): Promise<Lateness | null> {
  const meeting = await meetings.find(id)
  if (!meeting) return null
  const { phase, round } = meeting
  if (round?.closed === null) return { phase, deadline: round.deadline }
  // Sent before rounds were kept.
  const rules = await db
    .selectFrom('forum')
    .select(['agenda', 'minutes', 'hearing'])
    .where('id', '=', meeting.forum)
    .executeTakeFirstOrThrow()
  const day = hearingEnds(meeting, rules)
  return { phase, deadline: day === null ? null : { day, time: null } }
}

/** Whether what arrives at this time, in milliseconds, comes after the hearing's deadline (rule M11). */
export function isLate({ phase, deadline }: Lateness, at: number): boolean {
  return isFrozen(phase) || (deadline !== null && isAfter(deadline, at))
}

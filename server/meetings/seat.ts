import type { Phase } from '../../schema/phases.ts'
import { abilities, type Abilities, type MeetingRole, type Role } from '../../schema/roles.ts'
import type { Database } from '../store/database.ts'

/** What a user is to a meeting, as of one moment. */
export interface Seat {
  forum: string
  phase: Phase
  role: MeetingRole | null
  /** Of a guest: the item they are invited for; null: the whole meeting. */
  invitedFor: string | null
  may: Abilities
  /** What others see beside the cursor. */
  shown: { id: string; name: string; organisation: string | null; colour: number }
}

/**
 * Null when there is no such meeting. One question, so that a right that changes meanwhile is seen as it was before or
 * as it is after, never half.
 */
export async function seatIn(db: Database, meeting: string, user: string): Promise<Seat | null> {
  const row = await db
    .selectFrom('meeting')
    .innerJoin('forum', 'forum.id', 'meeting.forum')
    .innerJoin('user', (join) => join.on('user.id', '=', user))
    .leftJoin('member', (join) => join.onRef('member.forum', '=', 'forum.id').on('member.user', '=', user))
    .leftJoin('organisation', 'organisation.id', 'member.organisation')
    .leftJoin('guest', (join) => join.onRef('guest.meeting', '=', 'meeting.id').on('guest.user', '=', user))
    .select(['meeting.forum', 'meeting.phase', 'forum.membersSeeDrafts', 'user.name', 'member.role'])
    .select(['guest.user as guest', 'guest.organisation as guestOf', 'guest.item as invitedFor'])
    .select(['organisation.name as organisation', 'organisation.colour'])
    .where('meeting.id', '=', meeting)
    .executeTakeFirst()
  if (!row) return null
  const { forum, phase, name } = row
  const role = roleOf(row)
  return {
    forum,
    phase,
    role,
    invitedFor: row.invitedFor,
    may: abilities(role, phase, { membersSeeDrafts: row.membersSeeDrafts === 1 }),
    shown: { id: user, name, organisation: row.organisation ?? row.guestOf, colour: row.colour ?? 1 },
  }
}

/** What somebody is to a meeting, by their place in its forum and as a guest of it. A member is no guest. */
export function roleOf({ role, guest }: { role: Role | null; guest: string | null }): MeetingRole | null {
  return role ?? (guest === null ? null : 'guest')
}

/** Ids of everybody who is anything to a meeting. */
export async function peopleOf(db: Database, meeting: string): Promise<string[]> {
  const rows = await db
    .selectFrom('member')
    .innerJoin('meeting', 'meeting.forum', 'member.forum')
    .select('member.user')
    .where('meeting.id', '=', meeting)
    .union(db.selectFrom('guest').select('guest.user').where('guest.meeting', '=', meeting))
    .execute()
  return rows.map(({ user }) => user)
}

/** Whether somebody had a right to a meeting that was taken from them; to others it was never there (rule R7). */
export async function hadSeat(
  db: Database,
  meeting: string,
  user: string,
  { forum }: Pick<Seat, 'forum'>,
): Promise<boolean> {
  const row = await db
    .selectFrom('audit')
    .select('id')
    .where('subject', '=', user)
    .where('forum', '=', forum)
    .where((entry) =>
      entry.or([
        entry('action', '=', 'member.removed'),
        entry.and([entry('action', '=', 'guest.removed'), entry('detail', '=', meeting)]),
      ]),
    )
    .executeTakeFirst()
  return row !== undefined
}

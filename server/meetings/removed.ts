import { abilities } from '../../schema/roles.ts'
import type { Database } from '../store/database.ts'

/** Whether a meeting was removed. */
export async function isRemoved(db: Database, meeting: string): Promise<boolean> {
  const row = await db
    .selectFrom('removed')
    .select('meeting')
    .where('meeting', '=', meeting)
    .executeTakeFirst()
  return row !== undefined
}

/** Whether a meeting was removed that the user could read; to others it was never there (rule R7). */
export async function isRemovedFor(db: Database, meeting: string, user: string): Promise<boolean> {
  const row = await db
    .selectFrom('removed')
    .innerJoin('forum', 'forum.id', 'removed.forum')
    .innerJoin('member', (join) => join.onRef('member.forum', '=', 'forum.id').on('member.user', '=', user))
    .select(['member.role', 'forum.membersSeeDrafts'])
    .where('removed.meeting', '=', meeting)
    .executeTakeFirst()
  return (
    row !== undefined &&
    abilities(row.role, 'draft', { membersSeeDrafts: row.membersSeeDrafts === 1 }).readPaper
  )
}

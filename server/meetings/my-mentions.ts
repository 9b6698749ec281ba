import type { MyMention } from '../../schema/api.ts'
import { abilities } from '../../schema/roles.ts'
import type { Database } from '../store/database.ts'

/** So many are told at once. */
const MOST = 100

/** Where a user is mentioned, in the margins they may read; the latest first (rule M61). */
export async function mentionsOfUser(db: Database, user: string): Promise<MyMention[]> {
  const rows = await db
    .selectFrom('mention')
    .innerJoin('user', 'user.id', 'mention.author')
    .innerJoin('meeting', 'meeting.id', 'mention.meeting')
    .innerJoin('forum', 'forum.id', 'meeting.forum')
    .leftJoin('member', (join) => join.onRef('member.forum', '=', 'forum.id').on('member.user', '=', user))
    .leftJoin('guest', (join) => join.onRef('guest.meeting', '=', 'meeting.id').on('guest.user', '=', user))
    .leftJoin('zone', (join) =>
      join.onRef('zone.meeting', '=', 'mention.meeting').onRef('zone.item', '=', 'mention.item'),
    )
    .select(['mention.entry as id', 'mention.meeting', 'mention.item', 'user.name as by', 'mention.at'])
    .select(['member.role', 'guest.user as guest', 'meeting.phase', 'forum.membersSeeDrafts'])
    .where('mention.user', '=', user)
    // Known from before the item was closed.
    .where('zone.zone', 'is', null)
    .orderBy('mention.at', 'desc')
    .execute()
  return rows
    .flatMap(({ role, guest, phase, membersSeeDrafts, ...mention }) => {
      const settings = { membersSeeDrafts: membersSeeDrafts === 1 }
      const may = abilities(role ?? (guest === null ? null : 'guest'), phase, settings)
      return may.readMargin ? [mention] : []
    })
    .slice(0, MOST)
}

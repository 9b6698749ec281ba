import type { MyMention } from '../../schema/api.ts'
import { abilities } from '../../schema/roles.ts'
import { mayReadItem } from '../../schema/zones.ts'
import type { Database } from '../store/database.ts'
import { readersOf } from '../zones/zones.ts'
import { roleOf } from './seat.ts'

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
    .leftJoin('zone', 'zone.zone', 'mention.zone')
    .leftJoin('zone as since', (join) =>
      join.onRef('since.meeting', '=', 'mention.zone').onRef('since.item', '=', 'mention.item'),
    )
    .select(['mention.entry as id', 'mention.meeting', 'mention.item', 'user.name as by', 'mention.at'])
    .select(['member.role', 'guest.user as guest', 'guest.item as invitedFor'])
    .select(['meeting.phase', 'forum.membersSeeDrafts'])
    .select(['zone.zone', 'zone.item as closed', 'zone.roles', 'zone.exceptions'])
    .where('mention.user', '=', user)
    .where((row) =>
      row.or([row('mention.zone', '=', row.ref('mention.meeting')), row('zone.zone', 'is not', null)]),
    )
    // Known from before the item was closed.
    .where('since.zone', 'is', null)
    .orderBy('mention.at', 'desc')
    .execute()
  return rows
    .flatMap((row): MyMention[] => {
      const { id, meeting, item, by, at, zone, closed, roles, exceptions, invitedFor } = row
      const role = roleOf(row)
      const may = abilities(role, row.phase, { membersSeeDrafts: row.membersSeeDrafts === 1 })
      if (!may.readMargin) return []
      if (zone === null || closed === null) return [{ id, meeting, item, by, at }]
      const readers = readersOf({ roles: roles ?? '[]', exceptions: exceptions ?? '[]' })
      const isTheirs = mayReadItem(readers, closed, { user, role, invitedFor })
      return isTheirs ? [{ id, meeting, zone, item: closed, by, at }] : []
    })
    .slice(0, MOST)
}

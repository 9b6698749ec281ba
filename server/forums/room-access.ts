import { forumAbilities } from '../../schema/roles.ts'
import type { Accounts } from '../accounts/accounts.ts'
import type { Access } from '../sync/visitor.ts'
import type { Database } from '../store/database.ts'

/** Who may open a meeting's room: the roles of its forum say it (rule R1). */
export function roomAccess(db: Database, accounts: Accounts): Access {
  return {
    session: (headers) => accounts.session(headers),
    visitor: async ({ id: session, user, expires }, zone) => {
      const meeting = await db.selectFrom('meeting').select('forum').where('id', '=', zone).executeTakeFirst()
      if (!meeting) return 'unknownRoom'
      const member = await memberOf(db, meeting.forum, user)
      const may = forumAbilities(member?.role ?? null)
      if (!member || !may.openPaper) return 'forbidden'
      const { name, organisation, colour } = member
      return {
        user,
        shown: { id: user, name, organisation, colour: colour ?? 1 },
        forum: meeting.forum,
        session,
        expires,
        writes: may.writePaper,
      }
    },
  }
}

function memberOf(db: Database, forum: string, user: string) {
  return db
    .selectFrom('member')
    .innerJoin('user', 'user.id', 'member.user')
    .leftJoin('organisation', 'organisation.id', 'member.organisation')
    .select(['member.role', 'user.name', 'organisation.name as organisation', 'organisation.colour'])
    .where('member.forum', '=', forum)
    .where('member.user', '=', user)
    .executeTakeFirst()
}

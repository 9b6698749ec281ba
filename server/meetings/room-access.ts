import { marginAbilities, writableRoots } from '../../schema/margin-rights.ts'
import type { Accounts } from '../accounts/accounts.ts'
import type { Access } from '../sync/visitor.ts'
import type { Database } from '../store/database.ts'
import { seatIn } from './seat.ts'

/** Who may open a meeting's room: their role and the meeting's phase say it (rules R1, R2). */
export function roomAccess(db: Database, accounts: Accounts): Access {
  return {
    session: (headers) => accounts.session(headers),
    visitor: async ({ id: session, user, expires }, zone, kind) => {
      const seat = await seatIn(db, zone, user)
      if (!seat) return 'unknownRoom'
      const { forum, may, shown } = seat
      const visitor = { user, shown, forum, meeting: zone, may, session, expires }
      if (kind === 'paper') return may.readPaper ? { ...visitor, writes: may.writePaper } : 'forbidden'
      if (!may.readMargin) return 'forbidden'
      const roots = writableRoots(marginAbilities(seat.role, seat.phase, may))
      return { ...visitor, writes: roots.length > 0, roots }
    },
  }
}

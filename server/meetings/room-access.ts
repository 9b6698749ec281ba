import { marginAbilities, writableRoots, type MarginRoot } from '../../schema/margin-rights.ts'
import { isClosedZone, meetingOfZone } from '../../schema/zones.ts'
import type { Accounts } from '../accounts/accounts.ts'
import type { Access } from '../sync/visitor.ts'
import type { Database } from '../store/database.ts'
import { closedItems, isAmong, readable } from '../zones/zones.ts'
import { isRemovedFor } from './removed.ts'
import { hadSeat, seatIn } from './seat.ts'

/** What is said of items; answers in the hearing and who comes are the meeting's. */
const OF_ITEMS: readonly MarginRoot[] = ['threads', 'replies', 'rulings']

/** Who may open a meeting's room, or a closed item's: role and phase say it, and who may read the item (rules R1, R2, Z3). */
export function roomAccess(db: Database, accounts: Accounts): Access {
  return {
    session: (headers) => accounts.session(headers),
    visitor: async ({ id: session, user, expires }, zone, kind) => {
      const meeting = meetingOfZone(zone)
      const seat = await seatIn(db, meeting, user)
      const closed = seat ? await closedItems(db, meeting) : []
      if (!seat && (await isRemovedFor(db, meeting, user))) return 'removed'
      if (!seat || !isAmong(zone, closed)) return 'unknownRoom'
      if (seat.role === null) return (await hadSeat(db, meeting, user, seat)) ? 'forbidden' : 'unknownRoom'
      const theirs = seat.may.readPaper ? readable(closed, user, seat) : []
      if (!isAmong(zone, theirs)) return 'forbidden'
      const { forum, may, shown } = seat
      const zones = new Set(theirs.map((each) => each.zone))
      const visitor = { user, shown, forum, meeting, may, session, expires, zones }
      if (kind === 'paper') return may.readPaper ? { ...visitor, writes: may.writePaper } : 'forbidden'
      if (!may.readMargin) return 'forbidden'
      const writable = writableRoots(marginAbilities(seat.role, seat.phase, may))
      const roots = isClosedZone(zone) ? writable.filter((root) => OF_ITEMS.includes(root)) : writable
      return { ...visitor, writes: roots.length > 0, roots }
    },
  }
}

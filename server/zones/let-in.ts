import type { Transaction } from 'kysely'
import type { MeetingRole } from '../../schema/roles.ts'
import { mayReadItem, type ZoneSeat } from '../../schema/zones.ts'
import { roleOf } from '../meetings/seat.ts'
import type { Database } from '../store/database.ts'
import type { Tables } from '../store/tables.ts'
import { readersOf, setReaders } from './zones.ts'

/** A place that somebody is about to get: in a forum, or as a guest of one of its meetings. */
export interface NewSeat {
  forum: string
  role: MeetingRole
  meeting?: string
  /** Of a guest: the item they are invited for; null: the whole meeting. */
  invitedFor?: string | null
}

/** The zones of all closed items that somebody may read. */
export async function closedFor(db: Database, user: string): Promise<Set<string>> {
  const rows = await db
    .selectFrom('zone')
    .innerJoin('meeting', 'meeting.id', 'zone.meeting')
    .leftJoin('member', (join) =>
      join.onRef('member.forum', '=', 'meeting.forum').on('member.user', '=', user),
    )
    .leftJoin('guest', (join) => join.onRef('guest.meeting', '=', 'meeting.id').on('guest.user', '=', user))
    .select(['zone.zone', 'zone.item', 'zone.roles', 'zone.exceptions'])
    .select(['member.role', 'guest.user as guest', 'guest.item as invitedFor'])
    .execute()
  const theirs = rows.filter(({ item, invitedFor, ...row }) =>
    mayReadItem(readersOf(row), item, { user, role: roleOf(row), invitedFor }),
  )
  return new Set(theirs.map(({ zone }) => zone))
}

/**
 * Makes somebody an exception in the closed items that a new place would let them read, and that whoever gives it to them
 * may not read (rule Z15). Called before they get it, in the same transaction: others are let in at the same moment.
 */
export async function keepOut(
  tx: Transaction<Tables>,
  actor: string,
  user: string,
  seat: NewSeat,
): Promise<void> {
  const { forum, role, meeting, invitedFor = null } = seat
  const [own, theirs] = [await closedFor(tx, actor), await closedFor(tx, user)]
  const rows = await tx
    .selectFrom('zone')
    .innerJoin('meeting', 'meeting.id', 'zone.meeting')
    .select(['zone.zone', 'zone.item', 'zone.meeting', 'zone.roles', 'zone.exceptions'])
    .where('meeting.forum', '=', forum)
    .execute()
  const there: ZoneSeat = { user, role, invitedFor }
  for (const { zone, item, ...row } of rows) {
    if (own.has(zone) || theirs.has(zone) || (meeting !== undefined && row.meeting !== meeting)) continue
    const readers = readersOf(row)
    if (mayReadItem(readers, item, there))
      await setReaders(tx, zone, { ...readers, except: [...readers.except, user] })
  }
}

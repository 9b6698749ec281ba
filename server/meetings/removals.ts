import type { User } from '../../schema/api.ts'
import { marginRoom, paperRoom, parseRoom } from '../../schema/protocol.ts'
import { meetingOfZone } from '../../schema/zones.ts'
import { failures } from '../errors.ts'
import { audit } from '../forums/audit.ts'
import type { Database } from '../store/database.ts'
import type { Ledger } from '../store/store.ts'
import type { Log } from '../log.ts'
import type { Rooms } from '../sync/rooms.ts'
import { closedItems } from '../zones/zones.ts'
import type { Meetings } from './meetings.ts'

export interface RemovalsParts {
  db: Database
  ledger: Ledger
  meetings: Meetings
  rooms: Pick<Rooms, 'remake'>
  now: () => number
  log: Log
  /** Called when a meeting is no more: its connections end. */
  ended(meeting: string): void
}

/** Takes back meetings that were made by mistake (rule H24). */
export class Removals {
  constructor(private readonly parts: RemovalsParts) {}

  /** @throws Failure when it is not the user's to remove, or was ever more than a draft */
  async remove(user: User, meeting: string): Promise<void> {
    const { db, meetings, rooms, ledger, log, ended } = this.parts
    const { forum, phase } = await meetings.seat(user.id, meeting, 'writePaper')
    if (phase !== 'draft') throw failures.noDraft()
    const zones = [meeting, ...(await closedItems(db, meeting)).map(({ zone }) => zone)]
    await this.forget(user, meeting, forum)
    ended(meeting)
    const names = [...zones.map(paperRoom), ...zones.map(marginRoom)]
    try {
      await rooms.remake(names, () => ledger.remake([], names))
    } catch (error) {
      // Nobody is let in any more, and the next start drops what is left.
      log.warn({ meeting, error: String(error) }, 'the text of a removed meeting is still in the ledger')
    }
  }

  private async forget(user: User, meeting: string, forum: string): Promise<void> {
    const { db, now } = this.parts
    await db.transaction().execute(async (tx) => {
      const sent = await tx
        .selectFrom('phaseChange')
        .select('id')
        .where('meeting', '=', meeting)
        .executeTakeFirst()
      if (sent) throw failures.noDraft()
      for (const table of ['zone', 'task', 'mention', 'guest', 'link'] as const)
        await tx.deleteFrom(table).where('meeting', '=', meeting).execute()
      await tx.deleteFrom('meeting').where('id', '=', meeting).execute()
      await tx.insertInto('removed').values({ meeting, forum }).execute()
      await audit(tx, now(), { actor: user.id, action: 'meeting.removed', forum, detail: meeting })
    })
  }
}

/** Drops what the ledger still holds of removed meetings: a server ended before it was done. */
export async function dropRemoved(db: Database, ledger: Ledger): Promise<void> {
  const removed = new Set(
    (await db.selectFrom('removed').select('meeting').execute()).map(({ meeting }) => meeting),
  )
  if (removed.size === 0) return
  const left = [...(await ledger.heads()).keys()].filter((name) => {
    const zone = parseRoom(name)?.zone
    return zone !== undefined && removed.has(meetingOfZone(zone))
  })
  if (left.length > 0) await ledger.remake([], left)
}

import { closedFor } from '../zones/let-in.ts'
import type { Database } from '../store/database.ts'

/**
 * Whether an account is more than a link to it may open that is shown to `actor`: one may open nothing but forums which
 * that secretary manages, and their meetings (rule H10), and no closed item that they may not read (rule Z15).
 */
export async function opensMore(db: Database, actor: string, user: string): Promise<boolean> {
  const people = await db.selectFrom('person').selectAll().where('user', 'in', [actor, user]).execute()
  if (people.some((person) => person.user === actor && person.operator === 1)) return false
  const isOwn = people.some(
    ({ operator, confirmed, ...person }) => person.user === user && !operator && !confirmed,
  )
  return !isOwn || (await isElsewhere(db, actor, user)) || readsMore(db, actor, user)
}

async function readsMore(db: Database, actor: string, user: string): Promise<boolean> {
  const own = await closedFor(db, actor)
  return [...(await closedFor(db, user))].some((zone) => !own.has(zone))
}

/** Whether somebody belongs to forums, or is a guest of meetings, that are not the actor's to manage. */
async function isElsewhere(db: Database, actor: string, user: string): Promise<boolean> {
  const managed = db
    .selectFrom('member')
    .select('forum')
    .where('user', '=', actor)
    .where('role', '=', 'secretary')
  const elsewhere = await db
    .selectFrom('member')
    .select('forum')
    .where('user', '=', user)
    .where('forum', 'not in', managed)
    .union(
      db
        .selectFrom('guest')
        .innerJoin('meeting', 'meeting.id', 'guest.meeting')
        .select('meeting.forum')
        .where('guest.user', '=', user)
        .where('meeting.forum', 'not in', managed),
    )
    .execute()
  return elsewhere.length > 0
}

import type { MeetingRole } from '../../schema/roles.ts'
import type { Database } from '../store/database.ts'
import { closedFor } from '../zones/let-in.ts'

/** A link that was shown to somebody else than the one it is for. */
export interface ShownLink {
  user: string
  shownTo: string
  /** The forum that it invites to, or whose meeting. */
  forum: string | null
}

/** What somebody is to a forum: a member of it, or a guest of one of its meetings. */
interface Place {
  forum: string
  role: MeetingRole
}

/** From those who may most. */
const RANKS: readonly MeetingRole[] = ['secretary', 'chair', 'member', 'guest', 'observer']

/**
 * Whether an account is more than a link to it may open that is shown to `actor`: one may open nothing but forums which
 * that secretary manages, and their meetings (rule H10), and no closed item that they may not read (rule Z15).
 */
export async function opensMore(db: Database, actor: string, user: string): Promise<boolean> {
  return mayMore(db, { user, shownTo: actor, forum: null })
}

/**
 * Whether an account may more by now than whoever saw a link to it that was used. In the forum to which they invited that
 * is more than they may there themselves, and in any other one whatever they do not manage (rule H10).
 */
export async function mayMore(db: Database, { user, shownTo, forum }: ShownLink): Promise<boolean> {
  const people = await db.selectFrom('person').selectAll().where('user', 'in', [shownTo, user]).execute()
  if (people.some((person) => person.user === shownTo && person.operator === 1)) return false
  const isOwn = people.some(
    ({ operator, confirmed, ...person }) => person.user === user && !operator && !confirmed,
  )
  if (!isOwn) return true
  const own = new Map((await placesOf(db, shownTo)).map((place) => [place.forum, place.role]))
  const isBeyond = (place: Place) =>
    rankOf(own.get(place.forum)) > (place.forum === forum ? RANKS.indexOf(place.role) : 0)
  return (await placesOf(db, user)).some(isBeyond) || readsMore(db, shownTo, user)
}

/** Of a forum that somebody belongs to in more than one way, what they may most comes last. */
async function placesOf(db: Database, user: string): Promise<Place[]> {
  const visited = await db
    .selectFrom('guest')
    .innerJoin('meeting', 'meeting.id', 'guest.meeting')
    .select('meeting.forum')
    .distinct()
    .where('guest.user', '=', user)
    .execute()
  const members = await db.selectFrom('member').select(['forum', 'role']).where('user', '=', user).execute()
  return [...visited.map(({ forum }): Place => ({ forum, role: 'guest' })), ...members]
}

function rankOf(role: MeetingRole | undefined): number {
  return role === undefined ? RANKS.length : RANKS.indexOf(role)
}

async function readsMore(db: Database, actor: string, user: string): Promise<boolean> {
  const own = await closedFor(db, actor)
  return [...(await closedFor(db, user))].some((zone) => !own.has(zone))
}

import type { Meeting, MyTask, NewMeeting, Overview, PhaseChange } from '../../schema/api.ts'
import type { Round } from '../../schema/hearing.ts'
import { correctionOf, isBefore, isFrozen, PHASES, type Phase } from '../../schema/phases.ts'
import { abilities, type Action } from '../../schema/roles.ts'
import { failures } from '../errors.ts'
import { audit } from '../forums/audit.ts'
import type { Forums } from '../forums/forums.ts'
import { roundsOf } from '../hearings/rounds.ts'
import { closedIn } from '../zones/zones.ts'
import type { Database } from '../store/database.ts'
import { mentionsOfUser } from './my-mentions.ts'
import { isRemoved } from './removed.ts'
import { seatIn, type Seat } from './seat.ts'

export interface MeetingsParts {
  db: Database
  forums: Forums
  now: () => number
}

const COLUMNS = [
  'meeting.id',
  'meeting.forum',
  'meeting.phase',
  'meeting.created',
  'meeting.subject',
  'meeting.number',
  'meeting.date',
  'meeting.start',
  'meeting.end',
  'meeting.place',
  'meeting.items',
  'meeting.withoutCase',
  'meeting.withoutMinutes',
  'meeting.changed',
] as const

/** Meetings as the database knows them: where they belong, and what was projected from their papers (rule H13). */
export class Meetings {
  constructor(private readonly parts: MeetingsParts) {}

  /** Makes a meeting, and with it its room. Made before under this id in the same forum: nothing changes. */
  async put(user: string, id: string, { forum, ...facts }: NewMeeting): Promise<Meeting> {
    const { db, forums, now } = this.parts
    await forums.require(user, forum, 'createMeeting')
    if (await isRemoved(db, id)) throw failures.meetingRemoved()
    const created = new Date(now()).toISOString()
    const { numInsertedOrUpdatedRows } = await db
      .insertInto('meeting')
      .values({ id, forum, created, ...facts, items: 0, withoutCase: 0, withoutMinutes: 0, projected: 0 })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst()
    if (numInsertedOrUpdatedRows === 1n)
      await audit(db, now(), { actor: user, action: 'meeting.made', forum, detail: id })
    const meeting = await this.find(id)
    if (meeting?.forum !== forum) throw failures.idTaken()
    return meeting
  }

  /** @throws Failure when there is none or the user may not open it: which of the two is not told (rule R7). */
  async get(user: string, id: string): Promise<Meeting> {
    const { role } = await this.seat(user, id)
    const meeting = await this.find(id)
    if (meeting === null) throw failures.unknownMeeting()
    return role === 'guest' ? forGuest(meeting) : meeting
  }

  /**
   * What the user is to a meeting they may open.
   *
   * @throws Failure when there is none or they may not (which of the two is not told), or may not do the action
   */
  async seat(user: string, id: string, action: Action = 'readPaper'): Promise<Seat> {
    const seat = await seatIn(this.parts.db, id, user)
    if (!seat?.may.readPaper) throw failures.unknownMeeting()
    if (!seat.may[action]) throw failures.forbidden()
    return seat
  }

  async find(id: string): Promise<Meeting | null> {
    const rows = await this.parts.db.selectFrom('meeting').select(COLUMNS).where('id', '=', id).execute()
    const [meeting] = await this.withCourse(rows)
    return meeting ?? null
  }

  async overview(user: { id: string; name: string }): Promise<Overview> {
    const { forums, now } = this.parts
    const meetings = await this.of(user.id)
    const visited = await forums.guestOf(
      user.id,
      meetings.map(({ forum }) => forum),
    )
    return {
      forums: [...(await forums.of(user.id)), ...visited],
      meetings,
      tasks: await this.tasks(
        user,
        meetings.map(({ id }) => id),
      ),
      mentions: await mentionsOfUser(this.parts.db, user.id),
      at: new Date(now()).toISOString(),
    }
  }

  /** The meetings a user may read. */
  private async of(user: string): Promise<Meeting[]> {
    const rows = await this.parts.db
      .selectFrom('meeting')
      .innerJoin('forum', 'forum.id', 'meeting.forum')
      .leftJoin('member', (join) => join.onRef('member.forum', '=', 'forum.id').on('member.user', '=', user))
      .leftJoin('guest', (join) => join.onRef('guest.meeting', '=', 'meeting.id').on('guest.user', '=', user))
      .select(COLUMNS)
      .select(['member.role', 'forum.membersSeeDrafts'])
      .where((row) => row.or([row('member.user', 'is not', null), row('guest.user', 'is not', null)]))
      .orderBy('meeting.date')
      .execute()
    const guestOf = new Set(rows.flatMap(({ role, id }) => (role === null ? [id] : [])))
    const readable = rows.flatMap(({ role, membersSeeDrafts, ...row }) => {
      const settings = { membersSeeDrafts: membersSeeDrafts === 1 }
      return abilities(role ?? 'guest', row.phase, settings).readPaper ? [row] : []
    })
    const meetings = await this.withCourse(readable)
    return meetings.map((meeting) => (guestOf.has(meeting.id) ? forGuest(meeting) : meeting))
  }

  /** Adds when each phase began, the round, what is being corrected, and what is closed. */
  private async withCourse<Row extends { id: string; phase: Phase; created: string }>(
    rows: Row[],
  ): Promise<(Omit<Row, 'created'> & Pick<Meeting, 'since' | 'round' | 'correction' | 'closed'>)[]> {
    const ids = rows.map(({ id }) => id)
    const changes = await this.changesOf(ids)
    const rounds = await roundsOf(this.parts.db, ids)
    const closed = await closedIn(this.parts.db, ids)
    return rows.map(({ created, ...row }) => {
      const own = changes.get(row.id) ?? []
      const since: Meeting['since'] = { draft: created }
      for (const { to, at } of own) since[to] = at
      for (const later of PHASES) if (isBefore(row.phase, later)) delete since[later]
      const round = rounds.get(row.id)?.findLast((each) => isShown(each, row.phase))
      const correction = correctionOf(own.at(-1), round !== undefined)
      const items = closed.get(row.id)
      return {
        ...row,
        since,
        ...(round && { round }),
        ...(correction && { correction }),
        ...(items && { closed: items }),
      }
    })
  }

  private async changesOf(meetings: string[]): Promise<Map<string, Omit<PhaseChange, 'by'>[]>> {
    if (meetings.length === 0) return new Map()
    const rows = await this.parts.db
      .selectFrom('phaseChange')
      .select(['meeting', 'from', 'to', 'at', 'reason'])
      .where('meeting', 'in', meetings)
      .orderBy('id')
      .execute()
    const found = new Map<string, Omit<PhaseChange, 'by'>[]>()
    for (const { meeting, ...change } of rows) found.set(meeting, [...(found.get(meeting) ?? []), change])
    return found
  }

  /** The tasks of these meetings whose owner, a name as typed, is the user's. */
  private async tasks({ name }: { name: string }, readable: string[]): Promise<MyTask[]> {
    if (readable.length === 0) return []
    const rows = await this.parts.db
      .selectFrom('task')
      .select(['id', 'meeting', 'item', 'itemNumber', 'owner', 'text', 'due'])
      .where('meeting', 'in', readable)
      .orderBy('due')
      .execute()
    return rows
      .filter(({ owner }) => sameName(owner, name))
      .map(({ owner: _owner, ...task }) => ({ ...task, done: false }))
  }
}

/** The round that runs; under the meeting that of its agenda, and after the approval that of its minutes. */
function isShown({ phase, closed }: Round, now: Phase): boolean {
  return closed === null || (phase === 'sent' ? now === 'live' : isFrozen(now))
}

/** A guest is not shown who the others are (rule R10). */
function forGuest<M extends Pick<Meeting, 'round'>>(meeting: M): M {
  return meeting.round ? { ...meeting, round: { ...meeting.round, asked: [] } } : meeting
}

function sameName(a: string, b: string): boolean {
  return a.trim().toLocaleLowerCase('da') === b.trim().toLocaleLowerCase('da') && b.trim() !== ''
}

import type { Meeting, MyTask, NewMeeting, Overview } from '../../schema/api.ts'
import { isBefore, PHASES, type Phase } from '../../schema/phases.ts'
import { abilities, type Action } from '../../schema/roles.ts'
import { failures } from '../errors.ts'
import { audit } from '../forums/audit.ts'
import type { Forums } from '../forums/forums.ts'
import type { Database } from '../store/database.ts'
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
    await this.seat(user, id)
    return (await this.find(id)) ?? Promise.reject(failures.unknownMeeting())
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
    const readable = rows.flatMap(({ role, membersSeeDrafts, ...row }) => {
      const settings = { membersSeeDrafts: membersSeeDrafts === 1 }
      return abilities(role ?? 'guest', row.phase, settings).readPaper ? [row] : []
    })
    return this.withCourse(readable)
  }

  /** Adds when each phase began. */
  private async withCourse<Row extends { id: string; phase: Phase; created: string }>(
    rows: Row[],
  ): Promise<(Omit<Row, 'created'> & Pick<Meeting, 'since'>)[]> {
    const changes = await this.changesOf(rows.map(({ id }) => id))
    return rows.map(({ created, ...row }) => {
      const since: Meeting['since'] = { draft: created }
      for (const { to, at } of changes.get(row.id) ?? []) since[to] = at
      for (const later of PHASES) if (isBefore(row.phase, later)) delete since[later]
      return { ...row, since }
    })
  }

  private async changesOf(meetings: string[]): Promise<Map<string, { to: Phase; at: string }[]>> {
    if (meetings.length === 0) return new Map()
    const rows = await this.parts.db
      .selectFrom('phaseChange')
      .select(['meeting', 'to', 'at'])
      .where('meeting', 'in', meetings)
      .orderBy('id')
      .execute()
    const found = new Map<string, { to: Phase; at: string }[]>()
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

function sameName(a: string, b: string): boolean {
  return a.trim().toLocaleLowerCase('da') === b.trim().toLocaleLowerCase('da') && b.trim() !== ''
}

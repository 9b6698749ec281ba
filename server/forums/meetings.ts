import type { Meeting, MyTask, NewMeeting, Overview } from '../../schema/api.ts'
import { forumAbilities } from '../../schema/roles.ts'
import { failures } from '../errors.ts'
import type { Database } from '../store/database.ts'
import { audit } from './audit.ts'
import type { Forums } from './forums.ts'

export interface MeetingsParts {
  db: Database
  forums: Forums
  now: () => number
}

const COLUMNS = [
  'meeting.id',
  'meeting.forum',
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

  /** @throws Failure when there is none or the user may not open it: which of the two is not told. */
  async get(user: string, id: string): Promise<Meeting> {
    const meeting = await this.find(id)
    const role = meeting ? await this.parts.forums.role(user, meeting.forum) : null
    if (!meeting || !forumAbilities(role).openPaper) throw failures.unknownMeeting()
    return meeting
  }

  async find(id: string): Promise<Meeting | null> {
    const row = await this.parts.db
      .selectFrom('meeting')
      .select(COLUMNS)
      .where('id', '=', id)
      .executeTakeFirst()
    return row ?? null
  }

  async overview(user: { id: string; name: string }): Promise<Overview> {
    return {
      forums: await this.parts.forums.of(user.id),
      meetings: await this.of(user.id),
      tasks: await this.tasks(user),
      at: new Date(this.parts.now()).toISOString(),
    }
  }

  private of(user: string): Promise<Meeting[]> {
    return this.parts.db
      .selectFrom('meeting')
      .innerJoin('member', 'member.forum', 'meeting.forum')
      .select(COLUMNS)
      .where('member.user', '=', user)
      .orderBy('meeting.date')
      .execute()
  }

  /** The tasks whose owner, a name as typed, is the user's. */
  private async tasks({ id: user, name }: { id: string; name: string }): Promise<MyTask[]> {
    const rows = await this.parts.db
      .selectFrom('task')
      .innerJoin('meeting', 'meeting.id', 'task.meeting')
      .innerJoin('member', 'member.forum', 'meeting.forum')
      .select([
        'task.id',
        'task.meeting',
        'task.item',
        'task.itemNumber',
        'task.owner',
        'task.text',
        'task.due',
      ])
      .where('member.user', '=', user)
      .orderBy('task.due')
      .execute()
    return rows
      .filter(({ owner }) => sameName(owner, name))
      .map(({ owner: _owner, ...task }) => ({ ...task, done: false }))
  }
}

function sameName(a: string, b: string): boolean {
  return a.trim().toLocaleLowerCase('da') === b.trim().toLocaleLowerCase('da') && b.trim() !== ''
}

import type { Selectable } from 'kysely'
import type { Forum, ForumChanges, Member, NewForum, Organisation } from '../../schema/api.ts'
import type { Deadlines } from '../../schema/deadlines.ts'
import { forumAbilities, type ForumAbilities, type Role } from '../../schema/roles.ts'
import { pendingLinks } from '../accounts/pending-links.ts'
import { failures } from '../errors.ts'
import type { Database } from '../store/database.ts'
import type { ForumTable } from '../store/tables.ts'
import { audit } from './audit.ts'

export interface ForumsParts {
  db: Database
  newId: () => string
  now: () => number
  /** Called after a forum has changed what its roles may do, or until when. */
  changed(forum: string): void
}

/** The forum's own rules until it sets others: the terms of reference most forums have. */
const DEADLINES: Deadlines = { agenda: 14, minutes: 7, hearing: 7 }
const COLOURS = 7

/** Forums and their organisations (rules H7–H9, H25). */
export class Forums {
  constructor(private readonly parts: ForumsParts) {}

  /** The forums a user is a member of; or one of them alone, when they are. */
  async of(user: string, only?: string): Promise<Forum[]> {
    const rows = await this.parts.db
      .selectFrom('forum')
      .innerJoin('member', 'member.forum', 'forum.id')
      .selectAll('forum')
      .select('member.role')
      .where('member.user', '=', user)
      .$if(only !== undefined, (all) => all.where('forum.id', '=', only ?? ''))
      .orderBy('forum.name')
      .execute()
    return Promise.all(
      rows.map(async ({ role, ...row }) => ({
        ...shown(row),
        role,
        organisations: await this.organisations(row.id),
        members: await this.members(row.id),
      })),
    )
  }

  /** Of these forums, those the user knows as a guest of a meeting alone: nothing of their people (rule R8). */
  async guestOf(user: string, forums: string[]): Promise<Forum[]> {
    if (forums.length === 0) return []
    const rows = await this.parts.db
      .selectFrom('forum')
      .selectAll()
      .where('id', 'in', forums)
      .where('id', 'not in', (own) => own.selectFrom('member').select('forum').where('user', '=', user))
      .orderBy('name')
      .execute()
    return rows.map((row) => ({ ...shown(row), role: 'guest', organisations: [], members: [] }))
  }

  /** @throws Failure when there is none or the user is no member: which of the two is not told. */
  async get(user: string, forum: string): Promise<Forum> {
    const [found] = await this.of(user, forum)
    return found ?? Promise.reject(failures.unknownForum())
  }

  /** Whether a user is a secretary anywhere. */
  async isSecretary(user: string): Promise<boolean> {
    const row = await this.parts.db
      .selectFrom('member')
      .select('forum')
      .where('user', '=', user)
      .where('role', '=', 'secretary')
      .executeTakeFirst()
    return row !== undefined
  }

  /** A user's role; null when there is none. */
  async role(user: string, forum: string): Promise<Role | null> {
    const row = await this.parts.db
      .selectFrom('member')
      .select('role')
      .where('forum', '=', forum)
      .where('user', '=', user)
      .executeTakeFirst()
    return row?.role ?? null
  }

  /** @throws Failure unless the user's role in the forum has the ability. */
  async require(user: string, forum: string, ability: keyof ForumAbilities): Promise<void> {
    const role = await this.role(user, forum)
    if (role === null) throw failures.unknownForum()
    if (!forumAbilities(role)[ability]) throw failures.forbidden()
  }

  /** Makes a forum with the user as its secretary. One that is there under this id, and theirs, stays as it is. */
  async create(user: string, { id, name, partOf, organisations }: NewForum): Promise<Forum> {
    const { db, now } = this.parts
    const { agenda, minutes, hearing } = DEADLINES
    await db.transaction().execute(async (tx) => {
      const { numInsertedOrUpdatedRows } = await tx
        .insertInto('forum')
        .values({ id, name, partOf, agenda, minutes, hearing })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst()
      if (numInsertedOrUpdatedRows === 0n) return
      const rows = organisations.map((each, i) => this.organisationRow(id, each, i))
      if (rows.length > 0) await tx.insertInto('organisation').values(rows).execute()
      await tx
        .insertInto('member')
        .values({
          forum: id,
          user,
          title: null,
          organisation: rows[0]?.id ?? null,
          role: 'secretary',
          invited: new Date(now()).toISOString(),
        })
        .execute()
      await audit(tx, now(), { actor: user, action: 'forum.made', forum: id, detail: name })
    })
    if ((await this.role(user, id)) === null) throw failures.idTaken()
    return this.get(user, id)
  }

  async change(
    user: string,
    forum: string,
    { deadlines, membersSeeDrafts, ...fields }: ForumChanges,
  ): Promise<Forum> {
    await this.require(user, forum, 'manageForum')
    const { db, now } = this.parts
    const drafts = membersSeeDrafts === undefined ? {} : { membersSeeDrafts: Number(membersSeeDrafts) }
    const changes = { ...fields, ...deadlines, ...drafts }
    if (Object.keys(changes).length > 0)
      await db.updateTable('forum').set(changes).where('id', '=', forum).execute()
    await audit(db, now(), { actor: user, action: 'forum.changed', forum, detail: JSON.stringify(changes) })
    if (membersSeeDrafts !== undefined || deadlines !== undefined) this.parts.changed(forum)
    return this.get(user, forum)
  }

  async addOrganisation(user: string, forum: string, name: string): Promise<Organisation> {
    await this.require(user, forum, 'manageForum')
    const { db, now } = this.parts
    const row = this.organisationRow(forum, name, await this.organisationsEver(forum))
    await db.insertInto('organisation').values(row).execute()
    await audit(db, now(), { actor: user, action: 'organisation.made', forum, detail: name })
    return { id: row.id, name: row.name, colour: row.colour }
  }

  async renameOrganisation(
    user: string,
    forum: string,
    organisation: string,
    name: string,
  ): Promise<Organisation> {
    const { colour, name: before } = await this.organisation(user, forum, organisation)
    const { db, now } = this.parts
    await db.updateTable('organisation').set({ name }).where('id', '=', organisation).execute()
    const detail = JSON.stringify({ organisation, before, name })
    await audit(db, now(), { actor: user, action: 'organisation.renamed', forum, detail })
    return { id: organisation, name, colour }
  }

  /** @throws Failure while somebody belongs to it */
  async removeOrganisation(user: string, forum: string, organisation: string): Promise<void> {
    const { name } = await this.organisation(user, forum, organisation)
    const { db, now } = this.parts
    const { numUpdatedRows } = await db
      .updateTable('organisation')
      .set({ removed: 1 })
      .where('id', '=', organisation)
      .where('id', 'not in', (own) =>
        own
          .selectFrom('member')
          .select('organisation')
          .where('forum', '=', forum)
          .where('organisation', 'is not', null)
          .$castTo<{ organisation: string }>(),
      )
      .executeTakeFirst()
    if (numUpdatedRows === 0n) throw failures.organisationInUse()
    const detail = JSON.stringify({ organisation, name })
    await audit(db, now(), { actor: user, action: 'organisation.removed', forum, detail })
  }

  async members(forum: string): Promise<Member[]> {
    const { db, now } = this.parts
    const rows = await db
      .selectFrom('member')
      .innerJoin('user', 'user.id', 'member.user')
      .innerJoin('person', 'person.user', 'member.user')
      .selectAll('member')
      .select(['user.name', 'user.email', 'person.opened'])
      .where('member.forum', '=', forum)
      .orderBy('member.invited')
      .orderBy('user.name')
      .execute()
    const expiry = await pendingLinks(db, { column: 'forum', id: forum }, now())
    return rows.map(({ user, name, email, title, organisation, role, invited, opened }) => ({
      user,
      name,
      email,
      title,
      organisation,
      role,
      invited: opened === null ? invited : null,
      linkExpires: expiry.get(user) ?? null,
    }))
  }

  /** One that the user may change. @throws Failure when they may not, or there is none */
  private async organisation(user: string, forum: string, organisation: string): Promise<Organisation> {
    await this.require(user, forum, 'manageForum')
    const own = await this.organisations(forum)
    return own.find(({ id }) => id === organisation) ?? Promise.reject(failures.unknownOrganisation())
  }

  /** How many a forum has ever had. */
  private async organisationsEver(forum: string): Promise<number> {
    const rows = await this.parts.db
      .selectFrom('organisation')
      .select('id')
      .where('forum', '=', forum)
      .execute()
    return rows.length
  }

  private organisations(forum: string): Promise<Organisation[]> {
    return this.parts.db
      .selectFrom('organisation')
      .select(['id', 'name', 'colour'])
      .where('forum', '=', forum)
      .where('removed', '=', 0)
      .orderBy('colour')
      .orderBy('name')
      .execute()
  }

  private organisationRow(forum: string, name: string, index: number) {
    return { id: this.parts.newId(), forum, name, colour: (index % COLOURS) + 1 }
  }
}

function shown({ id, name, partOf, membersSeeDrafts, agenda, minutes, hearing }: Selectable<ForumTable>) {
  const deadlines = { agenda, minutes, hearing }
  return { id, name, partOf, deadlines, membersSeeDrafts: membersSeeDrafts === 1 }
}

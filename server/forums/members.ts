import type { Invitation, Landing, Member, NewMember } from '../../schema/api.ts'
import type { Role } from '../../schema/roles.ts'
import type { Language } from '../../schema/words/index.ts'
import type { Accounts, Actor } from '../accounts/accounts.ts'
import { failures } from '../errors.ts'
import type { Database } from '../store/database.ts'
import { keepOut } from '../zones/let-in.ts'
import { audit } from './audit.ts'
import type { Forums } from './forums.ts'
import { pathOf, type Invitations, type Occasion } from './invitations.ts'

export interface MembersParts {
  db: Database
  forums: Forums
  accounts: Accounts
  invitations: Invitations
  now: () => number
  /** Called after somebody's role in a forum has changed or ended. */
  changed(forum: string, user: string): void
}

/** What of a member may be changed. */
export interface MemberChanges {
  title?: string | null
  organisation?: string | null
  role?: Role
}

/** Members of forums, and the links that bring them in (rules H9–H12). */
export class Members {
  constructor(private readonly parts: MembersParts) {}

  /** Adds somebody. A link is shown only for an account that did not exist before, and only without mail. */
  async invite(actor: Actor, forum: string, invited: NewMember, language: Language): Promise<Invitation> {
    const { forums, accounts, invitations } = this.parts
    await forums.require(actor.id, forum, 'manageForum')
    await this.requireOrganisation(forum, invited.organisation)
    await this.requireMeeting(forum, invited.landing)
    const known = await accounts.find(invited.email)
    if (known !== null && (await forums.role(known, forum)) !== null) throw failures.alreadyMember()
    const user = known ?? (await accounts.create(invited.email, invited.name))
    await this.parts.db.transaction().execute(async (tx) => {
      await keepOut(tx, actor.id, user, { forum, role: invited.role })
      await this.add(actor.id, forum, user, invited, tx)
    })
    if (known !== null) await this.changed(actor, forum, user)
    const occasion = occasionOf(forum, invited.landing)
    const link = known === null ? await invitations.bringIn(actor, user, occasion, language) : null
    if (known !== null) await invitations.tell(actor, user, occasion, language)
    return { member: await this.member(forum, user), link }
  }

  async change(actor: Actor, forum: string, user: string, changes: MemberChanges): Promise<Member> {
    const { db, forums, now } = this.parts
    await forums.require(actor.id, forum, 'manageForum')
    await this.member(forum, user)
    await this.requireOrganisation(forum, changes.organisation ?? null)
    await db.transaction().execute(async (tx) => {
      if (changes.role !== undefined && changes.role !== 'secretary') await requireOther(tx, forum, user)
      if (changes.role !== undefined) await keepOut(tx, actor.id, user, { forum, role: changes.role })
      if (Object.keys(changes).length > 0)
        await tx
          .updateTable('member')
          .set(changes)
          .where('forum', '=', forum)
          .where('user', '=', user)
          .execute()
      const detail = JSON.stringify(changes)
      await audit(tx, now(), { actor: actor.id, action: 'member.changed', forum, subject: user, detail })
    })
    await this.changed(actor, forum, user)
    return this.member(forum, user)
  }

  /** An invitation that was not opened is taken back so too: its link ends. */
  async remove(actor: Actor, forum: string, user: string): Promise<void> {
    const { db, forums, accounts, now } = this.parts
    await forums.require(actor.id, forum, 'manageForum')
    await this.member(forum, user)
    await db.transaction().execute(async (tx) => {
      await requireOther(tx, forum, user)
      await tx.deleteFrom('member').where('forum', '=', forum).where('user', '=', user).execute()
    })
    await accounts.endLinks(user, { forum })
    await audit(db, now(), { actor: actor.id, action: 'member.removed', forum, subject: user })
    await this.changed(actor, forum, user)
  }

  /** A new link for somebody who lost theirs. @throws Failure when it would open more than the actor may see. */
  async newLink(actor: Actor, forum: string, user: string, language: Language): Promise<Invitation> {
    const { forums, invitations } = this.parts
    await forums.require(actor.id, forum, 'manageForum')
    await this.member(forum, user)
    await invitations.requireOwn(actor, user)
    const link = await invitations.bringIn(actor, user, occasionOf(forum), language)
    return { member: await this.member(forum, user), link }
  }

  /** Adds a member row; whoever calls has checked that it may be. */
  async add(
    actor: string | null,
    forum: string,
    user: string,
    fields: Omit<NewMember, 'email' | 'name' | 'landing'>,
    db = this.parts.db,
  ) {
    const { now } = this.parts
    const { title, organisation, role } = fields
    const invited = new Date(now()).toISOString()
    const { numInsertedOrUpdatedRows } = await db
      .insertInto('member')
      .values({ forum, user, title, organisation, role, invited })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst()
    if (numInsertedOrUpdatedRows === 0n) throw failures.alreadyMember()
    // A member is no guest.
    await db
      .deleteFrom('guest')
      .where('user', '=', user)
      .where('meeting', 'in', (own) => own.selectFrom('meeting').select('id').where('forum', '=', forum))
      .execute()
    await audit(db, now(), { actor, action: 'member.invited', forum, subject: user, detail: role })
  }

  private async changed(actor: Actor, forum: string, user: string): Promise<void> {
    const { accounts, changed } = this.parts
    try {
      await accounts.rightsChanged([user], actor)
    } finally {
      changed(forum, user)
    }
  }

  private async member(forum: string, user: string): Promise<Member> {
    const members = await this.parts.forums.members(forum)
    return members.find((each) => each.user === user) ?? Promise.reject(failures.unknownMember())
  }

  private async requireOrganisation(forum: string, organisation: string | null): Promise<void> {
    if (organisation === null) return
    const row = await this.parts.db
      .selectFrom('organisation')
      .select('id')
      .where('id', '=', organisation)
      .where('forum', '=', forum)
      .where('removed', '=', 0)
      .executeTakeFirst()
    if (!row) throw failures.unknownOrganisation()
  }

  private async requireMeeting(forum: string, landing: Landing | undefined): Promise<void> {
    if (landing === undefined) return
    const row = await this.parts.db
      .selectFrom('meeting')
      .select('id')
      .where('id', '=', landing.meeting)
      .where('forum', '=', forum)
      .executeTakeFirst()
    if (!row) throw failures.unknownMeeting()
  }
}

/** In the transaction that takes the role: two secretaries may lower each other at once (rule H11). */
async function requireOther(tx: Database, forum: string, user: string): Promise<void> {
  const other = await tx
    .selectFrom('member')
    .select('user')
    .where('forum', '=', forum)
    .where('user', '!=', user)
    .where('role', '=', 'secretary')
    .executeTakeFirst()
  if (!other) throw failures.lastSecretary()
}

function occasionOf(forum: string, landing?: Landing): Occasion {
  return { forum, meeting: null, next: pathOf(forum, landing) }
}

import type { Invitation, Member, NewMember, User } from '../../schema/api.ts'
import type { Role } from '../../schema/roles.ts'
import { SERVER_WORDS, fill, type Language } from '../../schema/words/index.ts'
import { INVITATION_DAYS } from '../accounts/auth.ts'
import type { Accounts } from '../accounts/accounts.ts'
import { failures } from '../errors.ts'
import type { Mailer } from '../mail.ts'
import type { Database } from '../store/database.ts'
import { audit } from './audit.ts'
import type { Forums } from './forums.ts'

export interface MembersParts {
  db: Database
  forums: Forums
  accounts: Accounts
  mailer: Mailer | null
  baseUrl: string
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

const DAY = 24 * 60 * 60 * 1000

/** Members of forums, and the links that bring them in (rules H9–H12). */
export class Members {
  constructor(private readonly parts: MembersParts) {}

  /** Adds somebody. A link is shown only for an account that did not exist before, and only without mail. */
  async invite(actor: User, forum: string, invited: NewMember, language: Language): Promise<Invitation> {
    const { forums, accounts } = this.parts
    await forums.require(actor.id, forum, 'manageForum')
    await this.requireOrganisation(forum, invited.organisation)
    const known = await accounts.find(invited.email)
    if (known !== null && (await forums.role(known, forum)) !== null) throw failures.alreadyMember()
    const user = known ?? (await accounts.create(invited.email, invited.name))
    await this.add(actor.id, forum, user, invited)
    const link = known === null ? await this.bringIn(actor, forum, user, language) : null
    if (known !== null) await this.tell(actor, forum, user, language)
    return { member: await this.member(forum, user), link }
  }

  async change(actor: User, forum: string, user: string, changes: MemberChanges): Promise<Member> {
    const { db, forums, now } = this.parts
    await forums.require(actor.id, forum, 'manageForum')
    await this.member(forum, user)
    await this.requireOrganisation(forum, changes.organisation ?? null)
    if (changes.role !== undefined && changes.role !== 'secretary') await this.requireOther(forum, user)
    if (Object.keys(changes).length > 0)
      await db
        .updateTable('member')
        .set(changes)
        .where('forum', '=', forum)
        .where('user', '=', user)
        .execute()
    const detail = JSON.stringify(changes)
    await audit(db, now(), { actor: actor.id, action: 'member.changed', forum, subject: user, detail })
    this.parts.changed(forum, user)
    return this.member(forum, user)
  }

  async remove(actor: User, forum: string, user: string): Promise<void> {
    const { db, forums, now } = this.parts
    await forums.require(actor.id, forum, 'manageForum')
    await this.member(forum, user)
    await this.requireOther(forum, user)
    await db.deleteFrom('member').where('forum', '=', forum).where('user', '=', user).execute()
    const ended = { expires: new Date(now()).toISOString() }
    await db
      .updateTable('link')
      .set(ended)
      .where('forum', '=', forum)
      .where('user', '=', user)
      .where('spent', 'is', null)
      .execute()
    await audit(db, now(), { actor: actor.id, action: 'member.removed', forum, subject: user })
    this.parts.changed(forum, user)
  }

  /** A new link for somebody who lost theirs. @throws Failure when it would open more than the actor may see. */
  async newLink(actor: User, forum: string, user: string, language: Language): Promise<Invitation> {
    await this.parts.forums.require(actor.id, forum, 'manageForum')
    await this.member(forum, user)
    if (!actor.operator && this.parts.mailer === null) await this.requireOwn(actor.id, user)
    const link = await this.bringIn(actor, forum, user, language)
    return { member: await this.member(forum, user), link }
  }

  /** Adds a member row; whoever calls has checked that it may be. */
  async add(actor: string | null, forum: string, user: string, fields: Omit<NewMember, 'email' | 'name'>) {
    const { db, now } = this.parts
    const { title, organisation, role } = fields
    const invited = new Date(now()).toISOString()
    await db.insertInto('member').values({ forum, user, title, organisation, role, invited }).execute()
    await audit(db, now(), { actor, action: 'member.invited', forum, subject: user, detail: role })
  }

  /** Mails a link, or answers it to be shown. */
  private async bringIn(
    actor: User,
    forum: string,
    user: string,
    language: Language,
  ): Promise<string | null> {
    const { accounts, mailer, db, now } = this.parts
    const link = await accounts.link({
      user,
      forum,
      next: `/forum/${forum}`,
      shownTo: mailer === null ? actor.id : null,
      life: INVITATION_DAYS * DAY,
    })
    await audit(db, now(), { actor: actor.id, action: 'link.made', forum, subject: user })
    if (mailer === null) return link
    await this.send(actor, forum, user, language, 'invitationText', link)
    return null
  }

  private async tell(actor: User, forum: string, user: string, language: Language): Promise<void> {
    const { mailer, baseUrl } = this.parts
    if (mailer) await this.send(actor, forum, user, language, 'addedText', `${baseUrl}/forum/${forum}`)
  }

  private async send(
    actor: User,
    forum: string,
    user: string,
    language: Language,
    text: 'invitationText' | 'addedText',
    link: string,
  ): Promise<void> {
    const words = SERVER_WORDS[language].mail
    const { name } = await this.parts.forums.get(actor.id, forum)
    const { email } = await this.parts.accounts.user(user)
    const values = { forum: name, inviter: actor.name, days: INVITATION_DAYS, link }
    await this.parts.mailer?.({
      to: email,
      subject: fill(words.invitationSubject, values),
      text: fill(words[text], values),
    })
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
      .executeTakeFirst()
    if (!row) throw failures.unknownOrganisation()
  }

  /** A forum keeps a secretary (rule H11). */
  private async requireOther(forum: string, user: string): Promise<void> {
    const secretaries = (await this.parts.forums.members(forum)).filter(({ role }) => role === 'secretary')
    if (secretaries.length === 1 && secretaries[0]?.user === user) throw failures.lastSecretary()
  }

  /** A link shown to a secretary may open nothing but forums that secretary manages (rule H10). */
  private async requireOwn(actor: string, user: string): Promise<void> {
    const account = await this.parts.accounts.user(user)
    const theirs = await this.parts.db
      .selectFrom('member')
      .select('forum')
      .where('user', '=', user)
      .where('forum', 'not in', (managed) =>
        managed
          .selectFrom('member')
          .select('forum')
          .where('user', '=', actor)
          .where('role', '=', 'secretary'),
      )
      .execute()
    if (account.operator || !account.unconfirmed || theirs.length > 0) throw failures.linkNotYours()
  }
}

import type { User } from '../../schema/api.ts'
import { SERVER_WORDS, fill, type Language } from '../../schema/words/index.ts'
import type { Accounts } from '../accounts/accounts.ts'
import { INVITATION_DAYS } from '../accounts/auth.ts'
import { failures } from '../errors.ts'
import type { Mailer } from '../mail.ts'
import type { Database } from '../store/database.ts'
import { closedFor } from '../zones/let-in.ts'
import { audit } from './audit.ts'

export interface InvitationsParts {
  db: Database
  accounts: Accounts
  mailer: Mailer | null
  baseUrl: string
  now: () => number
}

/** What somebody is invited to. */
export interface Occasion {
  forum: string
  /** The one meeting that a guest is invited to; null: the forum. */
  meeting: string | null
  /** The path on which they land. */
  next: string
}

const DAY = 24 * 60 * 60 * 1000

/** Links that bring people in, and the mails that carry them (rules H9, H10, R9). */
export class Invitations {
  constructor(private readonly parts: InvitationsParts) {}

  /** Mails a link, or answers it to be shown. */
  async bringIn(actor: User, user: string, to: Occasion, language: Language): Promise<string | null> {
    const { accounts, mailer, db, now } = this.parts
    const { forum, meeting, next } = to
    const link = await accounts.link({
      user,
      forum: meeting === null ? forum : null,
      meeting,
      next,
      shownTo: mailer === null ? actor.id : null,
      life: INVITATION_DAYS * DAY,
    })
    await audit(db, now(), { actor: actor.id, action: 'link.made', forum, subject: user })
    if (mailer === null) return link
    await this.send(actor, user, to, language, { isNew: true, link })
    return null
  }

  /** Tells somebody who has an account already. */
  async tell(actor: User, user: string, to: Occasion, language: Language): Promise<void> {
    const link = `${this.parts.baseUrl}${to.next}`
    await this.send(actor, user, to, language, { isNew: false, link })
  }

  /**
   * Where links are not mailed: one shown to a secretary may open nothing but forums which that secretary manages, and
   * their meetings (rule H10), and no closed item that they may not read (rule Z15).
   */
  async requireOwn(actor: User, user: string): Promise<void> {
    if (actor.operator || this.parts.mailer !== null) return
    const account = await this.parts.accounts.user(user)
    if (account.operator || !account.unconfirmed || (await this.isElsewhere(actor.id, user)))
      throw failures.linkNotYours()
    if (await this.readsMore(actor.id, user)) throw failures.linkNotYours()
  }

  /** Whether somebody reads closed items that the actor may not. */
  private async readsMore(actor: string, user: string): Promise<boolean> {
    const { db } = this.parts
    const own = await closedFor(db, actor)
    return [...(await closedFor(db, user))].some((zone) => !own.has(zone))
  }

  /** Whether somebody belongs to forums, or is a guest of meetings, that are not the actor's to manage. */
  private async isElsewhere(actor: string, user: string): Promise<boolean> {
    const { db } = this.parts
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

  private async send(
    actor: User,
    user: string,
    { forum, meeting }: Occasion,
    language: Language,
    { isNew, link }: { isNew: boolean; link: string },
  ): Promise<void> {
    const { db, accounts, mailer } = this.parts
    if (mailer === null) return
    const words = SERVER_WORDS[language].mail
    const { name } = await db
      .selectFrom('forum')
      .select('name')
      .where('id', '=', forum)
      .executeTakeFirstOrThrow()
    const { email } = await accounts.user(user)
    const values = { forum: name, inviter: actor.name, days: INVITATION_DAYS, link }
    const [subject, text] =
      meeting === null
        ? [words.invitationSubject, isNew ? words.invitationText : words.addedText]
        : [words.guestSubject, isNew ? words.guestText : words.guestAddedText]
    await mailer({ to: email, subject: fill(subject, values), text: fill(text, values) })
  }
}

/** The page of a forum, of a meeting, or of an item of one. */
export function pathOf(forum: string, landing?: { meeting: string; item: string | null }): string {
  if (landing === undefined) return `/forum/${forum}`
  return `/moede/${landing.meeting}${landing.item === null ? '' : `#${landing.item}`}`
}

import type { User } from '../../schema/api.ts'
import { SERVER_WORDS, fill, type Language } from '../../schema/words/index.ts'
import type { Accounts } from '../accounts/accounts.ts'
import { INVITATION_DAYS } from '../accounts/auth.ts'
import { opensMore } from '../accounts/shown-links.ts'
import { failures } from '../errors.ts'
import type { Mailer } from '../mail.ts'
import type { Database } from '../store/database.ts'
import { audit } from './audit.ts'

export interface InvitationsParts {
  db: Database
  accounts: Accounts
  mailer: Mailer | null
  baseUrl: string
  now: () => number
  log: { warn(detail: object, message: string): void }
}

/** What somebody is invited to. */
export interface Occasion {
  forum: string
  /** The one meeting that a guest is invited to; null: the forum. */
  meeting: string | null
  /** The path on which they land. */
  next: string
}

const HOUR = 60 * 60 * 1000
const DAY = 24 * HOUR
/** So many times an hour somebody is invited, or sent a new link, before no more is mailed to them. */
const MAILED_MAX = 20
const MAILED = ['member.invited', 'guest.invited', 'link.made'] as const

/** Links that bring people in, and the mails that carry them (rules H9, H10, R9). */
export class Invitations {
  constructor(private readonly parts: InvitationsParts) {}

  /** Mails a link, or answers it to be shown. @throws Failure when the mail cannot be sent, or too many were lately */
  async bringIn(actor: User, user: string, to: Occasion, language: Language): Promise<string | null> {
    const { accounts, mailer, db, now } = this.parts
    const { forum, meeting, next } = to
    if (mailer !== null) await this.requirePause(user)
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

  /** Tells somebody who has an account already. @throws Failure when the mail cannot be sent, or too many were lately */
  async tell(actor: User, user: string, to: Occasion, language: Language): Promise<void> {
    const link = `${this.parts.baseUrl}${to.next}`
    if (this.parts.mailer !== null) await this.requirePause(user)
    await this.send(actor, user, to, language, { isNew: false, link })
  }

  /** Where links are not mailed, one that is shown may not open more than the actor may see (rule H10). */
  async requireOwn(actor: User, user: string): Promise<void> {
    const { db, mailer } = this.parts
    if (mailer === null && (await opensMore(db, actor.id, user))) throw failures.linkNotYours()
  }

  private async send(
    actor: User,
    user: string,
    { forum, meeting }: Occasion,
    language: Language,
    { isNew, link }: { isNew: boolean; link: string },
  ): Promise<void> {
    const { db, accounts, mailer, log } = this.parts
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
    try {
      await mailer({ to: email, subject: fill(subject, values), text: fill(text, values) })
    } catch (error) {
      log.warn({ error: String(error) }, 'an invitation could not be sent')
      throw failures.mailFailed()
    }
  }

  /** Whoever may invite could fill somebody's mailbox otherwise. @throws Failure when it was done too often lately */
  private async requirePause(user: string): Promise<void> {
    const { db, now } = this.parts
    const { times } = await db
      .selectFrom('audit')
      .select(({ fn }) => fn.countAll<number>().as('times'))
      .where('subject', '=', user)
      .where('action', 'in', MAILED)
      .where('at', '>', new Date(now() - HOUR).toISOString())
      .executeTakeFirstOrThrow()
    if (times > MAILED_MAX) throw failures.tooOften(HOUR / 1000)
  }
}

/** The page of a forum, of a meeting, or of an item of one. */
export function pathOf(forum: string, landing?: { meeting: string; item: string | null }): string {
  if (landing === undefined) return `/forum/${forum}`
  return `/moede/${landing.meeting}${landing.item === null ? '' : `#${landing.item}`}`
}

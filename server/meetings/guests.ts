import type { Guest, GuestInvitation, NewGuest } from '../../schema/api.ts'
import type { Language } from '../../schema/words/index.ts'
import type { Accounts, Actor } from '../accounts/accounts.ts'
import { pendingLinks } from '../accounts/pending-links.ts'
import { failures } from '../errors.ts'
import { audit } from '../forums/audit.ts'
import type { Forums } from '../forums/forums.ts'
import { pathOf, type Invitations, type Occasion } from '../forums/invitations.ts'
import type { Database } from '../store/database.ts'
import { keepOut } from '../zones/let-in.ts'
import type { Meetings } from './meetings.ts'

export interface GuestsParts {
  db: Database
  forums: Forums
  meetings: Meetings
  accounts: Accounts
  invitations: Invitations
  now: () => number
  /** Called after somebody is no guest of a meeting any more. */
  changed(meeting: string, user: string): void
}

/** Guests of one meeting, and the links that bring them in (rules R8, R9). */
export class Guests {
  constructor(private readonly parts: GuestsParts) {}

  /** @throws Failure unless the user may invite to the meeting */
  async list(user: Actor, meeting: string): Promise<Guest[]> {
    await this.parts.meetings.seat(user.id, meeting, 'invite')
    return this.of(meeting)
  }

  /** Adds a guest. A link is shown only for an account that did not exist before, and only without mail. */
  async invite(
    actor: Actor,
    meeting: string,
    { email, name, organisation, item }: NewGuest,
    language: Language,
  ): Promise<GuestInvitation> {
    const { db, forums, meetings, accounts, invitations, now } = this.parts
    const { forum } = await meetings.seat(actor.id, meeting, 'invite')
    const known = await accounts.find(email)
    if (known !== null && (await forums.role(known, forum)) !== null) throw failures.alreadyMember()
    if (known !== null && (await this.find(meeting, known))) throw failures.alreadyGuest()
    const user = known ?? (await accounts.create(email, name))
    const invited = new Date(now()).toISOString()
    await db.transaction().execute(async (tx) => {
      await keepOut(tx, actor.id, user, { forum, role: 'guest', meeting, invitedFor: item })
      const { numInsertedOrUpdatedRows } = await tx
        .insertInto('guest')
        .values({ meeting, user, organisation, item, invited })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst()
      if (numInsertedOrUpdatedRows === 0n) throw failures.alreadyGuest()
    })
    await audit(db, now(), {
      actor: actor.id,
      action: 'guest.invited',
      forum,
      subject: user,
      detail: meeting,
    })
    if (known !== null) await accounts.rightsChanged([user], actor)
    const occasion = occasionOf(forum, meeting, item)
    const link = known === null ? await invitations.bringIn(actor, user, occasion, language) : null
    if (known !== null) await invitations.tell(actor, user, occasion, language)
    return { guest: await this.guest(meeting, user), link }
  }

  /** A new link for a guest who lost theirs. @throws Failure when it would open more than the actor may see */
  async newLink(actor: Actor, meeting: string, user: string, language: Language): Promise<GuestInvitation> {
    const { meetings, invitations } = this.parts
    const { forum } = await meetings.seat(actor.id, meeting, 'invite')
    const { item } = await this.guest(meeting, user)
    await invitations.requireOwn(actor, user)
    const link = await invitations.bringIn(actor, user, occasionOf(forum, meeting, item), language)
    return { guest: await this.guest(meeting, user), link }
  }

  /** Takes an invitation back, opened or not: its link ends, and so do the guest's connections. */
  async remove(actor: Actor, meeting: string, user: string): Promise<void> {
    const { db, meetings, accounts, now, changed } = this.parts
    const { forum } = await meetings.seat(actor.id, meeting, 'invite')
    await this.guest(meeting, user)
    await db.deleteFrom('guest').where('meeting', '=', meeting).where('user', '=', user).execute()
    await accounts.endLinks(user, { forum: null, meeting })
    await audit(db, now(), {
      actor: actor.id,
      action: 'guest.removed',
      forum,
      subject: user,
      detail: meeting,
    })
    changed(meeting, user)
  }

  private async guest(meeting: string, user: string): Promise<Guest> {
    return (await this.find(meeting, user)) ?? Promise.reject(failures.unknownGuest())
  }

  private async find(meeting: string, user: string): Promise<Guest | undefined> {
    return (await this.of(meeting)).find((guest) => guest.user === user)
  }

  private async of(meeting: string): Promise<Guest[]> {
    const { db, now } = this.parts
    const rows = await db
      .selectFrom('guest')
      .innerJoin('user', 'user.id', 'guest.user')
      .innerJoin('person', 'person.user', 'guest.user')
      .select(['guest.user', 'user.name', 'user.email', 'guest.organisation', 'guest.item', 'guest.invited'])
      .select('person.opened')
      .where('guest.meeting', '=', meeting)
      .orderBy('guest.invited')
      .execute()
    const expiry = await pendingLinks(db, { column: 'meeting', id: meeting }, now())
    return rows.map(({ invited, opened, ...guest }) => ({
      ...guest,
      invited: opened === null ? invited : null,
      linkExpires: expiry.get(guest.user) ?? null,
    }))
  }
}

function occasionOf(forum: string, meeting: string, item: string | null): Occasion {
  return { forum, meeting, next: pathOf(forum, { meeting, item }) }
}

import { createHash, randomBytes } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { isMadeUp } from '../../schema/address.ts'
import type { LinkLook, MyChanges, User } from '../../schema/api.ts'
import { failures } from '../errors.ts'
import type { Database } from '../store/database.ts'
import type { LinkTable } from '../store/tables.ts'
import type { Session } from '../sync/visitor.ts'
import type { Auth } from './auth.ts'
import { mayMore, opensMore } from './shown-links.ts'

export interface AccountsParts {
  db: Database
  auth: Auth
  baseUrl: string
  now: () => number
  /** Called when sessions of a user have ended that others may have. */
  ended?(user: string): void
}

export interface NewLink extends Purpose {
  user: string
  next: string
  /** Who gets to see it, besides the one it is for. */
  shownTo: string | null
  /** How long it is good for, in milliseconds. */
  life: number
  /** The links made before stay good, until one of them is used. */
  beside?: boolean
}

/** What a link invites to: a forum, one meeting of it, or nothing but the account. */
export interface Purpose {
  forum: string | null
  /** The meeting a guest is invited to. */
  meeting?: string | null
}

/** What a link signs in: the cookie to set, who it is, and where they go. */
export interface SignedIn {
  user: User
  next: string
  cookies: string[]
}

/** Somebody who asks for something. */
export interface Actor extends User {
  /** The session in which they ask; left out: in none. */
  session?: string
}

/** Accounts, one-time links, sessions and bearer tokens (rules H1–H6). */
export class Accounts {
  constructor(private readonly parts: AccountsParts) {}

  /** The session or token behind a request; null when there is none. */
  async session(headers: IncomingHttpHeaders): Promise<Session | null> {
    const bearer = /^Bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1]
    if (bearer !== undefined) return this.tokenSession(bearer)
    if (headers.cookie === undefined) return null
    const found = await this.parts.auth.api.getSession({ headers: new Headers({ cookie: headers.cookie }) })
    if (!found) return null
    const { session, user } = found
    return { id: session.id, user: user.id, expires: new Date(session.expiresAt).getTime() }
  }

  /** @throws when there is no such user. */
  async user(id: string): Promise<User> {
    const row = await this.parts.db
      .selectFrom('user')
      .innerJoin('person', 'person.user', 'user.id')
      .select(['user.id', 'user.name', 'user.email', 'person.operator', 'person.confirmed'])
      .where('user.id', '=', id)
      .executeTakeFirstOrThrow()
    const { operator, confirmed, ...rest } = row
    return { ...rest, operator: operator === 1, unconfirmed: confirmed === 0 }
  }

  /** The id of the account with an address; null when there is none. */
  async find(email: string): Promise<string | null> {
    const row = await this.parts.db
      .selectFrom('user')
      .select('id')
      .where('email', '=', normal(email))
      .executeTakeFirst()
    return row?.id ?? null
  }

  /** Makes an account; where somebody else has just made it, answers that one. Nobody is told. */
  async create(email: string, name: string, operator = false): Promise<string> {
    const { db, auth } = this.parts
    const { internalAdapter } = await auth.$context
    const id = randomBytes(16).toString('hex')
    // First: without a user a person is nobody, but an account without one could never be opened.
    await db
      .insertInto('person')
      .values({ user: id, operator: operator ? 1 : 0, confirmed: 0, opened: null })
      .execute()
    const user = { id, email: normal(email), name, emailVerified: false }
    try {
      return (await internalAdapter.createUser(user, { method: 'admin' })).id
    } catch (error) {
      return (await this.find(email)) ?? Promise.reject(error)
    }
  }

  /** @throws Failure when the address is not the user's to give (rule H20); nothing is changed then. */
  async change(user: string, { name, email }: MyChanges): Promise<void> {
    const { db } = this.parts
    const before = await this.user(user)
    if (email !== undefined && normal(email) !== before.email) await this.giveAddress(before, normal(email))
    if (name !== undefined) await db.updateTable('user').set({ name }).where('id', '=', user).execute()
  }

  /** A fresh one-time link; unless it stands beside them, the ones before for the same user and purpose end (rule H2). */
  async link({ user, forum, meeting = null, next, shownTo, life, beside = false }: NewLink): Promise<string> {
    const { db, auth, baseUrl } = this.parts
    const { email } = await this.user(user)
    let token = ''
    await auth.api.signInMagicLink({
      body: { email, metadata: { made: (made: string) => void (token = made) } },
      headers: new Headers(),
    })
    const expires = new Date(this.parts.now() + life).toISOString()
    if (!beside) await this.endLinks(user, { forum, meeting })
    await db
      .insertInto('link')
      .values({ hash: hash(token), user, forum, meeting, next, shownTo, expires, spent: null })
      .execute()
    return `${baseUrl}/log-ind#${token}`
  }

  /** How many links of a user, for nothing but the account, are good now. */
  async standingLinks(user: string): Promise<number> {
    const { db, now } = this.parts
    const { standing } = await db
      .selectFrom('link')
      .select(({ fn }) => fn.countAll<number>().as('standing'))
      .where('user', '=', user)
      .where('forum', 'is', null)
      .where('meeting', 'is', null)
      .where('spent', 'is', null)
      .where('expires', '>', new Date(now()).toISOString())
      .executeTakeFirstOrThrow()
    return standing
  }

  /** The links of a user that nobody has used are good no longer: those with this purpose, or all of them. */
  async endLinks(user: string, purpose?: Purpose): Promise<void> {
    const all = this.parts.db
      .updateTable('link')
      .set({ expires: new Date(this.parts.now()).toISOString() })
      .where('user', '=', user)
      .where('spent', 'is', null)
    if (purpose === undefined) return void (await all.execute())
    const { forum, meeting = null } = purpose
    await all.where('forum', 'is', forum).where('meeting', 'is', meeting).execute()
  }

  /**
   * Who may what has changed: whoever signed in by a link shown to others, who may not do all of that, has to again
   * (rule H10), but for the session in which it was done.
   *
   * @param users who may have come to more, or to less
   */
  async rightsChanged(users: string[], { session }: Pick<Actor, 'session'> = {}): Promise<void> {
    const { db } = this.parts
    const shown = await db
      .selectFrom('link')
      .innerJoin('person', 'person.user', 'link.user')
      .leftJoin('meeting', 'meeting.id', 'link.meeting')
      .select(['link.user', 'link.shownTo'])
      .select(({ fn }) => fn.coalesce('link.forum', 'meeting.forum').as('forum'))
      .distinct()
      .where('person.confirmed', '=', 0)
      .where('link.shownTo', 'is not', null)
      .where('link.spent', 'is not', null)
      .where((row) => row.or([row('link.user', 'in', users), row('link.shownTo', 'in', users)]))
      .$narrowType<{ shownTo: string }>()
      .execute()
    const ended = new Set<string>()
    for (const link of shown) {
      if (ended.has(link.user) || !(await mayMore(db, link))) continue
      ended.add(link.user)
      await this.endSessions(link.user, session)
    }
  }

  /** Who a link is for and how long, without spending it. @throws Failure when it is used, old or unknown. */
  async look(token: string): Promise<LinkLook> {
    const { user, expires } = await this.goodLink(token)
    return { name: (await this.user(user)).name, expires }
  }

  /** Spends a link (rule H2). @throws Failure when it is used, old or unknown. */
  async signIn(token: string): Promise<SignedIn> {
    const link = await this.goodLink(token)
    const cookies = await this.spend(link, token)
    await this.opened(link.user)
    return { user: await this.user(link.user), next: link.next, cookies }
  }

  /** Ends a session; answers the cookies that clear it from the browser. */
  async signOut(headers: IncomingHttpHeaders): Promise<string[]> {
    const answer = await this.parts.auth.api.signOut({
      headers: new Headers({ cookie: headers.cookie ?? '' }),
      returnHeaders: true,
    })
    return answer.headers.getSetCookie()
  }

  /** A bearer token for scripts, shown once. */
  async token(user: string): Promise<string> {
    const token = `sam_${randomBytes(32).toString('base64url')}`
    await this.parts.db
      .insertInto('token')
      .values({ hash: hash(token), user, made: new Date(this.parts.now()).toISOString() })
      .execute()
    return token
  }

  /** From now on none of a user's tokens is good. */
  async endTokens(user: string): Promise<void> {
    await this.parts.db.deleteFrom('token').where('user', '=', user).execute()
    this.parts.ended?.(user)
  }

  /** Whether anybody who runs the server has signed in yet. */
  async hasForums(): Promise<boolean> {
    const row = await this.parts.db.selectFrom('forum').select('id').executeTakeFirst()
    return row !== undefined
  }

  async hasOperator(): Promise<boolean> {
    const row = await this.parts.db
      .selectFrom('person')
      .select('user')
      .where('operator', '=', 1)
      .where('opened', 'is not', null)
      .executeTakeFirst()
    return row !== undefined
  }

  /** Sign-in finds an account by its address: links made under the old one would prove the new one, and then fail. */
  private async giveAddress({ id, email: before }: User, email: string): Promise<void> {
    const { db } = this.parts
    if (!isMadeUp(before) || isMadeUp(email)) throw failures.addressStays()
    if ((await this.find(email)) !== null) throw failures.addressTaken()
    await this.endLinks(id)
    await db.updateTable('user').set({ email }).where('id', '=', id).execute()
    await db.updateTable('person').set({ confirmed: 0 }).where('user', '=', id).execute()
  }

  private async tokenSession(token: string): Promise<Session | null> {
    const row = await this.parts.db
      .selectFrom('token')
      .selectAll()
      .where('hash', '=', hash(token))
      .executeTakeFirst()
    return row ? { id: `token-${row.hash}`, user: row.user, expires: Infinity } : null
  }

  private async goodLink(token: string): Promise<LinkTable> {
    const link = await this.parts.db
      .selectFrom('link')
      .selectAll()
      .where('hash', '=', hash(token))
      .executeTakeFirst()
    if (!link) throw failures.linkUnknown()
    if (link.spent !== null) throw failures.linkUsed()
    if (Date.parse(link.expires) <= this.parts.now()) throw failures.linkOld()
    if (link.shownTo !== null && (await opensMore(this.parts.db, link.shownTo, link.user)))
      throw failures.linkOld()
    return link
  }

  private async spend(link: LinkTable, token: string): Promise<string[]> {
    const { db, auth, now } = this.parts
    const { numUpdatedRows } = await db
      .updateTable('link')
      .set({ spent: new Date(now()).toISOString() })
      .where('hash', '=', link.hash)
      .where('spent', 'is', null)
      .executeTakeFirst()
    if (numUpdatedRows === 0n) throw failures.linkUsed()
    await this.endLinks(link.user, link)
    // Before the new session: an earlier one may be of somebody who could see an earlier link.
    if (link.shownTo === null) await this.confirm(link.user)
    const answer = await auth.api.magicLinkVerify({
      query: { token },
      headers: new Headers(),
      returnHeaders: true,
    })
    return answer.headers.getSetCookie()
  }

  private async confirm(user: string): Promise<void> {
    const { numUpdatedRows } = await this.parts.db
      .updateTable('person')
      .set({ confirmed: 1 })
      .where('user', '=', user)
      .where('confirmed', '=', 0)
      .executeTakeFirst()
    if (numUpdatedRows > 0n) await this.endSessions(user)
  }

  private async endSessions(user: string, except = ''): Promise<void> {
    const { db, ended } = this.parts
    await db.deleteFrom('session').where('userId', '=', user).where('id', '!=', except).execute()
    ended?.(user)
  }

  private async opened(user: string): Promise<void> {
    await this.parts.db
      .updateTable('person')
      .set({ opened: new Date(this.parts.now()).toISOString() })
      .where('user', '=', user)
      .where('opened', 'is', null)
      .execute()
  }
}

function hash(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}

function normal(email: string): string {
  return email.trim().toLowerCase()
}

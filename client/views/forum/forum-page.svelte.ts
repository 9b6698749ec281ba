import type { ForumChanges, Forum, Invitation, Member, NewMember, Organisation } from '../../../schema/api.ts'
import type { Role } from '../../../schema/roles.ts'
import { Acts } from '../../state/acts.svelte.ts'
import type { Ask } from '../../state/server.ts'

/** A link that was just made, or the word that it was mailed. */
export interface MadeLink {
  member: Member
  /** Null when the server mailed it. */
  link: string | null
}

export interface ForumPageParts {
  ask: Ask
  forum(): Forum | null
  /** Shows the forum as the server has it now. */
  put(forum: Forum): void
  /** Asks the server for it anew. */
  refresh(): Promise<void>
}

/** What a secretary does to a forum. Each act is one request; what failed is said and changes nothing. */
export class ForumPage extends Acts {
  /** Shown once; gone with the next act. */
  made: MadeLink | null = $state.raw(null)

  constructor(
    readonly id: string,
    private readonly parts: ForumPageParts,
  ) {
    super()
  }

  /** Whoever could not be written to is in all the same, so that a failure asks for the list anew. */
  async invite(person: NewMember): Promise<boolean> {
    const done = await this.act(async () => this.show(await this.ask<Invitation>('POST', '/members', person)))
    if (!done) await this.parts.refresh()
    return done
  }

  newLink(user: string): Promise<boolean> {
    return this.act(async () => this.show(await this.ask<Invitation>('POST', `/members/${user}/link`)))
  }

  setRole(user: string, role: Role): Promise<boolean> {
    return this.act(async () => this.putMember(await this.ask<Member>('PATCH', `/members/${user}`, { role })))
  }

  /** To which organisation they belong; null: to none. */
  setOrganisation(user: string, organisation: string | null): Promise<boolean> {
    return this.act(async () =>
      this.putMember(await this.ask<Member>('PATCH', `/members/${user}`, { organisation })),
    )
  }

  removeMember(user: string): Promise<boolean> {
    return this.act(async () => {
      await this.ask('DELETE', `/members/${user}`)
      this.put(({ members }) => ({ members: members.filter((member) => member.user !== user) }))
    })
  }

  addOrganisation(name: string): Promise<boolean> {
    return this.act(async () => {
      const organisation = await this.ask<Organisation>('POST', '/organisations', { name })
      this.put(({ organisations }) => ({ organisations: [...organisations, organisation] }))
    })
  }

  renameOrganisation(id: string, name: string): Promise<boolean> {
    return this.act(async () => {
      const renamed = await this.ask<Organisation>('PATCH', `/organisations/${id}`, { name })
      this.put(({ organisations }) => ({
        organisations: organisations.map((each) => (each.id === id ? renamed : each)),
      }))
    })
  }

  removeOrganisation(id: string): Promise<boolean> {
    return this.act(async () => {
      await this.ask('DELETE', `/organisations/${id}`)
      this.put(({ organisations }) => ({ organisations: organisations.filter((each) => each.id !== id) }))
    })
  }

  save(changes: ForumChanges): Promise<boolean> {
    return this.act(async () => this.parts.put(await this.ask<Forum>('PATCH', '', changes)))
  }

  private ask<T>(method: 'POST' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<T> {
    return this.parts.ask<T>(method, `/forums/${this.id}${path}`, body)
  }

  private show({ member, link }: Invitation): void {
    this.made = { member, link }
    this.putMember(member)
  }

  private putMember(member: Member): void {
    this.put(({ members }) => ({
      members: members.some(({ user }) => user === member.user)
        ? members.map((each) => (each.user === member.user ? member : each))
        : [...members, member],
    }))
  }

  private put(change: (forum: Forum) => Partial<Forum>): void {
    const forum = this.parts.forum()
    if (forum) this.parts.put({ ...forum, ...change(forum) })
  }

  protected override act(work: () => Promise<void>): Promise<boolean> {
    if (!this.busy) this.made = null
    return super.act(work)
  }
}

import type { Forum, Invitation, Me, Member, Organisation } from '../../../schema/api.ts'
import { isMadeUp } from '../../../schema/address.ts'
import { Acts } from '../../state/acts.svelte.ts'
import { isMail } from '../../state/people.ts'
import type { Ask } from '../../state/server.ts'

export interface WelcomeParts {
  ask: Ask
  newId(): string
  me: Me
  /** The user has another name or address now. */
  known(me: Me): void
}

/** Organisations are given seven colours in order, then again from the first. */
export const COLOURS = 7

/** The first run: forum and own name, organisations, a fellow secretary. Each step is kept when it is done. */
export class Welcome extends Acts {
  step: 1 | 2 | 3 = $state(1)
  forumName = $state('')
  partOf = $state('')
  myName: string = $state('')
  /** Asked for while the account has a made-up address. */
  myMail = $state('')
  /** One line each; the first is one's own. */
  organisations: string[] = $state([''])
  mateName = $state('')
  mateMail = $state('')
  /** Id of the fellow secretary's organisation; empty for none. */
  mateOrganisation = $state('')
  /** The forum, once it is made. */
  forum: Forum | null = $state.raw(null)
  /** The invitation, once it is made. */
  invitation: Invitation | null = $state.raw(null)

  private me: Me = $state.raw({} as Me)

  constructor(private readonly parts: WelcomeParts) {
    super()
    this.me = parts.me
    this.myName = parts.me.user.name
  }

  /** Whether the user has no address of their own, without which they cannot sign in elsewhere. */
  get asksMail(): boolean {
    return isMadeUp(this.me.user.email)
  }

  get firstReady(): boolean {
    return (
      this.forumName.trim() !== '' && this.myName.trim() !== '' && (!this.asksMail || isMail(this.myMail))
    )
  }

  /** Makes the forum, or changes it when its user came back to the first step. */
  nameForum(): Promise<boolean> {
    return this.act(async () => {
      const { ask, newId } = this.parts
      const name = this.forumName.trim()
      const partOf = this.partOf.trim() || null
      await this.introduce()
      this.forum =
        this.forum === null
          ? await ask<Forum>('POST', '/forums', { id: newId(), name, partOf, organisations: [] })
          : await ask<Forum>('PATCH', `/forums/${this.forum.id}`, { name, partOf })
      this.step = 2
    })
  }

  /** A new line after `index`; answers its index. */
  addLine(index: number): number {
    this.organisations.splice(index + 1, 0, '')
    return index + 1
  }

  /** Takes an empty line away, unless it is the only one. */
  removeLine(index: number): void {
    if (this.organisations.length > 1 && this.organisations[index] === '') this.organisations.splice(index, 1)
  }

  /** Adds those that are not in the forum yet; one's own is the first. */
  nameOrganisations(): Promise<boolean> {
    return this.act(async () => {
      const names = this.organisations.map((name) => name.trim()).filter((name) => name !== '')
      for (const name of names) await this.addOrganisation(name)
      const own = this.forum?.organisations.find(({ name }) => name === names[0])
      if (own) await this.takePlace(own.id)
      this.step = 3
    })
  }

  invite(): Promise<boolean> {
    return this.act(async () => {
      const { ask } = this.parts
      this.invitation = await ask<Invitation>('POST', `/forums/${this.forum?.id ?? ''}/members`, {
        name: this.mateName.trim(),
        email: this.mateMail.trim(),
        title: null,
        organisation: this.mateOrganisation || null,
        role: 'secretary',
      })
    })
  }

  private async introduce(): Promise<void> {
    const name = this.myName.trim()
    const email = this.asksMail ? { email: this.myMail.trim() } : {}
    if (name === this.me.user.name && !this.asksMail) return
    this.me = await this.parts.ask<Me>('PATCH', '/me', { name, ...email })
    this.parts.known(this.me)
  }

  private async addOrganisation(name: string): Promise<void> {
    const { forum } = this
    if (forum === null || forum.organisations.some((each) => each.name === name)) return
    const made = await this.parts.ask<Organisation>('POST', `/forums/${forum.id}/organisations`, { name })
    this.forum = { ...forum, organisations: [...forum.organisations, made] }
  }

  private async takePlace(organisation: string): Promise<void> {
    const me = this.parts.me.user.id
    await this.parts.ask<Member>('PATCH', `/forums/${this.forum?.id ?? ''}/members/${me}`, { organisation })
  }
}

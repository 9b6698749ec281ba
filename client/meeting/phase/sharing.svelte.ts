import type { Guest, GuestInvitation, Invitation, NewGuest, NewMember } from '../../../schema/api.ts'
import { Acts } from '../../state/acts.svelte.ts'
import type { Ask } from '../../state/server.ts'

/** Somebody who was just invited, and what to pass on to them. */
export interface Made {
  name: string
  email: string
  /** Null: the link was mailed, or they have an account. */
  link: string | null
}

/** Invitations to one meeting: as its guest, or into its forum with the meeting as the place where they land. */
export class Sharing extends Acts {
  /** Null: not read yet. */
  guests: Guest[] | null = $state.raw(null)
  /** Shown once; gone with the next act. */
  made: Made | null = $state.raw(null)

  constructor(
    private readonly meeting: string,
    private readonly forum: string,
    private readonly ask: Ask,
  ) {
    super()
  }

  read(): Promise<boolean> {
    return this.act(() => this.readGuests())
  }

  inviteGuest(person: NewGuest): Promise<boolean> {
    return this.listing(async () => this.show(await this.ask<GuestInvitation>('POST', this.address, person)))
  }

  /** Into the forum; they land on this meeting. */
  inviteMember(person: NewMember): Promise<boolean> {
    return this.act(async () => {
      const { member, link } = await this.ask<Invitation>('POST', `/forums/${this.forum}/members`, person)
      this.made = { name: member.name, email: member.email, link }
    })
  }

  newLink(user: string): Promise<boolean> {
    return this.listing(async () =>
      this.show(await this.ask<GuestInvitation>('POST', `${this.address}/${user}/link`)),
    )
  }

  /** Takes an invitation back, opened or not. */
  revoke(user: string): Promise<boolean> {
    return this.listing(() => this.ask('DELETE', `${this.address}/${user}`))
  }

  /** Reads the list anew also after a failure: whoever could not be written to is invited all the same. */
  private listing(work: () => Promise<void>): Promise<boolean> {
    return this.act(async () => {
      try {
        await work()
      } finally {
        await this.readGuests()
      }
    })
  }

  protected override act(work: () => Promise<void>): Promise<boolean> {
    if (!this.busy) this.made = null
    return super.act(work)
  }

  private show({ guest: { name, email }, link }: GuestInvitation): void {
    this.made = { name, email, link }
  }

  private async readGuests(): Promise<void> {
    this.guests = await this.ask<Guest[]>('GET', this.address)
  }

  private get address(): string {
    return `/meetings/${this.meeting}/guests`
  }
}

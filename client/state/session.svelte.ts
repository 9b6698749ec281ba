import type { Forum, Me, Meeting, Overview } from '../../schema/api.ts'
import { Failure, type Ask } from './server.ts'

/** What a session keeps for a start without the server. */
export interface Keeper {
  /** The last user of this computer who is still kept here. */
  me(): Promise<Me | null>
  overview(user: string): Promise<Overview | null>
  keep(me: Me, overview: Overview): Promise<void>
}

export type SessionState =
  /** Nobody has answered yet. */
  | 'asking'
  | 'signedIn'
  /** The server knows no session; what was kept here may still be shown. */
  | 'signedOut'
  /** No server and nothing kept here. */
  | 'unreachable'

/** Who is signed in and what they see, from the server or, with its age, from this computer (rule U7). */
export class Session {
  state: SessionState = $state('asking')
  me: Me | null = $state.raw(null)
  overview: Overview | null = $state.raw(null)
  /** The last request got an answer. */
  online = $state(true)
  /** Without a session, the user chose to see what is kept here. */
  staying = $state(false)

  constructor(
    private readonly ask: Ask,
    private readonly keeper: Keeper,
  ) {}

  /** Shows what is kept here at once, then what the server says. */
  async start(): Promise<void> {
    await this.fromKeeper()
    await this.refresh()
  }

  /** Asks the server again. */
  async refresh(): Promise<void> {
    try {
      const me = await this.ask<Me>('GET', '/me')
      const overview = await this.ask<Overview>('GET', '/overview')
      this.enter(me, overview)
      await this.keeper.keep(me, overview)
    } catch (error) {
      this.without(error)
    }
  }

  forum(id: string): Forum | null {
    return this.overview?.forums.find((forum) => forum.id === id) ?? null
  }

  meeting(id: string): Meeting | null {
    return this.overview?.meetings.find((meeting) => meeting.id === id) ?? null
  }

  meetingsOf(forum: string): Meeting[] {
    return this.overview?.meetings.filter((meeting) => meeting.forum === forum) ?? []
  }

  /** Shows a changed forum before the next answer of the server. */
  putForum(forum: Forum): void {
    if (this.overview) this.overview = { ...this.overview, forums: putById(this.overview.forums, forum) }
  }

  /** Shows a meeting made here. */
  putMeeting(meeting: Meeting): void {
    if (this.overview)
      this.overview = { ...this.overview, meetings: putById(this.overview.meetings, meeting) }
  }

  /** Nobody is signed in any more. */
  leave(): void {
    this.state = 'signedOut'
    this.me = null
    this.overview = null
  }

  private async fromKeeper(): Promise<void> {
    const me = await this.keeper.me()
    const overview = me && (await this.keeper.overview(me.user.id))
    if (me && overview) this.enter(me, overview)
  }

  private enter(me: Me, overview: Overview): void {
    this.online = true
    this.me = me
    this.overview = overview
    this.state = 'signedIn'
  }

  /** Without the server or a session, what is shown stays: an expired session does not stop writing. */
  private without(error: unknown): void {
    if (!(error instanceof Failure)) throw error
    this.online = error.kind !== 'unreachable'
    if (error.kind === 'signedOut') this.state = 'signedOut'
    else if (this.overview === null) this.state = 'unreachable'
  }
}

function putById<T extends { id: string }>(list: T[], entry: T): T[] {
  return list.some((each) => each.id === entry.id)
    ? list.map((each) => (each.id === entry.id ? entry : each))
    : [...list, entry]
}

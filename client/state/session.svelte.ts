import type { Forum, Me, Meeting, Overview } from '../../schema/api.ts'
import { Failure, type Ask } from './server.ts'

/** What is kept for a start without the server. */
export interface Keeper {
  /** The last user of this computer who is still kept here. */
  me(): Promise<Me | null>
  overview(user: string): Promise<Overview | null>
  keep(me: Me, overview: Overview): Promise<void>
  /** Nobody is signed in here any more; what they have on this computer stays. */
  leave(): void
  /** Removes everything a user has on this computer. */
  erase(user: string): Promise<void>
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
  /** Meetings made on this computer that the server does not have yet. */
  made: readonly Meeting[] = $state.raw([])
  /** The last request got an answer. */
  online = $state(true)
  /** False when the browser does not let anything be kept. */
  keeping = $state(true)
  /** Without a session, the user chose to see what is kept here. */
  staying = $state(false)

  /** How often something was shown ahead of the server's answer. */
  private ahead = 0
  /** What the server said last, or what was kept of it. */
  private told: Overview | null = $state.raw(null)
  /** What there is to see: what the server told and what was made here. */
  readonly overview: Overview | null = $derived.by(() => {
    const { told } = this
    return told && { ...told, meetings: withMade(told.meetings, this.made) }
  })

  constructor(
    private readonly ask: Ask,
    private readonly keeper: Keeper,
  ) {}

  /** Shows what is kept here at once, then what the server says; `known` is called after each. */
  async start(known: () => void): Promise<void> {
    await this.fromKeeper()
    known()
    await this.refresh()
    known()
  }

  /** Asks the server again. */
  async refresh(): Promise<void> {
    try {
      const me = await this.ask<Me | undefined>('GET', '/session')
      if (me === undefined) return this.nobody()
      const overview = await this.askOverview()
      this.enter(me, overview)
      await this.keep()
    } catch (error) {
      this.without(error)
    }
  }

  /** Keeps who is here and what they see for a start without the server: after each answer, and when it was cleared. */
  async keep(): Promise<void> {
    const { me, told } = this
    if (me && told) await this.keeper.keep(me, told).catch(() => (this.keeping = false))
  }

  /** An answer that was on its way while a change was shown may not have it: it is asked for again. */
  private async askOverview(): Promise<Overview> {
    const { ahead } = this
    const overview = await this.ask<Overview>('GET', '/overview')
    return ahead === this.ahead ? overview : this.askOverview()
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
    this.ahead++
    if (this.told) this.told = { ...this.told, forums: putById(this.told.forums, forum) }
  }

  /** Shows a changed meeting before the next answer of the server. */
  putMeeting(meeting: Meeting): void {
    this.ahead++
    if (this.told) this.told = { ...this.told, meetings: putById(this.told.meetings, meeting) }
  }

  /** Shows a removed meeting no more. */
  dropMeeting(id: string): void {
    this.ahead++
    const others = (meeting: Meeting): boolean => meeting.id !== id
    this.made = this.made.filter(others)
    if (this.told) this.told = { ...this.told, meetings: this.told.meetings.filter(others) }
  }

  /** The server has ended the session. What the user has on this computer stays, or is erased. */
  async leave({ erase }: { erase: boolean }): Promise<void> {
    const { me } = this
    this.state = 'signedOut'
    this.me = null
    this.told = null
    this.made = []
    this.staying = false
    if (erase && me) await this.keeper.erase(me.user.id)
    else this.keeper.leave()
  }

  private nobody(): void {
    this.online = true
    this.state = 'signedOut'
  }

  private async fromKeeper(): Promise<void> {
    try {
      const me = await this.keeper.me()
      const overview = me && (await this.keeper.overview(me.user.id))
      if (me && overview) this.show(me, overview)
    } catch {
      this.keeping = false
    }
  }

  private enter(me: Me, overview: Overview): void {
    this.online = true
    this.staying = false
    this.show(me, overview)
  }

  private show(me: Me, overview: Overview): void {
    this.me = kept(this.me, me)
    this.told = this.told === null ? overview : renewed(this.told, overview)
    this.state = 'signedIn'
  }

  /** Without the server or a session, what is shown stays: an expired session does not stop writing. */
  private without(error: unknown): void {
    if (!(error instanceof Failure)) throw error
    if (error.kind === 'signedOut') return this.nobody()
    this.online = error.kind !== 'unreachable'
    if (this.told === null) this.state = 'unreachable'
  }
}

/** The new answer, with the parts that say the same as before left as they are: nothing is drawn anew for them. */
function renewed(before: Overview, now: Overview): Overview {
  return {
    ...now,
    forums: keptById(before.forums, now.forums),
    meetings: keptById(before.meetings, now.meetings),
    tasks: keptById(before.tasks, now.tasks),
    mentions: keptById(before.mentions, now.mentions),
  }
}

function keptById<T extends { id: string }>(before: T[], list: T[]): T[] {
  const known = new Map(before.map((entry) => [entry.id, entry]))
  return list.map((entry) => kept(known.get(entry.id) ?? null, entry))
}

function kept<T>(before: T | null, now: T): T {
  return before !== null && JSON.stringify(before) === JSON.stringify(now) ? before : now
}

function putById<T extends { id: string }>(list: T[], entry: T): T[] {
  return list.some((each) => each.id === entry.id)
    ? list.map((each) => (each.id === entry.id ? entry : each))
    : [...list, entry]
}

/** The server's word about a meeting stands over ours. */
function withMade(meetings: Meeting[], made: readonly Meeting[]): Meeting[] {
  return [...meetings, ...made.filter(({ id }) => !meetings.some((meeting) => meeting.id === id))]
}

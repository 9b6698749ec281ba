import type { Forum, Member, RoundChanges } from '../../schema/api.ts'
import { readDate, readTime } from '../../schema/dates.ts'
import type { Day } from '../../schema/deadlines.ts'
import type { Deadline, RoundPhase } from '../../schema/hearing.ts'
import { abilities } from '../../schema/roles.ts'
import { SvelteSet } from 'svelte/reactivity'

export interface RoundTerms {
  deadline: Deadline
  /** Ids of users. */
  asked: string[]
}

/** After any time of a day. */
const DAY_ENDS = '24:00'

/** The terms of a round as a secretary chooses them: until when it asks, and whom. */
export class ChosenTerms {
  /** As typed. */
  day: string
  time: string
  readonly asked: SvelteSet<string>
  /** The day as it stood at first. */
  private readonly typedDay: string

  constructor(
    private readonly before: RoundTerms,
    /** Until when answers would be awaited by the forum's own rules. */
    readonly usual: Deadline,
    private readonly today: () => Day,
    /** How a deadline is typed. */
    say: { day(day: Day): string; time(time: string): string },
  ) {
    const { day, time } = before.deadline
    this.day = $state(say.day(day))
    this.time = $state(time === null ? '' : say.time(time))
    this.asked = new SvelteSet(before.asked)
    this.typedDay = this.day
  }

  /** As it is understood; null: not at all. What was not touched stays what it was. */
  get readDay(): Day | null {
    if (this.day === this.typedDay) return this.before.deadline.day
    return readDate(this.day, this.today())
  }

  /** Empty: until the end of the day. */
  get readTime(): string | null {
    return this.time.trim() === '' ? null : readTime(this.time)
  }

  get timeWrong(): boolean {
    return this.time.trim() !== '' && this.readTime === null
  }

  get isRead(): boolean {
    return this.readDay !== null && !this.timeWrong
  }

  /** Whether those who are asked have less time than by the forum's own rules. */
  get isShort(): boolean {
    const { readDay: day, usual } = this
    if (!this.isRead || day === null || day > usual.day) return false
    return day < usual.day || (this.readTime ?? DAY_ENDS) < (usual.time ?? DAY_ENDS)
  }

  /** What is other than before. */
  get changes(): RoundChanges {
    const { deadline, asked } = this.before
    const day = this.readDay ?? deadline.day
    const time = this.readTime
    const isSame = this.asked.size === asked.length && asked.every((user) => this.asked.has(user))
    return {
      ...(day === deadline.day && time === deadline.time ? {} : { deadline: { day, time } }),
      ...(isSame ? {} : { asked: [...this.asked] }),
    }
  }

  get isChanged(): boolean {
    return Object.keys(this.changes).length > 0
  }

  toggle(user: string): void {
    if (!this.asked.delete(user)) this.asked.add(user)
  }
}

/** Who may be asked in a phase: those who may answer. */
export function candidates(forum: Forum, phase: RoundPhase): Member[] {
  return forum.members.filter(({ role }) => abilities(role, phase, { membersSeeDrafts: false }).respond)
}

/** How many answers come of those who are asked: one for each organisation, and one of each who has none. */
export function answersOf(members: readonly Member[], asked: ReadonlySet<string>): number {
  const among = members.filter(({ user }) => asked.has(user))
  const speakers = among.map(({ organisation, user }) => organisation ?? user)
  return speakers.filter((each, at) => speakers.indexOf(each) === at).length
}

/** The same by organisation, in the order of the forum; those without one last. */
export function byOrganisation(
  forum: Forum,
  members: Member[],
): { name: string | null; members: Member[] }[] {
  const groups = forum.organisations.map(({ id, name }) => ({
    name: name as string | null,
    members: members.filter(({ organisation }) => organisation === id),
  }))
  const others = members.filter(
    ({ organisation }) => !forum.organisations.some(({ id }) => id === organisation),
  )
  return [...groups, { name: null, members: others }].filter((group) => group.members.length > 0)
}

import type { Generated } from 'kysely'
import type { RoundPhase } from '../../schema/hearing.ts'
import type { Phase } from '../../schema/phases.ts'
import type { Role } from '../../schema/roles.ts'

/** So many rows are put in by one statement: SQLite binds so many values and no more. */
export const AT_ONCE = 500

/** The database of people and meetings, as Kysely sees it. Times are ISO strings, truths 0 or 1. */
export interface Tables {
  user: UserTable
  session: SessionTable
  person: PersonTable
  link: LinkTable
  token: TokenTable
  forum: ForumTable
  organisation: OrganisationTable
  member: MemberTable
  meeting: MeetingTable
  phaseChange: PhaseChangeTable
  guest: GuestTable
  zone: ZoneTable
  round: RoundTable
  terms: TermsTable
  asked: AskedTable
  reminder: ReminderTable
  hearingRecord: HearingRecordTable
  task: TaskTable
  mention: MentionTable
  removed: RemovedTable
  audit: AuditTable
}

/** Of better-auth, which makes the table. */
export interface UserTable {
  id: string
  name: string
  email: string
  createdAt: string
}

/** Of better-auth, which makes the table. */
export interface SessionTable {
  id: string
  userId: string
  expiresAt: string
}

/** What we know of an account beyond its sign-in. */
export interface PersonTable {
  user: string
  operator: number
  /** Whether the address was ever proved by a link that nobody else could see. */
  confirmed: number
  /** When the account was first signed in to. */
  opened: string | null
}

/** One-time sign-in links. The token is known by its hash alone; better-auth holds the same and spends it. */
export interface LinkTable {
  hash: string
  user: string
  /** The forum it invites to. */
  forum: string | null
  /** The meeting it invites to, as a guest. */
  meeting: string | null
  /** Where the one who signs in goes. */
  next: string
  /** The user to whom the link was shown; null when it went by mail or to the terminal of the server. */
  shownTo: string | null
  expires: string
  spent: string | null
}

/** Bearer tokens of scripts, by their hash. */
export interface TokenTable {
  hash: string
  user: string
  made: string
}

export interface ForumTable {
  id: string
  name: string
  partOf: string | null
  agenda: number
  minutes: number
  hearing: number
  membersSeeDrafts: Generated<number>
}

export interface OrganisationTable {
  id: string
  forum: string
  name: string
  colour: number
  /** Removed ones stay for the rounds in which they were asked. */
  removed: Generated<number>
}

export interface MemberTable {
  forum: string
  user: string
  title: string | null
  organisation: string | null
  role: Role
  invited: string
}

export interface MeetingTable {
  id: string
  forum: string
  created: string
  phase: Generated<Phase>
  subject: string | null
  number: number | null
  date: string | null
  start: string | null
  end: string | null
  place: string | null
  items: number
  withoutCase: number
  withoutMinutes: number
  changed: string | null
  /** The ledger's number up to which the columns above tell the paper. */
  projected: number
  /** What the paper said then (schema/digest.ts); null when it was never read. */
  content: string | null
}

/** Every change of a meeting's phase, kept for good. */
export interface PhaseChangeTable {
  id: Generated<number>
  meeting: string
  from: Phase
  to: Phase
  /** The user who did it; null for the command line. */
  by: string | null
  at: string
  reason: string | null
}

/** Guests of one meeting. */
export interface GuestTable {
  meeting: string
  user: string
  /** As it was written at the invitation. */
  organisation: string | null
  /** The item they are invited for; null: the whole meeting. */
  item: string | null
  invited: string
}

/** Rounds of answers to agendas and minutes, kept for good. */
export interface RoundTable {
  id: string
  meeting: string
  phase: RoundPhase
  /** The phase change that opened it; the next one of the meeting closes it. */
  change: number
  opened: string
}

/** Until when answers to a round are awaited; what was said last holds. */
export interface TermsTable {
  id: Generated<number>
  round: string
  day: string
  time: string | null
  /** The user who said so; null for the command line. */
  by: string | null
  at: string
}

/** Who is asked by the terms of a round, and for which organisation. */
export interface AskedTable {
  terms: number
  user: string
  organisation: string | null
}

export interface ReminderTable {
  id: Generated<number>
  round: string
  user: string
  by: string
  at: string
}

/** What was kept of the hearing at an approval, as JSON (schema/hearing-record.ts). */
export interface HearingRecordTable {
  id: Generated<number>
  meeting: string
  at: string
  record: string
}

/** Closed items of meetings, and who may read them. */
export interface ZoneTable {
  zone: string
  meeting: string
  item: string
  /** The roles that are let in, as JSON. */
  roles: string
  /** Users who are not, as JSON. */
  exceptions: string
}

/** Tasks of the papers: a projection. */
export interface TaskTable {
  meeting: string
  id: string
  item: string
  itemNumber: number
  owner: string
  text: string
  due: string | null
}

/** Who is mentioned in the margins: a projection. */
export interface MentionTable {
  /** Whose margin: the meeting's, or a closed item's. */
  zone: string
  meeting: string
  /** Id of the remark or reply. */
  entry: string
  user: string
  author: string
  item: string | null
  at: string
}

/** Meetings that were made by mistake and are no more: nobody is to make them again. */
export interface RemovedTable {
  meeting: string
  forum: string
}

export interface AuditTable {
  id: Generated<number>
  at: string
  /** The user who did it; null for the command line. */
  actor: string | null
  action: string
  forum: string | null
  /** The user it was done to. */
  subject: string | null
  detail: string | null
}

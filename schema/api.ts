import type { Deadlines } from './deadlines.ts'
import type { Deadline, Round } from './hearing.ts'
import type { Phase } from './phases.ts'
import type { Role } from './roles.ts'
import type { Readers } from './zones.ts'

/** The shapes of the HTTP API under `/api`, shared by server and client. Dates are ISO strings. */

export interface User {
  id: string
  name: string
  email: string
  /** Only proof of the address is a link that somebody else could see. */
  unconfirmed: boolean
  operator: boolean
}

/** `GET /api/me` */
export interface Me {
  user: User
  /** Whether the server can send mail; when it cannot, links are shown to whoever made them. */
  mail: boolean
}

export interface Organisation {
  id: string
  name: string
  /** 1 to 7: which of the seven organisation colours. */
  colour: number
}

export interface Member {
  user: string
  name: string
  email: string
  title: string | null
  organisation: string | null
  role: Role
  /** ISO time of the invitation when it was never opened. */
  invited: string | null
  /** ISO time when the pending link ends; null when there is none. */
  linkExpires: string | null
}

export interface Forum {
  id: string
  name: string
  /** What it belongs to, such as a cluster; printed under the name. */
  partOf: string | null
  deadlines: Deadlines
  /** Whether members may read a meeting that is still a draft. */
  membersSeeDrafts: boolean
  organisations: Organisation[]
  members: Member[]
  /** The role of whoever asks. A guest of one of its meetings sees neither organisations nor members. */
  role: Role | 'guest'
}

export interface Meeting {
  id: string
  forum: string
  phase: Phase
  /** ISO times at which the phases up to the present one began, as far as it went through them. */
  since: Partial<Record<Phase, string>>
  /** Ids of its closed items; left out when there is none. */
  closed?: string[]
  /** The round that runs, or that ended with the meeting or the approval; left out when there is none. */
  round?: Round
  /** What is being put right in minutes that were approved; left out when nothing is. */
  correction?: { reason: string }
  /** Facts projected from the paper's header; the paper is their home. */
  subject: string | null
  number: number | null
  date: string | null
  start: string | null
  end: string | null
  place: string | null
  /** Projected counts. */
  items: number
  withoutCase: number
  withoutMinutes: number
  /** ISO time of the last accepted change; null when there is none. */
  changed: string | null
}

/** `GET /api/overview`: everything the overview needs, in one answer, so that it can be kept for offline use. */
export interface Overview {
  forums: Forum[]
  meetings: Meeting[]
  tasks: MyTask[]
  mentions: MyMention[]
  /** Ids of meetings in whose hearing an answer by whoever asks is awaited; left out when there is none. */
  awaited?: string[]
  at: string
}

/** A task in a paper whose owner is the one who asks. Projected from the papers. */
export interface MyTask {
  id: string
  meeting: string
  item: string
  itemNumber: number
  text: string
  due: string | null
  done: boolean
}

/** Where whoever asks is mentioned in a thread that is open. Projected from the margins. */
export interface MyMention {
  /** Of the remark or reply. */
  id: string
  meeting: string
  /** Where the item it is about is closed: its zone. */
  zone?: string
  /** The item it is about; null: the meeting. */
  item: string | null
  /** Name of who wrote it. */
  by: string
  at: string
}

/** `POST /api/forums` */
export interface NewForum {
  id: string
  name: string
  partOf: string | null
  organisations: string[]
}

/** `POST /api/forums/:forum/members` */
export interface NewMember {
  email: string
  name: string
  title: string | null
  /** Id of an organisation of the forum. */
  organisation: string | null
  role: Role
  /** A meeting of the forum, and an item of it, on which the invitation lands; the forum's page when left out. */
  landing?: Landing
}

/** Where an invitation lands. */
export interface Landing {
  meeting: string
  item: string | null
}

/** Answer to an invitation. `link` is there when the server cannot send mail, and shown once. */
export interface Invitation {
  member: Member
  link: string | null
}

/** `PUT /api/meetings/:id`: idempotent under a client-made id, so that it can wait in an outbox. */
export interface NewMeeting {
  forum: string
  subject: string | null
  number: number | null
  date: string | null
  start: string | null
  end: string | null
  place: string | null
}

/**
 * `POST /api/meetings/:id/phase` → `Meeting`. A meeting that is in that phase already stays as it is. What is found
 * missing stops it (409): errors always, warnings unless `known` names them.
 */
export interface PhaseStep {
  to: Phase
  /** Needed to go back. */
  reason?: string
  /** Keys of the findings (schema/lint.ts) that whoever asks has seen. */
  known?: string[]
  /** Where the phase asks for answers: what is to be other than by the forum's rules. */
  round?: RoundChanges
}

/**
 * `PATCH /api/meetings/:id/hearing` → `Meeting`. What is left out stays; of a round that opens, it is by the forum's rules:
 * all who may answer are asked. `GET` of the same → `Terms[]`, `GET …/record` → `HearingRecord` (schema/hearing-record.ts).
 */
export interface RoundChanges {
  deadline?: Deadline
  /** Ids of users. */
  asked?: string[]
}

/** `POST /api/meetings/:id/hearing/reminders` → `Reminded`: names of those whose answer is awaited. */
export interface Reminded {
  /** A mail went to them now. */
  sent: string[]
  /** They had one within the last day. */
  recent: string[]
  failed: string[]
  /** Where the server cannot send mail: what is to be passed on; null also when no answer is awaited. */
  toPass: { to: string[]; subject: string; text: string } | null
}

/**
 * `POST /api/meetings/:id/items/:item/close` → 204. Of a closed item only who may read it changes. `POST …/open` → 204
 * moves it back.
 */
export interface ItemClosing {
  reason: string
  publicWording: string | null
  readers: Readers
  /** Who could read it when that was chosen; null: it was open. Left out: whoever it was. */
  before?: Readers | null
}

/** `GET /api/meetings/:id/closed`: the closed items that whoever asks may read. */
export interface ClosedItem {
  item: string
  readers: Readers
}

/** `GET /api/meetings/:id/phases`, oldest first. */
export interface PhaseChange {
  from: Phase
  to: Phase
  /** Name of who did it; null: the command line. */
  by: string | null
  at: string
  reason: string | null
}

/** `GET /api/meetings/:id/guests`: who is invited to this meeting alone. */
export interface Guest {
  user: string
  name: string
  email: string
  organisation: string | null
  /** The item they are invited for; null: the whole meeting. */
  item: string | null
  /** ISO time of the invitation when it was never opened. */
  invited: string | null
  /** ISO time when the pending link ends; null when there is none. */
  linkExpires: string | null
}

/**
 * `POST /api/meetings/:id/guests` → `GuestInvitation`. `DELETE /api/meetings/:id/guests/:user` → 204 takes it back.
 * `POST …/link` → `GuestInvitation`.
 */
export interface NewGuest {
  email: string
  name: string
  organisation: string | null
  item: string | null
}

/** `link` is there when the server cannot send mail, and shown once. */
export interface GuestInvitation {
  guest: Guest
  link: string | null
}

/** Every failure: `{ error: { id, message } }`, the message in the words of the one who reads it. */
export interface ApiError {
  error: { id: string; message: string }
}

/** `PATCH /api/me` → `Me`. What is left out stays; only a made-up address can be changed. */
export interface MyChanges {
  name?: string
  email?: string
}

/** `POST /api/sign-in/request` with an `email` → 202. Known and unknown addresses get the same answer. */
export interface SignInAnswer {
  /** Whether the server sends mail; when not, whoever invited has the link. */
  mail: boolean
}

/** `POST /api/sign-in/look` with a `token`, which spends nothing: whom a link signs in, and until when (ISO time). */
export interface LinkLook {
  /** Empty for the first operator, whom nobody has named. */
  name: string
  expires: string
}

/** `POST /api/sign-in` with a `token`: the link is spent and the session's cookie is set. */
export interface SignedIn {
  user: User
  /** The path they were invited to. */
  next: string
}

/** `PATCH /api/forums/:forum` → `Forum`. What is left out stays. */
export interface ForumChanges {
  name?: string
  partOf?: string | null
  deadlines?: Deadlines
  membersSeeDrafts?: boolean
}

/** `PATCH /api/forums/:forum/members/:user` → `Member`. `DELETE` of the same → 204. `POST …/link` → `Invitation`. */
export interface MemberChanges {
  role?: Role
  organisation?: string | null
  title?: string | null
}

import type { Change } from './changes.ts'
import type { Attendance } from './meeting.ts'
import type { ItemSection } from './paper.ts'

/** What stands in a margin (margin.ts); times are milliseconds since 1970. */

export const AUTHORED_ROOTS = ['threads', 'replies', 'responses', 'attendance', 'rulings'] as const
export type AuthoredRoot = (typeof AUTHORED_ROOTS)[number]
export const SERVED_ROOTS = ['anchors', 'receipts'] as const
export type ServedRoot = (typeof SERVED_ROOTS)[number]

export interface Entry {
  id: string
  /** Id of the user whose it is. */
  author: string
  /** When its author says it was made; the truth is in its receipt. */
  at: number
  /** When its author says it was changed last. */
  edited: number | null
}

export const THREAD_KINDS = ['comment', 'suggestion'] as const
export type ThreadKind = (typeof THREAD_KINDS)[number]

export interface Thread extends Entry {
  kind: ThreadKind
  target: Target
  text: string
  /** Ids of people who are to see it. */
  mentions: string[]
  /** Of a suggestion: what is to happen to the text of its target. */
  change: Change | null
}

/** What a remark is about. */
export type Target =
  TextTarget | { kind: 'item'; item: string } | { kind: 'person'; person: string } | { kind: 'meeting' }

/** Longest text that a remark may be about, in characters. */
export const QUOTE_MAX = 10_000

/** A stretch of a section's text, as it was read when the remark was made; an empty quote is a place between two letters. */
export interface TextTarget {
  kind: 'text'
  /** An item, or an annex. */
  item: string
  section: ItemSection | 'body'
  /** Yjs positions, encoded by `encodePosition` (anchors.ts). */
  from: string
  to: string
  quote: string
  /** Up to 32 characters before and after the quote. */
  prefix: string
  suffix: string
}

export interface Reply extends Entry {
  thread: string
  text: string
  mentions: string[]
}

export const ANSWERS = ['noComments', 'withComments', 'cannotApprove'] as const
export type Answer = (typeof ANSWERS)[number]

export interface Response extends Entry {
  /** Id of the round (hearing.ts) it is an answer to. */
  round: string
  /** Id of the organisation it is said to speak for; of somebody without one, their own. */
  organisation: string
  answer: Answer
  text: string
}

/** What somebody says of their own coming; the value in the paper stands over it. */
export interface OwnAttendance extends Entry {
  /** Id of the person in the paper. */
  person: string
  attendance: Attendance
  /** Name of who comes instead. */
  substitute: string | null
}

export const RULINGS = ['resolved', 'accepted', 'partly', 'declined', 'withdrawn'] as const
export type RulingState = (typeof RULINGS)[number]

export interface Ruling extends Entry {
  thread: string
  /** `withdrawn` opens the thread again. */
  state: RulingState
  reason: string
}

export const ANCHOR_STATES = ['found', 'uncertain', 'gone'] as const
export type AnchorState = (typeof ANCHOR_STATES)[number]

/** Where the text of a thread stands now. When it is gone, this is where it stood last. */
export interface Anchor extends TextTarget {
  /** `uncertain`: much of the text or of what was around it is another now. */
  state: AnchorState
}

/** What the server writes when an entry arrives. */
export interface Arrival {
  /** Number of the row of the ledger that brought it: what came first has the lower one. */
  seq: number
  at: number
  /** After the hearing's deadline. */
  late: boolean
}

export interface Receipt extends Arrival {
  /** When it was first changed after the deadline; null: never. */
  editedLate: number | null
}

/** Under which an entry's arrival is written. */
export function receiptKey(root: AuthoredRoot, id: string): string {
  return `${root}.${id}`
}

/** Under which it is written that an entry was changed after the deadline. */
export function lateEditKey(root: AuthoredRoot, id: string): string {
  return `late.${root}.${id}`
}

/** What the entries of each root are read as. */
export interface Entries {
  threads: Thread
  replies: Reply
  responses: Response
  attendance: OwnAttendance
  rulings: Ruling
}

/** What its author says in an entry. */
export type Fields<T extends Entry> = Omit<T, keyof Entry>

/** An entry to be made. */
export type New<T extends Entry> = Omit<T, 'id' | 'edited'>

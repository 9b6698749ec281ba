import type { Item } from './paper.ts'
import type { MeetingRole } from './roles.ts'

/**
 * The parts of a meeting with readers of their own. The open part's zone is the meeting's id, a closed item's is
 * `<meeting>.<key>`, so that a room tells by its name which meeting it is of. Rules: SPEC.md, section Z.
 */

/** The meeting a zone is a part of. */
export function meetingOfZone(zone: string): string {
  const cut = zone.indexOf('.')
  return cut < 0 ? zone : zone.slice(0, cut)
}

/** Whether a zone is a closed item's. */
export function isClosedZone(zone: string): boolean {
  return zone.includes('.')
}

/** The roles that may be let in to a closed item; secretaries are, unless they are named as exceptions. */
export const READER_ROLES = ['chair', 'member', 'observer', 'guest'] as const
export type ReaderRole = (typeof READER_ROLES)[number]

/** Who may read a closed item. */
export interface Readers {
  roles: ReaderRole[]
  /** Ids of users who may not, whatever their role: somebody who is recused. */
  except: string[]
}

/** What somebody is to a meeting, as far as its closed items go. */
export interface ZoneSeat {
  user: string
  role: MeetingRole | null
  /** Of a guest: the item they are invited for; null: the whole meeting. */
  invitedFor: string | null
}

/** Whether somebody who may read the meeting may read this closed item of it (rule Z3). */
export function mayReadItem({ roles, except }: Readers, item: string, seat: ZoneSeat): boolean {
  const { user, role, invitedFor } = seat
  if (role === null || role === 'operator' || except.includes(user)) return false
  if (role === 'secretary') return true
  return roles.includes(role) && (role !== 'guest' || invitedFor === null || invitedFor === item)
}

/** An item that was closed out of a room. */
export interface Sealed {
  item: string
  /** Where it is now; null: not for whoever is told. */
  zone: string | null
  /** Of a margin: the threads that went along. */
  threads: string[]
}

/** What was closed out of a room. A copy of another generation holds what it must not, or lacks what is open again. */
export interface Seals {
  /** Another after each closing and opening of the room; 0: there was none. */
  generation: number
  /** Those before it. */
  earlier: number[]
  sealed: Sealed[]
}

export const NO_SEALS: Seals = { generation: 0, earlier: [], sealed: [] }

/** Reads what a server says or a device kept; null when it is none. */
export function parseSeals(value: unknown): Seals | null {
  const { generation, earlier = [], sealed } = (value ?? {}) as Partial<Seals>
  if (!Number.isSafeInteger(generation) || !Array.isArray(earlier) || !Array.isArray(sealed)) return null
  return sealed.every(isSealed) ? { generation: Number(generation), earlier, sealed } : null
}

/** Whether a room ever had a generation; if not, it was restored from a backup of before (rule Z11). */
export function hasHad({ generation, earlier }: Seals, other: number): boolean {
  return other === 0 || other === generation || earlier.includes(other)
}

function isSealed(value: unknown): value is Sealed {
  const { item, zone, threads } = (value ?? {}) as Partial<Sealed>
  const isZone = zone === null || typeof zone === 'string'
  return typeof item === 'string' && isZone && Array.isArray(threads)
}

/** What of a closed item everybody is to see who may read the meeting. */
export const OPEN_FIELDS = [
  'order',
  'duration',
  'closed',
  'closedReason',
  'publicWording',
] as const satisfies (keyof Item)[]

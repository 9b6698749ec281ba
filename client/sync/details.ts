import type { Journal } from './journal.ts'
import type { Platform } from './platform.ts'
import type { RoomCore } from './room-core.ts'
import { isMarginOf, isPaper, meetingOf } from './room-names.ts'
import { lookAtStorage, UNKNOWN_STORAGE, type StorageDetails } from './storage.ts'
import type { SyncFacts } from './status.ts'
import type { Aside, AsideReason, RoomRecord, UserStore } from './store.ts'

/** What the sync popover tells of one meeting. Times are when this device learned of it. */
export interface SyncDetails {
  device: DeviceDetails
  /** `upTo`: everything written before it is acknowledged; null when the server has said nothing yet. */
  server: { upTo: Date | null; missing: number }
  seen: Seen[]
  /** When the oldest own step that waits was made. */
  oldest: Date | null
  /** Since when nothing has come from the server; null while connected. */
  disconnectedSince: Date | null
  /** When the next attempt is made; null when none is planned. */
  retryAt: Date | null
  /** Other tabs of this user with this meeting, and which tab writes to the device. */
  tabs: { others: number; writer: 'this' | 'other' }
  storage: StorageDetails
  /** Other meetings on this device with steps that wait. */
  otherMeetings: { meeting: string; waiting: number; oldest: Date | null }[]
  /** Texts the server refused, kept apart; of this meeting. */
  asides: KeptText[]
  /** Own steps in the meeting's margins that cannot be sent: this user may not read them any more. */
  shutRemarks: number
}

/** A text that was kept apart, on this device alone. */
export interface KeptText {
  id: string
  at: Date
  reason: AsideReason
}

/** `saved`: everything in the document is on disk, last written `at`. `reason` is the browser's name of the error. */
export type DeviceDetails =
  | { kind: 'loading' }
  | { kind: 'saved'; at: Date | null }
  | { kind: 'saving' }
  | { kind: 'failed'; full: boolean; reason: string }

/** A colleague who is here now. `all`: a window of theirs has received everything the user wrote. */
export interface Seen {
  user: string
  name: string
  all: boolean
}

/** A meeting that is on this device. */
export interface KeptMeeting {
  meeting: string
  /** Own steps the server does not have. */
  waiting: number
  oldest: Date | null
  savedAt: Date
  /** When the server last had everything; null: never. */
  acknowledgedAt: Date | null
}

/** What is read from the device now and then, when somebody looks. */
export type DeviceRead = Pick<SyncDetails, 'storage' | 'otherMeetings' | 'asides'> & {
  /** Own steps that wait in the meeting's margins. */
  inMargins: number
}

export const NOTHING_READ: DeviceRead = {
  storage: UNKNOWN_STORAGE,
  otherMeetings: [],
  asides: [],
  inMargins: 0,
}

export async function readDevice(
  store: UserStore,
  storage: Platform['storage'],
  room: string,
): Promise<DeviceRead> {
  const [look, rooms, asides] = await Promise.all([lookAtStorage(storage), store.rooms(), store.asides()])
  return {
    storage: look,
    otherMeetings: otherMeetings(rooms, room),
    asides: asidesOf(asides, room),
    inMargins: rooms.reduce(
      (sum, each) => sum + (isMarginOf(each.room, meetingOf(room)) ? each.waiting : 0),
      0,
    ),
  }
}

/** @param facts where the text of all the meeting's rooms is, taken together. */
export function detailsOf(
  core: RoomCore,
  facts: SyncFacts,
  journal: Journal,
  me: string,
  { inMargins: _, ...read }: DeviceRead,
): Omit<SyncDetails, 'disconnectedSince' | 'shutRemarks'> {
  const { phase } = facts
  return {
    ...read,
    device: deviceOf({ copy: core.copy, failure: core.failure, isSaved: facts.saved }, journal.savedAt),
    server: { upTo: dateOf(core.acknowledged.at), missing: facts.waiting },
    seen: seenOf(core.awareness.getStates().values(), me, core.steps.count > 0 ? null : core.seen.own),
    oldest: dateOf(facts.oldest),
    retryAt: phase.kind === 'waiting' ? new Date(phase.retryAt) : null,
    tabs: { others: core.copy.otherTabs, writer: journal.isWriter ? 'this' : 'other' },
  }
}

function deviceOf(
  { copy, failure, isSaved }: Pick<RoomCore, 'copy' | 'failure' | 'isSaved'>,
  at: number | null,
): DeviceDetails {
  if (failure !== null && !isSaved)
    return { kind: 'failed', full: failure === 'QuotaExceededError', reason: failure }
  if (!copy.isOpen) return { kind: 'loading' }
  return isSaved ? { kind: 'saved', at: dateOf(at) } : { kind: 'saving' }
}

/** Who has received what, from the states that windows show each other. `own`: up to where this user's text goes; null: not known. */
function seenOf(states: Iterable<unknown>, me: string, own: number | null): Seen[] {
  const people = new Map<string, Seen>()
  for (const state of states) {
    const window = windowOf(state)
    if (window === null || window.user === me) continue
    const all = own !== null && window.seen !== null && window.seen >= own
    people.set(window.user, { ...window, all: all || people.get(window.user)?.all === true })
  }
  return [...people.values()].map(({ user, name, all }) => ({ user, name, all }))
}

function otherMeetings(rooms: RoomRecord[], room: string): SyncDetails['otherMeetings'] {
  return keptMeetings(rooms)
    .filter(({ meeting, waiting }) => meeting !== meetingOf(room) && waiting > 0)
    .map(({ meeting, waiting, oldest }) => ({ meeting, waiting, oldest }))
}

function asidesOf(asides: Aside[], room: string): SyncDetails['asides'] {
  return asides
    .filter((aside) => meetingOf(aside.room) === meetingOf(room))
    .map(({ id, at, reason }) => ({ id, at: new Date(at), reason }))
}

/** All that was kept apart on a device, with the meeting each text is of. */
export function keptTexts(asides: Aside[]): (KeptText & { meeting: string })[] {
  return asides.map(({ id, at, reason, room }) => ({
    id,
    at: new Date(at),
    reason,
    meeting: meetingOf(room),
  }))
}

export function dateOf(at: number | null): Date | null {
  return at === null ? null : new Date(at)
}

/** Others' states are only claims, so their shape is checked. */
function windowOf(state: unknown): { user: string; name: string; seen: number | null } | null {
  const { user, seen } = (state ?? {}) as { user?: { id?: unknown; name?: unknown }; seen?: unknown }
  if (typeof user?.id !== 'string' || typeof user.name !== 'string') return null
  return { user: user.id, name: user.name, seen: typeof seen === 'number' ? seen : null }
}

/** The meetings of a store, the one last written first. What is beside a paper counts as its meeting's. */
export function keptMeetings(rooms: RoomRecord[]): KeptMeeting[] {
  const papers = rooms.filter(({ room }) => isPaper(room)).sort((a, b) => b.savedAt - a.savedAt)
  return papers.map(({ room, savedAt, acknowledgedAt }) => {
    const own = rooms.filter((each) => meetingOf(each.room) === meetingOf(room))
    const ages = own.flatMap(({ oldest }) => oldest ?? [])
    return {
      meeting: meetingOf(room),
      waiting: own.reduce((sum, { waiting }) => sum + waiting, 0),
      oldest: dateOf(ages.length === 0 ? null : Math.min(...ages)),
      savedAt: new Date(savedAt),
      acknowledgedAt: dateOf(acknowledgedAt),
    }
  })
}

import type { Local } from './local.ts'
import type { Platform } from './platform.ts'
import { RoomCore, type RoomTimes } from './room-core.ts'
import { meetingOf } from './room-names.ts'
import { statusOf, type SyncStatus, type Why } from './status.ts'

/** What was sent, and what still waits and why. */
export interface Delivery {
  sent: string[]
  left: { meeting: string; why: Why | 'unsaved' }[]
}

/**
 * Sends what waits in meetings that are not open here, one after the other; an open one sends its own. Colleagues do
 * not see this as a visit.
 */
export async function sendWaiting(
  local: Local,
  platform: Platform,
  times: Partial<RoomTimes> = {},
): Promise<Delivery> {
  const delivery: Delivery = { sent: [], left: [] }
  for (const { room, waiting } of await local.store.rooms()) {
    if (waiting === 0 || local.journal.isOpen(room)) continue
    const meeting = meetingOf(room)
    const status = await deliver(room, local, platform, times)
    if (status.kind === 'server') delivery.sent.push(meeting)
    else delivery.left.push({ meeting, why: status.kind === 'local' ? status.why : 'unsaved' })
  }
  return delivery
}

/** Connects a room until the server has everything or something is in the way. */
export async function deliver(
  room: string,
  local: Local,
  platform: Platform,
  times: Partial<RoomTimes>,
): Promise<SyncStatus> {
  let timer: ReturnType<typeof setTimeout> | undefined
  let isOver = false
  let arrived: (status: SyncStatus) => void = () => undefined
  const arrival = new Promise<SyncStatus>((resolve) => (arrived = resolve))
  // However long the copy took to be read: a server that is silent says nothing that would have it looked at.
  const look = (): void => {
    clearTimeout(timer)
    const status = statusOf(core.facts())
    if (status.kind !== 'sending') arrived(status)
    else if (!isOver) timer = setTimeout(look, Math.max(core.patience, 0) + 1)
  }
  const listener = {
    admitted: () => local.admitted(room),
    edited: () => undefined,
    merged: () => undefined,
    changed: look,
  }
  const core = new RoomCore(room, platform, local, listener, times)
  core.awareness.setLocalState(null)
  await core.connect()
  look()
  const status = await arrival
  isOver = true
  clearTimeout(timer)
  await core.destroy()
  await local.journal.flush()
  core.awareness.destroy()
  core.doc.destroy()
  return status
}

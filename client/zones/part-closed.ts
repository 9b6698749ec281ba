import type { Meeting } from '../../schema/api.ts'
import { marginRoom, paperRoom } from '../../schema/protocol.ts'
import { parseSeals } from '../../schema/zones.ts'
import { deliver } from '../sync/courier.ts'
import type { Local } from '../sync/local.ts'
import type { Platform } from '../sync/platform.ts'
import type { RoomTimes } from '../sync/room-core.ts'
import { sealsName } from '../sync/kept-names.ts'

/**
 * Parts the copies of meetings in which an item was closed since this device had them last (rule Z6): also of those that
 * nobody opens again. One that is open parts its own.
 */
export async function partClosed(
  meetings: readonly Pick<Meeting, 'id' | 'closed'>[],
  local: Local,
  platform: Platform,
  times: Partial<RoomTimes> = {},
): Promise<void> {
  const here = new Set((await local.store.rooms()).map(({ room }) => room))
  for (const { id, closed = [] } of meetings)
    for (const room of [paperRoom(id), marginRoom(id)])
      if (here.has(room) && !local.journal.isOpen(room) && !(await isParted(local, room, closed)))
        await deliver(room, local, platform, times)
}

async function isParted({ store }: Local, room: string, closed: readonly string[]): Promise<boolean> {
  const seals = parseSeals(await store.kept(sealsName(room)))
  return closed.every((item) => seals?.sealed.some((each) => each.item === item) === true)
}

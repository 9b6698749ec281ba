import * as Y from 'yjs'
import { typingClient } from '../merging/moving-client.ts'
import { clientsName } from './kept-names.ts'
import { meetingOf } from './room-names.ts'
import type { UserStore } from './store.ts'
import { merged } from './updates.ts'

/**
 * Removes local copies of which the server has everything, except those of open meetings. Answers how many.
 *
 * @param open meetings that some window of this user shows
 */
export async function freeSpace(store: UserStore, open: readonly string[]): Promise<number> {
  let removed = 0
  for (const { room, waiting, acknowledgedAt } of await store.rooms()) {
    if (open.includes(meetingOf(room)) || waiting > 0 || acknowledgedAt === null) continue
    if (!(await isOwnTextThere(store, room))) continue
    await store.removeRoom(room)
    removed++
  }
  return removed
}

/** That nothing waits may have been noted by a window that had the room open when words went along into it (rule Z7). */
async function isOwnTextThere(store: UserStore, room: string): Promise<boolean> {
  const { updates, record } = await store.load(room)
  const own = new Set(await store.kept<number[]>(clientsName(room)))
  const there = Y.decodeStateVector(record?.acknowledged ?? new Uint8Array([0]))
  const here = Y.decodeStateVector(Y.encodeStateVectorFromUpdate(merged(updates)))
  return [...here].every(
    ([client, clock]) =>
      clock <= (there.get(client) ?? 0) || !(own.has(client) || own.has(typingClient(client))),
  )
}

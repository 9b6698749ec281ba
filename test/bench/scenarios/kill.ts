import * as Y from 'yjs'
import { Typist } from '../papers.ts'
import { ThinClient, type Target } from '../thin-client.ts'

export interface TypedResult {
  client: number
  sent: number
  acknowledged: number
  /** By somebody else in the room. */
  seen: number
}

/** Types a key every few milliseconds until the server is gone; kills it by `kill -9` after `keys` keys. */
export async function typeUntilKilled(
  target: Target,
  room: string,
  { paper, keys }: { paper: Uint8Array; keys: number },
): Promise<TypedResult> {
  const typist = new Typist(paper)
  const updates = typist.keys(keys)
  let seen = 0
  const received = (update: Uint8Array) =>
    (seen = Math.max(seen, Y.parseUpdateMeta(update).to.get(typist.client) ?? 0))
  const { client, stateVector } = typist
  const writer = new ThinClient(target, room, { client, stateVector })
  await writer.synced
  await writer.sendAll([paper])
  const reader = new ThinClient(target, room, { user: 1, received, stateVector })
  await reader.synced
  const gone = new Promise((closed) => writer.onClose(closed))
  for (const update of updates) {
    writer.send(update)
    await new Promise((next) => setTimeout(next, 3))
  }
  process.kill(target.pid, 'SIGKILL')
  await gone
  await reader.close()
  // The paper was the first.
  return { client, sent: writer.sent - 1, acknowledged: writer.settled - 1, seen }
}

/** How many of a client's keys a server has after it came back. */
export async function recovered(target: Target, room: string, client: number): Promise<number> {
  let has = 0
  const received = (update: Uint8Array) =>
    (has = Math.max(has, Y.parseUpdateMeta(update).to.get(client) ?? 0))
  const reader = new ThinClient(target, room, { received })
  await reader.synced
  // y-websocket's server sends what it kept a little later than its first answer.
  if (has === 0) await new Promise((later) => setTimeout(later, 1000))
  await reader.close()
  return has
}

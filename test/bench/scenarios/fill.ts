import { ThinClient, type Target } from '../thin-client.ts'

/** Sends updates into a room, all of them settled when it resolves. */
export async function fill(
  target: Target,
  room: string,
  updates: Uint8Array[],
  client: number,
): Promise<void> {
  const sender = new ThinClient(target, room, { client })
  await sender.synced
  await sender.sendAll(updates)
  await sender.close()
}

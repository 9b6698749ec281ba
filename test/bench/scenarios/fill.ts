import { ThinClient, type Target } from '../thin-client.ts'

/** How many updates may be on their way at once. */
const WINDOW = 256

/** Sends updates into a room, all of them settled when it resolves. */
export async function fill(
  target: Target,
  room: string,
  updates: Uint8Array[],
  client: number,
): Promise<void> {
  let more = () => undefined as void
  const sender = new ThinClient(target, room, { client, settled: () => more() })
  await sender.synced
  for (const update of updates) {
    while (sender.sent - sender.settled >= WINDOW) await new Promise<void>((free) => (more = free))
    sender.send(update)
  }
  while (sender.settled < sender.sent) await new Promise<void>((free) => (more = free))
  await sender.close()
  if (sender.refused > 0) throw new Error(`${sender.refused} of ${updates.length} updates were refused`)
}

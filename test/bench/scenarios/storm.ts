import { cpuOf } from '../server-process.ts'
import { ThinClient, type Target } from '../thin-client.ts'

export interface StormResult {
  /** Milliseconds until the last one is synced. */
  ms: number
  cpu: number
}

/** All connect at once, each with the document it kept (as a state vector). */
export async function storm(
  target: Target,
  rooms: string[],
  { clients, stateVector }: { clients: number; stateVector: Uint8Array },
): Promise<StormResult> {
  const cpuBefore = cpuOf(target.pid)
  const started = performance.now()
  const crowd = Array.from(
    { length: clients },
    (_, i) => new ThinClient(target, rooms[i % rooms.length] ?? '', { user: i, stateVector }),
  )
  await Promise.all(crowd.map(({ opened, synced }) => opened.then(() => synced)))
  const ms = performance.now() - started
  const cpu = cpuOf(target.pid) - cpuBefore
  await Promise.all(crowd.map((client) => client.close()))
  return { ms, cpu }
}

import { cpuOf, mainCpuOf } from '../server-process.ts'
import { ThinClient, type Target } from '../thin-client.ts'
import { Typist } from '../papers.ts'

export interface KeystrokeResult {
  /** Milliseconds from sending a key to its acknowledgement, the median. */
  ack: number
  /** Milliseconds of the server's CPU for a key, on all threads. */
  cpu: number
  /** The same on the thread that everybody shares. */
  mainCpu: number
}

/** Types key by key into a paper that the server holds, each when the one before is acknowledged. */
export async function keystrokes(
  target: Target,
  room: string,
  { paper, keys, user }: { paper: Uint8Array; keys: number; user: number },
): Promise<KeystrokeResult> {
  const typist = new Typist(paper, user)
  const updates = typist.keys(keys)
  const { client, stateVector } = typist
  const writer = new ThinClient(target, room, { client, user, stateVector })
  await writer.synced
  const [cpuBefore, mainBefore] = [cpuOf(target.pid), mainCpuOf(target.pid)]
  const times: number[] = []
  for (const update of updates) {
    const started = performance.now()
    await writer.sendAll([update])
    times.push(performance.now() - started)
  }
  const [cpu, mainCpu] = [cpuOf(target.pid) - cpuBefore, mainCpuOf(target.pid) - mainBefore]
  await writer.close()
  const median = times.sort((a, b) => a - b)[times.length >> 1] ?? 0
  return { ack: median, cpu: cpu / keys, mainCpu: mainCpu / keys }
}

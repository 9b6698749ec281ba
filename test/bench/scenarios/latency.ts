import * as Y from 'yjs'
import { cpuOf } from '../server-process.ts'
import { ThinClient, type Target } from '../thin-client.ts'
import { Typist } from '../papers.ts'

export interface LatencyResult {
  /** Milliseconds from sending a key to each reader's having it, sorted. */
  times: number[]
  /** Milliseconds of the server's CPU for a key. */
  cpu: number
}

/** Keys before those that are measured, most of them typed fast: a server runs for weeks, and its first keys are compiled. */
const WARM = { fast: 500, calm: 100 }
const FAST = 5

/** One writer types `keys` keys that are measured, one every `pause` ms; `readers` read along. */
export async function latency(
  target: Target,
  room: string,
  { paper, readers, keys, pause }: { paper: Uint8Array; readers: number; keys: number; pause: number },
): Promise<LatencyResult> {
  const typist = new Typist(paper)
  const warm = WARM.fast + WARM.calm
  const updates = typist.keys(warm + keys)
  const sentAt: number[] = []
  const times: number[] = []
  const writer = new ThinClient(target, room, { client: typist.client, stateVector: typist.stateVector })
  await writer.synced
  await writer.sendAll([paper])
  let finished = () => undefined as void
  const done = new Promise<void>((resolve) => (finished = resolve))
  const crowd = Array.from({ length: readers }, (_, user) => {
    let seen = 0
    const received = (update: Uint8Array) => {
      const now = performance.now()
      const upTo = Y.parseUpdateMeta(update).to.get(typist.client) ?? 0
      for (; seen < upTo; seen++) if (seen >= warm) times.push(now - (sentAt[seen] ?? now))
      if (times.length === keys * readers) finished()
    }
    return new ThinClient(target, room, { user: user + 1, received, stateVector: typist.stateVector })
  })
  await Promise.all(crowd.map(({ synced }) => synced))
  let cpuBefore = 0
  for (const [i, update] of updates.entries()) {
    if (i === warm) cpuBefore = cpuOf(target.pid)
    sentAt.push(performance.now())
    writer.send(update)
    await new Promise((next) => setTimeout(next, i < WARM.fast ? FAST : pause))
  }
  await done
  const cpu = (cpuOf(target.pid) - cpuBefore) / keys
  await Promise.all([writer, ...crowd].map((client) => client.close()))
  return { times: times.sort((a, b) => a - b), cpu }
}

import { setTimeout } from 'node:timers/promises'
import * as Y from 'yjs'
import { cpuOf, untilIdle } from '../server-process.ts'
import { ThinClient, type Target } from '../thin-client.ts'
import { Typist } from '../papers.ts'

export interface LatencyResult {
  /** Milliseconds from sending a key to each reader's having it, sorted. */
  times: number[]
  /** Milliseconds of the server's CPU for a key. */
  cpu: number
}

/** Keys before those that are measured, typed fast: a server runs for weeks, and its first keys are compiled. */
const WARM = 1500
const FAST = 1
/** Milliseconds in which every server writes down what it does in a pause of its typists. */
const REST = 2_500

/** One writer types `keys` keys that are measured, one every `pause` ms; `readers` read along, who may write or not. */
export async function latency(
  target: Target,
  room: string,
  {
    paper,
    readers,
    onlyRead,
    keys,
    pause,
  }: { paper: Uint8Array; readers: number; onlyRead: boolean; keys: number; pause: number },
): Promise<LatencyResult> {
  const typist = new Typist(paper)
  const updates = typist.keys(WARM + keys)
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
      for (; seen < upTo; seen++) if (seen >= WARM) times.push(now - (sentAt[seen] ?? now))
      if (times.length === keys * readers) finished()
    }
    const options = { user: user + 1, onlyReads: onlyRead, received, stateVector: typist.stateVector }
    return new ThinClient(target, room, options)
  })
  await Promise.all(crowd.map(({ synced }) => synced))
  let cpuBefore = 0
  for (const [i, update] of updates.entries()) {
    if (i === WARM) {
      await setTimeout(REST)
      await untilIdle(target.pid)
      cpuBefore = cpuOf(target.pid)
    }
    sentAt.push(performance.now())
    writer.send(update)
    await setTimeout(i < WARM ? FAST : pause)
  }
  await done
  const cpu = (cpuOf(target.pid) - cpuBefore) / keys
  await Promise.all([writer, ...crowd].map((client) => client.close()))
  return { times: times.sort((a, b) => a - b), cpu }
}

import * as Y from 'yjs'
import { cpuOf, rssOf } from '../server-process.ts'
import { ThinClient, type Target } from '../thin-client.ts'

export interface ColdResult {
  /** Milliseconds from connecting to having the content. */
  ms: number
  cpu: number
  rss: number
  bytes: number
}

/** The first client after a start opens a room that holds `expected` (as a state vector). */
export async function cold(target: Target, room: string, expected: Uint8Array): Promise<ColdResult> {
  const cpuBefore = cpuOf(target.pid)
  const started = performance.now()
  // y-websocket's server first answers that there is nothing, and has the content afterwards.
  const content = await new Promise<{ update: Uint8Array; client: ThinClient }>((resolve) => {
    const received = (update: Uint8Array) => update.length > 1000 && resolve({ update, client })
    const client = new ThinClient(target, room, { received })
  })
  const ms = performance.now() - started
  const cpu = cpuOf(target.pid) - cpuBefore
  const doc = new Y.Doc()
  Y.applyUpdate(doc, content.update)
  for (const [client, clock] of Y.decodeStateVector(expected))
    if (Y.getState(doc.store, client) < clock) throw new Error('the opened document is not whole')
  await content.client.close()
  return { ms, cpu, rss: rssOf(target.pid), bytes: content.update.length }
}

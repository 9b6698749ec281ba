import * as Y from 'yjs'
import { AUTHORED_ROOTS } from '../../schema/margin-entries.ts'
import { marginRoom } from '../../schema/protocol.ts'
import { textsOf } from './rescue.ts'
import type { Acknowledged } from './acknowledged.ts'
import type { UserStore } from './store.ts'
import { applyAll } from './updates.ts'
import type { WaitingSteps } from './waiting.ts'

/** Ids of the entries of a margin that hold anything a state vector does not cover; of all of them without one. */
export function unsentEntries(margin: Y.Doc, vector: Uint8Array | null): string[] {
  const known = vector === null ? new Map<number, number>() : Y.decodeStateVector(vector)
  const isNew = (item: Y.Item | undefined): boolean =>
    item !== undefined && item.id.clock + item.length > (known.get(item.id.client) ?? 0)
  const isUnsent = (root: Y.Map<unknown>, id: string, entry: unknown): boolean =>
    isNew(root._map.get(id)) || (entry instanceof Y.Map && [...entry._map.values()].some(isNew))
  return AUTHORED_ROOTS.map((name) => margin.getMap(name)).flatMap((root) =>
    [...root].flatMap(([id, entry]) => (isUnsent(root, id, entry) ? [id] : [])),
  )
}

/** What waits from an earlier visit is known by number alone: which entries they are is told by what the server had. */
export function nameSteps(room: {
  doc: Y.Doc
  steps: WaitingSteps
  acknowledged: Pick<Acknowledged, 'vector'>
}): void {
  const { doc, steps, acknowledged } = room
  const unsent = unsentEntries(doc, acknowledged.vector)
  if (steps.count === 0 || unsent.length === 0) return
  const at = steps.oldest ?? 0
  steps.clear()
  for (const id of unsent) steps.add({ id, at })
}

/** What of a meeting's margin lies on this device alone, as plain text. */
export async function unsentRemarks(store: UserStore, meeting: string): Promise<string[]> {
  const { updates, record } = await store.load(marginRoom(meeting))
  const margin = new Y.Doc()
  applyAll(margin, updates)
  const texts = textsOf(margin, new Set(unsentEntries(margin, record?.acknowledged ?? null)))
  margin.destroy()
  return texts
}

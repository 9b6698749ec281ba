import * as Y from 'yjs'
import { AUTHORED_ROOTS } from '../../schema/margin-entries.ts'
import { parseRoom } from '../../schema/protocol.ts'
import { itemTexts, textsOf } from './rescue.ts'
import { isMarginOf, isPaper, meetingOf } from './room-names.ts'
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

/** What waits from an earlier visit has the names of its entries; where they were not noted, what the server had tells. */
export function nameSteps(room: {
  doc: Y.Doc
  steps: WaitingSteps
  acknowledged: Pick<Acknowledged, 'vector'>
}): void {
  const { doc, steps, acknowledged } = room
  if (steps.count === 0) return
  const known = [...steps.about.keys()]
  const unsent = known.length > 0 ? known : unsentEntries(doc, acknowledged.vector)
  if (unsent.length === 0) return
  const at = steps.oldest ?? 0
  steps.clear()
  for (const id of unsent) steps.add({ id, at, about: [id] })
}

/** What of a meeting's margins lies on this device alone, as plain text. */
export async function unsentRemarks(store: UserStore, meeting: string): Promise<string[]> {
  const margins = (await store.rooms()).filter(({ room }) => isMarginOf(room, meeting))
  return (await Promise.all(margins.map(({ room }) => unsentIn(store, room)))).flat()
}

/** What of a meeting lies on this device alone beside its paper, as plain text: in its margin and in its closed items. */
export async function unsentBeside(store: UserStore, meeting: string): Promise<string[]> {
  const rooms = (await store.rooms()).map(({ room }) => room)
  const beside = rooms.filter((room) => meetingOf(room) === meeting && !isPaper(room))
  return (await Promise.all(beside.map((room) => unsentIn(store, room)))).flat()
}

async function unsentIn(store: UserStore, room: string): Promise<string[]> {
  const { updates, record } = await store.load(room)
  const doc = new Y.Doc()
  applyAll(doc, updates)
  const isMargin = parseRoom(room)?.kind === 'margin'
  const entries = (): Set<string> => new Set(unsentEntries(doc, record?.acknowledged ?? null))
  const texts = isMargin ? textsOf(doc, entries()) : record?.waiting ? itemTexts(doc) : []
  doc.destroy()
  return texts
}

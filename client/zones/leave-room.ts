import * as Y from 'yjs'
import { items, type SectionKey } from '../../schema/paper.ts'
import { itemOf } from '../../schema/parting.ts'
import { paperRoom, parseRoom } from '../../schema/protocol.ts'
import { isClosedZone, meetingOfZone, NO_SEALS, type Seals } from '../../schema/zones.ts'
import { typingClient } from '../merging/moving-client.ts'
import type { Offer } from '../merging/offers.ts'
import { answer } from '../sync/database.ts'
import { clientsName, offersName, proposingName } from '../sync/kept-names.ts'
import type { UserStore } from '../sync/store.ts'
import { merged } from '../sync/updates.ts'
import { goneOf, keptBeside, movedBeside, ownProposals, type Moved } from './kept-beside.ts'
import { ownAside } from './own-aside.ts'
import { ownLosses } from './own-losses.ts'
import { mineFrom, type Authorship } from './own-words.ts'
import { partCopy } from './part-copy.ts'
import type { RoomParts } from './part-room.ts'

/**
 * The rooms on this device of closed items that are open again, or not the user's to read any more.
 *
 * @param beside the room out of which they were closed
 */
export async function roomsOfOthers(beside: string, { sealed }: Seals, store: UserStore): Promise<string[]> {
  const own = parseRoom(beside)
  const mine = new Set(sealed.map(({ zone }) => zone))
  return (await store.rooms()).flatMap(({ room }) => {
    const { kind, zone = '' } = parseRoom(room) ?? {}
    const isOurs = kind === own?.kind && isClosedZone(zone) && meetingOfZone(zone) === own?.zone
    return isOurs && !mine.has(zone) ? [room] : []
  })
}

/**
 * Removes such a room, which no window has open any more. Where the item is in the meeting again, the user's own words that
 * waited are offered there, and what they were writing goes on; else their own words are kept apart.
 */
export async function leave(room: string, { sealed }: Seals, parts: RoomParts): Promise<void> {
  const { store } = parts
  const closed = new Set(sealed.map(({ item }) => item))
  const { updates, record } = await store.load(room)
  const doc = new Y.Doc()
  Y.applyUpdate(doc, merged(updates))
  const its = itemsIn(doc)
  const isOpen = its.length > 0 && its.every((item) => !closed.has(item))
  const clients = new Set(await store.kept<number[]>(clientsName(room)))
  const waits = (record?.waiting ?? 0) > 0
  const authorship = {
    // That nothing waits may have been noted by a window that had the room open when words went along into it.
    acknowledged: record?.acknowledged ?? (waits ? null : Y.encodeStateVector(doc)),
    isOwn: (client: number) => clients.has(client) || clients.has(typingClient(client)),
    user: store.user,
  }
  if (isOpen && parseRoom(room)?.kind === 'paper') await offer(room, doc, its, authorship, parts)
  else await keepApart(room, doc, its, authorship, parts)
  for (const moved of movedBeside(room, closed, isOpen)) await moveBeside(moved, store)
  for (const { name } of keptBeside(room, goneOf(NO_SEALS))) await store.keep(name, null)
  // Last, for by it this is found again after an end in between.
  await store.removeRoom(room)
}

/** The items in the paper of a closed item, or on which there is something in its margin. */
function itemsIn(doc: Y.Doc): string[] {
  const remarks = [...doc.getMap('threads').values()].flatMap((thread) => {
    const item = thread instanceof Y.Map ? itemOf(thread.get('target')) : null
    return typeof item === 'string' ? [item] : []
  })
  return [...new Set([...items.map(doc).keys(), ...remarks])]
}

/** In the meeting the words find the place where a copy of what they were written in stands (rule E22). */
async function offer(
  room: string,
  doc: Y.Doc,
  its: readonly string[],
  authorship: Authorship,
  { store, now }: RoomParts,
): Promise<void> {
  const { zone = '' } = parseRoom(room) ?? {}
  const losses = its.flatMap((item) => ownLosses(doc, item, mineFrom(authorship)))
  const made = [...new Set(losses.map(({ section }) => section))].map((section): Offer => {
    const own = losses.filter((loss) => loss.section === section)
    const id = offerId(zone, section)
    const offer = { id, side: 'mine', section, by: null, at: now(), losses: own } as const
    return { ...offer, takenBy: 'opening', since: [], removed: null }
  })
  if (made.length === 0) return
  const name = offersName(paperRoom(meetingOfZone(zone)))
  const ids = new Set(made.map(({ id }) => id))
  await store.keepChanged<Offer[]>(name, (kept) => [
    ...(kept ?? []).filter(({ id }) => !ids.has(id)),
    ...made,
  ])
  for (const heard of store.onMoved) heard(name)
}

/** By this id it is one, however often it is made; an entry of the margin may have it too (rule M58). */
export function offerId(zone: string, section: SectionKey): string {
  return `${zone.slice(zone.indexOf('.') + 1)}-${section.replaceAll('/', '-')}`
}

async function keepApart(
  room: string,
  doc: Y.Doc,
  its: readonly string[],
  authorship: Authorship,
  { store, now }: RoomParts,
): Promise<void> {
  const kept = await store.kept(proposingName(parseRoom(room)?.zone ?? ''))
  const proposed = ownProposals(kept, new Set(its))
  const threads = [...doc.getMap('threads').keys()]
  const hidden = ['', ...its].map((item) => ({ item, zone: null, threads: item === '' ? threads : [] }))
  const { own } = partCopy(room, Y.encodeStateAsUpdate(doc), hidden, authorship, proposed)
  if (own !== null) await store.keepAside(ownAside(room, own, room, now()))
}

async function moveBeside({ from, to, move }: Moved, store: UserStore): Promise<void> {
  await store.change(['kept'], async (transaction) => {
    const kept = transaction.objectStore('kept')
    const moved = move(await answer<unknown>(kept.get(from)))
    const there = await answer<unknown>(kept.get(to))
    if (moved.length > 0) kept.put([...(Array.isArray(there) ? (there as unknown[]) : []), ...moved], to)
    kept.put(null, from)
  })
  for (const heard of store.onMoved) heard(to)
}

import * as Y from 'yjs'
import { parseRoom } from '../../schema/protocol.ts'
import type { Seals } from '../../schema/zones.ts'
import { answer } from '../sync/database.ts'
import { proposingName, sealsName } from '../sync/kept-names.ts'
import { clear, ROOM_STORES, type Aside, type UserStore, type WaitingNote } from '../sync/store.ts'
import { goneOf, keptBeside, ownProposals } from './kept-beside.ts'
import { isOwnAside, ownAside } from './own-aside.ts'
import { partCopy } from './part-copy.ts'
import { partStore } from './part-store.ts'

/** What it takes to part what a device has of a room. */
export interface RoomParts {
  store: UserStore
  isOwn(client: number): boolean
  acknowledged(): Uint8Array | null
  waiting(): WaitingNote
  newId(): string
  now(): number
}

/**
 * Parts the copy of a room on the device, and what is kept beside it, in one step (rules Z6, Z7).
 *
 * @param fresh items that were closed since the copy was made: of others the copy says that all in them is deleted, and
 *   nothing of it may go where they are
 */
export async function partRoom(
  room: string,
  doc: Y.Doc,
  seals: Seals,
  fresh: ReadonlySet<string>,
  parts: RoomParts,
): Promise<void> {
  const isOwn = (client: number): boolean => parts.isOwn(client)
  const withZones = (isMeant: (item: string) => boolean): Seals['sealed'] =>
    seals.sealed.map((each) => (isMeant(each.item) ? each : { ...each, zone: null }))
  const asideOf = (state: Uint8Array, id = parts.newId()): Aside => ownAside(room, state, id, parts.now())
  const gone = goneOf(seals)
  const kept = await parts.store.kept(proposingName(parseRoom(room)?.zone ?? ''))
  const proposed = ownProposals(kept, gone.hidden)
  const acknowledged = parts.acknowledged()
  const { state, carried, own } = partCopy(
    room,
    Y.encodeStateAsUpdate(doc),
    withZones((item) => fresh.has(item)),
    { acknowledged, isOwn, user: parts.store.user },
    proposed,
  )
  const clients = [...doc.store.clients.keys()].filter(isOwn)
  await partStore(parts.store, {
    room,
    seals,
    state,
    waiting: parts.waiting(),
    carried: carried.map((each) => ({ ...each, clients })),
    acknowledged: { acknowledged, acknowledgedAt: acknowledged && parts.now() },
    aside: own && asideOf(own),
    partAside: (aside) => {
      if (isOwnAside(aside)) return [aside]
      const apart = partCopy(
        room,
        aside.state,
        withZones(() => false),
        { acknowledged: aside.acknowledged, isOwn, user: parts.store.user },
      )
      const stays = { ...aside, state: apart.state }
      return apart.own === null ? [stays] : [stays, asideOf(apart.own, aside.id)]
    },
    beside: keptBeside(room, gone),
  })
}

/**
 * Lets go of a copy of a generation that the server's room has not had, since a backup was restored: what it says to be
 * deleted would else be deleted in what came back. What waits is kept apart, in one step.
 */
export async function startAnew(room: string, doc: Y.Doc, seals: Seals, parts: RoomParts): Promise<void> {
  const { store } = parts
  const acknowledged = parts.acknowledged()
  const hidden = seals.sealed.filter(({ zone }) => zone === null)
  const isOwn = (client: number): boolean => parts.isOwn(client)
  const { state, own } = partCopy(room, Y.encodeStateAsUpdate(doc), hidden, {
    acknowledged,
    isOwn,
    user: store.user,
  })
  const aside = { id: parts.newId(), room, at: parts.now(), reason: 'closedItem' as const }
  const waits = parts.waiting().waiting > 0
  await store.change([...ROOM_STORES, 'aside', 'kept'], async (transaction) => {
    const [kept, asides] = [transaction.objectStore('kept'), transaction.objectStore('aside')]
    if (waits) asides.put({ ...aside, state, acknowledged } satisfies Aside)
    if (own !== null) asides.put(ownAside(room, own, parts.newId(), parts.now()))
    await clear(transaction, room)
    for (const { name, change } of keptBeside(room, goneOf(seals)))
      kept.put(change(await answer(kept.get(name))) ?? null, name)
    kept.put(seals, sealsName(room))
  })
}

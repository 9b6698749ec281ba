import type { Seals } from '../../schema/zones.ts'
import { answer } from '../sync/database.ts'
import { clientsName, sealsName } from '../sync/kept-names.ts'
import {
  clearText,
  ROOM_STORES,
  type AcknowledgedNote,
  type Aside,
  type UserStore,
  type WaitingNote,
} from '../sync/store.ts'
import type { KeptChange } from './kept-beside.ts'

/** What is to become of a room's copy out of which items were closed. */
export interface Parting {
  room: string
  seals: Seals
  /** What stays, and what of it waits for the server. */
  state: Uint8Array
  waiting: WaitingNote
  /** What goes to other rooms, and waits there. */
  carried: Carried[]
  /** What the server has of it. */
  acknowledged: AcknowledgedNote
  /** What the user alone has written and may not send. */
  aside: Aside | null
  /** The same for a text of this room that was kept apart before. */
  partAside(aside: Aside): Aside[]
  /** What is kept beside it, and is to be otherwise. */
  beside: KeptChange[]
}

/** What goes to another room. */
export interface Carried {
  room: string
  state: Uint8Array
  /** The user's own Yjs clients in it. */
  clients: number[]
}

/** Parts a room's copy (rule Z6), all or nothing. Of two windows that do, the second adds what it has. */
export async function partStore(store: UserStore, parting: Parting): Promise<void> {
  const { room, seals, state, waiting, aside, partAside, beside } = parting
  await store.change([...ROOM_STORES, 'aside', 'kept'], async (transaction) => {
    const [kept, asides] = [transaction.objectStore('kept'), transaction.objectStore('aside')]
    const known = await answer<Seals | undefined>(kept.get(sealsName(room)))
    if (known?.generation !== seals.generation) await clearText(transaction, room)
    for (const each of await answer<Aside[]>(asides.getAll()))
      if (each.room === room) for (const part of partAside(each)) asides.put(part)
    if (aside !== null) asides.put(aside)
    store.put(transaction, { room, update: state, record: waiting })
    for (const each of parting.carried) await carry(each, store, transaction, parting)
    for (const { name, change } of beside) kept.put(change(await answer(kept.get(name))) ?? null, name)
    kept.put(seals, sealsName(room))
  })
  await store.compact(room)
}

/** The server has there what it had here, and whose words are the user's is known there too. */
async function carry(
  { room, state, clients }: Carried,
  store: UserStore,
  transaction: IDBTransaction,
  { waiting: { waiting, oldest }, acknowledged }: Parting,
): Promise<void> {
  const kept = transaction.objectStore('kept')
  const isKnown = (await answer(transaction.objectStore('acknowledged').getKey(room))) !== undefined
  const record = { waiting: Math.min(1, waiting), oldest, ...(!isKnown && acknowledged) }
  store.put(transaction, { room, update: state, record })
  const known = await answer<number[] | undefined>(kept.get(clientsName(room)))
  kept.put([...new Set([...(known ?? []), ...clients])], clientsName(room))
}

import type { Seals } from '../../schema/zones.ts'
import { answer } from '../sync/database.ts'
import { sealsName } from '../sync/kept-names.ts'
import { clearText, ROOM_STORES, type Aside, type UserStore, type WaitingNote } from '../sync/store.ts'
import type { KeptChange } from './kept-beside.ts'

/** What is to become of a room's copy out of which items were closed. */
export interface Parting {
  room: string
  seals: Seals
  /** What stays, and what of it waits for the server. */
  state: Uint8Array
  waiting: WaitingNote
  /** What goes to other rooms, and waits there. */
  carried: { room: string; state: Uint8Array }[]
  /** What the user alone has written and may not send. */
  aside: Aside | null
  /** The same for a text of this room that was kept apart before. */
  partAside(aside: Aside): Aside[]
  /** What is kept beside it, and is to be otherwise. */
  beside: KeptChange[]
}

/** Parts a room's copy (rule Z6), all or nothing. Of two windows that do, the second adds what it has. */
export async function partStore(store: UserStore, parting: Parting): Promise<void> {
  const { room, seals, state, waiting, carried, aside, partAside, beside } = parting
  await store.change([...ROOM_STORES, 'aside', 'kept'], async (transaction) => {
    const [kept, asides] = [transaction.objectStore('kept'), transaction.objectStore('aside')]
    const known = await answer<Seals | undefined>(kept.get(sealsName(room)))
    if (known?.generation !== seals.generation) await clearText(transaction, room)
    for (const each of await answer<Aside[]>(asides.getAll()))
      if (each.room === room) for (const part of partAside(each)) asides.put(part)
    if (aside !== null) asides.put(aside)
    store.put(transaction, { room, update: state, record: waiting })
    const waits = { waiting: Math.min(1, waiting.waiting), oldest: waiting.oldest }
    for (const each of carried) store.put(transaction, { room: each.room, update: each.state, record: waits })
    for (const { name, change } of beside) kept.put(change(await answer(kept.get(name))) ?? null, name)
    kept.put(seals, sealsName(room))
  })
  await store.compact(room)
}

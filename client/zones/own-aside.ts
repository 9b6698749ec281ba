import * as Y from 'yjs'
import type { Aside } from '../sync/store.ts'

/** Ends the id of what is kept apart of a user's own words alone. */
const OWN = '-own'

/** Whether a text that was kept apart is of its writer's own words alone. */
export function isOwnAside({ id }: Aside): boolean {
  return id.endsWith(OWN)
}

/** Own words, to be kept apart. @param at milliseconds since 1970 */
export function ownAside(room: string, state: Uint8Array, id: string, at: number): Aside {
  const clients = [...Y.decodeStateVector(Y.encodeStateVectorFromUpdate(state)).keys()]
  return { id: `${id}${OWN}`, room, at, reason: 'closedItem', state, acknowledged: null, clients }
}

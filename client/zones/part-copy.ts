import * as Y from 'yjs'
import {
  holdsItem,
  keepItem,
  keepThreads,
  takeOutItem,
  takeOutThreads,
  threadsOn,
} from '../../schema/parting.ts'
import type { SectionKey } from '../../schema/paper.ts'
import { marginRoom, paperRoom, parseRoom } from '../../schema/protocol.ts'
import type { Sealed } from '../../schema/zones.ts'
import { unsentEntries } from '../sync/unsent.ts'
import { isBy, mineFrom, ownRemarks, ownWords, writeWords, type Authorship } from './own-words.ts'

/** What becomes of a copy out of which items were closed. */
export interface Parts {
  /** What stays. */
  state: Uint8Array
  /** What goes to the rooms of items that the user may read. */
  carried: { room: string; state: Uint8Array }[]
  /** What the user alone has written into items they may not read; null: nothing. */
  own: Uint8Array | null
}

/** Parts the copy of a room of either kind. */
export function partCopy(
  room: string,
  copy: Uint8Array,
  sealed: readonly Sealed[],
  authorship: Authorship,
  others?: ReadonlyMap<SectionKey, string[]>,
): Parts {
  if (parseRoom(room)?.kind === 'paper') return partPaper(copy, sealed, authorship, others)
  return partMargin(copy, sealed, authorship)
}

/**
 * Parts the copy of a paper (rules Z6, Z7). The document given is left alone.
 *
 * @param others the user's own words in sections that lie elsewhere on the device
 */
export function partPaper(
  copy: Uint8Array,
  sealed: readonly Sealed[],
  authorship: Authorship,
  others: ReadonlyMap<SectionKey, string[]> = new Map(),
): Parts {
  const stays = docOf(copy)
  const apart = new Y.Doc()
  const carried: Parts['carried'] = []
  for (const { item, zone } of sealed) {
    if (zone === null) writeWords(apart, item, [...ownWords(stays, item, mineFrom(authorship)), ...others])
    if (!holdsItem(stays, item)) continue
    if (zone !== null)
      carried.push({ room: paperRoom(zone), state: alone(copy, (doc) => keepItem(doc, item)) })
    takeOutItem(stays, item)
  }
  return { state: Y.encodeStateAsUpdate(stays), carried, own: stateOf(apart) }
}

/** Parts the copy of a margin: the threads that the server moved, and what the user has not sent on them. */
export function partMargin(
  copy: Uint8Array,
  sealed: readonly Sealed[],
  { acknowledged, user }: Authorship,
): Parts {
  const stays = docOf(copy)
  const unsent = new Set(unsentEntries(stays, acknowledged).filter((id) => isBy(user, stays, id)))
  const apart = new Y.Doc()
  const carried: Parts['carried'] = []
  for (const { item, zone, threads } of sealed) {
    const own = threadsOn(stays, item).filter((id) => unsent.has(id))
    const moved = new Set([...threads, ...own])
    // A copy that is parted says of them only that they are deleted, and that goes nowhere.
    if (![...moved].some((id) => stays.getMap('threads').has(id))) continue
    const state = alone(copy, (doc) => keepThreads(doc, moved))
    if (zone !== null) carried.push({ room: marginRoom(zone), state })
    else
      for (const [id, text] of ownRemarks(docOf(state), (each) => unsent.has(each)))
        apart.getMap('threads').set(id, new Y.Map([['text', text]]))
    takeOutThreads(stays, moved)
  }
  return { state: Y.encodeStateAsUpdate(stays), carried, own: stateOf(apart) }
}

function alone(copy: Uint8Array, keep: (doc: Y.Doc) => void): Uint8Array {
  const doc = docOf(copy)
  keep(doc)
  return Y.encodeStateAsUpdate(doc)
}

function docOf(state: Uint8Array): Y.Doc {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, state)
  return doc
}

function stateOf(doc: Y.Doc): Uint8Array | null {
  return doc.store.clients.size === 0 ? null : Y.encodeStateAsUpdate(doc)
}

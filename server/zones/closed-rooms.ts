import { marginRoom, paperRoom } from '../../schema/protocol.ts'
import { NO_SEALS, type Sealed, type Seals } from '../../schema/zones.ts'
import type { Compacted } from '../projections/compacted.ts'
import type { Remade, Stored } from '../store/store.ts'
import { SERVER } from '../sync/room.ts'

/** A step that changes rooms: who makes it, when, and the server's Yjs client for what is new. */
export interface Step {
  author: string
  at: number
  client: number
}

/** The rooms of a meeting and of an item that was closed in it. */
export interface PartedRooms {
  paper: Compacted
  margin: Compacted
  closedPaper: Compacted
  closedMargin: Compacted
  /** The threads that went along. */
  threads: string[]
}

/** The open rooms of a meeting, as the ledger has them. */
export interface OpenRooms {
  paper: Stored
  margin: Stored
}

/** What the ledger is to hold of a meeting and of an item that is closed out of it (rule Z2). */
export function closedRooms(
  meeting: string,
  sealed: Sealed & { zone: string },
  { paper, margin }: OpenRooms,
  parted: PartedRooms,
  step: Step,
): Remade[] {
  const { zone } = sealed
  const inPaper = withSeal(paper, { ...sealed, threads: [] }, step)
  return [
    remade(paperRoom(meeting), paper, parted.paper, step, inPaper),
    remade(marginRoom(meeting), margin, parted.margin, step, withSeal(margin, sealed, step)),
    begun(paperRoom(zone), paper, parted.closedPaper, step),
    begun(marginRoom(zone), margin, parted.closedMargin, step),
  ]
}

/** @param authors whose Yjs clients are that are new in it, beside the server's */
export function remade(
  room: string,
  stored: Stored,
  { state, extent }: Compacted,
  { author, at, client }: Step,
  seals: Seals,
  authors: ReadonlyMap<number, string> = new Map(),
): Remade {
  const clients = new Map([...authors, [client, SERVER] as const])
  return {
    room,
    after: stored.seq,
    state,
    extent,
    author,
    client,
    at: Math.max(at, stored.at),
    clients,
    seals,
  }
}

export function sealsOf({ seals = NO_SEALS }: Stored): Seals {
  return seals
}

export function withoutSeal(stored: Stored, item: string, step: Step): Seals {
  const { sealed } = sealsOf(stored)
  return nextSeals(
    stored,
    sealed.filter((each) => each.item !== item),
    step,
  )
}

function withSeal(stored: Stored, sealed: Sealed, step: Step): Seals {
  return nextSeals(stored, [...sealsOf(stored).sealed, sealed], step)
}

/** By the clock, so that no generation is one that a room had before it was restored from a backup (rule Z11). */
function nextSeals(stored: Stored, sealed: Sealed[], { at }: Step): Seals {
  const { generation, earlier } = sealsOf(stored)
  return { generation: Math.max(generation + 1, at), earlier: [...earlier, generation], sealed }
}

/** A room of a closed item: whoever has written in the open one goes on there as themselves. */
function begun(room: string, from: Stored, made: Compacted, step: Step): Remade {
  return { ...remade(room, from, made, step, NO_SEALS, from.clients), after: 0 }
}

import type { Awareness } from 'y-protocols/awareness'
import type { SectionKey } from '../../schema/paper.ts'

/** Somebody who has the meeting open, as the server vouches for. */
export interface Person {
  id: string
  name: string
  organisation: string | null
  /** 1 to 7. */
  colour: number
}

/** A colleague's window, and the section in which the caret is. */
export interface Other {
  client: number
  user: Person
  section: SectionKey | null
}

/** Where somebody's caret is; the two ends are relative positions in Yjs' own JSON. */
export interface CursorPlace {
  section: SectionKey
  anchor: unknown
  head: unknown
}

export interface Peer {
  client: number
  user: Person
  cursor: CursorPlace | null
}

/** Everybody else's state. What does not look like one is left out: it came over the wire. */
export function peersOf(awareness: Awareness): Peer[] {
  const peers: Peer[] = []
  for (const [client, state] of awareness.getStates()) {
    if (client === awareness.clientID || !isPerson(state.user)) continue
    peers.push({ client, user: state.user, cursor: isPlace(state.cursor) ? state.cursor : null })
  }
  return peers
}

function isPerson(value: unknown): value is Person {
  return isRecord(value) && typeof value.name === 'string' && typeof value.colour === 'number'
}

function isPlace(value: unknown): value is CursorPlace {
  return (
    isRecord(value) && typeof value.section === 'string' && isRecord(value.anchor) && isRecord(value.head)
  )
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

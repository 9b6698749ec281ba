import type { IncomingHttpHeaders } from 'node:http'
import type { MarginRoot } from '../../schema/margin-rights.ts'
import type { CloseName, RoomKind } from '../../schema/protocol.ts'
import type { Abilities } from '../../schema/roles.ts'

/** Somebody who may open a room, as the session and the roles say. */
export interface Visitor {
  user: string
  /** What others see beside the cursor. */
  shown: { id: string; name: string; organisation: string | null; colour: number }
  forum: string
  meeting: string
  /** What they may do in the meeting, in the phase it is in. */
  may: Abilities
  /** The session, or the token, that let them in. */
  session: string
  /** Milliseconds since 1970 when the session ends; Infinity for a token. */
  expires: number
  writes: boolean
  /** Of a margin: the roots of it that they may write. */
  roots?: readonly MarginRoot[]
  /** The closed items of the meeting that they may read, by zone; left out: none. */
  zones?: ReadonlySet<string>
}

/** Why somebody is not let in. */
export type ShutOut = Extract<CloseName, 'unknownRoom' | 'removed' | 'forbidden'>

/** Who may open which room; the door asks it once per connection. */
export interface Access {
  /** The session behind a request; null when there is none. */
  session(headers: IncomingHttpHeaders): Promise<Session | null>
  visitor(session: Session, zone: string, kind: RoomKind): Promise<Visitor | ShutOut>
  /** Called when a session, a right or a name has changed. */
  forget?(): void
}

export interface Session {
  id: string
  user: string
  expires: number
}

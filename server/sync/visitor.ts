import type { IncomingHttpHeaders } from 'node:http'

/** Somebody who may open a room, as the session and the roles say. */
export interface Visitor {
  user: string
  /** What others see beside the cursor. */
  shown: { id: string; name: string; organisation: string | null; colour: number }
  forum: string
  /** The session, or the token, that let them in. */
  session: string
  /** Milliseconds since 1970 when the session ends; Infinity for a token. */
  expires: number
  writes: boolean
}

/** Who may open which room; the door asks it once per connection. */
export interface Access {
  /** The session behind a request; null when there is none. */
  session(headers: IncomingHttpHeaders): Promise<Session | null>
  visitor(session: Session, zone: string): Promise<Visitor | 'unknownRoom' | 'forbidden'>
}

export interface Session {
  id: string
  user: string
  expires: number
}

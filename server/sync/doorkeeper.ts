import type { IncomingHttpHeaders } from 'node:http'
import type { RoomKind } from '../../schema/protocol.ts'
import { CLOCK, type Clock } from './clock.ts'
import type { Access, Session, ShutOut, Visitor } from './visitor.ts'

/** So long an answer holds for who comes again, in milliseconds: many windows at once, or everybody after a restart. */
const HOLDS = 2_000
/** Answers that are kept at most. */
const KEPT_MAX = 10_000

interface Answer<T> {
  value: Promise<T>
  until: number
}

/**
 * Asks who somebody is and what they may, once for all of their connections that come together (rule W11). Only a yes
 * is kept: whoever was turned away may have got the right meanwhile.
 */
export class Doorkeeper implements Access {
  private readonly sessions = new Map<string, Answer<Session | null>>()
  private readonly visitors = new Map<string, Answer<Visitor | ShutOut>>()

  constructor(
    private readonly access: Access,
    private readonly clock: Clock = CLOCK,
  ) {}

  session(headers: IncomingHttpHeaders): Promise<Session | null> {
    const credentials = `${headers.authorization ?? ''}\n${headers.cookie ?? ''}`
    return this.recall(
      this.sessions,
      credentials,
      (found) => found !== null,
      () => this.access.session(headers),
    )
  }

  visitor(session: Session, zone: string, kind: RoomKind): Promise<Visitor | ShutOut> {
    return this.recall(
      this.visitors,
      `${session.id} ${kind}:${zone}`,
      (found) => typeof found !== 'string',
      () => this.access.visitor(session, zone, kind),
    )
  }

  /** A session, a right or a name has changed: from now on everything is asked for anew. */
  forget(): void {
    this.sessions.clear()
    this.visitors.clear()
  }

  private async recall<T>(
    answers: Map<string, Answer<T>>,
    key: string,
    isYes: (value: T) => boolean,
    ask: () => Promise<T>,
  ): Promise<T> {
    const known = answers.get(key)
    if (known && known.until > this.clock.now()) {
      const value = await known.value
      if (isYes(value)) return value
    }
    if (answers.size >= KEPT_MAX) answers.clear()
    const value = ask()
    answers.set(key, { value, until: this.clock.now() + HOLDS })
    value.catch(() => answers.delete(key))
    return value
  }
}

import { awarenessFrame, ownPresence, type Presence } from './awareness.ts'
import { COST } from './budget.ts'
import { CLOCK, type Clock } from './clock.ts'
import type { Visitor } from './visitor.ts'

/** The others hear of changes at most this often, in milliseconds. */
const PAUSE = 50

/** Somebody in the room, as the others are to see them. */
export interface Guest {
  readonly client: number
  readonly visitor: Visitor
  send(bytes: Uint8Array): void
  /** Counts work that it caused, in microseconds; `ofRoom`: everybody in the room has to do it. */
  spend(work: number, ofRoom?: boolean): void
}

/**
 * Who is in a room and where. Every state carries the session's user (rule W4). The clocks that others see are the
 * server's: a client that comes back under its old clock would not be heard by those who saw it leave.
 */
export class RoomPresence {
  private readonly present = new Map<number, Presence>()
  /** Changes that the others have not heard of: the latest of each client. */
  private readonly untold = new Map<number, Presence>()
  private pausing = false
  private last = 0

  constructor(
    private readonly guests: () => Iterable<Guest>,
    private readonly now: () => number,
    private readonly clock: Clock = CLOCK,
  ) {}

  /** Takes a guest's own state, echoes it and passes it on. @throws Error when the bytes are no such message. */
  take(guest: Guest, bytes: Uint8Array): void {
    const own = ownPresence(bytes, guest.client)
    if (own === null) return
    const state = own.state && { ...own.state, user: guest.visitor.shown }
    guest.send(awarenessFrame([{ ...own, state }]))
    const shown = { client: guest.client, clock: this.tick(), state }
    if (state) this.present.set(guest.client, shown)
    else this.present.delete(guest.client)
    this.tell(shown)
  }

  /** Tells a newcomer who else is here. */
  show(guest: Guest): void {
    const others = [...this.present.values()].filter(({ client }) => client !== guest.client)
    if (others.length === 0) return
    const frame = awarenessFrame(others)
    guest.send(frame)
    guest.spend(frame.length * COST.byte)
  }

  leave(client: number): void {
    if (this.present.delete(client)) this.tell({ client, clock: this.tick(), state: null })
  }

  /** The first change at once, those that follow together. */
  private tell(presence: Presence): void {
    this.untold.set(presence.client, presence)
    if (!this.pausing) this.passOn()
  }

  private passOn(): void {
    this.pausing = this.untold.size > 0
    if (!this.pausing) return
    const news = [...this.untold.values()]
    const frame = awarenessFrame(news)
    for (const guest of this.guests()) {
      if (!this.untold.has(guest.client)) guest.send(frame)
      else if (news.length > 1)
        guest.send(awarenessFrame(news.filter(({ client }) => client !== guest.client)))
    }
    this.untold.clear()
    this.clock.after(PAUSE, () => this.passOn())
  }

  /** Ever higher, over restarts too. */
  private tick(): number {
    return (this.last = Math.max(this.last + 1, this.now()))
  }
}

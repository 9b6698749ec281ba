import { awarenessFrame, ownPresence, type Presence } from './awareness.ts'
import type { Visitor } from './visitor.ts'

/** Somebody in the room, as the others are to see them. */
export interface Guest {
  readonly client: number
  readonly visitor: Visitor
  send(bytes: Uint8Array): void
}

/**
 * Who is in a room and where. Every state carries the session's user (rule W4). The clocks that others see are the
 * server's: a client that comes back under its old clock would not be heard by those who saw it leave.
 */
export class RoomPresence {
  private readonly present = new Map<number, Presence>()
  private last = 0

  constructor(
    private readonly guests: () => Iterable<Guest>,
    private readonly now: () => number,
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
    if (others.length > 0) guest.send(awarenessFrame(others))
  }

  leave(client: number): void {
    if (this.present.delete(client)) this.tell({ client, clock: this.tick(), state: null })
  }

  private tell(presence: Presence): void {
    const frame = awarenessFrame([presence])
    for (const guest of this.guests()) if (guest.client !== presence.client) guest.send(frame)
  }

  /** Ever higher, over restarts too. */
  private tick(): number {
    return (this.last = Math.max(this.last + 1, this.now()))
  }
}

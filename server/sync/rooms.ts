import type { CloseName } from '../../schema/protocol.ts'
import type { Ledger } from '../store/store.ts'
import { Room, type Log, type Peer } from './room.ts'

/** A room's life: loaded once, joined only after that, forgotten only when everything is saved (rule L5). */
type State =
  | { kind: 'loading'; room: Promise<Room> }
  | { kind: 'open'; room: Room }
  | { kind: 'closing'; saved: Promise<void> }

export interface RoomsParts {
  ledger: Ledger
  now: () => number
  log: Log
  /** Called when a room was loaded. */
  opened?(room: Room): void
  /** Called after each commit. */
  saved(room: Room): void
  /** Called when the last one has left; the room is forgotten when it resolves. */
  closing(room: Room): Promise<void>
}

/** The rooms somebody is in. */
export class Rooms {
  private readonly states = new Map<string, State>()

  constructor(private readonly parts: RoomsParts) {}

  /** Binds the peer's client, joins it and answers its room; null when the client is another user's (rule G5). */
  async join(name: string, peer: Peer): Promise<Room | null> {
    const user = peer.visitor.user
    if ((await this.parts.ledger.bind(name, peer.client, user)) !== user) return null
    const room = await this.open(name)
    if (room.bind(peer.client, user)) {
      room.join(peer)
      return room
    }
    this.closeWhenEmpty(room)
    return null
  }

  leave(room: Room, peer: Peer): void {
    room.leave(peer)
    this.closeWhenEmpty(room)
  }

  *openRooms(): Iterable<Room> {
    for (const state of this.states.values()) if (state.kind === 'open') yield state.room
  }

  closePeers(name: CloseName, which: (peer: Peer) => boolean = () => true): void {
    for (const room of this.openRooms()) room.closePeers(name, which)
  }

  /** Resolves when no room is left. The peers must be on their way out. */
  async drain(): Promise<void> {
    for (const room of this.openRooms()) this.closeWhenEmpty(room)
    while (this.states.size > 0) await this.change([...this.states.values()][0])
  }

  private async open(name: string): Promise<Room> {
    for (;;) {
      const state = this.states.get(name)
      if (state?.kind === 'open') return state.room
      if (state) await this.change(state)
      else await this.load(name)
    }
  }

  private load(name: string): Promise<Room> {
    const room = this.loaded(name)
    this.states.set(name, { kind: 'loading', room })
    return room
  }

  private async loaded(name: string): Promise<Room> {
    try {
      const stored = await this.parts.ledger.load(name)
      const room = new Room(name, this.roomParts(), stored)
      this.states.set(name, { kind: 'open', room })
      this.parts.opened?.(room)
      return room
    } catch (error) {
      this.states.delete(name)
      throw error
    }
  }

  private roomParts() {
    const { ledger, now, log } = this.parts
    return {
      ledger,
      now,
      log,
      saved: (room: Room) => {
        this.parts.saved(room)
        this.closeWhenEmpty(room)
      },
      broke: (room: Room) => this.dropBroken(room),
    }
  }

  private closeWhenEmpty(room: Room): void {
    if (!this.isOpen(room) || !room.isEmpty || !room.isSettled) return
    this.states.set(room.name, { kind: 'closing', saved: this.forget(room) })
  }

  private async forget(room: Room): Promise<void> {
    try {
      await this.parts.closing(room)
    } catch (error) {
      // Its updates are on disk already; what is missed here is made up for when it opens again.
      this.parts.log.warn({ room: room.name, error: String(error) }, 'a room closed untidily')
    }
    this.states.delete(room.name)
  }

  private dropBroken(room: Room): void {
    if (this.isOpen(room)) this.states.delete(room.name)
  }

  private isOpen(room: Room): boolean {
    const state = this.states.get(room.name)
    return state?.kind === 'open' && state.room === room
  }

  /** Resolves when a room that is not open becomes something else, and soon when it is open. */
  private async change(state: State | undefined): Promise<void> {
    if (state?.kind === 'closing') await state.saved
    else if (state?.kind === 'loading') await state.room
    else await new Promise(setImmediate)
  }
}

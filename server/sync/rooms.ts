import type { CloseName } from '../../schema/protocol.ts'
import { updatesOf, type Ledger } from '../store/store.ts'
import type { Peer } from './members.ts'
import type { Log } from '../log.ts'
import { Room, type ReceiptWriter } from './room.ts'

/** A room's life: loaded once, joined only after that, forgotten only when everything is saved (rule L5). */
type State =
  | { kind: 'loading'; room: Promise<Room> }
  | { kind: 'open'; room: Room }
  /** `room`: what whoever comes back has again; null: it is being remade. */
  | { kind: 'closing'; saved: Promise<void>; room: Room | null }

export interface RoomsParts {
  ledger: Ledger
  now: () => number
  log: Log
  /** Who writes receipts in a room that is being loaded, if anybody does. */
  clerk?(name: string): Promise<ReceiptWriter | null>
  /** Called when a room was loaded. */
  opened?(room: Room): void
  /** Called after each commit. */
  saved(room: Room): void
  /** Called when the last one has left; the room is forgotten when it resolves, unless somebody has come back. */
  closing(room: Room): Promise<void>
  /** Called when it is forgotten. */
  forgotten?(room: Room): void
}

/** The rooms somebody is in. */
export class Rooms {
  private readonly states = new Map<string, State>()

  /** Rooms whose damage was only seen when somebody wrote. */
  private readonly damaged = new Set<string>()
  private ending = false
  private forgotten: () => void = () => undefined

  constructor(private readonly parts: RoomsParts) {
    parts.ledger.watch(() => this.tellTrouble())
  }

  /**
   * Joins the peer to its room and answers it; null when the peer's client is another user's (rule G5).
   *
   * @throws Error when the room cannot be loaded, or the server goes down
   */
  join(name: string, peer: Peer): Promise<Room | null> {
    return this.within(name, (room) => this.enter(room, peer))
  }

  /**
   * Writes a row of the server's own into a room, whether somebody is in it or not; resolves when it is on disk.
   *
   * @param client one that nobody else uses
   * @throws Error when the room cannot be loaded or does not take it, or the server goes down
   */
  async write(name: string, client: number, bytes: Uint8Array): Promise<void> {
    // Settled only when it is on disk, the room stays open until then.
    const written = (room: Room) => room.write(client, bytes).finally(() => this.closeWhenEmpty(room))
    await this.within(name, (room) => ({ stored: written(room) })).then(({ stored }) => stored)
  }

  /** Opens a room when it is not open, and does something in it. */
  private async within<T>(name: string, act: (room: Room) => T): Promise<T> {
    for (;;) {
      const state = this.states.get(name)
      // In one turn: between a look and a step in, the room could be closed.
      if (state?.kind === 'open') return act(state.room)
      if (this.ending) throw new Error('the server goes down')
      if (state?.kind === 'closing' && state.room) this.states.set(name, { kind: 'open', room: state.room })
      else if (state) await this.change(state)
      else await this.load(name)
    }
  }

  /**
   * Does something to what the ledger holds of rooms while they are open to nobody. Those who are in them are sent away to
   * come back; they wait at the door until it is done.
   *
   * @throws Error when the server goes down, or what `work` throws
   */
  async remake<T>(names: string[], work: () => Promise<T>): Promise<T> {
    let done: () => void = () => undefined
    const saved = new Promise<void>((resolve) => (done = resolve))
    const taken: string[] = []
    try {
      // Always in one order, so that two who want the same rooms never wait for each other.
      for (const name of [...names].sort()) {
        await this.takeOut(name, saved)
        taken.push(name)
      }
      return await work()
    } finally {
      for (const name of taken) this.remove(name)
      done()
    }
  }

  /** Takes a room out of service; it is `closing` until `saved` resolves. */
  private async takeOut(name: string, saved: Promise<void>): Promise<void> {
    for (let state; (state = this.states.get(name)) && state.kind !== 'open';) await this.change(state)
    if (this.ending) throw new Error('the server goes down')
    const state = this.states.get(name)
    this.states.set(name, { kind: 'closing', saved, room: null })
    if (state?.kind !== 'open') return
    await state.room.retire('replaced')
    await this.finish(state.room)
    this.parts.forgotten?.(state.room)
  }

  leave(room: Room, peer: Peer): void {
    room.leave(peer)
    this.closeWhenEmpty(room)
  }

  /**
   * Everything of a room that is on disk, in updates that are to be applied in order.
   *
   * @throws Error when the room cannot be loaded
   */
  async updates(name: string): Promise<Uint8Array[]> {
    // What is read while it is remade would be neither what was nor what is.
    for (let state; (state = this.states.get(name)) && state.kind === 'closing' && !state.room;)
      await state.saved
    const state = this.states.get(name)
    if (state && state.kind !== 'loading' && state.room) return state.room.updates
    return updatesOf(await this.parts.ledger.load(name))
  }

  isOpen(name: string): boolean {
    return this.states.get(name)?.kind === 'open'
  }

  *openRooms(): Iterable<Room> {
    for (const state of this.states.values()) if (state.kind === 'open') yield state.room
  }

  closePeers(name: CloseName, which: (peer: Peer) => boolean = () => true): void {
    for (const room of this.openRooms()) room.closePeers(name, which)
  }

  /** Lets rooms in which nobody has written for a while forget what can be read again. */
  rest(): void {
    for (const room of this.openRooms()) room.rest()
  }

  /** Lets nobody in any more; resolves when no room is left. The peers must be on their way out. */
  async drain(): Promise<void> {
    this.ending = true
    for (const room of this.openRooms()) this.closeWhenEmpty(room)
    while (this.states.size > 0) await new Promise<void>((forgotten) => (this.forgotten = forgotten))
  }

  private enter(room: Room, peer: Peer): Room | null {
    if (room.join(peer)) return room
    this.closeWhenEmpty(room)
    return null
  }

  private tellTrouble(): void {
    const cannotSave = this.parts.ledger.trouble !== null
    for (const room of this.openRooms()) room.tellTrouble(cannotSave)
  }

  private load(name: string): Promise<Room> {
    if (this.damaged.has(name)) throw new Error('what is stored is damaged')
    const room = this.loaded(name)
    this.states.set(name, { kind: 'loading', room })
    return room
  }

  private async loaded(name: string): Promise<Room> {
    try {
      const stored = await this.parts.ledger.load(name)
      const room = new Room(name, this.roomParts(), stored, await this.parts.clerk?.(name))
      this.states.set(name, { kind: 'open', room })
      this.parts.opened?.(room)
      return room
    } catch (error) {
      this.remove(name)
      throw error
    }
  }

  private roomParts() {
    const { ledger, now, log } = this.parts
    return {
      ledger,
      now,
      log,
      saved: (room: Room) => this.parts.saved(room),
      settled: (room: Room) => this.closeWhenEmpty(room),
      broke: (room: Room) => this.dropBroken(room),
      damaged: ({ name }: Room) => void this.damaged.add(name),
    }
  }

  private closeWhenEmpty(room: Room): void {
    if (!this.holds(room) || !room.isEmpty || !room.isSettled) return
    const saved = this.finish(room).then(() => this.forget(room, state))
    const state: State = { kind: 'closing', saved, room }
    this.states.set(room.name, state)
  }

  /** Unless somebody has come back since, and perhaps left again. */
  private forget(room: Room, closing: State): void {
    if (this.states.get(room.name) !== closing) return
    this.parts.forgotten?.(room)
    this.remove(room.name)
  }

  private async finish(room: Room): Promise<void> {
    try {
      await this.parts.closing(room)
    } catch (error) {
      // Its updates are on disk already; what is missed here is made up for when it opens again.
      this.parts.log.warn({ room: room.name, error: String(error) }, 'a room closed untidily')
    }
  }

  private dropBroken(room: Room): void {
    if (this.holds(room)) this.remove(room.name)
  }

  private remove(name: string): void {
    this.states.delete(name)
    this.forgotten()
  }

  private holds(room: Room): boolean {
    const state = this.states.get(room.name)
    return state?.kind === 'open' && state.room === room
  }

  /** Resolves when a room that is not open becomes something else. */
  private async change(state: Exclude<State, { kind: 'open' }>): Promise<void> {
    await (state.kind === 'closing' ? state.saved : state.room)
  }
}

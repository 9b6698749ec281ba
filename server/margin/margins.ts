import { marginRoom, parseRoom } from '../../schema/protocol.ts'
import { meetingOfZone } from '../../schema/zones.ts'
import { COMPACT } from '../projections/compacted.ts'
import { updatesOf, type Ledger } from '../store/store.ts'
import type { Room } from '../sync/room.ts'
import { Clerk } from './clerk.ts'
import { Followers, type FollowersParts } from './followers.ts'
import type { Lateness } from './lateness.ts'

export interface MarginsParts extends FollowersParts {
  ledger: Ledger
  /** Null when there is no such meeting. */
  lateness(meeting: string): Promise<Lateness | null>
}

/** What the server does in margins: receipts, anchors, compaction. */
export class Margins {
  readonly followers: Followers
  private readonly clerks = new Map<string, Clerk>()
  private readonly compacting = new Set<string>()

  constructor(private readonly parts: MarginsParts) {
    this.followers = new Followers(parts)
  }

  /** Who writes the receipts of a room that is being loaded; null: it is no margin. */
  async clerk(name: string): Promise<Clerk | null> {
    const room = parseRoom(name)
    if (room?.kind !== 'margin') return null
    const clerk = new Clerk(this.parts.newClient(), await this.parts.lateness(meetingOfZone(room.zone)))
    this.clerks.set(room.zone, clerk)
    return clerk
  }

  /**
   * A meeting has gone to another phase, or a forum has other deadlines: from now on other things come too late. Where that
   * cannot be read, what was known holds.
   */
  async refresh(meetings?: string[]): Promise<void> {
    for (const [zone, clerk] of [...this.clerks]) {
      const meeting = meetingOfZone(zone)
      if (meetings && !meetings.includes(meeting)) continue
      try {
        clerk.lateness = await this.parts.lateness(meeting)
      } catch (error) {
        this.parts.log.warn({ meeting, error: String(error) }, 'a deadline could not be read')
      }
    }
  }

  /** Called when a room was loaded. It may hold what nobody was told of: the ledger failed, or the server was killed. */
  opened(room: Room): void {
    this.changed(room)
  }

  /** Called after each commit. A margin that has grown long is compacted while it is open. */
  saved(room: Room): void {
    this.changed(room)
    if (!isMargin(room)) return
    void this.compact(room, COMPACT.open).catch((error: unknown) =>
      this.parts.log.warn({ room: room.name, error: String(error) }, 'a margin could not be compacted'),
    )
  }

  async closing(room: Room): Promise<void> {
    if (isMargin(room)) await this.compact(room, COMPACT.closing)
  }

  /** Nobody is in a room any more. */
  forgotten({ name }: Room): void {
    const { kind, zone } = parseRoom(name) ?? {}
    if (zone === undefined) return
    this.followers.forget(zone, name)
    if (kind === 'margin') this.clerks.delete(zone)
  }

  /** Takes who is mentioned in a margin that was remade; what is in rooms is read from the ledger. */
  async remade(zone: string): Promise<void> {
    const { ledger, projector, log } = this.parts
    const name = marginRoom(zone)
    try {
      const updates = updatesOf(await ledger.load(name))
      await this.parts.mentioned(zone, await projector.worker.call('mentions', updates))
    } catch (error) {
      log.warn({ room: name, error: String(error) }, 'a margin could not be read')
    }
  }

  close(): Promise<void> {
    return this.followers.close()
  }

  private changed({ name }: Room): void {
    const { kind, zone } = parseRoom(name) ?? {}
    if (kind && zone !== undefined) this.followers.changed(kind, zone, this.clerks.get(zone)?.doubted)
  }

  private async compact(room: Room, after: number): Promise<void> {
    const { name, seq, tailLength, updates } = room
    if (tailLength < after || this.compacting.has(name)) return
    this.compacting.add(name)
    try {
      await this.snapshot(room, seq, updates)
    } finally {
      this.compacting.delete(name)
    }
  }

  private async snapshot(room: Room, seq: number, updates: Uint8Array[]): Promise<void> {
    const { state, extent } = await this.parts.projector.worker.call('compact', updates)
    await this.parts.ledger.snapshot(room.name, seq, state, extent)
    room.adopt(seq, state, extent)
  }
}

function isMargin({ name }: Room): boolean {
  return parseRoom(name)?.kind === 'margin'
}

import { marginRoom, paperRoom, parseRoom } from '../../schema/protocol.ts'
import { meetingOfZone } from '../../schema/zones.ts'
import type { Projector } from '../projections/projector.ts'
import type { Ledger } from '../store/store.ts'
import type { Log, Room } from '../sync/room.ts'
import type { Rooms } from '../sync/rooms.ts'
import { Clerk } from './clerk.ts'
import type { Hearing } from './hearing.ts'
import type { Mention } from './mentions.ts'

export interface MarginsParts {
  ledger: Ledger
  projector: Pick<Projector, 'worker'>
  rooms(): Pick<Rooms, 'updates' | 'write'>
  /** Of the meeting whose margin it is; null when there is none. */
  hearing(zone: string): Promise<Hearing | null>
  /** Takes who is mentioned in a margin that has changed. */
  mentioned(zone: string, mentions: Mention[]): Promise<void>
  /** A Yjs client that nobody has. */
  newClient(): number
  log: Log
  /** Milliseconds of quiet, and at most, before threads follow what has changed. */
  quiet?: number
  atMost?: number
}

/** Rows after which a margin is compacted; when its room closes, fewer are worth it: nobody waits. */
const COMPACT_AFTER = 500
const COMPACT_CLOSING = 50

/** A zone in which threads are to follow, or do. */
interface Follower {
  /** The server's client for anchors in it. */
  client: number
  timer: NodeJS.Timeout | null
  latest: number
  /** Whether the margin itself has changed, and not only its paper. */
  hasRemarks: boolean
  running: Promise<void>
}

/** What the server does in margins: receipts, anchors, compaction. */
export class Margins {
  private readonly clerks = new Map<string, Clerk>()
  private readonly followers = new Map<string, Follower>()
  private readonly compacting = new Set<string>()
  /** Zones whose margin has ever been written: all of them once they were looked up. */
  private readonly written = new Set<string>()
  private isLookedUp = false
  private closed = false

  constructor(private readonly parts: MarginsParts) {}

  /** Who writes the receipts of a room that is being loaded; null: it is no margin. */
  async clerk(name: string): Promise<Clerk | null> {
    const room = parseRoom(name)
    if (room?.kind !== 'margin') return null
    const clerk = new Clerk(this.parts.newClient(), await this.parts.hearing(meetingOfZone(room.zone)))
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
        clerk.hearing = await this.parts.hearing(meeting)
      } catch (error) {
        this.parts.log.warn({ meeting, error: String(error) }, 'a deadline could not be read')
      }
    }
  }

  opened(room: Room): void {
    if (isMargin(room)) this.changed(room)
  }

  /** Called after each commit. A margin that has grown long is compacted while it is open. */
  saved(room: Room): void {
    this.changed(room)
    if (!isMargin(room)) return
    void this.compact(room, COMPACT_AFTER).catch((error: unknown) =>
      this.parts.log.warn({ room: room.name, error: String(error) }, 'a margin could not be compacted'),
    )
  }

  /** Threads follow once it is quiet for a moment: not for every key. */
  private changed({ name }: Room): void {
    const { kind, zone } = parseRoom(name) ?? {}
    if (zone === undefined || this.closed) return
    if (kind === 'margin') this.written.add(zone)
    // Most papers have no remarks.
    else if (this.isLookedUp && !this.written.has(zone)) return
    const { quiet = 700, atMost = 3_000 } = this.parts
    const follower = this.follower(zone)
    if (kind === 'margin') follower.hasRemarks = true
    if (follower.timer === null) follower.latest = performance.now() + atMost
    else clearTimeout(follower.timer)
    const wait = Math.max(0, Math.min(quiet, follower.latest - performance.now()))
    follower.timer = setTimeout(() => void this.follow(zone, follower), wait)
  }

  async closing(room: Room): Promise<void> {
    if (!isMargin(room)) return
    await this.compact(room, COMPACT_CLOSING)
    this.clerks.delete(zoneOf(room.name))
  }

  /** Takes who is mentioned in a margin that was remade; what is in rooms is read from the ledger. */
  async remade(zone: string): Promise<void> {
    const { ledger, projector, log } = this.parts
    const name = marginRoom(zone)
    try {
      const { snapshot, tail } = await ledger.load(name)
      const updates = snapshot ? [snapshot, ...tail] : tail
      await this.parts.mentioned(zone, await projector.worker.call('mentions', updates))
    } catch (error) {
      log.warn({ room: name, error: String(error) }, 'a margin could not be read')
    }
  }

  async close(): Promise<void> {
    this.closed = true
    for (const { timer } of this.followers.values()) if (timer) clearTimeout(timer)
    await Promise.all([...this.followers.values()].map(({ running }) => running))
  }

  private follower(zone: string): Follower {
    let follower = this.followers.get(zone)
    if (!follower) {
      const client = this.parts.newClient()
      follower = { client, timer: null, latest: 0, hasRemarks: false, running: Promise.resolve() }
      this.followers.set(zone, follower)
    }
    return follower
  }

  /** One at a time in a zone: each builds on the anchors of the one before. */
  private follow(zone: string, follower: Follower): Promise<void> {
    follower.timer = null
    follower.running = follower.running.then(() => this.anchor(zone, follower))
    return follower.running
  }

  private async anchor(zone: string, follower: Follower): Promise<void> {
    const { projector, log } = this.parts
    const rooms = this.parts.rooms()
    const name = marginRoom(zone)
    const { client, hasRemarks } = follower
    follower.hasRemarks = false
    try {
      if (!(await this.isWritten(zone))) return
      const margin = await rooms.updates(name)
      const paper = await rooms.updates(paperRoom(zone))
      const update = await projector.worker.call('anchors', zone, paper, margin, client)
      if (update && !this.closed) await rooms.write(name, client, update)
      if (hasRemarks) await this.parts.mentioned(zone, await projector.worker.call('mentions', margin))
    } catch (error) {
      follower.hasRemarks ||= hasRemarks
      log.warn({ room: name, error: String(error) }, 'threads could not be followed')
    }
  }

  private async isWritten(zone: string): Promise<boolean> {
    if (!this.isLookedUp) {
      const heads = await this.parts.ledger.heads()
      for (const name of heads.keys()) if (isMarginName(name)) this.written.add(zoneOf(name))
      this.isLookedUp = true
    }
    return this.written.has(zone)
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
  return isMarginName(name)
}

function isMarginName(name: string): boolean {
  return parseRoom(name)?.kind === 'margin'
}

function zoneOf(name: string): string {
  return parseRoom(name)?.zone ?? ''
}

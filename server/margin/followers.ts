import { marginRoom, paperRoom, parseRoom } from '../../schema/protocol.ts'
import type { Projector } from '../projections/projector.ts'
import type { Log } from '../log.ts'
import { Quiet } from '../quiet.ts'
import type { Ledger } from '../store/store.ts'
import type { Rooms } from '../sync/rooms.ts'
import type { Mention } from './mentions.ts'

export interface FollowersParts {
  ledger: Pick<Ledger, 'heads'>
  projector: Pick<Projector, 'worker'>
  rooms(): Pick<Rooms, 'updates' | 'write' | 'isOpen'>
  /** Takes who is mentioned in a margin that has changed. */
  mentioned(zone: string, mentions: Mention[]): Promise<void>
  /** A Yjs client that nobody has. */
  newClient(): number
  log: Log
  /** Milliseconds of quiet, and at most, before threads follow what has changed. */
  quiet?: number
  atMost?: number
}

/** A zone in which threads are to follow, or do. */
interface Follower {
  /** The server's client for anchors in it. */
  client: number
  quiet: Quiet
  /** Whether the margin itself has changed, and not only its paper. */
  hasRemarks: boolean
  /** Threads whose anchors are somebody else's (rule M70). */
  doubted: Set<string>
  /** Those that run and those that wait for them. */
  runs: number
  running: Promise<void>
}

/** Lets the threads of each zone follow its paper, once it is quiet there for a moment (rule M12). */
export class Followers {
  private readonly followers = new Map<string, Follower>()
  /** Zones whose margin has ever been written: all of them once they were looked up. */
  private readonly written = new Set<string>()
  private isLookedUp = false
  private closed = false

  constructor(private readonly parts: FollowersParts) {}

  /** Zones that are followed, or may be in a moment. */
  get size(): number {
    return this.followers.size
  }

  /**
   * A room of the zone has changed.
   *
   * @param doubted threads whose anchors came from somebody else than the server; they are taken out
   */
  changed(kind: 'paper' | 'margin', zone: string, doubted = new Set<string>()): void {
    if (this.closed) return
    if (kind === 'margin') this.written.add(zone)
    // Most papers have no remarks.
    else if (this.isLookedUp && !this.written.has(zone)) return
    const follower = this.follower(zone)
    if (kind === 'margin') follower.hasRemarks = true
    for (const thread of doubted) follower.doubted.add(thread)
    doubted.clear()
    follower.quiet.disturb()
  }

  /** A zone is forgotten when nobody is in it any more and nothing is left to do. @param closing a room of it on its way out */
  forget(zone: string, closing?: string): void {
    const follower = this.followers.get(zone)
    if (!follower || follower.quiet.isDue || follower.runs > 0) return
    if (follower.hasRemarks || follower.doubted.size > 0) return
    const rooms = this.parts.rooms()
    const isOpen = [paperRoom(zone), marginRoom(zone)].some((name) => name !== closing && rooms.isOpen(name))
    if (!isOpen) this.followers.delete(zone)
  }

  async close(): Promise<void> {
    this.closed = true
    for (const { quiet } of this.followers.values()) quiet.cancel()
    await Promise.all([...this.followers.values()].map(({ running }) => running))
  }

  private follower(zone: string): Follower {
    const known = this.followers.get(zone)
    if (known) return known
    const { quiet = 700, atMost = 3_000 } = this.parts
    const follower: Follower = {
      client: this.parts.newClient(),
      quiet: new Quiet({ quiet, atMost }, () => this.follow(zone, follower)),
      hasRemarks: false,
      doubted: new Set(),
      runs: 0,
      running: Promise.resolve(),
    }
    this.followers.set(zone, follower)
    return follower
  }

  /** One at a time in a zone: each builds on the anchors of the one before. */
  private follow(zone: string, follower: Follower): void {
    follower.runs++
    follower.running = follower.running
      .then(() => this.anchor(zone, follower))
      .then(() => {
        follower.runs--
        this.forget(zone)
      })
  }

  private async anchor(zone: string, follower: Follower): Promise<void> {
    const { projector, log } = this.parts
    const rooms = this.parts.rooms()
    const name = marginRoom(zone)
    const { client, hasRemarks, doubted } = follower
    Object.assign(follower, { hasRemarks: false, doubted: new Set<string>() })
    try {
      if (!(await this.isWritten(zone))) return
      const margin = await rooms.updates(name)
      const paper = await rooms.updates(paperRoom(zone))
      const update = await projector.worker.call('anchors', zone, paper, margin, client, [...doubted])
      if (update && !this.closed) await rooms.write(name, client, update)
      if (hasRemarks) await this.parts.mentioned(zone, await projector.worker.call('mentions', margin))
    } catch (error) {
      follower.hasRemarks ||= hasRemarks
      for (const thread of doubted) follower.doubted.add(thread)
      log.warn({ room: name, error: String(error) }, 'threads could not be followed')
    }
  }

  private async isWritten(zone: string): Promise<boolean> {
    if (!this.isLookedUp) {
      const heads = await this.parts.ledger.heads()
      for (const name of heads.keys()) {
        const room = parseRoom(name)
        if (room?.kind === 'margin') this.written.add(room.zone)
      }
      this.isLookedUp = true
    }
    return this.written.has(zone)
  }
}

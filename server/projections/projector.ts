import { Worker } from 'node:worker_threads'
import type { Finding, LintContext } from '../../schema/lint.ts'
import type { Phase } from '../../schema/phases.ts'
import { paperRoom, parseRoom } from '../../schema/protocol.ts'
import type { Database } from '../store/database.ts'
import { AT_ONCE } from '../store/tables.ts'
import { updatesOf, type Ledger } from '../store/store.ts'
import { KeptWorker } from '../store/kept-worker.ts'
import { Quiet } from '../quiet.ts'
import type { Log } from '../log.ts'
import type { Room } from '../sync/room.ts'
import { COMPACT } from './compacted.ts'
import type { Facts } from './facts.ts'
import type { Digest, PapersMethods } from './papers-worker.ts'

export interface ProjectorParts {
  db: Database
  ledger: Ledger
  /** The built worker that decodes papers. */
  script: URL
  now: () => number
  log: Log
  /** Rows after which a room is compacted. */
  compactAfter?: number
  /** Milliseconds of quiet before a changed paper is read. */
  quiet?: number
}

/** Milliseconds after which a paper that is never quiet is read; sooner where its ledger is to be compacted. */
const AT_MOST = { read: 30_000, compacted: 8_000 }

interface Due {
  quiet: Quiet
  /** When it was changed last, in milliseconds. */
  changed: number
}

/**
 * Reads changed papers in a worker: compacts their ledger and writes what the database keeps of them. What it writes
 * can be made again, so a failure costs nothing but freshness.
 */
export class Projector {
  /** Decodes papers and margins, for whoever has to. */
  readonly worker: KeptWorker<PapersMethods>
  /** The same for whoever has no account: nobody who works waits behind them. */
  readonly forAnybody: KeptWorker<PapersMethods>
  private readonly due = new Map<Room, Due>()
  private readonly running = new Map<string, Promise<void>>()

  constructor(private readonly parts: ProjectorParts) {
    const start = () => new Worker(parts.script)
    this.worker = new KeptWorker(start)
    this.forAnybody = new KeptWorker(start)
  }

  /** A room was loaded: it is told what its paper said when it was last read, and read when it holds more. */
  async opened(room: Room): Promise<void> {
    const { db, log } = this.parts
    if (!isPaper(room)) return
    try {
      const zone = parseRoom(room.name)?.zone ?? ''
      const columns = ['projected', 'content'] as const
      const tell = async (): Promise<number | undefined> => {
        const row = await db.selectFrom('meeting').select(columns).where('id', '=', zone).executeTakeFirst()
        if (row && row.content !== null) room.tellDigest(row.projected, row.content)
        return row?.projected
      }
      const projected = await tell()
      if (projected === undefined || projected >= room.seq) return
      await this.rebuild(room.name, zone)
      await tell()
    } catch (error) {
      log.warn({ room: room.name, error: String(error) }, 'what a paper says could not be looked up')
    }
  }

  /** A room has a new row. */
  changed(room: Room): void {
    if (!isPaper(room)) return
    const { now, quiet = 1_500, compactAfter = COMPACT.open } = this.parts
    const read = () => void this.read(room, compactAfter)
    const due = this.due.get(room) ?? { quiet: new Quiet({ quiet, atMost: AT_MOST.read }, read), changed: 0 }
    due.changed = now()
    due.quiet.disturb(room.tailLength < compactAfter ? AT_MOST.read : AT_MOST.compacted)
    this.due.set(room, due)
  }

  /** A room closes: what is due is done now. */
  async closing(room: Room): Promise<void> {
    if (!isPaper(room)) return
    const compactAfter = Math.min(COMPACT.closing, this.parts.compactAfter ?? Infinity)
    const isDue = this.due.has(room) || room.tailLength >= compactAfter || room.isTopHeavy
    if (isDue) await this.read(room, compactAfter)
    await this.running.get(room.name)
  }

  /**
   * What the paper that these updates make lacks before its meeting goes on to a phase.
   *
   * @param closed what is written of its closed items, by item
   */
  lint(
    updates: Uint8Array[],
    closed: [string, Uint8Array[]][],
    to: Phase,
    context: LintContext,
  ): Promise<Finding[]> {
    return this.worker.call('lint', updates, closed, to, context)
  }

  /** Reads a meeting's paper now, from the ledger: what the database says of it is not to be what it was. */
  refresh(meeting: string): Promise<void> {
    return this.rebuild(paperRoom(meeting), meeting)
  }

  /** Starts what reads papers, and reads every one whose rows in the database are behind its ledger, as after a crash. */
  async catchUp(): Promise<void> {
    try {
      // Else it would start beside the first who types.
      await this.worker.call('ready')
      await this.readAllBehind()
    } catch (error) {
      // Each is read when it is changed next, or at the next start.
      this.parts.log.warn({ error: String(error) }, 'papers could not be caught up with')
    }
  }

  private async readAllBehind(): Promise<void> {
    const heads = await this.parts.ledger.heads()
    for (const { id, projected } of await this.parts.db
      .selectFrom('meeting')
      .select(['id', 'projected'])
      .execute()) {
      const name = paperRoom(id)
      const seq = heads.get(name) ?? 0
      if (seq > projected) await this.rebuild(name, id)
    }
  }

  async close(): Promise<void> {
    for (const { quiet } of this.due.values()) quiet.cancel()
    this.due.clear()
    await Promise.all(this.running.values())
    await Promise.all([this.worker.terminate(), this.forAnybody.terminate()])
  }

  private async read(room: Room, compactAfter: number): Promise<void> {
    const due = this.due.get(room)
    due?.quiet.cancel()
    this.due.delete(room)
    // One at a time for a room, so that an older reading never overwrites a newer one.
    const before = this.running.get(room.name)
    const run = (before ?? Promise.resolve()).then(() =>
      this.digest(room, compactAfter, due?.changed ?? this.parts.now()),
    )
    this.running.set(room.name, run)
    await run
    if (this.running.get(room.name) === run) this.running.delete(room.name)
  }

  private async digest(room: Room, compactAfter: number, changed: number): Promise<void> {
    const zone = parseRoom(room.name)?.zone
    if (zone === undefined) return
    const { seq, tailLength, isTopHeavy, updates } = room
    try {
      const { facts, content, ...snapshot } = await this.worker.call('digest', updates)
      room.tellDigest(seq, content)
      const isDue = tailLength >= compactAfter || isTopHeavy
      const compacted = isDue ? this.compact(room, seq, snapshot) : undefined
      // Either is worth having without the other.
      await Promise.allSettled([compacted, this.write(zone, seq, { ...facts, content }, changed)]).then(
        throwFirst,
      )
    } catch (error) {
      this.parts.log.warn({ room: room.name, error: String(error) }, 'a paper could not be read')
    }
  }

  private async compact(
    room: Room,
    seq: number,
    { state, extent }: Pick<Digest, 'state' | 'extent'>,
  ): Promise<void> {
    await this.parts.ledger.snapshot(room.name, seq, state, extent)
    room.adopt(seq, state, extent)
  }

  private async rebuild(name: string, zone: string): Promise<void> {
    const { ledger, log } = this.parts
    try {
      const stored = await ledger.load(name)
      const { facts, content }: Digest = await this.worker.call('digest', updatesOf(stored))
      const changed = (await ledger.attribution(name)).at(-1)?.at ?? this.parts.now()
      await this.write(zone, stored.seq, { ...facts, content }, changed)
    } catch (error) {
      log.warn({ room: name, error: String(error) }, 'a paper could not be read')
    }
  }

  private async write(
    zone: string,
    seq: number,
    { tasks, ...facts }: Facts & Pick<Digest, 'content'>,
    changed: number,
  ): Promise<void> {
    await this.parts.db.transaction().execute(async (tx) => {
      const { numUpdatedRows } = await tx
        .updateTable('meeting')
        .set({ ...facts, changed: new Date(changed).toISOString(), projected: seq })
        .where('id', '=', zone)
        // A reading that was late never takes the place of a newer one.
        .where('projected', '<=', seq)
        .executeTakeFirst()
      if (numUpdatedRows === 0n) return
      await tx.deleteFrom('task').where('meeting', '=', zone).execute()
      const unique = [...new Map(tasks.map((task) => [task.id, { ...task, meeting: zone }])).values()]
      for (let from = 0; from < unique.length; from += AT_ONCE)
        await tx
          .insertInto('task')
          .values(unique.slice(from, from + AT_ONCE))
          .execute()
    })
  }
}

function isPaper({ name }: Room): boolean {
  return parseRoom(name)?.kind === 'paper'
}

function throwFirst(results: PromiseSettledResult<unknown>[]): void {
  for (const result of results) if (result.status === 'rejected') throw result.reason
}

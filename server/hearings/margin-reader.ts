import type { HearingRecord } from '../../schema/hearing-record.ts'
import { marginRoom, paperRoom } from '../../schema/protocol.ts'
import type { Projector } from '../projections/projector.ts'
import type { Database } from '../store/database.ts'
import type { Rooms } from '../sync/rooms.ts'
import type { MarginFacts } from './margin-facts.ts'
import type { Round } from '../../schema/hearing.ts'
import type { RoundHistory } from './rounds.ts'

export interface MarginReaderParts {
  db: Database
  rooms: Pick<Rooms, 'updates'>
  projector: Pick<Projector, 'worker'>
}

/** Reads what stands in a margin, in the worker that decodes rooms. */
export class MarginReader {
  constructor(private readonly parts: MarginReaderParts) {}

  /** What has been said by now, and how each stands in a round; of none, nobody stands anywhere. */
  async read(zone: string, round: Round | null, now: number): Promise<MarginFacts> {
    const { rooms, projector } = this.parts
    return projector.worker.call('margin', await rooms.updates(marginRoom(zone)), round, now)
  }

  async record(meeting: string, rounds: RoundHistory[], at: number): Promise<HearingRecord> {
    const { rooms, projector } = this.parts
    const margin = await rooms.updates(marginRoom(meeting))
    const paper = await rooms.updates(paperRoom(meeting))
    const names = await this.names(await projector.worker.call('authors', margin))
    return projector.worker.call('hearingRecord', { rounds, at, names }, paper, margin)
  }

  private async names(users: string[]): Promise<Map<string, string>> {
    if (users.length === 0) return new Map()
    const rows = await this.parts.db
      .selectFrom('user')
      .select(['id', 'name'])
      .where('id', 'in', users)
      .execute()
    return new Map(rows.map(({ id, name }) => [id, name]))
  }
}

import type { HearingRecord } from '../../schema/hearing-record.ts'
import { marginRoom, paperRoom } from '../../schema/protocol.ts'
import type { Projector } from '../projections/projector.ts'
import type { Database } from '../store/database.ts'
import type { Ledger } from '../store/store.ts'
import type { Rooms } from '../sync/rooms.ts'
import type { MarginFacts } from './margin-facts.ts'
import type { Round } from '../../schema/hearing.ts'
import type { RoundHistory } from './rounds.ts'

export interface MarginReaderParts {
  db: Database
  ledger: Pick<Ledger, 'head'>
  rooms: Pick<Rooms, 'updates'>
  projector: Pick<Projector, 'worker'>
}

/** Reads what stands in a margin, in the worker that decodes rooms. */
export class MarginReader {
  /** Who has not answered, by meeting, as long as the round and what is written are the same. */
  private readonly unanswered = new Map<string, { of: string; parties: Promise<ReadonlySet<string>> }>()

  constructor(private readonly parts: MarginReaderParts) {}

  /** What has been said by now, and how each stands in a round; of none, nobody stands anywhere. */
  async read(zone: string, round: Round | null, now: number): Promise<MarginFacts> {
    const { rooms, projector } = this.parts
    return projector.worker.call('margin', await rooms.updates(marginRoom(zone)), round, now)
  }

  /** Of each of these meetings, who of those asked in its round has not answered: asked often, and mostly nothing is new. */
  async awaited(
    rounds: ReadonlyMap<string, Round>,
    now: number,
  ): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
    const all = [...rounds].map(async ([meeting, round]) => {
      const of = JSON.stringify([round, await this.parts.ledger.head(marginRoom(meeting))])
      const known = this.unanswered.get(meeting)
      if (known?.of === of) return [meeting, await known.parties] as const
      const parties = this.withoutAnswer(meeting, round, now)
      this.unanswered.set(meeting, { of, parties })
      // What failed is asked again.
      parties.catch(() => this.unanswered.delete(meeting))
      return [meeting, await parties] as const
    })
    return new Map(await Promise.all(all))
  }

  private async withoutAnswer(meeting: string, round: Round, now: number): Promise<ReadonlySet<string>> {
    const { standpoints } = await this.read(meeting, round, now)
    return new Set(standpoints.flatMap(({ party, answer }) => (answer === null ? [party.id] : [])))
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

import { createHash } from 'node:crypto'
import { paperRoom } from '../../schema/protocol.ts'
import type { Projector } from '../projections/projector.ts'
import type { Database } from '../store/database.ts'
import type { Rooms } from '../sync/rooms.ts'
import { approvalOf } from './approval.ts'

export interface PublicationsParts {
  db: Database
  rooms: Pick<Rooms, 'updates'>
  projector: Pick<Projector, 'worker'>
}

export interface PublicPage {
  html: string
  /** As HTTP has it. */
  etag: string
}

/** So many pages are kept ready: whoever asks without an account is not to cost the reading of a paper. */
const MOST = 200

/** The public pages of published minutes (section V). */
export class Publications {
  /** By meeting, with the change of phase since which nobody can have written in it. */
  private readonly ready = new Map<string, { change: number; page: PublicPage }>()

  constructor(private readonly parts: PublicationsParts) {}

  /** What anybody may read of a meeting; null: nothing. */
  async page(meeting: string): Promise<PublicPage | null> {
    const changes = await this.parts.db
      .selectFrom('phaseChange')
      .innerJoin('meeting', 'meeting.id', 'phaseChange.meeting')
      .select([
        'phaseChange.id',
        'phaseChange.from',
        'phaseChange.to',
        'phaseChange.at',
        'phaseChange.reason',
      ])
      .where('meeting.id', '=', meeting)
      .where('meeting.phase', '=', 'published')
      .orderBy('phaseChange.id')
      .execute()
    const approval = approvalOf(changes)
    const change = changes.at(-1)?.id
    if (approval === null || change === undefined) return null
    const known = this.ready.get(meeting)
    if (known?.change === change) return known.page
    const { rooms, projector } = this.parts
    const html = await projector.worker.call('publicPage', await rooms.updates(paperRoom(meeting)), approval)
    const page = { html, etag: `"${createHash('sha256').update(html).digest('base64url')}"` }
    this.keep(meeting, change, page)
    return page
  }

  private keep(meeting: string, change: number, page: PublicPage): void {
    this.ready.delete(meeting)
    this.ready.set(meeting, { change, page })
    const [oldest] = this.ready.keys()
    if (this.ready.size > MOST && oldest !== undefined) this.ready.delete(oldest)
  }
}

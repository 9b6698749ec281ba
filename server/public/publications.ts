import { createHash } from 'node:crypto'
import { listPage } from '../../schema/documents/html-contents.ts'
import type { Site } from '../../schema/documents/html-page.ts'
import type { Approval } from '../../schema/documents/html.ts'
import type { Phase } from '../../schema/phases.ts'
import { paperRoom } from '../../schema/protocol.ts'
import { documents } from '../../schema/words/da/documents.ts'
import { seatIn } from '../meetings/seat.ts'
import type { Projector } from '../projections/projector.ts'
import type { Database } from '../store/database.ts'
import type { Rooms } from '../sync/rooms.ts'
import { PublishedMinutes } from './published.ts'
import { approvalOf, stepsToPublish, type Change } from './approval.ts'
import type { Fonts } from './fonts.ts'

/** Where anybody finds published minutes. */
export const LIST = '/offentlig'
/** Where the fonts of its pages are. */
export const FONTS = `${LIST}/skrift`

export interface PublicationsParts {
  db: Database
  rooms: Pick<Rooms, 'updates'>
  projector: Pick<Projector, 'forAnybody'>
  fonts: Fonts
  now: () => number
}

export interface PublicPage {
  html: string
  /** As HTTP has it. */
  etag: string
}

/** So many pages are kept ready: whoever asks without an account is not to cost the reading of a paper. */
const MOST = 200
/** So many minutes stand on one page of the list. */
const AT_ONCE = 100

/** The public pages of published minutes (section V). */
export class Publications {
  /** By meeting, with the change of phase since which nobody can have written in it. */
  private readonly ready = new Map<string, { change: number; page: Promise<PublicPage> }>()
  private readonly published: PublishedMinutes

  constructor(private readonly parts: PublicationsParts) {
    this.published = new PublishedMinutes(parts.db, parts.now)
  }

  get site(): Site {
    return { fonts: this.parts.fonts.css, list: LIST }
  }

  /** A font by the name of its file; null: there is none. */
  font(name: string): Buffer | null {
    return this.parts.fonts.files.get(name) ?? null
  }

  /** Everything that is published, the newest of each forum first; null: there is no such page. `page` counts from 1. */
  async list(page: number): Promise<string | null> {
    if (!Number.isInteger(page) || page < 1) return null
    const all = await this.published.all()
    const found = all.slice((page - 1) * AT_ONCE, page * AT_ONCE)
    if (found.length === 0 && page > 1) return null
    return listPage(found, { page, isLast: page * AT_ONCE >= all.length }, documents, this.site)
  }

  /** What anybody may read of a meeting; null: nothing. */
  async page(meeting: string): Promise<PublicPage | null> {
    const { phase, changes } = await this.course(meeting)
    const approval = phase === 'published' ? approvalOf(changes) : null
    const change = changes.at(-1)?.id
    if (approval === null || change === undefined) return null
    const known = this.ready.get(meeting)
    const page = known?.change === change ? known.page : this.make(meeting, approval)
    this.keep(meeting, { change, page })
    return page
  }

  /** The page as it would be if it were published now; null: the user may not see that, or there is no meeting. */
  async preview(user: string, meeting: string): Promise<string | null> {
    const seat = await seatIn(this.parts.db, meeting, user)
    if (!seat?.may.setPhase) return null
    const { phase, changes } = await this.course(meeting)
    const at = new Date(this.parts.now()).toISOString()
    const approval = phase && approvalOf([...changes, ...stepsToPublish(phase, at)])
    return approval && this.write(meeting, approval, { ...this.site, note: documents.site.preview })
  }

  private async make(meeting: string, approval: Approval): Promise<PublicPage> {
    const html = await this.write(meeting, approval, this.site)
    return { html, etag: `"${createHash('sha256').update(html).digest('base64url')}"` }
  }

  private async write(meeting: string, approval: Approval, site: Site): Promise<string> {
    const { rooms, projector } = this.parts
    return projector.forAnybody.call('publicPage', await rooms.updates(paperRoom(meeting)), approval, site)
  }

  /** A meeting's phase and how it came to it, oldest first; null: there is no such meeting, or it never moved. */
  private async course(
    meeting: string,
  ): Promise<{ phase: Phase | null; changes: (Change & { id: number })[] }> {
    const rows = await this.parts.db
      .selectFrom('phaseChange')
      .innerJoin('meeting', 'meeting.id', 'phaseChange.meeting')
      .select(['meeting.phase', 'phaseChange.id', 'phaseChange.from', 'phaseChange.to'])
      .select(['phaseChange.at', 'phaseChange.reason'])
      .where('meeting.id', '=', meeting)
      .orderBy('phaseChange.id')
      .execute()
    return { phase: rows[0]?.phase ?? null, changes: rows.map(({ phase: _phase, ...change }) => change) }
  }

  /** One that was asked for last goes last; one that could not be made is asked for again. */
  private keep(meeting: string, made: { change: number; page: Promise<PublicPage> }): void {
    this.ready.delete(meeting)
    this.ready.set(meeting, made)
    const [oldest] = this.ready.keys()
    if (this.ready.size > MOST && oldest !== undefined) this.ready.delete(oldest)
    made.page.catch(() => {
      if (this.ready.get(meeting)?.page === made.page) this.ready.delete(meeting)
    })
  }
}

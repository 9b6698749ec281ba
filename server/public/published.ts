import type { Published } from '../../schema/documents/html-contents.ts'
import type { Database } from '../store/database.ts'

/** Milliseconds for which what was read is told: the name of a forum may change, and nobody asks for more often. */
const KEPT = 60_000

/** Everything that is published, by forum, the newest of each first (rule V6). */
export class PublishedMinutes {
  /** What was read, since when, in milliseconds, and the last change of any phase by then. */
  private known: { change: number; at: number; all: Promise<Published[]> } | null = null

  constructor(
    private readonly db: Database,
    private readonly now: () => number,
  ) {}

  async all(): Promise<Published[]> {
    const change = await this.lastChange()
    const { known } = this
    if (known && known.change === change && this.now() - known.at < KEPT) return known.all
    const read = { change, at: this.now(), all: this.read() }
    this.known = read
    // The next one asks again.
    read.all.catch(() => (this.known = null))
    return read.all
  }

  private async lastChange(): Promise<number> {
    const { last } = await this.db
      .selectFrom('phaseChange')
      .select(({ fn }) => fn.max('id').as('last'))
      .executeTakeFirstOrThrow()
    return last ?? 0
  }

  private async read(): Promise<Published[]> {
    const found = await this.db
      .selectFrom('meeting')
      .innerJoin('forum', 'forum.id', 'meeting.forum')
      .select(['meeting.id', 'meeting.date', 'meeting.number', 'meeting.subject'])
      .select(['forum.id as forum', 'forum.name', 'forum.partOf'])
      .where('meeting.phase', '=', 'published')
      .orderBy('forum.id')
      .orderBy('meeting.date', 'desc')
      .orderBy('meeting.number', 'desc')
      .orderBy('meeting.id')
      .execute()
    const { compare } = new Intl.Collator('da')
    return found.sort((a, b) => (a.forum === b.forum ? 0 : compare(a.name, b.name)))
  }
}

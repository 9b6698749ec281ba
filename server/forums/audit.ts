import type { Database } from '../store/database.ts'

/** What somebody did to whom; kept for good. */
export interface AuditEntry {
  actor: string | null
  action:
    | 'forum.made'
    | 'forum.changed'
    | 'organisation.made'
    | 'organisation.renamed'
    | 'organisation.removed'
    | 'member.invited'
    | 'member.changed'
    | 'member.removed'
    | 'link.made'
    | 'meeting.made'
    | 'meeting.removed'
    | 'meeting.phase'
    | 'hearing.opened'
    | 'hearing.changed'
    | 'hearing.reminded'
    | 'hearing.recorded'
    | 'guest.invited'
    | 'guest.removed'
    | 'item.closed'
    | 'item.opened'
    | 'item.readers'
  forum: string | null
  subject?: string
  detail?: string
}

export async function audit(db: Database, now: number, entry: AuditEntry): Promise<void> {
  await db
    .insertInto('audit')
    .values({ subject: null, detail: null, ...entry, at: new Date(now).toISOString() })
    .execute()
}

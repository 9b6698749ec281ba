import type { Database } from '../store/database.ts'

/** Until when (ISO time) the links that bring people to a forum or a meeting, and that nobody has used, are good, by user. */
export async function pendingLinks(
  db: Database,
  to: { column: 'forum' | 'meeting'; id: string },
  now: number,
): Promise<ReadonlyMap<string, string>> {
  const rows = await db
    .selectFrom('link')
    .select(['user', 'expires'])
    .where(to.column, '=', to.id)
    .where('spent', 'is', null)
    .where('expires', '>', new Date(now).toISOString())
    .execute()
  return new Map(rows.map(({ user, expires }) => [user, expires]))
}

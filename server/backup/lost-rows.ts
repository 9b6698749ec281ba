import { paperRoom } from '../../schema/protocol.ts'
import type { Database } from '../store/database.ts'
import type { SqliteLedger } from '../store/sqlite-ledger.ts'

/**
 * Looks whether the ledger has less than what is known of its meetings, as when an older file was put in its place. It
 * then counts as restored, so that what is lost can come back (rule L18). Answers how many meetings have lost text.
 *
 * @param now milliseconds since 1970
 */
export async function noticeLostRows(
  db: Database,
  ledger: Pick<SqliteLedger, 'heads' | 'markRestored'>,
  now: number,
): Promise<number> {
  const heads = await ledger.heads()
  const known = await db.selectFrom('meeting').select(['id', 'projected']).execute()
  const lost = known.filter(({ id, projected }) => (heads.get(paperRoom(id)) ?? 0) < projected)
  if (lost.length === 0) return 0
  await ledger.markRestored(now)
  // What the database says of their papers is read from them again.
  for (const { id } of lost)
    await db.updateTable('meeting').set({ projected: 0 }).where('id', '=', id).execute()
  return lost.length
}

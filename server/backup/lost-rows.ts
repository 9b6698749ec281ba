import { paperRoom } from '../../schema/protocol.ts'
import type { Database } from '../store/database.ts'
import type { SqliteLedger } from '../store/sqlite-ledger.ts'
import { closeLost } from './close-again.ts'

/**
 * Looks whether the ledger has less than what is known of its meetings, as when an older file was put in its place. It
 * then counts as restored, so that what is lost can come back, and what was closed in them is closed again (rule L18).
 * Answers how many meetings have lost text.
 *
 * @param now milliseconds since 1970
 */
export async function noticeLostRows(
  db: Database,
  ledger: Pick<SqliteLedger, 'heads' | 'markRestored' | 'load' | 'remake'>,
  now: number,
): Promise<number> {
  const heads = await ledger.heads()
  const known = await db.selectFrom('meeting').select(['id', 'projected']).execute()
  const lost = known.filter(({ id, projected }) => (heads.get(paperRoom(id)) ?? 0) < projected)
  if (lost.length === 0) return 0
  await ledger.markRestored(now)
  const meetings = lost.map(({ id }) => id)
  await closeLost(db, ledger, meetings, now)
  // What the database says of their papers is read from them again. Last: it is by this that they are noticed.
  for (const id of meetings)
    await db.updateTable('meeting').set({ projected: 0 }).where('id', '=', id).execute()
  return lost.length
}

import { isClosedZone, mayReadItem, meetingOfZone, type Readers } from '../../schema/zones.ts'
import type { Phase } from '../../schema/phases.ts'
import { paperRoom, parseRoom } from '../../schema/protocol.ts'
import { failures } from '../errors.ts'
import type { Seat } from '../meetings/seat.ts'
import type { Database } from '../store/database.ts'
import type { Ledger } from '../store/store.ts'

/** A closed item, where it is, and who may read it. */
export interface ClosedItem {
  zone: string
  item: string
  readers: Readers
}

/** The closed items of a meeting. One that the ledger knows is always among them (rule Z2). */
export async function closedItems(db: Database, meeting: string): Promise<ClosedItem[]> {
  const rows = await db
    .selectFrom('zone')
    .select(['zone', 'item', 'roles', 'exceptions'])
    .where('meeting', '=', meeting)
    .orderBy('zone')
    .execute()
  return rows.map(({ zone, item, ...row }) => ({ zone, item, readers: readersOf(row) }))
}

/** Who may read, as the columns say it. */
export function readersOf({ roles, exceptions }: { roles: string; exceptions: string }): Readers {
  return { roles: JSON.parse(roles) as Readers['roles'], except: JSON.parse(exceptions) as string[] }
}

/** The ids of the closed items of some meetings, by meeting. */
export async function closedIn(db: Database, meetings: string[]): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>()
  if (meetings.length === 0) return found
  const rows = await db
    .selectFrom('zone')
    .select(['meeting', 'item'])
    .where('meeting', 'in', meetings)
    .execute()
  for (const { meeting, item } of rows) found.set(meeting, [...(found.get(meeting) ?? []), item])
  return found
}

/** Those of the closed items that somebody with this seat may read, were they open (rule Z3). */
export function readable(closed: ClosedItem[], user: string, { role, invitedFor }: Seat): ClosedItem[] {
  return closed.filter(({ item, readers }) => mayReadItem(readers, item, { user, role, invitedFor }))
}

/**
 * Notes a closed item before the ledger has it; what is known of the tasks in it, and of earlier hearings, is forgotten.
 *
 * @param phase the one that it may be closed in, where that matters: what is approved stays as it is
 * @throws Failure when the meeting is in another
 */
export async function addZone(
  db: Database,
  { zone, meeting, item, readers }: ClosedItem & { meeting: string },
  phase?: Phase,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    if (phase !== undefined) await requirePhase(tx, meeting, phase)
    await tx
      .insertInto('zone')
      .values({ zone, meeting, item, ...columnsOf(readers) })
      .execute()
    await tx.deleteFrom('task').where('meeting', '=', meeting).where('item', '=', item).execute()
    await tx.deleteFrom('hearingRecord').where('meeting', '=', meeting).execute()
  })
}

/** @throws Failure when a meeting is in another phase by now */
export async function requirePhase(db: Database, meeting: string, phase: Phase): Promise<void> {
  const there = await db.selectFrom('meeting').select('phase').where('id', '=', meeting).executeTakeFirst()
  if (there?.phase !== phase) throw failures.phaseMoved()
}

/**
 * @param before who could read it, as far as whoever asks knew
 * @throws Failure when that is others by now
 */
export async function setReaders(
  db: Database,
  zone: string,
  readers: Readers,
  before?: Readers,
): Promise<void> {
  const known = before && columnsOf(before)
  const { numUpdatedRows } = await db
    .updateTable('zone')
    .set(columnsOf(readers))
    .where('zone', '=', zone)
    .$if(known !== undefined, (row) =>
      row.where('roles', '=', known?.roles ?? '').where('exceptions', '=', known?.exceptions ?? ''),
    )
    .executeTakeFirst()
  if (known && numUpdatedRows === 0n) throw failures.readersMoved()
}

/** Forgets a closed item that the ledger has not, or no more. What is known of the paper is to be read again. */
export async function removeZone(db: Database, zone: string, meeting: string): Promise<void> {
  await db.transaction().execute(async (tx) => {
    for (const table of ['zone', 'mention'] as const)
      await tx.deleteFrom(table).where('zone', '=', zone).execute()
    await tx.updateTable('meeting').set({ projected: 0 }).where('id', '=', meeting).execute()
  })
}

/**
 * Forgets closed items that the ledger does not know: the server ended between the two. Answers how many.
 *
 * @param rooms of the ledger, that hold anything
 */
export async function forgetUnknownZones(db: Database, rooms: ReadonlySet<string>): Promise<number> {
  const known = await db.selectFrom('zone').select(['zone', 'meeting']).execute()
  const gone = known.filter(({ zone }) => !rooms.has(paperRoom(zone)))
  for (const { zone, meeting } of gone) await removeZone(db, zone, meeting)
  return gone.length
}

/**
 * Notes closed items that the ledger alone knows, as after a backup during which they were closed: who else was to read
 * them nobody knows, so it is the secretaries alone. Answers their zones.
 *
 * @param rooms of the ledger, that hold anything
 */
export async function adoptZones(
  db: Database,
  ledger: Pick<Ledger, 'load'>,
  rooms: Iterable<string>,
): Promise<string[]> {
  const known = await db.selectFrom('zone').select('zone').execute()
  const meetings = await db.selectFrom('meeting').select('id').execute()
  const [zones, ids] = [new Set(known.map(({ zone }) => zone)), new Set(meetings.map(({ id }) => id))]
  const adopted: string[] = []
  for (const room of rooms) {
    const { kind, zone } = parseRoom(room) ?? {}
    if (kind !== 'paper' || zone === undefined || !isClosedZone(zone) || zones.has(zone)) continue
    const meeting = meetingOfZone(zone)
    const item = ids.has(meeting) ? await sealedItem(ledger, meeting, zone) : undefined
    if (item === undefined) continue
    await addZone(db, { zone, meeting, item, readers: { roles: [], except: [] } })
    adopted.push(zone)
  }
  return adopted
}

async function sealedItem(
  ledger: Pick<Ledger, 'load'>,
  meeting: string,
  zone: string,
): Promise<string | undefined> {
  try {
    const { seals } = await ledger.load(paperRoom(meeting))
    return seals?.sealed.find((each) => each.zone === zone)?.item
  } catch {
    // What is damaged is told to whoever opens it, and the other meetings are served.
    return undefined
  }
}

/** Whether somebody may open a zone that is none of an item, or of one of these. */
export function isAmong(zone: string, closed: ClosedItem[]): boolean {
  return !isClosedZone(zone) || closed.some((each) => each.zone === zone)
}

function columnsOf({ roles, except }: Readers): { roles: string; exceptions: string } {
  return { roles: JSON.stringify(roles), exceptions: JSON.stringify(except) }
}

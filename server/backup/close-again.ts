import { randomInt } from 'node:crypto'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { items } from '../../schema/paper.ts'
import { marginRoom, paperRoom } from '../../schema/protocol.ts'
import { paperOf } from '../projections/facts.ts'
import { migrate, openDatabase, type Database } from '../store/database.ts'
import { LedgerFile } from '../store/ledger-file.ts'
import { updatesOf, type Remade, type Stored } from '../store/store.ts'
import { SERVER } from '../sync/room.ts'
import { closedRooms, sealsOf } from '../zones/closed-rooms.ts'
import { compactedParts, partItem } from '../zones/parting.ts'
import { addZone, closedItems, setReaders, type ClosedItem } from '../zones/zones.ts'

/** What is said in the open of a closed item, and what belongs to it in the margin. */
interface Saying {
  reason: string | null
  publicWording: string | null
  threads: string[]
}

/** A closed item as a data folder knows it. */
export interface KnownClosing extends ClosedItem, Saying {
  meeting: string
}

/** The closed items of a data folder. @throws Error when who may read what cannot be read */
export async function closingsIn(dataDir: string): Promise<KnownClosing[]> {
  const file = path.join(dataDir, 'samreferat.db')
  if (!existsSync(file)) return []
  const db = await openDatabase(file)
  try {
    const closed = await zonesIn(db)
    return closed.length > 0 ? await withSayings(dataDir, closed) : []
  } finally {
    await db.destroy()
  }
}

/**
 * Closes items in a folder that is to be restored, all of them with the rooms and the readers that they had (rule Z14).
 * Answers how many were open.
 *
 * @param now milliseconds since 1970
 */
export async function closeAgain(folder: string, closings: KnownClosing[], now: number): Promise<number> {
  if (closings.length === 0) return 0
  const db = await openDatabase(path.join(folder, 'samreferat.db'))
  const ledger = await LedgerFile.open(path.join(folder, 'ledger.db'))
  try {
    await migrate(db)
    let closed = 0
    for (const each of closings) if (await isClosedNow(db, ledger, each, now)) closed++
    return closed
  } finally {
    ledger.close()
    await db.destroy()
  }
}

/**
 * Closes again what was closed in meetings of which the ledger has an older state than the people, who know it still (rule
 * L18). Before what is not in the ledger is forgotten.
 *
 * @param now milliseconds since 1970
 */
export async function closeLost(db: Database, ledger: Held, meetings: string[], now: number): Promise<void> {
  for (const meeting of meetings)
    for (const closed of await closedItems(db, meeting))
      await partInLedger(ledger, { ...closed, meeting, ...UNSAID }, now)
}

type Zone = ClosedItem & { meeting: string }

/** A ledger that is open, or its file. */
interface Held {
  load(room: string): Stored | Promise<Stored>
  remake(remade: Remade[], forgotten: string[]): void | Promise<void>
}

const UNSAID: Saying = { reason: null, publicWording: null, threads: [] }

async function zonesIn(db: Database): Promise<Zone[]> {
  const tables = (await db.introspection.getTables()).map(({ name }) => name)
  if (!tables.includes('meeting')) throw new Error('it has no meetings')
  // Before items could be closed.
  if (!tables.includes('zone')) return []
  const meetings = await db.selectFrom('zone').select('meeting').distinct().execute()
  const found = meetings.map(async ({ meeting }) =>
    (await closedItems(db, meeting)).map((each) => ({ ...each, meeting })),
  )
  return (await Promise.all(found)).flat()
}

/** A damaged ledger is what a restore is for: then an item is closed without its reason. */
async function withSayings(dataDir: string, closed: Zone[]): Promise<KnownClosing[]> {
  const file = path.join(dataDir, 'ledger.db')
  const ledger = existsSync(file) ? await LedgerFile.open(file).catch(() => null) : null
  try {
    return closed.map((each) => ({ ...each, ...sayingOf(ledger, each) }))
  } finally {
    ledger?.close()
  }
}

function sayingOf(ledger: LedgerFile | null, { meeting, item }: Zone): Saying {
  if (ledger === null) return UNSAID
  try {
    const place = items.maybe(paperOf(updatesOf(ledger.load(paperRoom(meeting)))), item)
    const sealed = sealsOf(ledger.load(marginRoom(meeting))).sealed.find((each) => each.item === item)
    return {
      reason: place?.closedReason ?? null,
      publicWording: place?.publicWording ?? null,
      threads: sealed?.threads ?? [],
    }
  } catch {
    return UNSAID
  }
}

/** Whether it was open until now. */
async function isClosedNow(
  db: Database,
  ledger: LedgerFile,
  closing: KnownClosing,
  now: number,
): Promise<boolean> {
  const { meeting, item, readers } = closing
  const isThere = await db.selectFrom('meeting').select('id').where('id', '=', meeting).executeTakeFirst()
  if (!isThere) return false
  const closed = (await closedItems(db, meeting)).find((each) => each.item === item)
  if (closed) {
    // Who may read it was said later than in the backup.
    await setReaders(db, closed.zone, readers)
    return false
  }
  await addZone(db, closing)
  await partInLedger(ledger, closing, now)
  await db.updateTable('meeting').set({ projected: 0 }).where('id', '=', meeting).execute()
  return true
}

async function partInLedger(
  ledger: Held,
  { meeting, item, zone, reason, publicWording, threads }: KnownClosing,
  now: number,
): Promise<void> {
  const rooms = {
    paper: await ledger.load(paperRoom(meeting)),
    margin: await ledger.load(marginRoom(meeting)),
  }
  // As it may be: the people of a backup are older than its ledger.
  if (sealsOf(rooms.paper).sealed.some((each) => each.item === item)) return
  const client = randomInt(1, 2 ** 32 - 1)
  const step = { author: SERVER, at: now, client }
  const said = { item, reason, publicWording, client }
  const parted = compactedParts(partItem(updatesOf(rooms.paper), updatesOf(rooms.margin), said))
  // Those from after the backup too: they may come back from somebody's copy.
  const sealed = { item, zone, threads: [...new Set([...threads, ...parted.threads])] }
  await ledger.remake(closedRooms(meeting, sealed, rooms, parted, step), [])
}

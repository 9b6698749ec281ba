import path from 'node:path'
import { LedgerFile } from './store/ledger-file.ts'
import { faultsOf, openSqlite } from './store/sqlite.ts'
import { Gate } from './sync/gate/gate.ts'
import { policyOf } from './sync/gate/policies.ts'

export interface Damage {
  /** A room, or a file. */
  what: string
  why: string
}

/**
 * Reads all data of a folder to the end: both databases as SQLite does, and every room as the server would on opening it.
 *
 * @throws Error when the ledger cannot be opened
 */
export async function checkData(dataDir: string): Promise<{ rooms: number; damaged: Damage[] }> {
  const ledger = await LedgerFile.open(path.join(dataDir, 'ledger.db'))
  try {
    const damaged = ledger.faults().map((why) => ({ what: 'ledger.db', why }))
    const rooms = [...ledger.heads().keys()]
    for (const room of rooms) damaged.push(...look(room, () => Gate.of(ledger.load(room), policyOf(room))))
    damaged.push(...(await lookAtPeople(path.join(dataDir, 'samreferat.db'))))
    return { rooms: rooms.length, damaged }
  } finally {
    ledger.close()
  }
}

async function lookAtPeople(file: string): Promise<Damage[]> {
  try {
    const db = await openSqlite(file, { journal: 'truncate' })
    const faults = faultsOf(db)
    db.close()
    return faults.map((why) => ({ what: 'samreferat.db', why }))
  } catch (error) {
    return [damageOf('samreferat.db', error)]
  }
}

function look(what: string, work: () => void): Damage[] {
  try {
    work()
    return []
  } catch (error) {
    return [damageOf(what, error)]
  }
}

function damageOf(what: string, error: unknown): Damage {
  return { what, why: error instanceof Error ? error.message : String(error) }
}

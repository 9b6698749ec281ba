import { copyFile, mkdtemp, open, rename, rm } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { LedgerFile } from '../store/ledger-file.ts'
import { openSqlite } from '../store/sqlite.ts'
import { TerminalError } from '../terminal.ts'
import { whileHeld } from './control.ts'
import { writeTar } from './tar.ts'

/** The files of a data folder that a backup holds. */
export const DATA_FILES = ['samreferat.db', 'ledger.db', 'secret']

/**
 * Writes all data into one new file, also while a server runs. People and meetings are copied before the ledger, so that
 * no meeting has less text than what is known of it. The file is there whole, or not at all (rule H22).
 *
 * @throws TerminalError when there is nothing to back up, or the file is there already
 */
export async function backUp(dataDir: string, target: string): Promise<void> {
  if (!existsSync(path.join(dataDir, 'ledger.db'))) throw new TerminalError('noLedger', { folder: dataDir })
  if (existsSync(target)) throw new TerminalError('backupExists', { file: target })
  const beside = path.dirname(path.resolve(target))
  const folder = await mkdtemp(path.join(beside, '.samreferat-backup-'))
  try {
    await copyDatabase(path.join(dataDir, 'samreferat.db'), path.join(folder, 'samreferat.db'))
    await copyLedger(dataDir, folder)
    await copyFile(path.join(dataDir, 'secret'), path.join(folder, 'secret'))
    await writeTar(path.join(folder, 'backup.tar'), folder, DATA_FILES)
    await rename(path.join(folder, 'backup.tar'), target)
    await syncFolder(beside)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** What was renamed in a folder stays so through a power cut. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder)
  await handle.sync()
  await handle.close()
}

async function copyDatabase(file: string, target: string): Promise<void> {
  const db = await openSqlite(file, { journal: 'truncate' })
  db.prepare('VACUUM INTO ?').run(target)
  db.close()
}

/** A running server alone can read its ledger; but it can leave the file as it is while that is copied. */
async function copyLedger(dataDir: string, folder: string): Promise<void> {
  const file = path.join(dataDir, 'ledger.db')
  const copy = path.join(folder, 'copy.db')
  const isServed = await whileHeld(dataDir, () => copyFile(file, copy))
  const ledger = await LedgerFile.open(isServed ? copy : file)
  ledger.copyTo(path.join(folder, 'ledger.db'))
  ledger.close()
  await rm(copy, { force: true })
}

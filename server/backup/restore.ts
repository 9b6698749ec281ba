import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { checkData } from '../check.ts'
import { migrate, openDatabase } from '../store/database.ts'
import { LedgerFile } from '../store/ledger-file.ts'
import { TerminalError } from '../terminal.ts'
import { DATA_FILES, syncFolder } from './backup.ts'
import { closeAgain, closingsIn, type KnownClosing } from './close-again.ts'
import { NoBackup, readTar } from './tar.ts'

/** While this folder is there, its files are on their way into the data folder, and no server starts. */
const RESTORING = 'restoring'
const ASIDE = 'before-restore-'
const JOURNALS = ['', '-wal', '-shm', '-journal']

export interface RestoreOptions {
  /** What is there is put aside. */
  replace: boolean
  /** Where it cannot be read what was closed after the backup, that is open again. */
  withoutClosings?: boolean
  /** Milliseconds since 1970. */
  now: number
}

export interface Restored {
  rooms: number
  /** Items that were open in the backup and are closed now. */
  closed: number
  /** Whether something may be open that was closed since: there was nothing to read that from. */
  mayBeOpen: boolean
  /** Where what was there before is now; null when nothing was. */
  aside: string | null
}

/** @throws TerminalError when a restore was interrupted in the middle of putting files in their place */
export function requireWhole(dataDir: string): void {
  const folder = path.join(dataDir, RESTORING)
  if (existsSync(folder)) throw new TerminalError('restoreInterrupted', { folder: dataDir })
}

/**
 * Puts a backup in the place of a data folder's content, after all of it was read and found in order (rule H23). What
 * was there is put aside, never deleted, and what was closed in it is closed again (rule Z14). No server may have the
 * folder open.
 *
 * @throws TerminalError when the backup is damaged, or there is data and `replace` is not set, or it cannot be read what
 * was closed in it
 */
export async function restore(
  dataDir: string,
  file: string,
  { replace, withoutClosings = false, now }: RestoreOptions,
): Promise<Restored> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  await requireNoServer(dataDir)
  const before = DATA_FILES.flatMap((name) => JOURNALS.map((ending) => name + ending)).filter((name) =>
    existsSync(path.join(dataDir, name)),
  )
  if (before.length > 0 && !replace) throw new TerminalError('restoreOver', { folder: dataDir })
  const closings = await closingsOf(dataDir, withoutClosings)
  const mayBeOpen = withoutClosings || !knowers(dataDir).some(knowsClosings)
  const folder = await mkdtemp(path.join(dataDir, 'restore-'))
  try {
    const rooms = await readBackup(file, folder, now)
    const closed = await closeAgain(folder, closings, now)
    await endLinks(folder, now)
    await rm(path.join(dataDir, RESTORING), { recursive: true, force: true })
    await rename(folder, path.join(dataDir, RESTORING))
    const aside = before.length > 0 ? path.join(dataDir, `${ASIDE}${stamp(now)}`) : null
    if (aside !== null) await moveAll(before, dataDir, aside)
    await moveAll(DATA_FILES, path.join(dataDir, RESTORING), dataDir)
    await rm(path.join(dataDir, RESTORING), { recursive: true })
    await syncFolder(dataDir)
    return { rooms, closed, mayBeOpen, aside }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** The folders with the data that is there, what was said last coming last. */
function knowers(dataDir: string): string[] {
  const folders = [dataDir]
  // A restore that was interrupted has put it aside already, some of it or all.
  if (existsSync(path.join(dataDir, RESTORING))) {
    const aside = readdirSync(dataDir).filter((name) => name.startsWith(ASIDE))
    folders.push(
      ...aside
        .sort()
        .slice(-1)
        .map((name) => path.join(dataDir, name)),
    )
  }
  return folders
}

function knowsClosings(folder: string): boolean {
  return existsSync(path.join(folder, 'samreferat.db'))
}

async function closingsOf(dataDir: string, withoutClosings: boolean): Promise<KnownClosing[]> {
  const found: KnownClosing[] = []
  for (const folder of knowers(dataDir))
    try {
      found.push(...(await closingsIn(folder)))
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      if (!withoutClosings) throw new TerminalError('closingsUnread', { folder, why })
    }
  return found
}

/** Ends the sign-in links that nobody had used yet: somebody may have since, and a link works once (rule H30). */
async function endLinks(folder: string, now: number): Promise<void> {
  const db = await openDatabase(path.join(folder, 'samreferat.db'))
  try {
    await migrate(db)
    const expires = new Date(now).toISOString()
    await db.updateTable('link').set({ expires }).where('spent', 'is', null).execute()
  } finally {
    await db.destroy()
  }
}

/** Takes the backup apart and reads every room as the server would. Answers how many there are. */
async function readBackup(file: string, folder: string, now: number): Promise<number> {
  try {
    await readTar(file, folder, DATA_FILES)
  } catch (error) {
    if (error instanceof NoBackup) throw new TerminalError('noBackup', { file, why: error.message })
    throw error
  }
  const { rooms, damaged } = await checkData(folder)
  const [first] = damaged
  if (first) throw new TerminalError('noBackup', { file, why: `${first.what}: ${first.why}` })
  const ledger = await LedgerFile.open(path.join(folder, 'ledger.db'))
  ledger.markRestored(now)
  ledger.close()
  return rooms
}

/** A ledger that cannot be read, though nobody has it open, is what a restore is for. */
async function requireNoServer(dataDir: string): Promise<void> {
  const file = path.join(dataDir, 'ledger.db')
  if (!existsSync(file)) return
  try {
    const ledger = await LedgerFile.open(file)
    ledger.close()
  } catch (error) {
    if (/locked|busy/i.test(String(error))) throw new TerminalError('ledgerInUse', { file })
  }
}

async function moveAll(names: string[], from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true, mode: 0o700 })
  for (const name of names) await rename(path.join(from, name), path.join(to, name))
  await syncFolder(to)
  await syncFolder(from)
}

/** A time that may stand in a file's name. */
function stamp(now: number): string {
  return new Date(now).toISOString().slice(0, 19).replaceAll(':', '')
}

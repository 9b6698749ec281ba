import type { DatabaseSyncInstance } from '@photostructure/sqlite'

export type Sqlite = DatabaseSyncInstance
export type Statement = ReturnType<Sqlite['prepare']>
export type Prepare = (text: string) => Statement

interface Driver {
  DatabaseSync: new (file: string) => Sqlite
}

/** Where a commit goes first. Only one process at a time may have a file with a write-ahead log open. */
export type JournalMode = 'wal' | 'truncate'

/**
 * Opens a SQLite file so that a commit is on disk when it returns (rule L2). The driver's own default would let the
 * last commits go in a power cut, so the settings are read back.
 *
 * No file is mapped into memory, as the index of a shared write-ahead log would be: when the disk then fails, the
 * system ends the whole process instead of answering with an error.
 *
 * @param options.patience milliseconds to wait for somebody else who is writing
 * @throws Error when the file cannot be opened, is no database, or does not take the settings.
 */
export async function openSqlite(
  file: string,
  { patience = 5000, journal }: { patience?: number; journal: JournalMode },
): Promise<Sqlite> {
  const db = new (await driver()).DatabaseSync(file)
  db.exec(`PRAGMA busy_timeout=${patience}`)
  // Before anything reads the file: the log of a killed server would else be opened by a shared, mapped index.
  if (journal === 'wal') db.exec('PRAGMA locking_mode=EXCLUSIVE')
  // Only an empty file takes this, so it comes before the journal writes the first page.
  db.exec('PRAGMA auto_vacuum=INCREMENTAL')
  db.exec(`PRAGMA journal_mode=${journal}`)
  db.exec('PRAGMA synchronous=FULL')
  db.exec('PRAGMA mmap_size=0')
  // What is deleted is overwritten where its page is written anyway; in the small file of people everywhere.
  db.exec(`PRAGMA secure_delete=${journal === 'wal' ? 'FAST' : 'ON'}`)
  db.exec('PRAGMA foreign_keys=ON')
  if (pragma(db, 'journal_mode') !== journal || pragma(db, 'synchronous') !== 2)
    throw new Error(`${file} does not take journal_mode=${journal} and synchronous=FULL`)
  return db
}

/** Prepares each statement once: those of the ledger run for every keystroke. */
export function preparing(db: Sqlite): Prepare {
  const statements = new Map<string, Statement>()
  return (text) => {
    let statement = statements.get(text)
    if (!statement) statements.set(text, (statement = db.prepare(text)))
    return statement
  }
}

/** The value of a pragma. */
export function pragma(db: Sqlite, name: string): unknown {
  return Object.values((db.prepare(`PRAGMA ${name}`).get() ?? {}) as Record<string, unknown>)[0]
}

/** What SQLite finds wrong with a file; empty when nothing. */
export function faultsOf(db: Sqlite): string[] {
  const found = db.prepare('PRAGMA integrity_check').all() as unknown as { integrity_check: string }[]
  return found.map((each) => each.integrity_check).filter((text) => text !== 'ok')
}

/** Runs `work` in one transaction; a throw takes all of it back. */
export function transaction<T>(db: Sqlite, work: () => T): T {
  db.exec('BEGIN IMMEDIATE')
  try {
    const result = work()
    db.exec('COMMIT')
    return result
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK')
    throw error
  }
}

async function driver(): Promise<Driver> {
  const builtIn: unknown = process.getBuiltinModule?.('node:sqlite')
  return (builtIn as Driver | undefined) ?? ((await import('@photostructure/sqlite')) as unknown as Driver)
}

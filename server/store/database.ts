import { Kysely, Migrator, SqliteDialect, type SqliteDatabase, type SqliteStatement } from 'kysely'
import { openSqlite, type Sqlite } from './sqlite.ts'
import { MIGRATIONS } from './migrations.ts'
import type { Tables } from './tables.ts'

export type Database = Kysely<Tables>

/** Opens the database of people and meetings. @throws Error when the file cannot be opened or written. */
export async function openDatabase(file: string): Promise<Database> {
  return new Kysely<Tables>({
    dialect: new SqliteDialect({ database: adapt(await openSqlite(file, { journal: 'truncate' })) }),
  })
}

/** Brings our own tables up to date. @throws Error when a step fails; what was there is unchanged. */
export async function migrate(db: Database): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => MIGRATIONS } })
  const { error } = await migrator.migrateToLatest()
  if (error) throw error
}

/** The `node:sqlite` interface as Kysely wants it. */
function adapt(db: Sqlite): SqliteDatabase {
  const close = () => {
    try {
      // The driver leaves statements open, and SQLite then leaves the journal behind.
      db.exec('PRAGMA journal_mode=DELETE')
    } finally {
      db.close()
    }
  }
  return { close, prepare: (text) => adaptStatement(db, text) }
}

function adaptStatement(db: Sqlite, text: string): SqliteStatement {
  const statement = db.prepare(text)
  return {
    reader: statement.columns().length > 0,
    all: (values) => statement.all(...values.map(plain)),
    run: (values) => {
      const { changes, lastInsertRowid } = statement.run(...values.map(plain))
      return { changes, lastInsertRowid }
    },
    iterate: (values) => statement.iterate(...values.map(plain)) as IterableIterator<unknown>,
  }
}

function plain(value: unknown): string | number | bigint | null | Uint8Array {
  if (value === undefined || value === null) return null
  if (typeof value === 'boolean') return value ? 1 : 0
  if (value instanceof Date) return value.toISOString()
  return value as string | number | bigint | Uint8Array
}

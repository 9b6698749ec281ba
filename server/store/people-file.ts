import { openSqlite, type Sqlite } from './sqlite.ts'

/** What a statement answers. */
export interface Answered {
  rows: unknown[]
  /** Of a statement that changes something. */
  changes?: bigint
  lastRow?: bigint
}

/** The file of people and meetings. Synchronous: a server keeps it in a worker thread. */
export class PeopleFile {
  private constructor(private readonly db: Sqlite) {}

  /** @throws Error when the file cannot be opened or written. */
  static async open(file: string): Promise<PeopleFile> {
    return new PeopleFile(await openSqlite(file, { journal: 'truncate' }))
  }

  /** `within` a transaction nothing is run alone: its beginning may have gone with a worker that ended. */
  run(text: string, values: readonly unknown[], within: boolean): Answered {
    if (within && !this.db.isTransaction) throw new Error('the transaction is gone')
    const statement = this.db.prepare(text)
    if (statement.columns().length > 0) return { rows: statement.all(...values.map(plain)) }
    const { changes, lastInsertRowid } = statement.run(...values.map(plain))
    return { rows: [], changes: BigInt(changes), lastRow: BigInt(lastInsertRowid) }
  }

  /** Ends one that a failing disk left open. */
  begin(): void {
    this.rollback()
    this.db.exec('BEGIN')
  }

  commit(): void {
    this.db.exec('COMMIT')
  }

  /** SQLite may have taken it back by itself. */
  rollback(): void {
    if (this.db.isTransaction) this.db.exec('ROLLBACK')
  }

  close(): void {
    try {
      // The driver leaves statements open, and SQLite then leaves the journal behind.
      this.db.exec('PRAGMA journal_mode=DELETE')
    } finally {
      this.db.close()
    }
  }
}

function plain(value: unknown): string | number | bigint | null | Uint8Array {
  if (value === undefined || value === null) return null
  if (typeof value === 'boolean') return value ? 1 : 0
  if (value instanceof Date) return value.toISOString()
  return value as string | number | bigint | Uint8Array
}

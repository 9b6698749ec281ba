import type { Attribution, Row, Stored } from './store.ts'
import { openSqlite, transaction, type Sqlite, type Statement } from './sqlite.ts'

const TABLES = `
  CREATE TABLE IF NOT EXISTS rooms (
    room TEXT PRIMARY KEY, head INTEGER NOT NULL, covered INTEGER NOT NULL DEFAULT 0, snapshot BLOB
  );
  CREATE TABLE IF NOT EXISTS updates (
    room TEXT NOT NULL, seq INTEGER NOT NULL, author TEXT NOT NULL, client INTEGER NOT NULL, at INTEGER NOT NULL,
    bytes BLOB NOT NULL, PRIMARY KEY (room, seq)
  );
  CREATE TABLE IF NOT EXISTS clients (
    room TEXT NOT NULL, client INTEGER NOT NULL, author TEXT NOT NULL, PRIMARY KEY (room, client)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS attribution (
    room TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, author TEXT NOT NULL, client INTEGER NOT NULL,
    at INTEGER NOT NULL, PRIMARY KEY (room, first)
  ) WITHOUT ROWID;
`

/** Pages given back to the file system after a trim; a bound, so that one trim never holds up the next commit. */
const VACUUM_PAGES = 256

/** The ledger's file. Synchronous: it lives in a worker thread. */
export class LedgerFile {
  private readonly statements = new Map<string, Statement>()

  private constructor(private readonly db: Sqlite) {}

  /** @throws Error when the file cannot be written or another server has it open (rule L8). */
  static async open(file: string): Promise<LedgerFile> {
    const db = await openSqlite(file, { patience: 1000 })
    db.exec('PRAGMA locking_mode=EXCLUSIVE')
    transaction(db, () => db.exec(TABLES))
    return new LedgerFile(db)
  }

  append(rows: Row[]): number[] {
    return transaction(this.db, () => rows.map((row) => this.appendOne(row)))
  }

  load(room: string): Stored {
    const head = this.head(room)
    const rows = this.sql('SELECT seq, bytes FROM updates WHERE room = ? ORDER BY seq').all(
      room,
    ) as unknown as { seq: number; bytes: Uint8Array }[]
    rows.forEach((row, i) => {
      if (row.seq !== head.covered + 1 + i) throw gap(room, head.covered + 1 + i, row.seq)
    })
    if (head.covered + rows.length !== head.head) throw gap(room, head.covered + rows.length + 1, null)
    return {
      snapshot: head.snapshot,
      covered: head.covered,
      seq: head.head,
      tail: rows.map((row) => row.bytes),
      clients: this.clients(room),
    }
  }

  snapshot(room: string, covered: number, bytes: Uint8Array): void {
    transaction(this.db, () => {
      const head = this.head(room)
      if (covered <= head.covered) return
      if (covered > head.head) throw new RangeError(`snapshot of ${room} up to ${covered}, of ${head.head}`)
      this.sql(
        `INSERT INTO attribution (room, first, last, author, client, at)
           SELECT room, min(seq), max(seq), author, client, min(at) FROM updates
           WHERE room = ? AND seq <= ? GROUP BY author, client, at / 60000`,
      ).run(room, covered)
      this.sql('UPDATE rooms SET covered = ?, snapshot = ? WHERE room = ?').run(covered, bytes, room)
      this.sql('DELETE FROM updates WHERE room = ? AND seq <= ?').run(room, covered)
    })
    this.db.exec(`PRAGMA incremental_vacuum(${VACUUM_PAGES})`)
  }

  bind(room: string, client: number, user: string): string {
    this.claim(room, client, user)
    const row = this.sql('SELECT author FROM clients WHERE room = ? AND client = ?').get(room, client) as {
      author: string
    }
    return row.author
  }

  attribution(room: string): Attribution[] {
    return this.sql(
      `SELECT first, last, author, client, at FROM attribution WHERE room = ?1
         UNION ALL
         SELECT min(seq), max(seq), author, client, min(at) FROM updates
         WHERE room = ?1 GROUP BY author, client, at / 60000
         ORDER BY 1`,
    ).all(room) as unknown as Attribution[]
  }

  heads(): Map<string, number> {
    const rows = this.sql('SELECT room, head FROM rooms').all() as unknown as {
      room: string
      head: number
    }[]
    return new Map(rows.map(({ room, head }) => [room, head]))
  }

  close(): void {
    // The driver keeps a closed file open while it has statements, so the lock is given back by hand.
    this.db.exec('PRAGMA locking_mode=NORMAL')
    this.db.exec('SELECT 1 FROM rooms LIMIT 1')
    this.db.exec('PRAGMA wal_checkpoint(TRUNCATE)')
    this.db.close()
  }

  private appendOne({ room, author, client, at, bytes, claims }: Row): number {
    const row = this.sql(
      'INSERT INTO rooms (room, head) VALUES (?, 1) ON CONFLICT DO UPDATE SET head = head + 1 RETURNING head',
    ).get(room) as { head: number }
    this.sql('INSERT INTO updates (room, seq, author, client, at, bytes) VALUES (?, ?, ?, ?, ?, ?)').run(
      room,
      row.head,
      author,
      client,
      at,
      bytes,
    )
    for (const claimed of claims) this.claim(room, claimed, author)
    return row.head
  }

  /** A statement is prepared once: this runs for every keystroke. */
  private sql(text: string): Statement {
    let statement = this.statements.get(text)
    if (!statement) this.statements.set(text, (statement = this.db.prepare(text)))
    return statement
  }

  private claim(room: string, client: number, user: string): void {
    this.sql('INSERT INTO clients (room, client, author) VALUES (?, ?, ?) ON CONFLICT DO NOTHING').run(
      room,
      client,
      user,
    )
  }

  private head(room: string): { head: number; covered: number; snapshot: Uint8Array | null } {
    const row = this.sql('SELECT head, covered, snapshot FROM rooms WHERE room = ?').get(room)
    return (row ?? { head: 0, covered: 0, snapshot: null }) as {
      head: number
      covered: number
      snapshot: Uint8Array | null
    }
  }

  private clients(room: string): Map<number, string> {
    const rows = this.sql('SELECT client, author FROM clients WHERE room = ?').all(room) as unknown as {
      client: number
      author: string
    }[]
    return new Map(rows.map(({ client, author }) => [client, author]))
  }
}

function gap(room: string, expected: number, found: number | null): Error {
  return new Error(
    `the ledger of ${room} is damaged: update ${expected} is missing, found ${found ?? 'none'}`,
  )
}

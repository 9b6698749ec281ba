import { crc32 } from 'node:zlib'
import { makeTables } from './ledger-tables.ts'
import { NO_SEALS, type Seals } from '../../schema/zones.ts'
import type { Attribution, Claim, Remade, Row, Stored } from './store.ts'
import { faultsOf, openSqlite, transaction, type Sqlite, type Statement } from './sqlite.ts'

/** Pages given back to the file system after a trim; a bound, so that one trim never holds up the next commit. */
const VACUUM_PAGES = 1024
/** The journal is cut down to this after a checkpoint, in bytes; one large snapshot would leave it large for ever. */
const JOURNAL_MAX = 8 * 1024 * 1024
/** Pages in the journal with which they are brought into the file. */
const CHECKPOINT_PAGES = 1000

interface Blob {
  seq: number
  bytes: Uint8Array
  sum: number | null
  /** Of a snapshot, where it was given with it. */
  extent?: Uint8Array | null
}

/** The ledger's file. Synchronous: it lives in a worker thread. */
export class LedgerFile {
  private readonly statements = new Map<string, Statement>()
  private readonly rooms = new Map<string, number>()
  private readonly users = new Map<string, number>()

  /** While somebody copies the file: what is written goes into the journal alone. */
  private held = false

  private constructor(private readonly db: Sqlite) {}

  /** @throws Error when the file cannot be written or another server has it open (rule L8). */
  static async open(file: string): Promise<LedgerFile> {
    const db = await openSqlite(file, { patience: 1000, journal: 'wal' })
    db.exec(`PRAGMA journal_size_limit=${JOURNAL_MAX}`)
    transaction(db, () => db.prepare('SELECT 1 FROM sqlite_schema').get())
    makeTables(db)
    return new LedgerFile(db)
  }

  /** One transaction. @throws Error when a row is not the next of its room, unless it is there already, the same. */
  append(rows: Row[], claims: Claim[]): void {
    this.atomically(() => {
      for (const row of rows) this.appendOne(row)
      for (const { room, client, user } of claims) this.come(this.roomId(room), client, this.userId(user))
    })
  }

  load(room: string): Stored {
    const known = this.sql('SELECT id, head, at FROM rooms WHERE room = ?').get(room)
    const { id, head, at } = (known ?? { id: -1, head: 0, at: 0 }) as { id: number; head: number; at: number }
    const snapshot = this.snapshotOf(id)
    const covered = snapshot?.seq ?? 0
    const tail = this.sql('SELECT seq, sum, bytes FROM updates WHERE room = ? ORDER BY seq').all(
      id,
    ) as unknown as Blob[]
    tail.forEach((row, i) => {
      if (row.seq !== covered + 1 + i) throw gap(room, covered + 1 + i, row.seq)
    })
    if (covered + tail.length !== head) throw gap(room, covered + tail.length + 1, null)
    for (const each of snapshot ? [snapshot, ...tail] : tail) requireSum(room, each)
    const seals = this.seals(id)
    const back = this.back(id)
    return {
      snapshot: snapshot?.bytes ?? null,
      extent: snapshot?.extent ?? null,
      covered,
      seq: head,
      at,
      tail: tail.map(({ bytes }) => bytes),
      clients: this.clients(id),
      restored: this.restored(),
      ...(seals.generation > 0 && { seals }),
      ...(back.size > 0 && { back }),
    }
  }

  snapshot(room: string, covered: number, bytes: Uint8Array, extent: Uint8Array | null = null): void {
    this.atomically(() => {
      const id = this.roomId(room)
      if (covered <= (this.snapshotOf(id)?.seq ?? 0)) return
      const { head } = this.sql('SELECT head FROM rooms WHERE id = ?').get(id) as { head: number }
      if (covered > head) throw new RangeError(`snapshot of ${room} up to ${covered}, of ${head}`)
      this.cover(id, covered, bytes, extent)
    })
    this.db.exec(`PRAGMA incremental_vacuum(${VACUUM_PAGES})`)
  }

  /** @throws Error when a room has gone on since, or a new one is there already */
  remake(remade: Remade[], forgotten: string[]): void {
    this.overwriting(() =>
      this.atomically(() => {
        if (remade.length > 0 && remade.every((each) => this.isRemade(each))) return
        for (const each of remade) this.remakeOne(each)
        for (const room of forgotten) this.forget(room)
      }),
    )
  }

  /** Leaves nothing of what `work` deletes, in the file or in its journal: some of it is not for everybody any more. */
  private overwriting(work: () => void): void {
    this.db.exec('PRAGMA secure_delete=ON')
    try {
      work()
    } finally {
      this.db.exec('PRAGMA secure_delete=FAST')
    }
    try {
      this.db.exec('PRAGMA incremental_vacuum')
      if (!this.held) this.checkpoint()
    } catch {
      // It is done, and whoever asked is not to hear that it was not.
    }
  }

  /**
   * Leaves the file as it is now, in order and with all that was written, until it is let go: it can be copied, and
   * whoever writes waits for none of that.
   *
   * @throws Error when it is held already, or the disk does not take it
   */
  hold(): void {
    if (this.held) throw new Error('another backup is being written')
    this.db.exec('PRAGMA wal_autocheckpoint=0')
    this.held = true
    try {
      this.checkpoint()
    } catch (error) {
      this.letGo()
      throw error
    }
  }

  /** Answers whether it was held until now. */
  letGo(): boolean {
    const wasHeld = this.held
    this.held = false
    this.db.exec(`PRAGMA wal_autocheckpoint=${CHECKPOINT_PAGES}`)
    try {
      this.checkpoint()
    } catch {
      // It comes with one of the next rows, or what was remade meanwhile is overwritten with the next remake.
    }
    return wasHeld
  }

  /** Brings everything into the file, and leaves nothing in the journal. @throws Error when the disk does not take it */
  private checkpoint(): void {
    const { busy } = this.db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get() as { busy: number }
    if (busy !== 0) throw new Error('the journal is in use')
  }

  private remakeOne({ room, after, state, extent, author, client, at, clients, seals }: Remade): void {
    const id = this.roomId(room)
    const seq = after + 1
    const by = this.userId(author)
    const { changes } = this.sql('UPDATE rooms SET head = ?1, at = ?2 WHERE id = ?3 AND head = ?1 - 1').run(
      seq,
      at,
      id,
    )
    if (Number(changes) === 0) throw new RangeError(`${room} has gone on after ${after}`)
    this.cover(id, seq, state, extent)
    this.sql(
      'INSERT INTO attribution (room, first, last, author, client, at) VALUES (?1, ?2, ?2, ?3, ?4, ?5)',
    ).run(id, seq, by, client, at)
    for (const [each, user] of clients) this.claim(id, each, this.userId(user))
    this.sql('INSERT OR REPLACE INTO seals (room, seals) VALUES (?, ?)').run(id, JSON.stringify(seals))
  }

  /** What was not known to be done comes a second time. */
  private isRemade({ room, after, seals }: Remade): boolean {
    const known = this.sql('SELECT id, head FROM rooms WHERE room = ?').get(room)
    const { id, head } = (known ?? { id: -1, head: 0 }) as { id: number; head: number }
    return head > after && this.seals(id).generation === seals.generation
  }

  private forget(room: string): void {
    const id = this.roomId(room)
    for (const table of ['updates', 'snapshots', 'clients', 'attribution', 'seals', 'back'])
      this.sql(`DELETE FROM ${table} WHERE room = ?`).run(id)
    this.sql('DELETE FROM rooms WHERE id = ?').run(id)
    this.rooms.delete(room)
  }

  private seals(id: number): Seals {
    const found = this.sql('SELECT seals FROM seals WHERE room = ?').get(id) as { seals: string } | undefined
    return found ? (JSON.parse(found.seals) as Seals) : NO_SEALS
  }

  /** Puts a snapshot in the place of everything up to `covered`. */
  private cover(room: number, covered: number, bytes: Uint8Array, extent: Uint8Array | null): void {
    this.sql(
      `INSERT INTO attribution (room, first, last, author, client, at)
         SELECT room, min(seq), max(seq), author, client, min(at) FROM updates
         WHERE room = ? AND seq <= ? GROUP BY author, client, at / 60000`,
    ).run(room, covered)
    this.sql(
      'INSERT OR REPLACE INTO snapshots (room, covered, sum, bytes, extent) VALUES (?, ?, ?, ?, ?)',
    ).run(room, covered, sumOf({ seq: covered, bytes, extent }), bytes, extent)
    this.sql('DELETE FROM updates WHERE room = ? AND seq <= ?').run(room, covered)
  }

  attribution(room: string): Attribution[] {
    return this.sql(
      `SELECT first, last, user AS author, client, at FROM (
         SELECT first, last, author, client, at FROM attribution
           WHERE room = (SELECT id FROM rooms WHERE rooms.room = ?1)
         UNION ALL
         SELECT min(seq), max(seq), author, client, min(at) FROM updates
           WHERE room = (SELECT id FROM rooms WHERE rooms.room = ?1) GROUP BY author, client, at / 60000
       ) JOIN users ON users.id = author ORDER BY first`,
    ).all(room) as unknown as Attribution[]
  }

  head(room: string): number {
    const found = this.sql('SELECT head FROM rooms WHERE room = ?').get(room)
    return (found as { head: number } | undefined)?.head ?? 0
  }

  heads(): Map<string, number> {
    const rows = this.sql('SELECT room, head FROM rooms WHERE head > 0').all() as unknown as {
      room: string
      head: number
    }[]
    return new Map(rows.map(({ room, head }) => [room, head]))
  }

  /** What SQLite finds wrong with the file itself; empty when nothing. */
  faults(): string[] {
    return faultsOf(this.db)
  }

  /** Writes everything into a new file, as of now. @throws Error when there is such a file or it cannot be written. */
  copyTo(file: string): void {
    this.sql('VACUUM INTO ?').run(file)
  }

  /** Notes that this is what a backup held: what others still have from after it is to come back (rule L17). */
  markRestored(at: number): void {
    this.atomically(() => {
      this.sql(`INSERT OR REPLACE INTO facts (name, value) VALUES ('restored', ?)`).run(at)
      this.sql('DELETE FROM back').run()
    })
  }

  /** Leaves one file without a journal, where the disk lets it; what is in a journal is read at the next start. */
  close(): void {
    try {
      this.db.exec('PRAGMA journal_mode=DELETE')
      // The driver keeps a closed file open while it has statements, so the lock is given back by hand.
      this.db.exec('PRAGMA locking_mode=NORMAL')
      this.db.exec('SELECT 1 FROM rooms LIMIT 1')
    } finally {
      this.db.close()
    }
  }

  private appendOne(row: Row): void {
    const room = this.roomId(row.room)
    const { changes } = this.sql('UPDATE rooms SET head = ?1, at = ?2 WHERE id = ?3 AND head = ?1 - 1').run(
      row.seq,
      row.at,
      room,
    )
    if (Number(changes) === 0) return this.requireWritten(room, row)
    const author = this.userId(row.author)
    this.sql(
      'INSERT INTO updates (room, seq, author, client, at, sum, bytes) VALUES (?, ?, ?, ?, ?, ?, ?)',
    ).run(room, row.seq, author, row.client, row.at, crc32(row.bytes, row.seq), row.bytes)
    for (const client of row.claims) this.claim(room, client, author)
  }

  /** A row whose fate was not known comes a second time (rule L14). */
  private requireWritten(room: number, { room: name, seq, bytes }: Row): void {
    const found = this.sql('SELECT bytes FROM updates WHERE room = ? AND seq = ?').get(room, seq)
    if (found && Buffer.compare(found.bytes as Uint8Array, bytes) === 0) return
    const { head } = this.sql('SELECT head FROM rooms WHERE id = ?').get(room) as { head: number }
    throw new RangeError(`update ${seq} of ${name} is not the one after ${head}`)
  }

  /** A transaction; ids that it made are forgotten when it is taken back. */
  private atomically(work: () => void): void {
    try {
      transaction(this.db, work)
    } catch (error) {
      this.rooms.clear()
      this.users.clear()
      throw error
    }
  }

  /** A statement is prepared once: this runs for every keystroke. */
  private sql(text: string): Statement {
    let statement = this.statements.get(text)
    if (!statement) this.statements.set(text, (statement = this.db.prepare(text)))
    return statement
  }

  private roomId(room: string): number {
    let id = this.rooms.get(room)
    if (id === undefined) {
      this.sql('INSERT INTO rooms (room, head, at) VALUES (?, 0, 0) ON CONFLICT DO NOTHING').run(room)
      id = (this.sql('SELECT id FROM rooms WHERE room = ?').get(room) as { id: number }).id
      this.rooms.set(room, id)
    }
    return id
  }

  private userId(user: string): number {
    let id = this.users.get(user)
    if (id === undefined) {
      this.sql('INSERT INTO users (user) VALUES (?) ON CONFLICT DO NOTHING').run(user)
      id = (this.sql('SELECT id FROM users WHERE user = ?').get(user) as { id: number }).id
      this.users.set(user, id)
    }
    return id
  }

  private claim(room: number, client: number, user: number): void {
    this.sql('INSERT INTO clients (room, client, author) VALUES (?, ?, ?) ON CONFLICT DO NOTHING').run(
      room,
      client,
      user,
    )
  }

  /** Somebody comes into a room under a client that is new there. */
  private come(room: number, client: number, user: number): void {
    this.claim(room, client, user)
    if (this.restored() !== null)
      this.sql('INSERT INTO back (room, author) VALUES (?, ?) ON CONFLICT DO NOTHING').run(room, user)
  }

  private back(room: number): Set<string> {
    const rows = this.sql('SELECT user FROM back JOIN users ON id = author WHERE room = ?').all(room)
    return new Set((rows as unknown as { user: string }[]).map(({ user }) => user))
  }

  private snapshotOf(room: number): Blob | null {
    const found = this.sql('SELECT covered AS seq, sum, bytes, extent FROM snapshots WHERE room = ?').get(
      room,
    )
    return (found as unknown as Blob | undefined) ?? null
  }

  private clients(room: number): Map<number, string> {
    const rows = this.sql('SELECT client, user FROM clients JOIN users ON id = author WHERE room = ?').all(
      room,
    ) as unknown as { client: number; user: string }[]
    return new Map(rows.map(({ client, user }) => [client, user]))
  }

  private restored(): number | null {
    const found = this.sql(`SELECT value FROM facts WHERE name = 'restored'`).get()
    return (found as { value: number } | undefined)?.value ?? null
  }
}

function gap(room: string, expected: number, found: number | null): Error {
  return new Error(
    `the ledger of ${room} is damaged: update ${expected} is missing, found ${found ?? 'none'}`,
  )
}

function requireSum(room: string, blob: Blob): void {
  if (blob.sum !== null && sumOf(blob) !== blob.sum)
    throw new Error(`the ledger of ${room} is damaged: update ${blob.seq} is not what was written`)
}

function sumOf({ seq, bytes, extent }: Omit<Blob, 'sum'>): number {
  const sum = crc32(bytes, seq)
  return extent ? crc32(extent, sum) : sum
}

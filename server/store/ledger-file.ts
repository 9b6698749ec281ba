import { NO_SEALS, type Seals } from '../../schema/zones.ts'
import { LedgerClients } from './ledger-clients.ts'
import { LedgerJournal } from './ledger-journal.ts'
import { LedgerNumbers } from './ledger-numbers.ts'
import { runsOf, type Run } from './ledger-runs.ts'
import { requireWhole, sumOf, type Summed } from './ledger-sums.ts'
import { makeTables } from './ledger-tables.ts'
import { faultsOf, openSqlite, preparing, transaction, type Prepare, type Sqlite } from './sqlite.ts'
import type { Attribution, Claim, Remade, Row, Stored } from './store.ts'

/** Pages given back to the file system after a trim; a bound, so that one trim never holds up the next commit. */
const VACUUM_PAGES = 1024

/** The ledger's file. Synchronous: it lives in a worker thread. */
export class LedgerFile {
  private readonly sql: Prepare
  private readonly numbers: LedgerNumbers
  private readonly clients: LedgerClients

  private constructor(
    private readonly db: Sqlite,
    private readonly journal: LedgerJournal,
  ) {
    this.sql = preparing(db)
    this.numbers = new LedgerNumbers(this.sql)
    this.clients = new LedgerClients(this.sql, this.numbers)
  }

  /** @throws Error when the file cannot be written or another server has it open (rule L8). */
  static async open(file: string): Promise<LedgerFile> {
    const db = await openSqlite(file, { patience: 1000, journal: 'wal' })
    const journal = new LedgerJournal(db)
    transaction(db, () => db.prepare('SELECT 1 FROM sqlite_schema').get())
    makeTables(db)
    return new LedgerFile(db, journal)
  }

  /** One transaction. @throws Error when a row is not the next of its room, unless it is there already, the same. */
  append(rows: Row[], claims: Claim[]): void {
    this.atomically(() => {
      for (const run of runsOf(rows)) this.appendRun(run)
      for (const { room, client, user } of claims) this.clients.come(this.numbers.ofRoom(room), client, user)
    })
  }

  load(room: string): Stored {
    const known = this.sql('SELECT id, head, at FROM rooms WHERE room = ?').get(room)
    const { id, head, at } = (known ?? { id: -1, head: 0, at: 0 }) as { id: number; head: number; at: number }
    const snapshot = this.snapshotOf(id)
    const tail = this.sql('SELECT seq, sum, bytes FROM updates WHERE room = ? ORDER BY seq').all(
      id,
    ) as unknown as Summed[]
    requireWhole(room, head, snapshot, tail)
    const seals = this.seals(id)
    const back = this.clients.back(id)
    return {
      snapshot: snapshot?.bytes ?? null,
      extent: snapshot?.extent ?? null,
      covered: snapshot?.seq ?? 0,
      seq: head,
      at,
      tail: tail.map(({ bytes }) => bytes),
      clients: this.clients.of(id),
      restored: this.clients.restored(),
      ...(seals.generation > 0 && { seals }),
      ...(back.size > 0 && { back }),
    }
  }

  snapshot(room: string, covered: number, bytes: Uint8Array, extent: Uint8Array | null = null): void {
    this.atomically(() => {
      const id = this.numbers.ofRoom(room)
      if (covered <= (this.snapshotOf(id)?.seq ?? 0)) return
      const { head } = this.sql('SELECT head FROM rooms WHERE id = ?').get(id) as { head: number }
      if (covered > head) throw new RangeError(`snapshot of ${room} up to ${covered}, of ${head}`)
      this.cover(id, covered, bytes, extent)
    })
    this.db.exec(`PRAGMA incremental_vacuum(${VACUUM_PAGES})`)
  }

  /** @throws Error when a room has gone on since, or a new one is there already */
  remake(remade: Remade[], forgotten: string[]): void {
    this.journal.overwriting(() =>
      this.atomically(() => {
        if (remade.length > 0 && remade.every((each) => this.isRemade(each))) return
        for (const each of remade) this.remakeOne(each)
        for (const room of forgotten) this.forget(room)
      }),
    )
  }

  /**
   * Leaves the file as it is now until it is let go, so that it can be copied.
   *
   * @throws Error when it is held already, or the disk does not take it
   */
  hold(): void {
    this.journal.hold()
  }

  /** Answers whether it was held until now. */
  letGo(): boolean {
    return this.journal.letGo()
  }

  private remakeOne({ room, after, state, extent, author, client, at, clients, seals }: Remade): void {
    const id = this.numbers.ofRoom(room)
    const seq = after + 1
    const { changes } = this.sql('UPDATE rooms SET head = ?1, at = ?2 WHERE id = ?3 AND head = ?1 - 1').run(
      seq,
      at,
      id,
    )
    if (Number(changes) === 0) throw new RangeError(`${room} has gone on after ${after}`)
    this.cover(id, seq, state, extent)
    this.sql(
      'INSERT INTO attribution (room, first, last, author, client, at) VALUES (?1, ?2, ?2, ?3, ?4, ?5)',
    ).run(id, seq, this.numbers.ofUser(author), client, at)
    for (const [each, user] of clients) this.clients.claim(id, each, user)
    this.sql('INSERT OR REPLACE INTO seals (room, seals) VALUES (?, ?)').run(id, JSON.stringify(seals))
  }

  /** What was not known to be done comes a second time. */
  private isRemade({ room, after, seals }: Remade): boolean {
    const known = this.sql('SELECT id, head FROM rooms WHERE room = ?').get(room)
    const { id, head } = (known ?? { id: -1, head: 0 }) as { id: number; head: number }
    return head > after && this.seals(id).generation === seals.generation
  }

  private forget(room: string): void {
    const id = this.numbers.ofRoom(room)
    for (const table of ['updates', 'snapshots', 'clients', 'attribution', 'seals', 'back'])
      this.sql(`DELETE FROM ${table} WHERE room = ?`).run(id)
    this.sql('DELETE FROM rooms WHERE id = ?').run(id)
    this.numbers.forgetRoom(room)
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
    this.atomically(() => this.clients.markRestored(at))
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

  private appendRun(run: Run): void {
    const [first] = run
    const last = run.at(-1) ?? first
    const room = this.numbers.ofRoom(first.room)
    const { changes } = this.sql('UPDATE rooms SET head = ?, at = ? WHERE id = ? AND head = ?').run(
      last.seq,
      last.at,
      room,
      first.seq - 1,
    )
    if (Number(changes) > 0) for (const row of run) this.insert(room, row)
    else if (run.length === 1) this.requireWritten(room, first)
    else for (const row of run) this.appendRun([row])
  }

  private insert(room: number, row: Row): void {
    this.sql(
      'INSERT INTO updates (room, seq, author, client, at, sum, bytes) VALUES (?, ?, ?, ?, ?, ?, ?)',
    ).run(room, row.seq, this.numbers.ofUser(row.author), row.client, row.at, sumOf(row), row.bytes)
    for (const client of row.claims) this.clients.claim(room, client, row.author)
  }

  /** A row whose fate was not known comes a second time (rule L14). */
  private requireWritten(room: number, { room: name, seq, bytes }: Row): void {
    const found = this.sql('SELECT bytes FROM updates WHERE room = ? AND seq = ?').get(room, seq)
    if (found && Buffer.compare(found.bytes as Uint8Array, bytes) === 0) return
    const { head } = this.sql('SELECT head FROM rooms WHERE id = ?').get(room) as { head: number }
    throw new RangeError(`update ${seq} of ${name} is not the one after ${head}`)
  }

  /** A transaction; the numbers it gave are forgotten when it is taken back. */
  private atomically(work: () => void): void {
    try {
      transaction(this.db, work)
    } catch (error) {
      this.numbers.forget()
      throw error
    }
  }

  private snapshotOf(room: number): Summed | null {
    const found = this.sql('SELECT covered AS seq, sum, bytes, extent FROM snapshots WHERE room = ?').get(
      room,
    )
    return (found as unknown as Summed | undefined) ?? null
  }
}

import type { LedgerNumbers } from './ledger-numbers.ts'
import type { Prepare } from './sqlite.ts'

/** Whose the Yjs clients of each room are, and who has come into it since a backup was restored (rules L11, L17). */
export class LedgerClients {
  constructor(
    private readonly sql: Prepare,
    private readonly numbers: LedgerNumbers,
  ) {}

  /** A client of a room is a user's from now on, unless it is somebody's already. */
  claim(room: number, client: number, user: string): void {
    this.sql('INSERT INTO clients (room, client, author) VALUES (?, ?, ?) ON CONFLICT DO NOTHING').run(
      room,
      client,
      this.numbers.ofUser(user),
    )
  }

  /** Somebody comes into a room under a client that is new there. */
  come(room: number, client: number, user: string): void {
    this.claim(room, client, user)
    if (this.restored() !== null)
      this.sql('INSERT INTO back (room, author) VALUES (?, ?) ON CONFLICT DO NOTHING').run(
        room,
        this.numbers.ofUser(user),
      )
  }

  /** The clients of a room, and whose they are. */
  of(room: number): Map<number, string> {
    const rows = this.sql('SELECT client, user FROM clients JOIN users ON id = author WHERE room = ?').all(
      room,
    ) as unknown as { client: number; user: string }[]
    return new Map(rows.map(({ client, user }) => [client, user]))
  }

  /** Who has come into a room since a backup was restored. */
  back(room: number): Set<string> {
    const rows = this.sql('SELECT user FROM back JOIN users ON id = author WHERE room = ?').all(room)
    return new Set((rows as unknown as { user: string }[]).map(({ user }) => user))
  }

  /** When a backup was restored last; null: none was. */
  restored(): number | null {
    const found = this.sql(`SELECT value FROM facts WHERE name = 'restored'`).get()
    return (found as { value: number } | undefined)?.value ?? null
  }

  markRestored(at: number): void {
    this.sql(`INSERT OR REPLACE INTO facts (name, value) VALUES ('restored', ?)`).run(at)
    this.sql('DELETE FROM back').run()
  }
}

import type { Prepare } from './sqlite.ts'

/** The numbers that rooms and users have in the ledger's tables, each read once. */
export class LedgerNumbers {
  private readonly rooms = new Map<string, number>()
  private readonly users = new Map<string, number>()

  constructor(private readonly sql: Prepare) {}

  /** A new one for a room that has none. */
  ofRoom(room: string): number {
    let id = this.rooms.get(room)
    if (id === undefined) {
      this.sql('INSERT INTO rooms (room, head, at) VALUES (?, 0, 0) ON CONFLICT DO NOTHING').run(room)
      id = (this.sql('SELECT id FROM rooms WHERE room = ?').get(room) as { id: number }).id
      this.rooms.set(room, id)
    }
    return id
  }

  /** A new one for a user who has none. */
  ofUser(user: string): number {
    let id = this.users.get(user)
    if (id === undefined) {
      this.sql('INSERT INTO users (user) VALUES (?) ON CONFLICT DO NOTHING').run(user)
      id = (this.sql('SELECT id FROM users WHERE user = ?').get(user) as { id: number }).id
      this.users.set(user, id)
    }
    return id
  }

  /** The room is in the tables no more. */
  forgetRoom(room: string): void {
    this.rooms.delete(room)
  }

  /** Some may not be in the tables after all. */
  forget(): void {
    this.rooms.clear()
    this.users.clear()
  }
}

import type { Attribution, Claim, Ledger, Row, Stored } from '../../server/store/store.ts'
import type { Scheduler } from './scheduler.ts'

interface Room {
  snapshot: Uint8Array | null
  covered: number
  tail: Uint8Array[]
  clients: Map<number, string>
  at: number
}

/** What is on the server's disk: it outlives the server. */
export class Disk {
  readonly rooms = new Map<string, Room>()
  /** Whether the disk takes nothing now. */
  isFull = false
  /** How the next batch fails for good; null: it does not. */
  fails: 'written' | 'unwritten' | null = null
  /** Told of every row when it is on disk. */
  wrote: (row: Row) => void = () => undefined

  room(name: string): Room {
    const known = this.rooms.get(name)
    if (known) return known
    const made: Room = { snapshot: null, covered: 0, tail: [], clients: new Map(), at: 0 }
    this.rooms.set(name, made)
    return made
  }
}

interface Waiting {
  rows: Row[]
  claims: Claim[]
  resolve(): void
  reject(error: unknown): void
}

export const LEDGER_LINE = 'ledger'
/** Between two tries to write, in ms. */
const PAUSE = 300

/**
 * One server's way to the disk, one batch in flight (rule L3). Each thing takes its time in the line of the ledger;
 * what is in it when the server dies has not happened.
 */
export class MemoryLedger implements Ledger {
  trouble: string | null = null
  private waiting: Waiting[] = []
  private flying = false
  private readonly watchers: (() => void)[] = []

  constructor(
    private readonly scheduler: Scheduler,
    private readonly server: object,
    readonly disk: Disk,
  ) {}

  append(rows: Row[]): Promise<void> {
    return this.wait(rows, [])
  }

  claim(claims: Claim[]): Promise<void> {
    return this.wait([], claims)
  }

  load(room: string): Promise<Stored> {
    return this.soon(() => {
      const { snapshot, covered, tail, clients, at } = this.disk.room(room)
      const seq = covered + tail.length
      return { snapshot, covered, seq, at, tail: [...tail], clients: new Map(clients), restored: null }
    })
  }

  snapshot(name: string, covered: number, bytes: Uint8Array): Promise<void> {
    return this.soon(() => {
      const room = this.disk.room(name)
      if (covered <= room.covered) return
      room.tail.splice(0, covered - room.covered)
      room.covered = covered
      room.snapshot = bytes
    })
  }

  async remake(): Promise<void> {
    throw new Error('nobody closes an item in these worlds')
  }

  async attribution(): Promise<Attribution[]> {
    return []
  }

  async head(room: string): Promise<number> {
    return (await this.heads()).get(room) ?? 0
  }

  async heads(): Promise<Map<string, number>> {
    return new Map([...this.disk.rooms].map(([name, { covered, tail }]) => [name, covered + tail.length]))
  }

  watch(changed: () => void): void {
    this.watchers.push(changed)
  }

  async close(): Promise<void> {}

  private wait(rows: Row[], claims: Claim[]): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ rows, claims, resolve, reject })
      this.fly()
    })
  }

  private fly(): void {
    if (this.flying) return
    this.flying = true
    this.scheduler.push(LEDGER_LINE, this.server, () => this.land())
  }

  /** A full disk is tried again, in order; one that fails is given up, and whether it had written nobody knows. */
  private land(): void {
    this.flying = false
    if (this.disk.isFull) {
      this.tell('full')
      return void setTimeout(() => this.fly(), PAUSE)
    }
    this.tell(null)
    const batch = this.waiting.splice(0)
    const { fails } = this.disk
    this.disk.fails = null
    if (fails !== 'unwritten') batch.forEach((each) => this.write(each))
    if (fails === null) batch.forEach(({ resolve }) => resolve())
    else batch.forEach(({ reject }) => reject(new Error('the disk does not answer')))
  }

  private tell(trouble: string | null): void {
    if (trouble === this.trouble) return
    this.trouble = trouble
    this.watchers.forEach((changed) => changed())
  }

  private write({ rows, claims }: Waiting): void {
    for (const row of rows) {
      const room = this.disk.room(row.room)
      const next = room.covered + room.tail.length + 1
      if (row.seq !== next) throw new Error(`row ${row.seq} comes where ${next} is due`)
      this.disk.wrote(row)
      room.tail.push(row.bytes)
      room.at = row.at
      for (const client of row.claims) claim(room, client, row.author)
    }
    for (const { room, client, user } of claims) claim(this.disk.room(room), client, user)
  }

  private soon<T>(work: () => T): Promise<T> {
    return new Promise((resolve, reject) =>
      this.scheduler.push(LEDGER_LINE, this.server, () => {
        try {
          resolve(work())
        } catch (error) {
          reject(error)
        }
      }),
    )
  }
}

function claim({ clients }: Room, client: number, user: string): void {
  if (!clients.has(client)) clients.set(client, user)
}

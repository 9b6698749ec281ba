import type { Seals } from '../../schema/zones.ts'

/** One accepted update on its way into the ledger. */
export interface Row {
  room: string
  /** Its number in the room: one more than that of the row before it. */
  seq: number
  /** Id of the user who sent it. */
  author: string
  /** The Yjs client of the connection it came by. */
  client: number
  /** Milliseconds since 1970, by the server's clock; never less than in the row before it. */
  at: number
  bytes: Uint8Array
  /** Yjs clients that this update uses for the first time; they belong to the author from now on. */
  claims: number[]
}

/** A Yjs client that has come into a room and belongs to this user from now on, unless it is another's. */
export interface Claim {
  room: string
  client: number
  user: string
}

/** A room as the ledger keeps it: a snapshot that covers everything up to `covered`, and the updates after it. */
export interface Stored {
  snapshot: Uint8Array | null
  /** How far the snapshot reaches, as it was given with it; null or left out: nobody said. */
  extent?: Uint8Array | null
  covered: number
  /** Number of the last update; 0 when there is none. Without gaps: `covered + tail.length`. */
  seq: number
  /** Milliseconds, of the last update; 0 when there is none. */
  at: number
  tail: Uint8Array[]
  /** Which user each Yjs client belongs to. */
  clients: Map<number, string>
  /** When the ledger was restored from a backup, in milliseconds; null when it never was. */
  restored: number | null
  /** Who has come into the room since then; left out: nobody. */
  back?: ReadonlySet<string>
  /** What was closed out of it; left out: nothing. */
  seals?: Seals
}

/** Everything of a room, in updates that are to be applied in order. */
export function updatesOf({ snapshot, tail }: Pick<Stored, 'snapshot' | 'tail'>): Uint8Array[] {
  return snapshot ? [snapshot, ...tail] : tail
}

/** A room as it is to be from now on: nothing of what it was stays but who changed it when. */
export interface Remade {
  room: string
  /** Number of the last update it is made from; 0: it is a new one. */
  after: number
  state: Uint8Array
  extent: Uint8Array
  /** Id of the user who did it, the Yjs client of what is new in it, and milliseconds. */
  author: string
  client: number
  at: number
  /** Which user each Yjs client belongs to, beside those that are known. */
  clients: ReadonlyMap<number, string>
  seals: Seals
}

/** Who changed a room when: a run of updates by one author within one minute. */
export interface Attribution {
  first: number
  last: number
  author: string
  client: number
  /** Milliseconds, of the first update of the run. */
  at: number
}

/** The append-only list of accepted updates of every room (rules L1–L17). */
export interface Ledger {
  /**
   * Resolves once all rows are on disk. While the disk takes nothing it waits and tries again, in order. A row that is
   * there already, the same, is not written twice. Rejects when it gives up: nothing is then known of these rows, and
   * the room must be loaded anew.
   */
  append(rows: Row[]): Promise<void>
  /** Resolves once the claims are on disk; they go with the rows that are appended at the same time. */
  claim(claims: Claim[]): Promise<void>
  /** @throws Error when a row of the room is missing or damaged. */
  load(room: string): Promise<Stored>
  /**
   * Replaces everything up to `covered` by one update that says the same. Who wrote it stays known. `extent` is kept
   * beside it.
   */
  snapshot(room: string, covered: number, bytes: Uint8Array, extent?: Uint8Array): Promise<void>
  /**
   * Remakes some rooms and forgets others, all or nothing. Each remade one is one update further on. Twice is once.
   *
   * @throws Error when a room has gone on since
   */
  remake(remade: Remade[], forgotten: string[]): Promise<void>
  attribution(room: string): Promise<Attribution[]>
  /** The number of a room's last update; 0: it has none. */
  head(room: string): Promise<number>
  /** The number of the last update of every room that has any. */
  heads(): Promise<Map<string, number>>
  /** Why nothing has got onto the disk for a while; null: it takes what comes. */
  readonly trouble: string | null
  /** Calls when trouble comes and when it is gone. */
  watch(changed: () => void): void
  close(): Promise<void>
}

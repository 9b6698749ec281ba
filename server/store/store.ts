/** One accepted update on its way into the ledger. */
export interface Row {
  room: string
  /** Id of the user who sent it. */
  author: string
  /** The Yjs client of the connection it came by. */
  client: number
  /** Milliseconds since 1970, by the server's clock. */
  at: number
  bytes: Uint8Array
  /** Yjs clients that this update uses for the first time; they belong to the author from now on. */
  claims: number[]
}

/** A room as the ledger keeps it: a snapshot that covers everything up to `covered`, and the updates after it. */
export interface Stored {
  snapshot: Uint8Array | null
  covered: number
  /** Number of the last update; 0 when there is none. Without gaps: `covered + tail.length`. */
  seq: number
  tail: Uint8Array[]
  /** Which user each Yjs client belongs to. */
  clients: Map<number, string>
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

/**
 * The append-only list of accepted updates of every room (rules L1–L8). Every promise is rejected when the disk does
 * not take or give what it should; nothing is then known to be written.
 */
export interface Ledger {
  /** Resolves to each row's number once all of them are on disk, or rejects and none is. */
  append(rows: Row[]): Promise<number[]>
  /** @throws Error when the rows of the room have a gap. */
  load(room: string): Promise<Stored>
  /** Replaces everything up to `covered` by one update that says the same. Who wrote it stays known. */
  snapshot(room: string, covered: number, bytes: Uint8Array): Promise<void>
  /** Binds a Yjs client to a user unless it has one; resolves to whose it is. */
  bind(room: string, client: number, user: string): Promise<string>
  attribution(room: string): Promise<Attribution[]>
  /** The number of the last update of every room that has any. */
  heads(): Promise<Map<string, number>>
  close(): Promise<void>
}

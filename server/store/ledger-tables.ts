import { pragma, transaction, type Sqlite } from './sqlite.ts'

/** What the ledger's tables are like now; a file says its own number in `user_version`. */
const VERSION = 4

/**
 * Rooms and users have numbers, for their names would be most of every row. A room's head is apart from its snapshot,
 * which is never touched by a keystroke. `sum`: the CRC-32 of the bytes, begun with their number,
 * and then of the extent (server/sync/extent.ts).
 */
const TABLES = `
  CREATE TABLE rooms (
    id INTEGER PRIMARY KEY, room TEXT NOT NULL UNIQUE, head INTEGER NOT NULL, at INTEGER NOT NULL
  );
  CREATE TABLE users (id INTEGER PRIMARY KEY, user TEXT NOT NULL UNIQUE);
  CREATE TABLE snapshots (
    room INTEGER PRIMARY KEY, covered INTEGER NOT NULL, sum INTEGER, bytes BLOB NOT NULL, extent BLOB
  );
  CREATE TABLE updates (
    room INTEGER NOT NULL, seq INTEGER NOT NULL, author INTEGER NOT NULL, client INTEGER NOT NULL,
    at INTEGER NOT NULL, sum INTEGER, bytes BLOB NOT NULL, PRIMARY KEY (room, seq)
  ) WITHOUT ROWID;
  CREATE TABLE clients (
    room INTEGER NOT NULL, client INTEGER NOT NULL, author INTEGER NOT NULL, PRIMARY KEY (room, client)
  ) WITHOUT ROWID;
  CREATE TABLE attribution (
    room INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, author INTEGER NOT NULL,
    client INTEGER NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (room, first)
  ) WITHOUT ROWID;
  CREATE TABLE facts (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
`

/** What was closed out of a room, as JSON (schema/zones.ts). */
const SEALS = 'CREATE TABLE IF NOT EXISTS seals (room INTEGER PRIMARY KEY, seals TEXT NOT NULL)'

/** Who has come into a room since a backup was restored. */
const BACK = `CREATE TABLE IF NOT EXISTS back (
  room INTEGER NOT NULL, author INTEGER NOT NULL, PRIMARY KEY (room, author)
) WITHOUT ROWID`

const OLD = ['rooms', 'updates', 'clients', 'attribution'] as const

/** From the tables that had names in every row and no sums. */
const FILL = `
  INSERT INTO users (user)
    SELECT author FROM old_updates UNION SELECT author FROM old_clients UNION SELECT author FROM old_attribution;
  INSERT INTO rooms (room, head, at)
    SELECT room, head, coalesce(
      (SELECT max(at) FROM old_updates AS o WHERE o.room = old_rooms.room),
      (SELECT max(at) FROM old_attribution AS o WHERE o.room = old_rooms.room), 0) FROM old_rooms;
  INSERT OR IGNORE INTO rooms (room, head, at) SELECT DISTINCT room, 0, 0 FROM old_clients;
  INSERT INTO snapshots (room, covered, bytes)
    SELECT id, covered, snapshot FROM old_rooms JOIN rooms USING (room) WHERE snapshot IS NOT NULL;
  INSERT INTO updates (room, seq, author, client, at, bytes)
    SELECT rooms.id, seq, users.id, client, o.at, bytes
    FROM old_updates AS o JOIN rooms USING (room) JOIN users ON user = author;
  INSERT INTO clients
    SELECT rooms.id, client, users.id FROM old_clients JOIN rooms USING (room) JOIN users ON user = author;
  INSERT INTO attribution
    SELECT rooms.id, first, last, users.id, client, o.at
    FROM old_attribution AS o JOIN rooms USING (room) JOIN users ON user = author;
`

/** Makes the ledger's tables, or brings older ones up to date, all or nothing. @throws Error when they are of a newer version. */
export function makeTables(db: Sqlite): void {
  const version = Number(pragma(db, 'user_version'))
  if (version > VERSION) throw new Error(`it is of version ${version}, and this program knows ${VERSION}`)
  if (version === VERSION) return
  transaction(db, () => {
    if (version === 1) db.exec('ALTER TABLE snapshots ADD COLUMN extent BLOB')
    else if (version === 0) makeFirst(db)
    db.exec(SEALS)
    db.exec(BACK)
    db.exec(`PRAGMA user_version=${VERSION}`)
  })
}

/** Makes all tables, and moves into them what is in those that had no version yet. */
function makeFirst(db: Sqlite): void {
  const isOld = db.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'updates'`).get() !== undefined
  if (isOld) for (const table of OLD) db.exec(`ALTER TABLE ${table} RENAME TO old_${table}`)
  db.exec(TABLES)
  if (isOld) db.exec(FILL)
  if (isOld) for (const table of OLD) db.exec(`DROP TABLE old_${table}`)
}

import { sql, type Kysely, type Migration } from 'kysely'

const FIRST = [
  `CREATE TABLE person (
    user TEXT PRIMARY KEY, operator INTEGER NOT NULL, confirmed INTEGER NOT NULL, opened TEXT
  )`,
  `CREATE TABLE link (
    hash TEXT PRIMARY KEY, user TEXT NOT NULL, forum TEXT, next TEXT NOT NULL, shownTo TEXT, expires TEXT NOT NULL,
    spent TEXT
  )`,
  `CREATE INDEX link_user ON link (user)`,
  `CREATE TABLE token (hash TEXT PRIMARY KEY, user TEXT NOT NULL, made TEXT NOT NULL)`,
  `CREATE TABLE forum (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, partOf TEXT, agenda INTEGER NOT NULL, minutes INTEGER NOT NULL,
    hearing INTEGER NOT NULL
  )`,
  `CREATE TABLE organisation (
    id TEXT PRIMARY KEY, forum TEXT NOT NULL REFERENCES forum, name TEXT NOT NULL, colour INTEGER NOT NULL
  )`,
  `CREATE INDEX organisation_forum ON organisation (forum)`,
  `CREATE TABLE member (
    forum TEXT NOT NULL REFERENCES forum, user TEXT NOT NULL, title TEXT, organisation TEXT REFERENCES organisation,
    role TEXT NOT NULL, invited TEXT NOT NULL, PRIMARY KEY (forum, user)
  )`,
  `CREATE INDEX member_user ON member (user)`,
  `CREATE TABLE meeting (
    id TEXT PRIMARY KEY, forum TEXT NOT NULL REFERENCES forum, created TEXT NOT NULL, subject TEXT, number INTEGER,
    date TEXT, start TEXT, "end" TEXT, place TEXT, items INTEGER NOT NULL DEFAULT 0,
    withoutCase INTEGER NOT NULL DEFAULT 0, withoutMinutes INTEGER NOT NULL DEFAULT 0, changed TEXT,
    projected INTEGER NOT NULL DEFAULT 0
  )`,
  `CREATE INDEX meeting_forum ON meeting (forum)`,
  `CREATE TABLE task (
    meeting TEXT NOT NULL REFERENCES meeting, id TEXT NOT NULL, item TEXT NOT NULL, itemNumber INTEGER NOT NULL,
    owner TEXT NOT NULL, text TEXT NOT NULL, due TEXT, PRIMARY KEY (meeting, id)
  )`,
  `CREATE TABLE audit (
    id INTEGER PRIMARY KEY, at TEXT NOT NULL, actor TEXT, action TEXT NOT NULL, forum TEXT, subject TEXT, detail TEXT
  )`,
]

const DIGEST = ['ALTER TABLE meeting ADD COLUMN content TEXT']

const PHASES = [
  `ALTER TABLE meeting ADD COLUMN phase TEXT NOT NULL DEFAULT 'draft'`,
  `ALTER TABLE forum ADD COLUMN membersSeeDrafts INTEGER NOT NULL DEFAULT 0`,
  `CREATE TABLE phaseChange (
    id INTEGER PRIMARY KEY, meeting TEXT NOT NULL REFERENCES meeting, "from" TEXT NOT NULL, "to" TEXT NOT NULL, "by" TEXT,
    at TEXT NOT NULL, reason TEXT
  )`,
  `CREATE INDEX phaseChange_meeting ON phaseChange (meeting)`,
  `CREATE TABLE guest (
    meeting TEXT NOT NULL REFERENCES meeting, user TEXT NOT NULL, organisation TEXT, item TEXT, invited TEXT NOT NULL,
    PRIMARY KEY (meeting, user)
  )`,
  `CREATE INDEX guest_user ON guest (user)`,
  `ALTER TABLE link ADD COLUMN meeting TEXT`,
]

/** Nothing of it is ever changed: the last terms of a round hold. */
const HEARINGS = [
  `CREATE TABLE round (
    id TEXT PRIMARY KEY, meeting TEXT NOT NULL REFERENCES meeting, phase TEXT NOT NULL,
    change INTEGER NOT NULL REFERENCES phaseChange, opened TEXT NOT NULL
  )`,
  `CREATE INDEX round_meeting ON round (meeting)`,
  `CREATE TABLE terms (
    id INTEGER PRIMARY KEY, round TEXT NOT NULL REFERENCES round, day TEXT NOT NULL, time TEXT, "by" TEXT,
    at TEXT NOT NULL
  )`,
  `CREATE INDEX terms_round ON terms (round)`,
  `CREATE TABLE asked (
    terms INTEGER NOT NULL REFERENCES terms, user TEXT NOT NULL, organisation TEXT, PRIMARY KEY (terms, user)
  )`,
  `CREATE TABLE reminder (
    id INTEGER PRIMARY KEY, round TEXT NOT NULL REFERENCES round, user TEXT NOT NULL, "by" TEXT NOT NULL,
    at TEXT NOT NULL
  )`,
  `CREATE INDEX reminder_round ON reminder (round)`,
  `CREATE TABLE hearingRecord (
    id INTEGER PRIMARY KEY, meeting TEXT NOT NULL REFERENCES meeting, at TEXT NOT NULL, record TEXT NOT NULL
  )`,
  `CREATE INDEX hearingRecord_meeting ON hearingRecord (meeting)`,
]

const MENTIONS = [
  `CREATE TABLE mention (
    meeting TEXT NOT NULL REFERENCES meeting, entry TEXT NOT NULL, user TEXT NOT NULL, author TEXT NOT NULL, item TEXT,
    at TEXT NOT NULL, PRIMARY KEY (meeting, entry, user)
  )`,
  `CREATE INDEX mention_user ON mention (user)`,
]

const ZONES = [
  `CREATE TABLE zone (
    zone TEXT PRIMARY KEY, meeting TEXT NOT NULL REFERENCES meeting, item TEXT NOT NULL, roles TEXT NOT NULL,
    exceptions TEXT NOT NULL
  )`,
  `CREATE INDEX zone_meeting ON zone (meeting)`,
]

const REMOVED = ['CREATE TABLE removed (meeting TEXT PRIMARY KEY, forum TEXT NOT NULL)']

const ORGANISATIONS = ['ALTER TABLE organisation ADD COLUMN removed INTEGER NOT NULL DEFAULT 0']

/** A closed item has a margin of its own, in which somebody may be mentioned. */
const ZONE_MENTIONS = [
  `ALTER TABLE mention RENAME TO old_mention`,
  `DROP INDEX mention_user`,
  `CREATE TABLE mention (
    zone TEXT NOT NULL, meeting TEXT NOT NULL REFERENCES meeting, entry TEXT NOT NULL, user TEXT NOT NULL,
    author TEXT NOT NULL, item TEXT, at TEXT NOT NULL, PRIMARY KEY (zone, entry, user)
  )`,
  `INSERT INTO mention SELECT meeting, meeting, entry, user, author, item, at FROM old_mention`,
  `DROP TABLE old_mention`,
  `CREATE INDEX mention_user ON mention (user)`,
]

/** Who knocks without a role is looked for in a list that only grows. */
const AUDIT_INDEX = ['CREATE INDEX audit_subject ON audit (subject)']

/** The tables of our own, in steps; a step that has shipped is never changed. */
export const MIGRATIONS: Record<string, Migration> = {
  '0001': { up: (db: Kysely<unknown>) => runAll(db, FIRST) },
  '0002': { up: (db: Kysely<unknown>) => runAll(db, DIGEST) },
  '0003': { up: (db: Kysely<unknown>) => runAll(db, PHASES) },
  '0004': { up: (db: Kysely<unknown>) => runAll(db, HEARINGS) },
  '0005': { up: (db: Kysely<unknown>) => runAll(db, ZONES) },
  '0006': { up: (db: Kysely<unknown>) => runAll(db, MENTIONS) },
  '0007': { up: (db: Kysely<unknown>) => runAll(db, REMOVED) },
  '0008': { up: (db: Kysely<unknown>) => runAll(db, ORGANISATIONS) },
  '0009': { up: (db: Kysely<unknown>) => runAll(db, ZONE_MENTIONS) },
  '0010': { up: (db: Kysely<unknown>) => runAll(db, AUDIT_INDEX) },
}

async function runAll(db: Kysely<unknown>, statements: string[]): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

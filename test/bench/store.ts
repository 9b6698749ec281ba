import { randomUUID } from 'node:crypto'
import { readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import * as Y from 'yjs'
import { Accounts } from '../../server/accounts/accounts.ts'
import type { Config } from '../../server/config.ts'
import { openPeople } from '../../server/open.ts'
import { parseRoom } from '../../schema/protocol.ts'
import type { Database } from '../../server/store/database.ts'
import { LedgerFile } from '../../server/store/ledger-file.ts'
import type { Role } from '../../schema/roles.ts'
import { randomClient, type Tokens } from './thin-client.ts'

/** How many people come to a measure; a user has a share of the connections. */
const SECRETARIES = 100
const MEMBERS = 50

/** The columns that the server reads from the paper. */
const UNREAD = { items: 0, withoutCase: 0, withoutMinutes: 0, projected: 0 }

const BASE_URL = 'http://127.0.0.1'

function configOf(dataDir: string): Config {
  return {
    port: 0,
    host: '127.0.0.1',
    dataDir,
    baseUrl: BASE_URL,
    smtpUrl: null,
    mailFrom: '',
    trustProxy: 'loopback',
  }
}

/** A data folder of ours with one forum, its people, and a meeting that is held for each room. Answers their tokens. */
export async function prepareStore(dataDir: string, rooms: string[]): Promise<Tokens> {
  const { db, auth } = await openPeople(configOf(dataDir))
  try {
    const accounts = new Accounts({ db, auth, baseUrl: BASE_URL, now: Date.now })
    const forum = randomUUID()
    await db
      .insertInto('forum')
      .values({ id: forum, name: 'Samarbejdsforum', partOf: null, agenda: 7, minutes: 7, hearing: 14 })
      .execute()
    await addMeetings(db, forum, rooms)
    const add = (role: Role, count: number) => addPeople(db, accounts, { forum, role, count })
    return { secretaries: await add('secretary', SECRETARIES), members: await add('member', MEMBERS) }
  } finally {
    await db.destroy()
  }
}

async function addPeople(
  db: Database,
  accounts: Accounts,
  { forum, role, count }: { forum: string; role: Role; count: number },
): Promise<string[]> {
  const tokens: string[] = []
  const invited = new Date().toISOString()
  for (let i = 0; i < count; i++) {
    const user = await accounts.create(`${role}-${i}@example.org`, `Deltager ${i}`)
    await db
      .insertInto('member')
      .values({ forum, user, title: null, organisation: null, role, invited })
      .execute()
    tokens.push(await accounts.token(user))
  }
  return tokens
}

async function addMeetings(db: Database, forum: string, rooms: string[]): Promise<void> {
  const created = new Date().toISOString()
  const rows = rooms.map((room) => ({
    id: parseRoom(room)?.zone ?? '',
    forum,
    created,
    phase: 'live' as const,
    ...UNREAD,
  }))
  await db.transaction().execute(async (tx) => {
    for (let i = 0; i < rows.length; i += 500)
      await tx
        .insertInto('meeting')
        .values(rows.slice(i, i + 500))
        .execute()
  })
}

/**
 * Writes the first content of each room into a ledger that no server has open; as if that had been read, so that no start
 * begins with reading it.
 */
export async function fillLedger(dataDir: string, rooms: string[], paper: Uint8Array): Promise<void> {
  const ledger = await LedgerFile.open(path.join(dataDir, 'ledger.db'))
  const client = randomClient()
  const row = { seq: 1, author: 'author', client, at: Date.now(), bytes: paper }
  const claims = [...Y.parseUpdateMeta(paper).to.keys()]
  for (let i = 0; i < rooms.length; i += 500) {
    const rows = rooms.slice(i, i + 500).map((room) => ({ ...row, room, claims }))
    ledger.append(rows, [])
  }
  ledger.close()
  const { db } = await openPeople(configOf(dataDir))
  await db.updateTable('meeting').set({ projected: row.seq }).execute()
  await db.destroy()
}

/** Bytes on the disk of a data folder, and of the snapshots in its ledger. No server may have it open. */
export async function sizesOf(dataDir: string): Promise<{ disk: number; snapshots: number }> {
  const files = readdirSync(dataDir).map((name) => statSync(path.join(dataDir, name)).size)
  const ledger = await LedgerFile.open(path.join(dataDir, 'ledger.db'))
  const rooms = [...ledger.heads().keys()]
  const snapshots = rooms.reduce((sum, room) => sum + (ledger.load(room).snapshot?.length ?? 0), 0)
  ledger.close()
  return { disk: files.reduce((sum, size) => sum + size, 0), snapshots }
}

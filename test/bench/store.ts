import { randomUUID } from 'node:crypto'
import { Accounts } from '../../server/accounts/accounts.ts'
import { openPeople } from '../../server/open.ts'
import { parseRoom } from '../../schema/protocol.ts'
import type { Database } from '../../server/store/database.ts'

/** How many secretaries type in a measure; a user has a share of the connections. */
const USERS = 100

/** The columns that the server reads from the paper. */
const UNREAD = { items: 0, withoutCase: 0, withoutMinutes: 0, projected: 0 }

/** A data folder of ours with one forum, its secretaries, and a meeting for each room. Answers the users' tokens. */
export async function prepareStore(dataDir: string, rooms: string[]): Promise<string[]> {
  const config = {
    port: 0,
    host: '127.0.0.1',
    dataDir,
    baseUrl: 'http://127.0.0.1',
    smtpUrl: null,
    mailFrom: '',
  }
  const { db, auth } = await openPeople(config)
  try {
    const accounts = new Accounts({ db, auth, baseUrl: config.baseUrl, now: Date.now })
    const forum = randomUUID()
    await db
      .insertInto('forum')
      .values({ id: forum, name: 'Samarbejdsforum', partOf: null, agenda: 7, minutes: 7, hearing: 14 })
      .execute()
    await addMeetings(db, forum, rooms)
    const tokens: string[] = []
    for (let i = 0; i < USERS; i++) tokens.push(await addSecretary(db, accounts, forum, i))
    return tokens
  } finally {
    await db.destroy()
  }
}

async function addSecretary(db: Database, accounts: Accounts, forum: string, i: number): Promise<string> {
  const user = await accounts.create(`secretary-${i}@example.org`, `Sekretær ${i}`)
  await db
    .insertInto('member')
    .values({
      forum,
      user,
      title: null,
      organisation: null,
      role: 'secretary',
      invited: new Date().toISOString(),
    })
    .execute()
  return accounts.token(user)
}

async function addMeetings(db: Database, forum: string, rooms: string[]): Promise<void> {
  const created = new Date().toISOString()
  const rows = rooms.map((room) => ({ id: parseRoom(room)?.zone ?? '', forum, created, ...UNREAD }))
  await db.transaction().execute(async (tx) => {
    for (let i = 0; i < rows.length; i += 500)
      await tx
        .insertInto('meeting')
        .values(rows.slice(i, i + 500))
        .execute()
  })
}

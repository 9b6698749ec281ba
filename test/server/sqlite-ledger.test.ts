import { copyFile, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { NO_SEALS } from '../../schema/zones.ts'
import { migrate, openDatabase } from '../../server/store/database.ts'
import { LedgerFile } from '../../server/store/ledger-file.ts'
import { openSqlite, pragma } from '../../server/store/sqlite.ts'
import { ledgerContract, row } from './store-contract.ts'
import { openLedger, temporaryFolder } from './sync-server.ts'

ledgerContract('SQLite', openLedger)

let folder: Awaited<ReturnType<typeof temporaryFolder>>
beforeEach(async () => {
  folder = await temporaryFolder()
})
afterEach(() => folder.remove())

test.each(['wal', 'truncate'] as const)('L2 SQLite is told to write through (%s)', async (journal) => {
  const db = await openSqlite(path.join(folder.dir, 'a.db'), { journal })
  const settings = ['journal_mode', 'synchronous', 'auto_vacuum', 'mmap_size'].map((name) => pragma(db, name))
  expect(settings).toEqual([journal, 2, 2, 0])
  db.close()
})

test('L2 no file is mapped into memory while a server has it open, and one file is left when it closes', async () => {
  const db = await openDatabase(path.join(folder.dir, 'samreferat.db'))
  await migrate(db)
  const ledger = await openLedger(folder.dir)
  await ledger.append([row(1, [1])])
  expect((await readdir(folder.dir)).filter((file) => file.endsWith('-shm'))).toEqual([])
  await ledger.close()
  await db.destroy()
  expect((await readdir(folder.dir)).filter((file) => file.startsWith('ledger'))).toEqual(['ledger.db'])
})

test('L2 no file is mapped into memory after a server was killed, either', async () => {
  const killed = path.join(folder.dir, 'killed')
  const ledger = await openLedger(folder.dir)
  await ledger.append([row(1, [1])])
  await mkdir(killed)
  for (const file of ['ledger.db', 'ledger.db-wal'])
    await copyFile(path.join(folder.dir, file), path.join(killed, file))
  await ledger.close()
  const next = await openLedger(killed)
  await next.append([row(2, [2])])
  expect(await readdir(killed)).not.toContain('ledger.db-shm')
  await next.close()
})

test('L3 what arrives while a batch is in flight is committed as one', async () => {
  const ledger = await openLedger(folder.dir)
  const first = ledger.append([row(1, [0])])
  await new Promise(setImmediate)
  const rest = Array.from({ length: 50 }, (_, i) => ledger.append([row(i + 2, [i])]))
  const done: string[] = []
  void first.then(() => done.push('first'))
  rest.forEach((each) => void each.then(() => done.push('rest')))
  await Promise.all([first, ...rest])
  // All of a batch are settled by one answer, so nothing else can come between them.
  expect(done).toEqual(['first', ...Array.from({ length: 50 }, () => 'rest')])
  await ledger.close()
})

test('L21 nothing of a room that is remade or forgotten is left in the files of the ledger', async () => {
  const file = path.join(folder.dir, 'ledger.db')
  const ledger = await LedgerFile.open(file)
  const [first, second] = ['paper:one', 'paper:two']
  const secret = Buffer.from('zqsecret')
  const large = Buffer.alloc(40_000, secret)
  for (const room of [first, second]) {
    for (let seq = 1; seq <= 20; seq++)
      ledger.append([{ ...row(seq, []), room, bytes: seq % 2 ? secret : large }], [])
    ledger.snapshot(room, 10, large)
  }
  ledger.append([{ ...row(1, [1]), room: 'paper:three' }], [])
  const made = { room: first, after: 20, state: Buffer.from([0, 0]), extent: Buffer.from([0, 0]) }
  const remade = { ...made, author: 'nanna', client: 1, at: 5, clients: new Map(), seals: NO_SEALS }
  ledger.remake([remade], [second])
  const left = await Promise.all(
    (await readdir(folder.dir)).map((name) => readFile(path.join(folder.dir, name))),
  )
  ledger.close()
  expect(left.map((bytes) => bytes.includes('zqsecret'))).toEqual(left.map(() => false))
})

test('H22 while its file is copied a ledger is written beside it, and nothing is left of what was remade', async () => {
  const file = path.join(folder.dir, 'ledger.db')
  const ledger = await openLedger(folder.dir)
  const { room } = row(0, [])
  const large = Buffer.alloc(100_000, 'zqsecret')
  await ledger.append([row(1, []), row(2, [])].map((each) => ({ ...each, bytes: large })))
  await ledger.hold()
  const before = await readFile(file)
  // More than the journal is let grow to otherwise.
  for (let seq = 3; seq <= 60; seq++) await ledger.append([{ ...row(seq, []), bytes: large }])
  await ledger.snapshot(room, 50, large)
  const made = { room, after: 60, state: Buffer.from([0, 0]), extent: Buffer.from([0, 0]) }
  const remade = { ...made, author: 'nanna', client: 1, at: 5000, clients: new Map(), seals: NO_SEALS }
  await ledger.remake([remade], [])
  expect(Buffer.compare(before, await readFile(file))).toBe(0)
  await expect(ledger.hold()).rejects.toThrow('another backup')
  await writeFile(path.join(folder.dir, 'copy.db'), before)
  const copied = await LedgerFile.open(path.join(folder.dir, 'copy.db'))
  expect([copied.head(room), copied.load(room).tail.length, copied.faults()]).toEqual([2, 2, []])
  copied.close()
  expect([await ledger.letGo(), await ledger.letGo()]).toEqual([true, false])
  for (const name of ['ledger.db', 'ledger.db-wal'])
    expect((await readFile(path.join(folder.dir, name))).includes('zqsecret')).toBe(false)
  expect(await ledger.head(room)).toBe(61)
  await ledger.close()
})

test('L7 a gap in the rows is found and told', async () => {
  const ledger = await openLedger(folder.dir)
  await ledger.append([row(1, [1]), row(2, [2]), row(3, [3])])
  await ledger.close()
  const db = new DatabaseSync(path.join(folder.dir, 'ledger.db'))
  db.exec('DELETE FROM updates WHERE seq = 2')
  db.close()
  const damaged = await openLedger(folder.dir)
  await expect(damaged.load(row(0, []).room)).rejects.toThrow('update 2 is missing, found 3')
  await damaged.close()
})

test('L7 a file that is no database is refused and left as it is', async () => {
  const file = path.join(folder.dir, 'ledger.db')
  await writeFile(file, 'this is no database, and long enough to be read as the head of one '.repeat(20))
  await expect(openLedger(folder.dir)).rejects.toThrow(/not a database/)
})

test('L20 a ledger of the version before is read, and takes how far snapshots reach', async () => {
  const file = path.join(folder.dir, 'ledger.db')
  const made = await openLedger(folder.dir)
  await made.append([row(1, [1]), row(2, [2])])
  await made.snapshot(row(0, []).room, 1, new Uint8Array([9]))
  await made.close()
  const db = new DatabaseSync(file)
  db.exec('ALTER TABLE snapshots DROP COLUMN extent; PRAGMA user_version=1')
  db.close()
  const ledger = await LedgerFile.open(file)
  expect(ledger.load(row(0, []).room)).toMatchObject({ snapshot: new Uint8Array([9]), extent: null, seq: 2 })
  ledger.snapshot(row(0, []).room, 2, new Uint8Array([8]), new Uint8Array([7]))
  expect(ledger.load(row(0, []).room)).toMatchObject({ extent: new Uint8Array([7]) })
  ledger.close()
})

test('L20 a wrong word about how far a snapshot reaches is damage', async () => {
  const ledger = await openLedger(folder.dir)
  await ledger.append([row(1, [1])])
  await ledger.snapshot(row(0, []).room, 1, new Uint8Array([9]), new Uint8Array([7]))
  await ledger.close()
  const db = new DatabaseSync(path.join(folder.dir, 'ledger.db'))
  db.exec(`UPDATE snapshots SET extent = x'08'`)
  db.close()
  const damaged = await openLedger(folder.dir)
  await expect(damaged.load(row(0, []).room)).rejects.toThrow('not what was written')
  await damaged.close()
})

test('L8 a ledger that another server has open is refused', async () => {
  const file = path.join(folder.dir, 'ledger.db')
  const first = await openLedger(folder.dir)
  await expect(LedgerFile.open(file)).rejects.toThrow(/locked/)
  await first.close()
  const second = await LedgerFile.open(file)
  second.close()
})

test('L16 pages come back to the file system, and the journal stays small', async () => {
  const file = path.join(folder.dir, 'ledger.db')
  const ledger = await openLedger(folder.dir)
  const { room } = row(0, [])
  const write = async (from: number, to: number) => {
    for (let seq = from; seq < to; seq += 50)
      await ledger.append(Array.from({ length: 50 }, (_, i) => row(seq + i, Array<number>(10_000).fill(1))))
  }
  await write(1, 601)
  await ledger.snapshot(room, 600, new Uint8Array(10_000_000))
  // The next checkpoint comes with the pages of the next commits.
  await write(601, 1201)
  await ledger.snapshot(room, 1200, new Uint8Array(10_000))
  expect((await stat(`${file}-wal`)).size).toBeLessThan(16 * 1024 * 1024)
  for (let seq = 1201; seq < 1701; seq += 50) {
    await write(seq, seq + 50)
    await ledger.snapshot(room, seq + 49, new Uint8Array(10_000))
  }
  await ledger.close()
  expect((await stat(file)).size).toBeLessThan(1_000_000)
})

test('L16 who wrote in a minute is known at the cost of 30 bytes', async () => {
  const ledger = await openLedger(folder.dir)
  const day = 24 * 60
  const author = 'qR7sT9uVwX1yZ3aB5cD7eF9gH1jK3mN5'
  const room = 'paper:0b9f3c52-6f5e-4a43-9f0e-5d2c1a7b8e90'
  const rows = Array.from({ length: day }, (_, i) => row(i + 1, [1], { room, author, at: i * 60_000 }))
  await ledger.append(rows)
  await ledger.snapshot(room, day, new Uint8Array(20 * day))
  expect(await ledger.attribution(room)).toHaveLength(day)
  await ledger.close()
  // 20 bytes a minute is slow typing, and the tables are some pages before anything is in them.
  const empty = 60_000
  expect((await stat(path.join(folder.dir, 'ledger.db'))).size).toBeLessThan(empty + 20 * day + 30 * day)
})

test('L2 a ledger of the first version is brought up to date, and one of a later version is refused', async () => {
  const file = path.join(folder.dir, 'ledger.db')
  const old = new DatabaseSync(file)
  old.exec(`
    CREATE TABLE rooms (room TEXT PRIMARY KEY, head INTEGER NOT NULL, covered INTEGER NOT NULL DEFAULT 0, snapshot BLOB);
    CREATE TABLE updates (room TEXT NOT NULL, seq INTEGER NOT NULL, author TEXT NOT NULL, client INTEGER NOT NULL,
      at INTEGER NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (room, seq));
    CREATE TABLE clients (room TEXT NOT NULL, client INTEGER NOT NULL, author TEXT NOT NULL,
      PRIMARY KEY (room, client)) WITHOUT ROWID;
    CREATE TABLE attribution (room TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, author TEXT NOT NULL,
      client INTEGER NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (room, first)) WITHOUT ROWID;
    INSERT INTO rooms VALUES ('paper:contract-room', 3, 2, x'09'), ('paper:other-room', 1, 0, NULL);
    INSERT INTO updates VALUES ('paper:contract-room', 3, 'bo', 8, 3000, x'03'), ('paper:other-room', 1, 'anna', 7, 500, x'01');
    INSERT INTO clients VALUES ('paper:contract-room', 7, 'anna'), ('paper:third-room', 9, 'rie');
    INSERT INTO attribution VALUES ('paper:contract-room', 1, 2, 'anna', 7, 1000);
  `)
  old.close()
  const ledger = await openLedger(folder.dir)
  expect(await ledger.load(row(0, []).room)).toMatchObject({
    covered: 2,
    seq: 3,
    at: 3000,
    clients: new Map([[7, 'anna']]),
  })
  expect((await ledger.load('paper:third-room')).clients).toEqual(new Map([[9, 'rie']]))
  expect(await ledger.attribution(row(0, []).room)).toEqual([
    { first: 1, last: 2, author: 'anna', client: 7, at: 1000 },
    { first: 3, last: 3, author: 'bo', client: 8, at: 3000 },
  ])
  await ledger.append([row(4, [4])])
  await ledger.close()
  const later = new DatabaseSync(file)
  later.exec('PRAGMA user_version=99')
  later.close()
  await expect(openLedger(folder.dir)).rejects.toThrow('of version 99')
})

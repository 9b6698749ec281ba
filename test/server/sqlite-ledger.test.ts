import { readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import { afterEach, beforeEach, expect, test } from 'vitest'
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

test('L8 a ledger that another server has open is refused', async () => {
  const file = path.join(folder.dir, 'ledger.db')
  const first = await openLedger(folder.dir)
  await expect(LedgerFile.open(file)).rejects.toThrow(/locked/)
  await first.close()
  const second = await LedgerFile.open(file)
  second.close()
})

import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { SqliteLedger, type LedgerOptions } from '../../server/store/sqlite-ledger.ts'
import { eventually } from './eventually.ts'
import { FaultyWorker } from './faulty-worker.ts'
import { ROOM, TestClient, startSync, temporaryFolder } from './sync-server.ts'
import { row } from './store-contract.ts'

const OTHER = 'paper:other-room'

let folder: Awaited<ReturnType<typeof temporaryFolder>>
let worker: FaultyWorker
let ledger: SqliteLedger

beforeEach(async () => {
  folder = await temporaryFolder()
  worker = await FaultyWorker.in(folder.dir)
})
afterEach(async () => {
  await ledger.close()
  await folder.remove()
})

async function open(options: LedgerOptions = {}): Promise<void> {
  ledger = await SqliteLedger.open(path.join(folder.dir, 'ledger.db'), worker.script, {
    patience: 30,
    firstPause: 2,
    longestPause: 10,
    ...options,
  })
}

async function bytesOf(room: string): Promise<number[][]> {
  return (await ledger.load(room)).tail.map((bytes) => [...bytes])
}

const inTrouble = () => eventually(() => expect(ledger.trouble).not.toBe(null))

test('L6 a disk that takes nothing (injected: a mount in use is never made read-only) is tried again, in order', async () => {
  await open()
  const told: (string | null)[] = []
  ledger.watch(() => told.push(ledger.trouble))
  await ledger.append([row(1, [1], { room: ROOM })])
  await worker.begin('readOnly')
  const settled: number[] = []
  const appends = [2, 3, 4].map((seq) =>
    ledger.append([row(seq, [seq], { room: ROOM })]).then(() => settled.push(seq)),
  )
  await inTrouble()
  appends.push(ledger.append([row(5, [5], { room: ROOM })]).then(() => settled.push(5)))
  expect([settled, await bytesOf(ROOM)]).toEqual([[], [[1]]])
  await worker.end('readOnly')
  await Promise.all(appends)
  expect(settled).toEqual([2, 3, 4, 5])
  expect(await bytesOf(ROOM)).toEqual([[1], [2], [3], [4], [5]])
  await eventually(() => expect(told).toEqual(['attempt to write a readonly database', null]))
})

test('L12 a disk that stands still is told as trouble, and its end', async () => {
  await open()
  await worker.begin('stall')
  const append = ledger.append([row(1, [1])])
  await inTrouble()
  expect(ledger.trouble).toBe('the disk does not answer')
  await worker.end('stall')
  await append
  await eventually(() => expect(ledger.trouble).toBe(null))
})

test('L6 when more is held than may be, all of it is given up, and what comes later is taken', async () => {
  await open({ heldMax: 10_000 })
  await worker.begin('readOnly')
  const appends = [
    ledger.append([row(1, Array<number>(6000).fill(1))]),
    ledger.append([row(1, Array<number>(6000).fill(1), { room: OTHER })]),
  ]
  const tried = await Promise.allSettled(appends)
  expect(tried.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  await worker.end('readOnly')
  await ledger.append([row(1, [7], { room: OTHER })])
  expect(await bytesOf(OTHER)).toEqual([[7]])
})

test('L6 a server that goes down does not wait for the disk', async () => {
  await open({ firstPause: 600_000, longestPause: 600_000 })
  await worker.begin('readOnly')
  const append = ledger.append([row(1, [1])])
  await inTrouble()
  const refused = expect(append).rejects.toThrow('readonly')
  ledger.stopWaiting()
  await refused
})

test.each(['dieBefore', 'dieAfter'] as const)(
  'L14 a worker that ends (%s the commit) leaves no row out and writes none twice',
  async (fault) => {
    await open()
    await ledger.append([row(1, [1])])
    await worker.begin(fault)
    const appends = [
      ledger.append([row(2, [2])]),
      ledger.append([row(1, [9], { room: OTHER })]),
      ledger.append([row(3, [3], { claims: [5] })]),
    ]
    await Promise.all(appends)
    expect(worker.isDue(fault)).toBe(false)
    await ledger.append([row(4, [4])])
    expect([await bytesOf('paper:contract-room'), await bytesOf(OTHER)]).toEqual([
      [[1], [2], [3], [4]],
      [[9]],
    ])
  },
)

test('L14 while no worker can be started what came is held, and is written when one can', async () => {
  await open({ longestPause: 2 })
  await ledger.append([row(1, [1])])
  await worker.begin('dieAfter')
  await worker.begin('unstartable')
  const append = ledger.append([row(2, [2])])
  await inTrouble()
  await eventually(() => expect(worker.isDue('dieAfter')).toBe(false))
  await worker.end('unstartable')
  await append
  expect(await bytesOf('paper:contract-room')).toEqual([[1], [2]])
})

test('L14 a batch that ends every worker is given up', async () => {
  await open()
  await worker.begin('deadly')
  await expect(ledger.append([row(1, [1])])).rejects.toThrow('ended')
  await worker.end('deadly')
  await ledger.append([row(1, [2])])
})

test('L14 the ends of the worker under typing clients cost nobody a word', async () => {
  await open()
  const server = await startSync(ledger)
  const anna = new TestClient(server.url, 'anna')
  const bo = new TestClient(server.url, 'bo')
  await eventually(() => expect([anna.acked, bo.acked]).toEqual([1, 1]))
  for (let i = 0; i < 30; i++) {
    if (i % 10 === 5) await worker.begin(i === 15 ? 'dieBefore' : 'dieAfter')
    anna.write(`anna ${i}.`)
    bo.write(`bo ${i}.`)
    await anna.roundTrip()
  }
  await eventually(() =>
    expect([anna.text === bo.text, anna.text.match(/\d+\./g)?.length]).toEqual([true, 60]),
  )
  await eventually(() => expect([anna.acked > 0, bo.acked > 0]).toEqual([true, true]))
  expect([anna.closes, bo.closes]).toEqual([[], []])
  const late = new TestClient(server.url, 'rie')
  await eventually(() => expect(late.text).toBe(anna.text))
  for (const client of [anna, bo, late]) client.destroy()
  await server.close()
})

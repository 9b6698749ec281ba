import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Ledger, Row } from '../../server/store/store.ts'
import { temporaryFolder } from './sync-server.ts'

const ROOM = 'paper:contract-room'

export function row(bytes: number[], changes: Partial<Row> = {}): Row {
  return {
    room: ROOM,
    author: 'anna',
    client: 7,
    at: 1000,
    bytes: new Uint8Array(bytes),
    claims: [],
    ...changes,
  }
}

/** What every ledger must do, whatever it is kept in. `open` opens the one in a folder. */
export function ledgerContract(name: string, open: (dir: string) => Promise<Ledger>): void {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>
  let ledger: Ledger

  beforeEach(async () => {
    folder = await temporaryFolder()
    ledger = await open(folder.dir)
  })
  afterEach(async () => {
    await ledger.close()
    await folder.remove()
  })

  const reopen = async () => {
    await ledger.close()
    ledger = await open(folder.dir)
  }

  test(`L1 ${name}: an empty room has nothing`, async () => {
    const stored = await ledger.load(ROOM)
    expect(stored).toEqual({ snapshot: null, covered: 0, seq: 0, tail: [], clients: new Map() })
  })

  test(`L1 ${name}: rows are numbered without a gap, per room`, async () => {
    const other = 'paper:other-room'
    expect(await ledger.append([row([1]), row([2], { room: other }), row([3])])).toEqual([1, 1, 2])
    const many = await Promise.all(Array.from({ length: 20 }, (_, i) => ledger.append([row([i])])))
    expect(many.flat()).toEqual(Array.from({ length: 20 }, (_, i) => i + 3))
    expect(await ledger.heads()).toEqual(
      new Map([
        [ROOM, 22],
        [other, 1],
      ]),
    )
  })

  test(`L1 ${name}: rows come back in order after reopening`, async () => {
    await ledger.append([row([1]), row([2])])
    await reopen()
    const { seq, tail } = await ledger.load(ROOM)
    expect(seq).toBe(2)
    expect(tail.map((bytes) => [...bytes])).toEqual([[1], [2]])
  })

  test(`L3 ${name}: a batch with a row that cannot be written writes none`, async () => {
    const bad = row([2], { author: null as unknown as string })
    await expect(ledger.append([row([1]), bad])).rejects.toThrow()
    expect((await ledger.load(ROOM)).seq).toBe(0)
    expect(await ledger.append([row([3])])).toEqual([1])
  })

  test(`L4 ${name}: a snapshot takes the place of its rows and who wrote stays known`, async () => {
    await ledger.append([row([1]), row([2], { at: 2000 }), row([3], { author: 'bo', client: 8, at: 3000 })])
    const before = await ledger.attribution(ROOM)
    await ledger.snapshot(ROOM, 2, new Uint8Array([9]))
    await reopen()
    const stored = await ledger.load(ROOM)
    expect([stored.covered, stored.seq, stored.tail.length]).toEqual([2, 3, 1])
    expect(stored.snapshot && [...stored.snapshot]).toEqual([9])
    expect(await ledger.attribution(ROOM)).toEqual(before)
    expect(before).toEqual([
      { first: 1, last: 2, author: 'anna', client: 7, at: 1000 },
      { first: 3, last: 3, author: 'bo', client: 8, at: 3000 },
    ])
    expect(await ledger.append([row([4])])).toEqual([4])
  })

  test(`L4 ${name}: an older snapshot never replaces a newer one`, async () => {
    await ledger.append([row([1]), row([2])])
    await ledger.snapshot(ROOM, 2, new Uint8Array([9]))
    await ledger.snapshot(ROOM, 1, new Uint8Array([8]))
    const { covered, snapshot } = await ledger.load(ROOM)
    expect([covered, snapshot && [...snapshot]]).toEqual([2, [9]])
    await expect(ledger.snapshot(ROOM, 5, new Uint8Array([7]))).rejects.toThrow('up to 5')
  })

  test(`G5 ${name}: a client belongs to whoever bound or used it first`, async () => {
    expect(await ledger.bind(ROOM, 7, 'anna')).toBe('anna')
    expect(await ledger.bind(ROOM, 7, 'bo')).toBe('anna')
    await ledger.append([row([1], { claims: [9] })])
    await reopen()
    expect((await ledger.load(ROOM)).clients).toEqual(
      new Map([
        [7, 'anna'],
        [9, 'anna'],
      ]),
    )
    expect(await ledger.bind(ROOM, 9, 'bo')).toBe('anna')
  })
}

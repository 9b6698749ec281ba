import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Ledger, Row } from '../../server/store/store.ts'
import { temporaryFolder } from './sync-server.ts'

const ROOM = 'paper:contract-room'

export function row(seq: number, bytes: number[], changes: Partial<Row> = {}): Row {
  return {
    room: ROOM,
    seq,
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
    expect(await ledger.load(ROOM)).toEqual({
      snapshot: null,
      extent: null,
      covered: 0,
      seq: 0,
      at: 0,
      tail: [],
      clients: new Map(),
      restored: null,
    })
  })

  test(`L1 ${name}: rows are numbered per room, and come back in order after reopening`, async () => {
    const other = 'paper:other-room'
    await ledger.append([row(1, [1]), row(1, [2], { room: other }), row(2, [3], { at: 2000 })])
    await Promise.all(
      Array.from({ length: 20 }, (_, i) => ledger.append([row(i + 3, [i], { at: 2000 + i })])),
    )
    await reopen()
    expect(await ledger.heads()).toEqual(
      new Map([
        [ROOM, 22],
        [other, 1],
      ]),
    )
    expect([await ledger.head(other), await ledger.head('paper:none')]).toEqual([1, 0])
    const { seq, at, tail } = await ledger.load(ROOM)
    expect([seq, at]).toEqual([22, 2019])
    expect(tail.map((bytes) => bytes[0])).toEqual([1, 3, ...Array.from({ length: 20 }, (_, i) => i)])
  })

  test(`L1 ${name}: a row that is not the next is refused`, async () => {
    await ledger.append([row(1, [1])])
    await expect(ledger.append([row(3, [3])])).rejects.toThrow('update 3')
    expect((await ledger.load(ROOM)).seq).toBe(1)
    await ledger.append([row(2, [2])])
  })

  test(`L14 ${name}: a row that is there already is not written twice, and another is not taken for it`, async () => {
    await ledger.append([row(1, [1]), row(2, [2])])
    await ledger.append([row(2, [2]), row(3, [3])])
    expect((await ledger.load(ROOM)).tail.map((bytes) => [...bytes])).toEqual([[1], [2], [3]])
    await expect(ledger.append([row(3, [4])])).rejects.toThrow('update 3')
    await expect(ledger.append([row(3, [4]), row(4, [5])])).rejects.toThrow('update 3')
    expect((await ledger.load(ROOM)).seq).toBe(3)
    await ledger.snapshot(ROOM, 3, new Uint8Array([9]))
    await expect(ledger.append([row(3, [3])])).rejects.toThrow('update 3')
  })

  test(`L3 ${name}: of appends at once those that cannot be written are refused, the others are written`, async () => {
    const bad = row(2, [2], { author: null as unknown as string })
    const other = 'paper:other-room'
    const tried = await Promise.allSettled([
      ledger.append([row(1, [1]), bad]),
      ledger.append([row(1, [3], { room: other })]),
      ledger.append([row(2, [4])]),
    ])
    expect(tried.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'rejected'])
    expect([(await ledger.load(ROOM)).seq, (await ledger.load(other)).seq]).toEqual([0, 1])
    await ledger.append([row(1, [3])])
  })

  test(`L4 ${name}: a snapshot takes the place of its rows and who wrote stays known`, async () => {
    await ledger.append([
      row(1, [1]),
      row(2, [2], { at: 2000 }),
      row(3, [3], { author: 'bo', client: 8, at: 3000 }),
    ])
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
    await ledger.append([row(4, [4])])
  })

  test(`L20 ${name}: how far a snapshot reaches is kept beside it, when it is said`, async () => {
    await ledger.append([row(1, [1]), row(2, [2])])
    await ledger.snapshot(ROOM, 1, new Uint8Array([9]), new Uint8Array([7, 7]))
    await reopen()
    expect((await ledger.load(ROOM)).extent).toEqual(new Uint8Array([7, 7]))
    await ledger.snapshot(ROOM, 2, new Uint8Array([8]))
    expect((await ledger.load(ROOM)).extent ?? null).toBeNull()
  })

  test(`L4 ${name}: an older snapshot never replaces a newer one`, async () => {
    await ledger.append([row(1, [1]), row(2, [2])])
    await ledger.snapshot(ROOM, 2, new Uint8Array([9]))
    await ledger.snapshot(ROOM, 1, new Uint8Array([8]))
    const { covered, snapshot } = await ledger.load(ROOM)
    expect([covered, snapshot && [...snapshot]]).toEqual([2, [9]])
    await expect(ledger.snapshot(ROOM, 5, new Uint8Array([7]))).rejects.toThrow('up to 5')
  })

  test(`L4 ${name}: snapshots while rows stream in lose none of them`, async () => {
    const appends: Promise<void>[] = []
    const snapshots: Promise<void>[] = []
    for (let seq = 1; seq <= 400; seq++) {
      appends.push(ledger.append([row(seq, [seq % 256, seq >> 8])]))
      if (seq % 40 === 0) {
        await appends[seq - 21]
        snapshots.push(ledger.snapshot(ROOM, seq - 20, new Uint8Array([0, seq >> 8, seq % 256])))
      }
    }
    await Promise.all([...appends, ...snapshots])
    await reopen()
    const { covered, seq, snapshot, tail } = await ledger.load(ROOM)
    expect([covered, seq, [...(snapshot ?? [])]]).toEqual([380, 400, [0, 400 >> 8, 400 % 256]])
    expect(tail.map(([low = 0, high = 0]) => low + high * 256)).toEqual(
      Array.from({ length: 20 }, (_, i) => 381 + i),
    )
    const attributed = await ledger.attribution(ROOM)
    expect(attributed[0]?.first).toBe(1)
    expect(attributed.at(-1)?.last).toBe(400)
  })

  test(`G5 ${name}: a client belongs to whoever claimed or used it first`, async () => {
    await Promise.all([
      ledger.claim([{ room: ROOM, client: 7, user: 'anna' }]),
      ledger.claim([{ room: ROOM, client: 7, user: 'bo' }]),
      ledger.append([row(1, [1], { claims: [9] })]),
      ledger.claim([{ room: ROOM, client: 9, user: 'bo' }]),
    ])
    await reopen()
    expect((await ledger.load(ROOM)).clients).toEqual(
      new Map([
        [7, 'anna'],
        [9, 'anna'],
      ]),
    )
    expect([...(await ledger.heads())]).toEqual([[ROOM, 1]])
  })
}

import { IDBFactory } from 'fake-indexeddb'
import { expect, test, vi } from 'vitest'
import { BatchWriter, type Entry } from '../../client/sync/batch-writer.ts'
import { UserStore, type RoomWrite } from '../../client/sync/store.ts'

const TIMES = { batch: 1, backOff: 1, quiet: 60_000 }

test('O8 what is let go of while it is being written is not tried again when that fails', async () => {
  const store = new UserStore(new IDBFactory(), 'anna', Date.now)
  const tries: string[][] = []
  let fail: (error: Error) => void = () => undefined
  vi.spyOn(store, 'write').mockImplementation((writes: RoomWrite[]) => {
    tries.push(writes.map(({ room }) => room))
    return tries.length > 1 ? Promise.resolve() : new Promise((_, reject) => (fail = reject))
  })
  const writer = new BatchWriter(store, TIMES, { wrote: () => undefined, failed: () => undefined })
  writer.add(entry(1, 'paper:refused'))
  writer.add(entry(2, 'paper:other'))
  const tried = writer.flush()
  writer.forget('paper:refused')
  fail(new DOMException('full', 'QuotaExceededError'))
  await tried
  await vi.waitFor(() => expect(tries).toHaveLength(2))
  expect(tries[1]).toEqual(['paper:other'])
  writer.stop()
  await store.close()
})

function entry(seq: number, room: string): Entry {
  return { tab: 'tab-1', seq, write: { room, update: null, record: { waiting: 0, oldest: null } } }
}

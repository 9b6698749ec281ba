import { IDBFactory, IDBObjectStore } from 'fake-indexeddb'
import { expect, onTestFinished, test, vi } from 'vitest'
import * as Y from 'yjs'
import { UserStore } from '../../client/sync/store.ts'
import { ZoneKeeper } from '../../client/zones/zone-keeper.ts'
import { fragment, items } from '../../schema/paper.ts'

const ROOM = 'paper:meeting-1'
const ITEM = 'item-0001'

function written(): Y.Doc {
  const doc = new Y.Doc()
  items.add(doc, ITEM, {})
  const paragraph = new Y.XmlElement('paragraph')
  paragraph.insert(0, [new Y.XmlText('Skrevet her.')])
  fragment(doc, `${ITEM}/minutes`).push([paragraph])
  return doc
}

function opened(): { store: UserStore; keeper: ZoneKeeper } {
  const store = new UserStore(new IDBFactory(), 'anna', Date.now)
  const parts = {
    store,
    isOwn: () => true,
    acknowledged: () => null,
    waiting: () => ({ waiting: 1, oldest: 1 }),
    newId: () => crypto.randomUUID(),
    now: Date.now,
    left: () => Promise.resolve(),
    leftByAll: () => Promise.resolve(),
    changed: () => undefined,
  }
  const keeper = new ZoneKeeper(ROOM, written(), parts, 1)
  onTestFinished(() => {
    keeper.stop()
    vi.restoreAllMocks()
    return store.close()
  })
  return { store, keeper }
}

const CLOSED = { generation: 1, earlier: [0], sealed: [{ item: ITEM, zone: 'meeting-1.zone', threads: [] }] }

test('O7 a copy of which the device does not take the parts is parted when it does', async () => {
  const { store, keeper } = opened()
  vi.spyOn(store, 'change').mockRejectedValueOnce(new DOMException('full', 'QuotaExceededError'))
  await keeper.open()
  expect(keeper.told(CLOSED)).toBe(true)
  await keeper.part()
  expect([keeper.isParted, keeper.failure]).toEqual([false, 'QuotaExceededError'])
  await vi.waitFor(() => expect([keeper.isParted, keeper.failure]).toEqual([true, null]))
  expect((await store.rooms()).map(({ room }) => room).sort()).toEqual([ROOM, 'paper:meeting-1.zone'])
})

test('O7 a copy that is let go for an older one is kept apart once, however often that is tried', async () => {
  const { store, keeper } = opened()
  await store.keep(`seals:${ROOM}`, { generation: 7, earlier: [0], sealed: [] })
  await keeper.open()
  expect(keeper.told({ generation: 0, earlier: [], sealed: [] })).toBe(true)
  const { put } = IDBObjectStore.prototype
  let failures = 2
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, value, key) {
    if (key === `seals:${ROOM}` && failures-- > 0) throw new DOMException('full', 'QuotaExceededError')
    return put.call(this, value, key)
  })
  await keeper.part()
  await vi.waitFor(() => expect(keeper.isParted).toBe(true))
  expect(await store.asides()).toHaveLength(1)
})

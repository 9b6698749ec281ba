import { IDBFactory } from 'fake-indexeddb'
import { expect, onTestFinished, test, vi } from 'vitest'
import * as Y from 'yjs'
import { UserStore } from '../../client/sync/store.ts'
import { ZoneKeeper } from '../../client/zones/zone-keeper.ts'
import { fragment, items } from '../../schema/paper.ts'

const ROOM = 'paper:meeting-1'
const ITEM = 'item-0001'

test('O7 a copy of which the device does not take the parts is parted when it does', async () => {
  const doc = new Y.Doc()
  items.add(doc, ITEM, {})
  const paragraph = new Y.XmlElement('paragraph')
  paragraph.insert(0, [new Y.XmlText('Skrevet her.')])
  fragment(doc, `${ITEM}/minutes`).push([paragraph])
  const store = new UserStore(new IDBFactory(), 'anna', Date.now)
  onTestFinished(() => store.close())
  const change = vi.spyOn(store, 'change')
  change.mockRejectedValueOnce(new DOMException('full', 'QuotaExceededError'))
  const parts = {
    store,
    isOwn: () => true,
    acknowledged: () => null,
    waiting: () => ({ waiting: 1, oldest: 1 }),
    newId: () => 'id',
    now: Date.now,
    left: () => Promise.resolve(),
    leftByAll: () => Promise.resolve(),
    changed: () => undefined,
  }
  const keeper = new ZoneKeeper(ROOM, doc, parts, 1)
  onTestFinished(() => keeper.stop())
  await keeper.open()
  const sealed = [{ item: ITEM, zone: 'meeting-1.zone', threads: [] }]
  expect(keeper.told({ generation: 1, earlier: [0], sealed })).toBe(true)
  await keeper.part()
  expect([keeper.isParted, keeper.failure]).toEqual([false, 'QuotaExceededError'])
  await vi.waitFor(() => expect([keeper.isParted, keeper.failure]).toEqual([true, null]))
  expect((await store.rooms()).map(({ room }) => room).sort()).toEqual([ROOM, 'paper:meeting-1.zone'])
})

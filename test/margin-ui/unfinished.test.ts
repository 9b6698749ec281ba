import { IDBFactory } from 'fake-indexeddb'
import { expect, test, vi } from 'vitest'
import { Unfinished } from '../../client/margin/unfinished.ts'
import { UserStore } from '../../client/sync/store.ts'

test('M49 what is being written is there on the next visit, until it is sent or let go', async () => {
  const store = new UserStore(new IDBFactory(), 'anna', () => 0)
  const open = () => new Unfinished(store, 'meeting-1')
  const draft = { target: { kind: 'item', item: 'item-0001' }, text: 'Skal det', wording: null } as const
  expect(await open().read()).toEqual({ draft: null, replies: [] })
  open().keep({ draft, replies: [['thread-001', 'Jo, men']] })
  await vi.waitFor(async () =>
    expect(await open().read()).toEqual({ draft, replies: [['thread-001', 'Jo, men']] }),
  )
  expect(await new Unfinished(store, 'meeting-2').read()).toEqual({ draft: null, replies: [] })
  open().keep({ draft: { ...draft, text: ' ' }, replies: [] })
  await vi.waitFor(async () => expect(await open().read()).toEqual({ draft: null, replies: [] }))
  await store.close()
})

import { IDBFactory } from 'fake-indexeddb'
import { expect, test, vi } from 'vitest'
import { ReadMarks } from '../../client/margin/read-marks.svelte.ts'
import { UserStore } from '../../client/sync/store.ts'

test('M44 what was read stays read on this device, for this meeting', async () => {
  const store = new UserStore(new IDBFactory(), 'anna', () => 0)
  const marks = new ReadMarks(store, 'meeting-1')
  marks.add(['post-1', 'post-2'])
  marks.add(['post-2', 'post-3'])
  await vi.waitFor(async () =>
    expect(await store.kept('read:meeting-1')).toEqual(['post-1', 'post-2', 'post-3']),
  )
  const [again, other] = [new ReadMarks(store, 'meeting-1'), new ReadMarks(store, 'meeting-2')]
  await vi.waitFor(() => expect(again.has('post-1')).toBe(true))
  expect([again.has('post-3'), again.has('post-4'), other.has('post-1')]).toEqual([true, false, false])
  await store.close()
})

test('M44 what was read in two windows at once is read on the next visit', async () => {
  const store = new UserStore(new IDBFactory(), 'anna', () => 0)
  const [one, two] = [new ReadMarks(store, 'meeting-1'), new ReadMarks(store, 'meeting-1')]
  one.add(['post-1'])
  two.add(['post-2'])
  one.add(['post-3'])
  await vi.waitFor(async () =>
    expect(await store.kept('read:meeting-1')).toEqual(['post-1', 'post-2', 'post-3']),
  )
  await store.close()
})

test('M44 without a store what was read is known in this window', async () => {
  const store = {
    kept: () => Promise.reject(new Error('no')),
    keepChanged: () => Promise.reject(new Error('no')),
  }
  const marks = new ReadMarks(store as unknown as UserStore, 'meeting-1')
  marks.add(['post-1'])
  await Promise.resolve()
  expect(marks.has('post-1')).toBe(true)
})

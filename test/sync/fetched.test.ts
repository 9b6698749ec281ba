// @vitest-environment happy-dom
import { afterEach, expect, test, vi } from 'vitest'
import { fetchWhenIdle } from '../../client/state/idle.ts'

afterEach(() => vi.useRealTimers())

/** Something that cannot be fetched the first times. */
function failing(times: number) {
  return vi.fn(async () => {
    if (times-- > 0) throw new TypeError('Failed to fetch dynamically imported module')
    return 'there'
  })
}

test('O34: what could not be fetched is fetched when the network is back', async () => {
  vi.useFakeTimers()
  const fetch = failing(1)
  const fetched = fetchWhenIdle(fetch)
  await vi.advanceTimersByTimeAsync(1_000)
  expect(fetch).toHaveBeenCalledTimes(1)
  dispatchEvent(new Event('online'))
  expect(await fetched).toBe('there')
})

test('O34: and without a word of the network after a while, as often as it takes', async () => {
  vi.useFakeTimers()
  const fetch = failing(3)
  const fetched = fetchWhenIdle(fetch)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(await fetched).toBe('there')
  expect(fetch).toHaveBeenCalledTimes(4)
})

test('O34: whoever else wants it meanwhile waits for the same', async () => {
  vi.useFakeTimers()
  const fetch = failing(1)
  const both = Promise.all([fetchWhenIdle(fetch), fetchWhenIdle(fetch)])
  await vi.advanceTimersByTimeAsync(60_000)
  expect(await both).toEqual(['there', 'there'])
  expect(fetch).toHaveBeenCalledTimes(2)
})

// @vitest-environment happy-dom
import { expect, test, vi } from 'vitest'
import type { OpenMargin } from '../../client/margin/open-margin.svelte.ts'
import { Placing } from '../../client/margin/placing.svelte.ts'

test('M67 of a great many threads only those near the window are drawn; each has its place', async () => {
  const ids = Array.from({ length: 10_000 }, (_, i) => `thread-${String(i)}`)
  const margin = { placed: ids, locations: { all: new Map() }, tour: { active: null } }
  const column = document.createElement('div')
  const placing = new Placing(() => [margin as unknown as OpenMargin], column)
  placing.soon()
  await vi.waitFor(() => expect(placing.places.size).toBe(ids.length))
  expect(placing.near.has('thread-0')).toBe(true)
  expect(placing.near.has('thread-9999')).toBe(false)
  expect(placing.near.size).toBeLessThan(50)
  placing.stop()
})

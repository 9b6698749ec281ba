import { expect, test } from '@playwright/test'
import { soak } from './soak/run.ts'

/** Of the small dose; `npm run soak` has as many as one likes. */
const SEED = 2
const TIME = 5_000

test('S7 three who write, one who reads, a server that is killed: all end with the same text, every word in its place', async ({
  browser,
}) => {
  test.setTimeout(240_000)
  const notes: string[] = []
  const { words, wrong } = await soak(browser, { seed: SEED, time: TIME, note: (line) => notes.push(line) })
  expect(wrong, notes.join('\n')).toEqual([])
  expect(words).toBeGreaterThan(3)
})

import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Quiet } from '../../server/quiet.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

/** When something was done that was disturbed every 100 ms for a second; milliseconds. */
function doneAt(disturb: (quiet: Quiet, at: number) => void): number[] {
  const started = performance.now()
  const done: number[] = []
  const quiet = new Quiet({ quiet: 300, atMost: 5_000 }, () => done.push(performance.now() - started))
  for (let at = 0; at <= 1_000; at += 100) {
    disturb(quiet, at)
    vi.advanceTimersByTime(100)
  }
  vi.advanceTimersByTime(1_000)
  return done
}

test('H13 what waits for quiet is done when it comes', () => {
  expect(doneAt((quiet) => quiet.disturb())).toEqual([1_300])
})

test('H13 what waits for quiet is done at once where it has waited as long as it may', () => {
  expect(doneAt((quiet, at) => quiet.disturb(at < 500 ? undefined : 450))).toEqual([500, 1_050])
})

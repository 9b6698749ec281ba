import type { CDPSession, Page } from '@playwright/test'
import { quantile } from './figures.ts'
import { lendNames } from './in-page.ts'
import type { Writer } from './writer.ts'

/** An editor in a window of its own, and the two who write in the same text elsewhere. */
export interface Contestant {
  name: string
  page: Page
  writers: Writer[]
  /** Puts the caret into the paragraph that is typed in. */
  enter(): Promise<void>
  /** Milliseconds from key to paint, by how much the processor was slowed. */
  samples: Map<number, number[]>
  /** Milliseconds of processor time of the page's main thread per key, a figure for each turn. */
  processor: Map<number, number[]>
}

interface Watched {
  keys: number[]
}

const KEYS = 'og derfor bliver det et punkt igen '
const BETWEEN_KEYS = 45
/** Keys at the beginning of a turn that only warm up. */
const WARM = 5

/** Told alike for every editor: from the key's own time stamp until the frame with its letter is handed over. */
export async function watchKeys(page: Page): Promise<void> {
  await lendNames(page)
  await page.evaluate(() => {
    const keys: number[] = []
    Object.assign(window, { keys })
    let pressed = 0
    const watch = (since: number) =>
      requestAnimationFrame(() => {
        const channel = new MessageChannel()
        channel.port1.onmessage = () => keys.push(performance.now() - since)
        channel.port2.postMessage(null)
      })
    addEventListener('keydown', ({ timeStamp }) => (pressed = timeStamp), true)
    addEventListener('input', () => watch(pressed), true)
  })
}

/** Everybody types in turn, the order changing from round to round, so that the machine's moods hit all alike. */
export async function compare(contestants: Contestant[], rates: number[], rounds: number): Promise<void> {
  for (let round = 0; round < rounds; round++)
    for (const rate of rates) {
      const order = round % 2 === 0 ? contestants : [...contestants].reverse()
      for (const contestant of order) await typeOnce(contestant, rate)
    }
}

async function typeOnce(one: Contestant, rate: number): Promise<void> {
  const { page, writers, enter, samples, processor } = one
  await page.bringToFront()
  await enter()
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  await session.send('Emulation.setCPUThrottlingRate', { rate })
  for (const writer of writers) writer.start()
  await page.evaluate(() => ((window as unknown as Watched).keys.length = 0))
  const before = await busy(session)
  await page.keyboard.type(KEYS, { delay: BETWEEN_KEYS })
  await page.waitForFunction((count) => (window as unknown as Watched).keys.length >= count, KEYS.length)
  const spent = (await busy(session)) - before
  for (const writer of writers) writer.stop()
  const times = await page.evaluate(() => [...(window as unknown as Watched).keys])
  samples.set(rate, [...(samples.get(rate) ?? []), ...times.slice(WARM)])
  processor.set(rate, [...(processor.get(rate) ?? []), spent / KEYS.length])
  await session.send('Emulation.setCPUThrottlingRate', { rate: 1 })
  await session.detach()
}

/** How long the page's main thread has been at work, in milliseconds of processor time. */
async function busy(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics')
  return 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN)
}

/** The time below which that share of the keys lies. */
export function keyTime({ samples }: Contestant, rate: number, share: number): number {
  return quantile(samples.get(rate) ?? [], share)
}

import type { Page } from '@playwright/test'
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
}

const KEYS = 'og derfor bliver det et punkt igen '
const BETWEEN_KEYS = 45
/** Keys at the beginning of a turn that only warm up. */
const WARM = 5

/** Told alike for every editor: from the key's own time stamp until the frame that shows it is handed over. */
export async function watchKeys(page: Page): Promise<void> {
  await lendNames(page)
  await page.evaluate(() => {
    const keyTimes: number[] = []
    Object.assign(window, { keyTimes })
    const painted = (pressed: number) => {
      const channel = new MessageChannel()
      channel.port1.onmessage = () => keyTimes.push(performance.now() - pressed)
      channel.port2.postMessage(null)
    }
    const pressed = ({ timeStamp }: KeyboardEvent) => requestAnimationFrame(() => painted(timeStamp))
    addEventListener('keydown', pressed, true)
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

async function typeOnce({ page, writers, enter, samples }: Contestant, rate: number): Promise<void> {
  await page.bringToFront()
  await enter()
  const session = await page.context().newCDPSession(page)
  await session.send('Emulation.setCPUThrottlingRate', { rate })
  for (const writer of writers) writer.start()
  await page.evaluate(() => ((window as unknown as { keyTimes: number[] }).keyTimes.length = 0))
  await page.keyboard.type(KEYS, { delay: BETWEEN_KEYS })
  await page.waitForFunction(
    (count) => (window as unknown as { keyTimes: number[] }).keyTimes.length >= count,
    KEYS.length,
  )
  for (const writer of writers) writer.stop()
  const times = await page.evaluate(() => [...(window as unknown as { keyTimes: number[] }).keyTimes])
  samples.set(rate, [...(samples.get(rate) ?? []), ...times.slice(WARM)])
  await session.send('Emulation.setCPUThrottlingRate', { rate: 1 })
  await session.detach()
}

export const paintOf = ({ samples }: Contestant, rate: number, share: number) =>
  quantile(samples.get(rate) ?? [], share)

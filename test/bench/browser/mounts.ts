import type { Page } from '@playwright/test'
import { lendNames } from './in-page.ts'

/** What the page holds after its garbage is collected. */
export interface Held {
  mounts: number
  /** Kilobytes. */
  heap: number
  listeners: number
  nodes: number
}

/** Goes through the whole meeting and back until so many sections were mounted; says what is held after each way. */
export async function mountOften(page: Page, most: number): Promise<Held[]> {
  await lendNames(page)
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable')
  const held: Held[] = []
  for (
    let mounts = await goThrough(page);
    (held.at(-1)?.mounts ?? 0) < most;
    mounts += await goThrough(page)
  ) {
    // Twice, for what a finalizer lets go is garbage only then.
    await session.send('HeapProfiler.collectGarbage')
    await session.send('HeapProfiler.collectGarbage')
    const { metrics } = await session.send('Performance.getMetrics')
    const of = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? Number.NaN
    held.push({
      mounts,
      heap: of('JSHeapUsedSize') / 1024,
      listeners: of('JSEventListeners'),
      nodes: of('Nodes'),
    })
  }
  await session.detach()
  return held
}

/** Down to the end and up again, a screen at a time; answers how many sections were mounted on the way. */
function goThrough(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const frame = () => new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)))
    const now = () => new Set(document.querySelectorAll('[data-text][contenteditable="true"]'))
    let before = now()
    let mounts = 0
    const step = async (by: number) => {
      scrollBy({ top: by, behavior: 'instant' })
      // The observer tells of the new place in the frame after it.
      await frame()
      await frame()
      const after = now()
      for (const section of after) if (!before.has(section)) mounts++
      before = after
    }
    const atEnd = () => scrollY + innerHeight >= document.documentElement.scrollHeight - 2
    while (!atEnd()) await step(innerHeight)
    while (scrollY > 0) await step(-innerHeight)
    return mounts
  })
}

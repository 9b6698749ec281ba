import type { BrowserContext, Page } from '@playwright/test'

/** Milliseconds from the start of the navigation until a section can be typed in, for each of so many openings. */
export async function openAgain(context: BrowserContext, url: string, times: number): Promise<number[]> {
  const taken: number[] = []
  for (let i = 0; i < times; i++) {
    const page = await context.newPage()
    await page.goto(url, { waitUntil: 'commit' })
    taken.push(await untilEditable(page))
    await page.close()
  }
  return taken
}

export async function untilEditable(page: Page): Promise<number> {
  const editable = await page.waitForFunction(() =>
    document.querySelector('[data-text][contenteditable="true"]') ? performance.now() : 0,
  )
  return editable.jsonValue()
}

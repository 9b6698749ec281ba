import type { Page } from '@playwright/test'

/** tsx keeps the names of functions with a helper; a function that is sent to a page calls it there. */
export async function lendNames(page: Page): Promise<void> {
  await page.evaluate('window.__name = (named) => named')
}

/** Takes the README's pictures of the fictional forum: `npm run pictures`. */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { chromium, expect, type Page } from '@playwright/test'
import { findChromium } from '../chromium.mjs'
import { openMeeting, openOffice, SAVED, section, syncText } from './office.ts'

const MEETING = '/moede/5a3f0d5e-3c1b-4a55-9a54-d1e0c70f0107'
const FOLDER = join(import.meta.dirname, '../pictures')

await mkdir(FOLDER, { recursive: true })
const browser = await chromium.launch({ executablePath: findChromium() ?? undefined, args: ['--no-sandbox'] })
const office = await openOffice(browser)
try {
  await suggest(await office.seat('member'))
  for (const colorScheme of ['light', 'dark'] as const) {
    const page = await office.seat(colorScheme === 'light' ? 'secretary' : 'colleague', { colorScheme })
    const suffix = colorScheme === 'light' ? '' : '-dark'
    await page.locator('a[href^="/moede/"]').first().waitFor()
    await shoot(page, `overview${suffix}`, () => settled(page))
    await openMeeting(page, office.url + MEETING)
    await section(page, 3, 'minutes').click()
    await section(page, 3, 'title').evaluate((title) => scrollBy(0, title.getBoundingClientRect().top - 260))
    await shoot(page, `meeting${suffix}`, () => synced(page))
  }
} finally {
  await office.close()
  await browser.close()
}

/** A member proposes other words in item 3. */
async function suggest(page: Page): Promise<void> {
  await openMeeting(page, office.url + MEETING)
  await page.getByRole('button', { name: 'Læser' }).click()
  await page.getByRole('menuitemradio', { name: /Foreslår/ }).click()
  await section(page, 3, 'case').click({ position: { x: 30, y: 12 } })
  const copy = page.getByRole('group', { name: /^Dit forslag/ })
  await copy.locator('[data-text]').click()
  await page.keyboard.press('Control+End')
  await page.keyboard.type(' Derfor måles ventetiden fra uge 2.')
  await copy.getByRole('textbox', { name: /Begrundelse/ }).fill('Vi har tallene i forvejen')
  await copy.getByRole('button', { name: 'Send forslag' }).click()
  await copy.waitFor({ state: 'detached' })
}

async function settled(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.evaluate(() => document.fonts.ready)
}

async function synced(page: Page): Promise<void> {
  await settled(page)
  await expect(syncText(page)).toHaveText(SAVED)
  await page
    .getByRole('article')
    .or(page.getByRole('button', { name: /kommentar/i }))
    .first()
    .waitFor()
}

async function shoot(page: Page, name: string, ready: () => Promise<void>): Promise<void> {
  await ready()
  await page.screenshot({ path: join(FOLDER, `${name}.png`), caret: 'initial' })
  await page.setViewportSize({ width: 390, height: 844 })
  // Drawn anew, or the outline would be seen on its way out.
  await page.reload()
  await ready()
  await page.screenshot({ path: join(FOLDER, `${name}-390.png`) })
  await page.setViewportSize({ width: 1440, height: 1000 })
}

import { readFile } from 'node:fs/promises'
import { expect, test, type Page } from '@playwright/test'
import { openMeeting, openOffice, SAVED, section, syncText, type Office } from './office.ts'

const MEETING = '/moede/5a3f0d5e-3c1b-4a55-9a54-d1e0c70f0107'
const PLANNED = '/moede/5a3f0d5e-3c1b-4a55-9a54-d1e0c70f0108'

let office: Office
test.beforeAll(async ({ browser }) => (office = await openOffice(browser)))
test.afterAll(() => office.close())

/** Presses a key until the focus is on what the selector names. A page where that never happens is a trap. */
async function pressTo(page: Page, key: string, selector: string, most = 120): Promise<void> {
  for (let presses = 0; presses <= most; presses++) {
    if (await page.evaluate((selector) => document.activeElement?.matches(selector) ?? false, selector))
      return
    await page.keyboard.press(key)
  }
  throw new Error(`${key} never reached ${selector}`)
}

const tabTo = (page: Page, selector: string) => pressTo(page, 'Tab', selector)

test('U43 the main job by keyboard alone: open, write, format, move, find, undo, export', async () => {
  const page = await office.seat('secretary')
  await expect(page.locator(`a[href^="${MEETING}"]`).first()).toBeVisible()
  await tabTo(page, `a[href^="${MEETING}"]`)
  await page.keyboard.press('Enter')
  await expect(page.locator('section.item').first()).toBeVisible()

  // From the bar into the paper: regions by F6, then the next item, then its minutes by the arrow keys.
  await tabTo(page, '[data-text$="/minutes"]')
  await page.keyboard.press('Control+End')
  await page.keyboard.press('Control+Home')
  await tabTo(page, '[data-text="demo-7-1/minutes"]')
  await page.keyboard.press('Control+A')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  await page.keyboard.type('Skrevet ')
  await page.keyboard.press('Control+B')
  await page.keyboard.type('uden mus')
  await page.keyboard.press('Control+B')
  await page.keyboard.press('Enter')
  await page.keyboard.type('- et punkt')
  await expect(section(page, 1, 'minutes').locator('strong')).toHaveText('uden mus')
  await expect(section(page, 1, 'minutes').locator('ul li')).toContainText('et punkt')
  await expect(syncText(page)).toHaveText(SAVED)

  // The editing bar and back.
  await page.keyboard.press('Alt+F10')
  expect(await page.evaluate(() => document.activeElement?.closest('[role=toolbar]') !== null)).toBe(true)
  await page.keyboard.press('Escape')
  expect(await page.evaluate(() => document.activeElement?.matches('[data-text]'))).toBe(true)

  // Move the second item up in the outline, and take that back.
  const order = () => page.locator('section.item').evaluateAll((items) => items.map(({ id }) => id))
  const before = await order()
  await pressTo(page, 'F6', 'nav[aria-label="Dagsorden"] *', 5)
  await pressTo(page, 'ArrowUp', 'nav[aria-label="Dagsorden"] li:nth-child(1) a', 10)
  await pressTo(page, 'ArrowDown', 'nav[aria-label="Dagsorden"] li:nth-child(2) a', 2)
  await page.keyboard.press('Alt+ArrowUp')
  await expect.poll(order).toEqual([before[1], before[0], ...before.slice(2)])
  await page.keyboard.press('Control+Z')
  await expect.poll(order).toEqual(before)

  // Find.
  await page.keyboard.press('Control+F')
  await page.keyboard.type('uden mus')
  await expect(page.getByRole('search').or(page.locator('.findb')).first()).toContainText('1 af 1')
  await page.keyboard.press('Escape')

  await test.step('U34 where the outline is a drawer, it gives the keyboard back', async () => {
    await page.setViewportSize({ width: 1200, height: 900 })
    await tabTo(page, '.t-out')
    await page.keyboard.press('Enter')
    await expect(page.locator('nav[aria-label="Dagsorden"] a:focus')).toHaveCount(1)
    await page.keyboard.press('Escape')
    await expect(page.locator('.t-out')).toBeFocused()
    await page.setViewportSize({ width: 1440, height: 1000 })
  })

  // Export.
  await tabTo(page, 'header button:has(.lucide-download)')
  const saved = page.waitForEvent('download')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('menuitem').first()).toBeFocused()
  await page.keyboard.press('Enter')
  expect(await readFile(await (await saved).path(), 'utf8')).toContain('Skrevet **uden mus**')
})

test('E4 in an item that has a title alone, Tab goes on to what can be added, and Shift Tab comes back', async () => {
  const page = await office.seat('colleague')
  await openMeeting(page, office.url + PLANNED)
  const item = page.locator('section.item[data-item="demo-8-3"]')
  await item.locator('h2').click()
  await page.keyboard.press('Tab')
  await expect(item.getByRole('textbox', { name: /Oplægsholdere/ })).toBeFocused()
  await tabTo(page, '[data-item="demo-8-3"] .adds button')
  await page.keyboard.press('Shift+Tab')
  await pressTo(page, 'Shift+Tab', '[data-item="demo-8-3"] h2', 10)
  await page.keyboard.press('Shift+Tab')
  await expect(page.locator('[data-item="demo-8-2"] .adds button').last()).toBeFocused()
})

test('T16 what is pressed before its code is there waits for it: a menu, a paste', async () => {
  const page = await office.seat('colleague', {
    serviceWorkers: 'block',
    permissions: ['clipboard-read', 'clipboard-write'],
  })
  const sendMenu = await hold(page, 'MoreList')
  const sendCleaner = await hold(page, 'clean-html')
  await openMeeting(page, office.url + MEETING)

  const more = page.locator('header button:has(.lucide-ellipsis)')
  await more.click()
  await expect(more).toHaveAttribute('aria-expanded', 'true')
  await expect(page.getByRole('menuitem')).toHaveCount(0)
  sendMenu()
  await expect(page.getByRole('menuitem').first()).toBeFocused()
  await page.keyboard.press('Escape')

  await page.locator('[data-text="demo-7-2/minutes"]').click()
  await page.keyboard.press('Control+A')
  await page.evaluate(async (html) => {
    const of = (type: string, text: string) => ({ [type]: new Blob([text], { type }) })
    await navigator.clipboard.write([
      new ClipboardItem({ ...of('text/html', html), ...of('text/plain', 'fed og rød') }),
    ])
  }, '<p style="color: red"><b>fed</b> og rød</p>')
  await page.keyboard.press('Control+V')
  await expect(section(page, 2, 'minutes')).not.toContainText('fed og rød')
  sendCleaner()
  await expect(section(page, 2, 'minutes')).toHaveText('fed og rød')
  await expect(section(page, 2, 'minutes').locator('strong')).toHaveText('fed')
})

/** Keeps a script from a page until what is answered here is called. */
async function hold(page: Page, script: string): Promise<() => void> {
  let send = (): void => undefined
  const sent = new Promise<void>((resolve) => (send = resolve))
  await page.route(new RegExp(`/assets/${script}-[\\w-]+\\.js$`), async (route) => {
    await sent
    await route.continue()
  })
  return send
}

import AxeBuilder from '@axe-core/playwright'
import { expect, test, type Page } from '@playwright/test'
import { openMeeting, openOffice, section, typeAtEnd, type Office } from './office.ts'

const MEETING = '/moede/5a3f0d5e-3c1b-4a55-9a54-d1e0c70f0107'

let office: Office
test.beforeAll(async ({ browser }) => (office = await openOffice(browser)))
test.afterAll(() => office.close())

async function violations(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 200)}`))
}

const PAGES: [name: string, path: string][] = [
  ['overview', '/'],
  ['forums', '/fora'],
  ['meeting', MEETING],
  ['first run', '/velkommen'],
  ['sign-out', '/log-ud'],
]

for (const colorScheme of ['light', 'dark'] as const)
  test(`U10 axe finds nothing on any page, ${colorScheme}, at a desk and on a phone`, async ({ browser }) => {
    test.setTimeout(120_000)
    const context = await browser.newContext({ colorScheme })
    const guest = await context.newPage()
    await guest.goto(office.url + '/log-ind')
    await expect(guest.getByRole('heading', { level: 1 })).toBeVisible()
    expect(await violations(guest)).toEqual([])
    await context.close()
    const page = await office.seat(colorScheme === 'light' ? 'secretary' : 'colleague', { colorScheme })
    for (const [name, path] of PAGES)
      for (const width of [1440, 390]) {
        await page.setViewportSize({ width, height: 900 })
        await page.goto(office.url + path)
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
        expect(await violations(page), `${name} at ${width}`).toEqual([])
      }
    await page.setViewportSize({ width: 1440, height: 900 })
    await page.goto(office.url + '/')
    const forum = await page.locator('a[href^="/forum/"]').first().getAttribute('href')
    await page.goto(office.url + forum)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    expect(await violations(page), 'forum').toEqual([])
    await page.goto(office.url + '/')
    await page.getByRole('button', { name: 'Nyt møde' }).first().click()
    await expect(page.getByRole('dialog')).toBeVisible()
    expect(await violations(page), 'new meeting').toEqual([])
    await page.context().close()
  })

test('U10 axe finds nothing in what opens over the meeting', async ({ browser }) => {
  test.setTimeout(180_000)
  const own = await openOffice(browser)
  const page = await own.seat('secretary', { reducedMotion: 'reduce' })
  await openMeeting(page, own.url + MEETING)
  const open: [what: string, open: () => Promise<void>][] = [
    ['sync popover', () => page.locator('button.sync').click()],
    ['export menu', () => page.getByRole('button', { name: 'Eksportér' }).click()],
    ['more menu', () => page.getByRole('button', { name: 'Flere handlinger' }).click()],
    [
      'attendance menu',
      () =>
        page
          .getByRole('button', { name: /^Fremmøde for/ })
          .first()
          .click(),
    ],
    ['find', () => page.keyboard.press('Control+f')],
    ['insert list', () => insertList(page)],
    ['list of keys', () => page.keyboard.press('?')],
  ]
  for (const [what, show] of open) {
    await page.locator('section.item h2').first().click()
    await page.keyboard.press('Escape')
    if (what === 'list of keys') await page.getByRole('button', { name: 'Eksportér' }).focus()
    await show()
    expect(await violations(page), what).toEqual([])
    await page.keyboard.press('Escape')
  }
  await own.close()
})

async function insertList(page: Page): Promise<void> {
  await typeAtEnd(page, section(page, 3, 'case'), ' /')
  await expect(page.getByRole('listbox')).toBeVisible()
}

test('U10 the meeting at 320 pixels does not scroll sideways', async () => {
  const page = await office.seat('member', { viewport: { width: 320, height: 640 } })
  await page.goto(office.url + MEETING)
  await expect(page.locator('section.item').first()).toBeVisible()
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  expect(overflow).toBeLessThanOrEqual(0)
})

test('E33 at 400 % nothing lies on the line one writes in, and no page scrolls sideways', async ({
  browser,
}) => {
  const own = await openOffice(browser)
  const page = await own.seat('secretary', { viewport: { width: 320, height: 256 } })
  const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  await expect.poll(overflow).toBeLessThanOrEqual(0)
  await page.goto(own.url + MEETING)
  await typeAtEnd(page, section(page, 1, 'minutes'), ' Skrevet her.')
  await expect(page.getByRole('toolbar').first()).toBeVisible()
  const isFree = () =>
    page.evaluate(() => {
      const line = getSelection()?.getRangeAt(0).getBoundingClientRect()
      const under = line && document.elementFromPoint(line.left, (line.top + line.bottom) / 2)
      return under?.closest('[data-text]') !== null && under !== null
    })
  for (let line = 0; line < 6; line++) {
    await page.keyboard.press('Enter')
    await page.keyboard.type('Linje')
    await expect.poll(isFree).toBe(true)
  }
  await own.close()
})

test('T12 in a narrow window whoever writes before the editing bar has come has it when it comes', async () => {
  const page = await office.seat('secretary', {
    viewport: { width: 390, height: 844 },
    serviceWorkers: 'block',
  })
  let come: () => void = () => undefined
  const asked = new Promise<void>((tell) => {
    void page.route(/EditingLayer-[^/]*\.js$/, async (route) => {
      const held = new Promise<void>((resolve) => (come = resolve))
      tell()
      await held
      await route.continue()
    })
  })
  await page.goto(office.url + MEETING)
  await asked
  await typeAtEnd(page, section(page, 1, 'minutes'), ' Skrevet først.')
  await expect(page.getByRole('toolbar')).toHaveCount(0)
  come()
  await expect(page.getByRole('toolbar').first()).toBeVisible()
})

test('R1 a member reads and cannot write', async () => {
  const page = await office.seat('observer')
  await openMeeting(page, office.url + MEETING)
  await expect(page.locator('main')).toContainText('Velkomst')
  await expect(page.locator('main [contenteditable="true"]')).toHaveCount(0)
  await test.step('U34 who reads goes from the outline in its drawer to the paper', async () => {
    await page.setViewportSize({ width: 1200, height: 900 })
    await page.locator('.t-out').click()
    await expect(page.locator('nav a:focus')).toHaveCount(1)
    await page.keyboard.press('Enter')
    await expect(page.locator('main')).toBeFocused()
  })
  await test.step('U71 an outline in a drawer is closed at first, and goes when one goes on in the paper', async () => {
    await page.setViewportSize({ width: 1280, height: 900 })
    const outline = page.getByRole('navigation', { name: 'Dagsorden' })
    await page.reload()
    await expect(page.locator('section.item').first()).toBeVisible()
    await expect(outline).toBeHidden()
    await page.locator('.t-out').click()
    await expect(outline).toBeVisible()
    await page.locator('main h2').first().click()
    await expect(outline).toBeHidden()
  })
})

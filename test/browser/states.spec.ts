import { expect, test, type Page, type WebSocketRoute } from '@playwright/test'
import { encodeRefused, encodeTrouble, isCounted } from '../../schema/protocol.ts'
import { openMeeting, openOffice, SAVED, section, syncText, typeAtEnd, type Office } from './office.ts'

const MEETING = '/moede/5a3f0d5e-3c1b-4a55-9a54-d1e0c70f0107'
const OTHER = '/moede/5a3f0d5e-3c1b-4a55-9a54-d1e0c70f0106'

let office: Office
test.setTimeout(120_000)
test.beforeEach(async ({ browser }) => (office = await openOffice(browser)))
test.afterEach(() => office.close())

const strip = (page: Page) => page.locator('section.strip')
const minutes = (page: Page) => section(page, 1, 'minutes')

interface Wire {
  /** What the server does with text from now on. */
  does: 'save' | 'hold' | 'refuseOnce'
  /** Says to the page whether the server can save. */
  say(cannotSave: boolean): void
}

/** Stands between a page and the server. */
async function tapped(page: Page): Promise<Wire> {
  const open = new Set<WebSocketRoute>()
  const wire: Wire = {
    does: 'save',
    say: (cannotSave) => open.forEach((route) => route.send(Buffer.from(encodeTrouble(cannotSave)))),
  }
  await page.routeWebSocket(/\/sync\/paper/, (route) => {
    const server = route.connectToServer()
    let counted = 0
    open.add(route)
    route.onMessage((message) => {
      const counts = typeof message !== 'string' && isCounted(new Uint8Array(message))
      if (counts) counted += 1
      if (!counts || wire.does === 'save') server.send(message)
      else if (wire.does === 'refuseOnce') {
        wire.does = 'save'
        route.send(Buffer.from(encodeRefused(counted, 'tooLarge')))
      }
    })
  })
  return wire
}

async function atMeeting(page: Page): Promise<void> {
  await openMeeting(page, office.url + MEETING)
  await expect(syncText(page)).toHaveText(SAVED)
}

test('U38 while the server cannot save, a strip says so and where the text is, and goes when it can', async () => {
  const page = await office.seat('secretary')
  const wire = await tapped(page)
  await atMeeting(page)
  wire.does = 'hold'
  wire.say(true)
  await typeAtEnd(page, minutes(page), ' Skrevet imens.')
  await expect(strip(page)).toContainText('Serveren kan ikke gemme lige nu. Du kan skrive videre.')
  await expect(strip(page).getByRole('button', { name: 'Hent det usendte' })).toBeVisible()
  await expect(syncText(page)).toHaveText('Gemt lokalt – serveren kan ikke gemme')
  wire.say(false)
  await expect(strip(page)).toHaveCount(0)
})

test('U47 a device that is nearly full says so, and one click removes the copies that can be spared', async () => {
  const page = await office.seat('secretary')
  // Chromium tells pages of ten free gigabytes whatever there is.
  await page.addInitScript(() => {
    navigator.storage.estimate = () => Promise.resolve({ usage: 1_000_000, quota: 5_000_000 })
  })
  await openMeeting(page, office.url + OTHER)
  await expect(syncText(page)).toHaveText(SAVED)
  await atMeeting(page)
  await typeAtEnd(page, minutes(page), ' Mere tekst.')
  await expect(strip(page)).toContainText('Der er plads til omkring 100 sider mere på denne enhed.')
  await strip(page).getByRole('button', { name: 'Frigør plads' }).click()
  await expect(page.getByText('Kopien af 1 andet møde er fjernet fra denne enhed.')).toBeVisible()
  await expect(minutes(page)).toContainText('Mere tekst.')
})

test('U48 without the server colleagues are outlines with when they were last seen, and nobody else is present', async () => {
  const [page, colleague] = [await office.seat('secretary'), await office.seat('colleague')]
  await openMeeting(colleague, office.url + MEETING)
  await atMeeting(page)
  const rasmus = page.getByRole('img', { name: /^Rasmus Hvidtfeldt/ }).first()
  await expect(rasmus).toBeVisible()
  await expect(rasmus).not.toHaveClass(/\boff\b/)
  await page.context().setOffline(true)
  await expect(rasmus).toHaveClass(/\boff\b/, { timeout: 20_000 })
  await expect(rasmus).toHaveAccessibleName(/sidst set kl\. \d+\.\d\d$/)
  const stack = page.getByRole('list', { name: /^Til stede i dokumentet: / })
  await expect(stack).toHaveAccessibleName('Til stede i dokumentet: Nanna Dyrlund (dig)')
  await page.context().setOffline(false)
  await expect(rasmus).not.toHaveClass(/\boff\b/, { timeout: 30_000 })
})

test('U37 on a phone too a copy can be fetched from the sync text', async () => {
  const page = await office.seat('secretary', { viewport: { width: 390, height: 844 } })
  await page.goto(office.url + MEETING)
  await syncText(page).click()
  const copy = page.getByRole('dialog').getByRole('button', { name: 'Hent en kopi' })
  await expect(copy).toBeInViewport({ ratio: 1 })
  const saved = page.waitForEvent('download')
  await copy.click()
  expect((await saved).suggestedFilename()).toMatch(/-kopi\.json$/)
})

test('U16 who signs out with text that was kept apart is shown it, and nothing of it is erased unasked', async () => {
  const page = await office.seat('secretary')
  const wire = await tapped(page)
  await atMeeting(page)
  wire.does = 'refuseOnce'
  await typeAtEnd(page, minutes(page), ' Fx.')
  await expect(strip(page)).toContainText('En tekst, som serveren ikke kunne tage imod')
  await expect(minutes(page)).not.toContainText('Fx.')
  await strip(page).getByRole('button', { name: 'Vis' }).click()
  await expect(page.getByRole('dialog')).toContainText(/Du skrev i punkt 1, Referat:\s*Fx\./)
  await page.keyboard.press('Escape')
  await page.getByRole('link', { name: /^Tilbage/ }).click()
  await page.getByRole('button', { name: /Konto og indstillinger/ }).click()
  await page.getByRole('menuitem', { name: /^Log ud/ }).click()
  await expect(page.getByRole('radio', { name: /^Behold/ })).toBeChecked()
  await expect(page.getByRole('radio', { name: /^Send/ })).toBeVisible()
  await expect(page.getByRole('main')).toContainText('også den tekst, der er lagt til side')
  const saved = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Hent', exact: true }).click()
  await saved
  await page.getByRole('button', { name: 'Slet herfra' }).click()
  await expect(page.getByRole('button', { name: 'Behold', exact: true })).toBeFocused()
  await page.getByRole('button', { name: 'Slet herfra' }).click()
  await expect(page.getByText('Tekst, der er lagt til side')).toHaveCount(0)
})

test('U72 what is typed in a field is everybody’s at once, and what needs reading when the window is closed', async () => {
  const [page, other] = [await office.seat('secretary'), await office.seat('colleague')]
  await Promise.all([atMeeting(page), atMeeting(other)])
  const place = page.getByRole('textbox', { name: 'Sted' })
  await place.click()
  await page.keyboard.press('End')
  await page.keyboard.type(', lokale 12')
  await expect(other.locator('main')).toContainText('lokale 12')
  await expect(place).toBeFocused()
  await page.getByRole('textbox', { name: 'Tidspunkt' }).click()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type('10-12')
  await page.close({ runBeforeUnload: true })
  await expect(other.locator('main')).toContainText('10.00')
  const again = await office.alsoAt(other)
  await atMeeting(again)
  await again.getByRole('button', { name: 'Tilføj bilag' }).first().click()
  await again.keyboard.type('Begyndt bilag')
  await again.close({ runBeforeUnload: true })
  await expect(other.locator('main')).toContainText('Begyndt bilag')
})

test('E13 a task shows who is to do it, mounted or far away', async () => {
  const page = await office.seat('secretary', { viewport: { width: 1440, height: 500 } })
  await atMeeting(page)
  const shown = (task: Element) =>
    getComputedStyle(task, '::before').content + (task as HTMLElement).innerText
  const far = page.locator('p.task', { hasText: 'to modeller' })
  expect(await far.evaluate(shown)).toContain('Esben Tvede')
  await far.scrollIntoViewIfNeeded()
  const near = page.locator('div.task', { hasText: 'to modeller' })
  expect(await near.evaluate(shown)).toContain('Esben Tvede')
})

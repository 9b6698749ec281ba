import { randomUUID } from 'node:crypto'
import AxeBuilder from '@axe-core/playwright'
import {
  expect,
  test,
  type Browser,
  type BrowserContextOptions,
  type Locator,
  type Page,
} from '@playwright/test'
import type { Finding } from '../../schema/lint.ts'
import { addDays, danishDay } from '../../schema/deadlines.ts'
import { fillDemo } from '../../server/demo/demo.ts'
import { PEOPLE } from '../../server/demo/people.ts'
import { startServer, type TestServer } from '../server/harness.ts'
import { pickWord, SAVED, section, syncText } from './office.ts'

const MEETING = '5a3f0d5e-3c1b-4a55-9a54-d1e0c70f0107'
const WAITS = 'Sendes, når nettet er tilbage'
const DAY = 24 * 60 * 60 * 1000
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }

/** A server whose clock the test sets. */
let now: number
let server: TestServer
test.beforeEach(async () => {
  now = Date.now()
  server = await startServer({ now: () => now })
  await fillDemo(server.server, now, randomUUID)
})
test.afterEach(() => server.close())

function mailOf(name: string): string {
  return PEOPLE.find((person) => person.name === name)?.email ?? ''
}

async function seat(browser: Browser, name: string, options: BrowserContextOptions): Promise<Page> {
  const context = await browser.newContext(options)
  const page = await context.newPage()
  const { accounts } = server.server
  const user = await accounts.find(mailOf(name))
  if (user === null) throw new RangeError(name)
  await page.goto(await accounts.link({ user, forum: null, next: '/', shownTo: null, life: DAY }))
  await page.getByRole('button', { name: 'Log ind på denne enhed' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('dag den ')
  await page.goto(`${server.url}/moede/${MEETING}`)
  await expect(page.locator('section.item').first()).toBeVisible()
  await expect(syncText(page)).toHaveText(SAVED)
  return page
}

/** Secretaries have sent the minutes for answers until noon of the next day. */
async function sendForAnswers(): Promise<void> {
  const cookie = await server.signIn(mailOf('Nanna Dyrlund'))
  const address = `/api/meetings/${MEETING}`
  const found = await server.call('GET', `${address}/findings?to=hearing`, { cookie })
  const known = (found.body as unknown as Finding[]).map(({ key }) => key)
  const deadline = { day: addDays(danishDay(new Date(now).toISOString()), 1), time: '12:00' }
  const step = { to: 'hearing', known, round: { deadline } }
  expect((await server.call('POST', `${address}/phase`, { cookie, body: step })).status).toBe(200)
}

const dialog = (page: Page): Locator => page.getByRole('dialog')

const comments = (page: Page): Locator => page.getByRole('complementary', { name: 'Kommentarer' })
const thread = (page: Page, words: string): Locator =>
  comments(page).getByRole('article').filter({ hasText: words })

async function violations(page: Page): Promise<string[]> {
  const found: string[] = []
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    found.push(
      ...(await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => `${colorScheme} ${id}`),
    )
  }
  return found
}

async function stripIsShort(phone: Page): Promise<void> {
  const strip = phone.getByRole('region', { name: 'Hvor er min tekst' })
  await expect(strip).toContainText('Det, du skriver, gemmes på denne enhed og sendes af sig selv.')
  for (const width of [390, 320]) {
    await phone.setViewportSize({ width, height: 844 })
    expect((await strip.boundingBox())?.height).toBeLessThan(50)
    expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBe(width)
  }
  await phone.setViewportSize(PHONE.viewport)
  expect((await phone.getByRole('heading', { level: 1 }).boundingBox())?.width).toBeGreaterThan(80)
}

async function modeIsInReach(phone: Page): Promise<void> {
  const modes = phone.getByRole('group', { name: 'Hvad du gør med teksten' })
  const suggesting = modes.getByRole('button', { name: 'Foreslår' })
  expect((await suggesting.boundingBox())?.height).toBeGreaterThanOrEqual(44)
  await suggesting.click()
  await expect(phone.getByRole('button', { name: /^Foreslå ændring/ }).first()).toBeVisible()
  await modes.getByRole('button', { name: 'Læser' }).click()
  await expect(phone.getByRole('button', { name: /^Foreslå ændring/ })).toHaveCount(0)
}

/** Selects a word of item 3's case, and presses what can be said of it. */
async function pick(page: Page, word: string, button: string): Promise<void> {
  const offered = page.getByRole('button', { name: button, exact: true })
  await pickWord(section(page, 3, 'case'), word, offered)
  await offered.click()
}

test('M73 what is written in a task on a phone is sent by one tap, and Escape closes the comments', async ({
  browser,
}) => {
  const page = await seat(browser, 'Vibeke Stenderup', PHONE)
  await page.getByRole('button', { name: 'Foreslår' }).tap()
  await page.getByRole('button', { name: 'Foreslå ændring: Punkt 3, Referat' }).tap()
  const copy = page.getByRole('group', { name: /Punkt 3, Referat/ })
  await expect(copy.locator('.text')).toBeFocused()
  await page.keyboard.press('Control+End')
  await page.keyboard.type(' i maj')
  const send = copy.getByRole('button', { name: 'Send forslag' })
  // What is new is found a moment after the last letter, sooner than a finger comes.
  await expect(send).toBeEnabled()
  await send.scrollIntoViewIfNeeded()
  const box = await send.boundingBox()
  await page.touchscreen.tap((box?.x ?? 0) + (box?.width ?? 0) / 2, (box?.y ?? 0) + (box?.height ?? 0) / 2)
  await expect(copy).toBeHidden()

  await page
    .getByRole('button', { name: /kommentar/i })
    .first()
    .tap()
  await expect(comments(page)).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(comments(page)).toBeHidden()
})

test('M46 on a phone that is offline on the whole way, and whose clock is wrong, a member reads, comments, suggests and answers; all of it arrives once, and late', async ({
  browser,
}) => {
  test.setTimeout(300_000)
  await sendForAnswers()
  const phone = await seat(browser, 'Signe Ravnborg', PHONE)
  const open = phone.getByRole('button', { name: /kommentar/i }).first()
  await expect.poll(() => phone.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true)
  await phone.context().setOffline(true)
  await phone.clock.setSystemTime(now - 20 * DAY)
  expect(await phone.evaluate(() => Date.now())).toBeLessThan(now - 19 * DAY)

  // Opened without a network, read, commented on.
  await phone.reload()
  await expect(section(phone, 3, 'case')).toContainText('videomøde')
  await test.step('U64 the strip of a lost connection is one line', () => stripIsShort(phone))
  await test.step('M71 between reading and suggesting is chosen at the foot', () => modeIsInReach(phone))
  await pick(phone, 'videomøde', 'Kommentar')
  await phone.getByRole('textbox', { name: 'Skriv en kommentar' }).fill('Skrevet på vejen')
  await phone.keyboard.press('Control+Enter')
  await expect(thread(phone, 'Skrevet på vejen')).toContainText(WAITS)
  await comments(phone).getByRole('button', { name: 'Luk kommentarer' }).click()

  // Other words are proposed; they are there after a reload before they are sent.
  await pick(phone, 'sårbar', 'Ændringsforslag')
  await phone.getByRole('textbox', { name: 'Din formulering' }).fill('skrøbelig')
  expect(await violations(phone)).toEqual([])
  await phone.reload()
  await open.click()
  await expect(phone.getByRole('textbox', { name: 'Din formulering' })).toHaveValue('skrøbelig')
  await phone.getByRole('button', { name: 'Send forslag' }).click()
  await expect(thread(phone, 'skrøbelig')).toContainText(WAITS)
  await expect(thread(phone, 'skrøbelig')).toContainText(/Punkt 3.*sårbar/)
  await comments(phone).getByRole('button', { name: 'Luk kommentarer' }).click()

  // The hearing is answered.
  await phone.getByRole('button', { name: /^Svar senest/ }).click()
  await expect(dialog(phone).getByRole('heading', { level: 2 })).toHaveText('Dit svar for Birkevang Kommune')
  await dialog(phone).getByRole('radio', { name: 'Kan ikke godkende' }).check()
  await dialog(phone).getByRole('button', { name: 'Send svar' }).click()
  await expect(dialog(phone)).toContainText('Skriv, hvorfor I ikke kan godkende.')
  await dialog(phone).getByRole('textbox', { name: 'Hvorfor ikke?' }).fill('Tallet i punkt 3 er forkert.')
  await dialog(phone).getByRole('button', { name: 'Send svar' }).click()
  await expect(dialog(phone)).toContainText(WAITS)
  expect(await violations(phone)).toEqual([])
  await dialog(phone).getByRole('button', { name: 'Luk' }).click()

  // All of it waits after a reload, and arrives after the deadline.
  await phone.reload()
  await phone.getByRole('button', { name: 'Dit svar' }).click()
  await expect(dialog(phone).getByRole('radio', { name: 'Kan ikke godkende' })).toBeChecked()
  await expect(dialog(phone)).toContainText('Skrevet på vejen')
  now += 3 * DAY
  await phone.context().setOffline(false)
  await expect(dialog(phone)).toContainText('Dit svar kom efter fristen')
  await dialog(phone).getByRole('button', { name: 'Luk' }).click()
  await open.click()
  for (const words of ['Skrevet på vejen', 'skrøbelig']) {
    await expect(thread(phone, words)).toHaveCount(1)
    await expect(thread(phone, words)).toContainText('efter fristen')
    await expect(thread(phone, words)).not.toContainText(WAITS)
  }
  await expect(syncText(phone)).toHaveText(SAVED)

  // So the secretary sees it.
  const secretary = await seat(browser, 'Nanna Dyrlund', {})
  for (const words of ['Skrevet på vejen', 'skrøbelig']) {
    await expect(thread(secretary, words)).toHaveCount(1)
    await expect(thread(secretary, words)).toContainText('efter fristen')
  }
  await section(secretary, 3, 'case').scrollIntoViewIfNeeded()
  await expect(section(secretary, 3, 'case').locator('mark.hl')).toHaveText('videomøde')
  await expect(section(secretary, 3, 'case').locator('[data-about]:is(del, ins)')).toHaveText([
    'sårbar',
    'skrøbelig',
  ])
  await secretary.getByRole('button', { name: '1 af 7 svar' }).click()
  const birkevang = dialog(secretary).getByRole('listitem').filter({ hasText: 'Birkevang Kommune' })
  await expect(birkevang).toContainText('Kan ikke godkende, efter fristen')
  await expect(birkevang).toContainText('Signe Ravnborg: Tallet i punkt 3 er forkert.')
  await dialog(secretary).getByRole('button', { name: 'Påmind dem, der ikke har svaret' }).click()
  await expect(dialog(secretary).getByRole('textbox', { name: 'Påmindelse, der kan sendes' })).toHaveValue(
    /sendt referatet i høring/,
  )
  expect(await violations(secretary)).toEqual([])
  await dialog(secretary).getByRole('button', { name: 'Luk' }).click()

  await secretary.getByRole('button', { name: 'Godkend referat' }).click()
  await expect(dialog(secretary)).toContainText('Bemærkninger, der ikke er afgjort: 4.')
  await expect(dialog(secretary)).toContainText('Organisationer, der ikke kan godkende: 1.')
})

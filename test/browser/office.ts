import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  expect,
  type Browser,
  type BrowserContext,
  type Cookie,
  type Locator,
  type Page,
} from '@playwright/test'
import type { MeetingJson } from '../../schema/meeting.ts'
import { spawnServer, type SpawnedServer } from '../server/harness.ts'

/** The fictional forum on a real server, and people who sit at browsers of their own. */
export interface Office {
  url: string
  server: SpawnedServer
  /** Signs a person in, in a browser of its own, and stops at the overview. */
  seat(person: PersonName, options?: SeatOptions): Promise<Page>
  /** Another browser of somebody who is signed in already. */
  alsoAt(page: Page): Promise<Page>
  /** `kill -9`, then a new server over the same data, at the same address. */
  crash(): Promise<void>
  /** Stops the server; one of another version comes up over the same data, at the same address. */
  upgrade(built: string): Promise<void>
  close(): Promise<void>
}

export type PersonName = 'secretary' | 'colleague' | 'member' | 'observer'
type SeatOptions = Parameters<Browser['newContext']>[0]

/** Which of the demo's links is whose: `<role> <name> <link>`, a line each. */
const LINKS: Record<PersonName, RegExp> = {
  secretary: /secretary\s+Nanna.*?(http\S+)/,
  colleague: /secretary\s+Rasmus.*?(http\S+)/,
  member: /member\s.*?(http\S+)/,
  observer: /observer\s.*?(http\S+)/,
}

export async function openOffice(browser: Browser): Promise<Office> {
  const dataDir = await mkdtemp(join(tmpdir(), 'samreferat-'))
  const contexts: BrowserContext[] = []
  const sessions = new Map<PersonName, Cookie[]>()
  const office: Office = {
    server: await spawnServer({ dataDir, demo: true }),
    get url() {
      return this.server.url
    },
    async seat(person, options) {
      const context = await browser.newContext({ viewport: { width: 1440, height: 1000 }, ...options })
      contexts.push(context)
      const page = await context.newPage()
      // A link is good once: on another device later they come by the session that it gave them.
      const session = sessions.get(person)
      if (session) {
        await context.addCookies(session)
        await page.goto(this.url)
        return page
      }
      await page.goto(LINKS[person].exec(this.server.output())?.[1] ?? '')
      await page.getByRole('button', { name: 'Log ind på denne enhed' }).click()
      // The sign-in page's own heading has "denne" in it.
      await expect(page.getByRole('heading', { level: 1 })).toContainText('dag den ')
      sessions.set(person, await context.cookies())
      return page
    },
    async alsoAt(page) {
      const context = await browser.newContext({ viewport: { width: 1440, height: 1000 } })
      contexts.push(context)
      await context.addCookies(await page.context().cookies())
      return context.newPage()
    },
    async crash() {
      const port = Number(new URL(this.url).port)
      await this.server.kill()
      this.server = await spawnServer({ dataDir, port })
    },
    async upgrade(built) {
      const port = Number(new URL(this.url).port)
      await this.server.stop()
      this.server = await spawnServer({ dataDir, port, built })
    },
    async close() {
      for (const context of contexts) await context.close()
      await this.server.kill()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
  return office
}

/** Opens the meeting whose title in the overview begins so, and waits until it can be written in. */
export async function openMeeting(page: Page, path: string): Promise<void> {
  await page.goto(path)
  await expect(
    page.getByRole('navigation', { name: 'Dagsorden' }).getByRole('listitem').first(),
  ).toBeVisible()
}

/** Makes a meeting from a file, as a user does, and answers its path. */
export async function importMeeting(
  page: Page,
  file: string | { name: string; buffer: Buffer },
): Promise<string> {
  await chooseFile(page, file)
  const dialog = page.getByRole('dialog')
  const sure = dialog.getByRole('checkbox', { name: /alligevel/ })
  const make = dialog.getByRole('button', { name: 'Opret møde' })
  await expect(make.and(dialog.locator('[aria-disabled="false"]')).or(sure)).toBeVisible()
  if (await sure.isVisible()) await sure.check()
  await make.click()
  await expect(page).toHaveURL(/\/moede\//)
  await expect(page.locator('section.item').first()).toBeVisible()
  return new URL(page.url()).pathname
}

/** Opens the dialog of a new meeting and picks a file for it. */
export async function chooseFile(page: Page, file: string | { name: string; buffer: Buffer }): Promise<void> {
  await page.getByRole('button', { name: 'Nyt møde' }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('radio', { name: /^En fil/ }).check()
  const chosen = typeof file === 'string' ? file : { mimeType: 'text/plain', ...file }
  await dialog.locator('input[type=file]').setInputFiles(chosen)
}

/** The text of an item's section, by the number the item has now or by its id. */
export function section(
  page: Page,
  item: number | string,
  name: 'title' | 'case' | 'recommendation' | 'minutes',
): Locator {
  const place = itemOf(page, item)
  return name === 'title' ? place.locator('h2') : place.locator(`[data-section$="/${name}"] .text`)
}

function itemOf(page: Page, item: number | string): Locator {
  return typeof item === 'number'
    ? page.locator('section.item').nth(item - 1)
    : page.locator(`section.item[data-item="${item}"]`)
}

/** Opens an item's empty section for writing, when it is not on the page yet. */
export async function openSection(page: Page, item: number | string, name: 'minutes'): Promise<void> {
  const place = itemOf(page, item)
  await place.scrollIntoViewIfNeeded()
  if ((await place.locator(`[data-section$="/${name}"]`).count()) > 0) return
  await place.getByRole('button', { name: 'Skriv referat' }).click()
  await expect(section(page, item, name)).toBeVisible()
}

/** Puts the caret at the end of a section and types, key by key. */
export function typeAtEnd(page: Page, text: Locator, words: string): Promise<void> {
  return typeAt(page, text, 'ArrowRight', words)
}

export function typeAtStart(page: Page, text: Locator, words: string): Promise<void> {
  return typeAt(page, text, 'ArrowLeft', words)
}

async function typeAt(
  page: Page,
  text: Locator,
  edge: 'ArrowLeft' | 'ArrowRight',
  words: string,
): Promise<void> {
  await text.scrollIntoViewIfNeeded()
  await text.click()
  await page.keyboard.press('Control+A')
  await page.keyboard.press(edge)
  await page.keyboard.type(words)
}

/** Where words of a section begin and end in the window. */
export async function placeOf(text: Locator, words: string) {
  await text.scrollIntoViewIfNeeded()
  return text.evaluate((element, wanted) => {
    const range = document.createRange()
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const at = node.textContent?.indexOf(wanted) ?? -1
      if (at < 0) continue
      range.setStart(node, at)
      range.setEnd(node, at + wanted.length)
      const boxes = [...range.getClientRects()]
      const [first, last] = [boxes[0], boxes.at(-1)]
      if (first && last)
        return [
          { x: first.left + 1, y: first.top + first.height / 2 },
          { x: last.right - 1, y: last.top + last.height / 2 },
        ] as const
    }
    throw new RangeError(wanted)
  }, words)
}

export async function doubleClickWord(text: Locator, word: string): Promise<void> {
  const [from, to] = await placeOf(text, word)
  await text.page().mouse.dblclick((from.x + to.x) / 2, from.y)
}

/** Selects a word with a double click; again when the text moved on its way, until what that offers is there. */
export async function pickWord(text: Locator, word: string, offered: Locator): Promise<void> {
  await expect(async () => {
    await doubleClickWord(text, word)
    await expect(offered).toBeVisible({ timeout: 2000 })
  }).toPass()
}

/** The words that say where the text is. */
export function syncText(page: Page): Locator {
  return page.locator('button.sync')
}

export const SAVED = 'Gemt på serveren'

/** The meeting as this browser exports it: what it holds, whatever is drawn of it. */
export async function exported(page: Page, closed?: string): Promise<MeetingJson> {
  const saved = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Eksportér' }).click()
  if (closed !== undefined) await page.getByRole('menuitemradio', { name: closed }).click()
  await page.getByRole('menuitem', { name: 'meeting.json' }).click()
  return JSON.parse(await readFile(await (await saved).path(), 'utf8')) as MeetingJson
}

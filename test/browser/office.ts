import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Browser, type BrowserContext, type Locator, type Page } from '@playwright/test'
import type { MeetingJson } from '../../schema/meeting.ts'
import { spawnServer, type SpawnedServer } from '../server/harness.ts'

/** The fictional forum on a real server, and people who sit at browsers of their own. */
export interface Office {
  url: string
  server: SpawnedServer
  /** Signs a person in, in a browser of its own, and stops at the overview. */
  seat(person: PersonName, options?: SeatOptions): Promise<Page>
  /** `kill -9`, then a new server over the same data, at the same address. */
  crash(): Promise<void>
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
  const office: Office = {
    server: await spawnServer({ dataDir, demo: true }),
    get url() {
      return this.server.url
    },
    async seat(person, options) {
      const context = await browser.newContext({ viewport: { width: 1440, height: 1000 }, ...options })
      contexts.push(context)
      const page = await context.newPage()
      await page.goto(LINKS[person].exec(this.server.output())?.[1] ?? '')
      await page.getByRole('button', { name: 'Log ind på denne computer' }).click()
      await expect(page.getByRole('heading', { level: 1 })).toContainText('den')
      return page
    },
    async crash() {
      const port = Number(new URL(this.url).port)
      await this.server.kill()
      this.server = await spawnServer({ dataDir, port })
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

/** The text of an item's section, by the number of the item. */
export function section(
  page: Page,
  item: number,
  name: 'title' | 'case' | 'recommendation' | 'minutes',
): Locator {
  const place = page.locator('section.item').nth(item - 1)
  return name === 'title' ? place.locator('h2') : place.locator(`[data-section$="/${name}"] .text`)
}

/** Puts the caret at the end of a section and types, key by key. */
export async function typeAtEnd(page: Page, text: Locator, words: string): Promise<void> {
  await text.scrollIntoViewIfNeeded()
  await text.click()
  await page.keyboard.press('Control+A')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.type(words)
}

/** The words that say where the text is. */
export function syncText(page: Page): Locator {
  return page.locator('button.sync')
}

export const SAVED = 'Gemt på serveren'

/** The meeting as this browser exports it: what it holds, whatever is drawn of it. */
export async function exported(page: Page): Promise<MeetingJson> {
  const saved = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Eksportér' }).click()
  await page.getByRole('menuitem', { name: 'meeting.json' }).click()
  return JSON.parse(await readFile(await (await saved).path(), 'utf8')) as MeetingJson
}

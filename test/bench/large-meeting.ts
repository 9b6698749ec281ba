/**
 * How a meeting of 200 pages feels in a browser: `npm run bench:browser`. Prints medians and p95; asserts nothing, for
 * seconds depend on the machine.
 */
import { chromium, type Page } from '@playwright/test'
import { findChromium } from '../chromium.mjs'
import { importMeeting, openOffice, SAVED, section, syncText } from '../browser/office.ts'
import { largeMeeting } from '../large-meeting.ts'

const PAGES = 200
const OPENINGS = 7
const KEYS = 120

const browser = await chromium.launch({
  executablePath: findChromium() ?? undefined,
  args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update'],
})
const office = await openOffice(browser)
try {
  const page = await office.seat('secretary')
  const buffer = Buffer.from(JSON.stringify(largeMeeting(PAGES)))
  const path = await importMeeting(page, { name: 'stort.json', buffer })
  await syncText(page).getByText(SAVED).waitFor({ timeout: 60_000 })
  const openings: number[] = []
  for (let i = 0; i < OPENINGS; i++) openings.push(await openWarm(page, office.url + path))
  print(`${PAGES} pages, warm start to editable`, openings)
  print(`${PAGES} pages, key to paint`, await typeKeys(page))
} finally {
  await office.close()
  await browser.close()
}

/** Milliseconds from the start of the navigation until the first section can be typed in. */
async function openWarm(page: Page, url: string): Promise<number> {
  await page.goto('about:blank')
  await page.goto(url)
  await page.waitForFunction(() => document.querySelector('[data-text][contenteditable="true"]') !== null)
  return page.evaluate(() => performance.now())
}

/** Milliseconds from each key press until the frame that shows it. */
async function typeKeys(page: Page): Promise<number[]> {
  await section(page, 20, 'case').scrollIntoViewIfNeeded()
  await section(page, 20, 'case').click()
  await page.evaluate(() => {
    const times: number[] = []
    Object.assign(window, { times })
    addEventListener(
      'keydown',
      ({ timeStamp }) =>
        requestAnimationFrame(() => setTimeout(() => times.push(performance.now() - timeStamp))),
      true,
    )
  })
  await page.keyboard.type('abcdefghij '.repeat(Math.ceil(KEYS / 11)).slice(0, KEYS), { delay: 40 })
  return page.evaluate(() => (window as unknown as { times: number[] }).times)
}

function print(what: string, times: number[]): void {
  const sorted = [...times].sort((a, b) => a - b)
  const at = (share: number) => (sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(0)
  process.stdout.write(
    `${what}: median ${at(0.5)} ms, p95 ${at(0.95)} ms, max ${at(1)} ms (${times.length})\n`,
  )
}

/**
 * How a meeting of 200 pages feels in a browser: `npm run bench:browser`. Key to paint is measured beside a plain
 * editor over the same text, in turns, while two others write. Prints a table; fails only when nothing was measured,
 * for seconds depend on the machine. `-- --only paint` (or start, scripts, mounts) takes one of them, `--rounds 3`
 * types less. Frames are made as soon as there is something to show; `--screen` makes them sixty a second, as a
 * screen wants them: then most of the time from key to paint is the wait for the next, the same for every editor.
 */
import { parseArgs } from 'node:util'
import { chromium, type Browser, type Page } from '@playwright/test'
import * as Y from 'yjs'
import { fragment, items, sectionKey, type ItemSection } from '../../schema/paper.ts'
import { findChromium } from '../chromium.mjs'
import { importMeeting, openOffice, SAVED, section, syncText, type Office } from '../browser/office.ts'
import { largeMeeting } from '../large-meeting.ts'
import { atMost, quantile, slope, table, told, type Figure } from './browser/figures.ts'
import { compare, keyTime, watchKeys, type Contestant } from './browser/key-to-paint.ts'
import { mountOften } from './browser/mounts.ts'
import { openAgain, untilEditable } from './browser/openings.ts'
import { placeOf, servePlainPage, type PlainPage } from './browser/plain-page.ts'
import { scriptsOf } from './browser/scripts.ts'
import { paragraphText, Writer } from './browser/writer.ts'

const PAGES = 200
const OPENINGS = 15
const MOUNTS = 1000
const ROUNDS = 8
/** How many times slower the processor is made. */
const RATES = [1, 4]
/** The item that is typed in and one of the two writers is near; the other writer is elsewhere. Counted from 0. */
const HERE = 19
const ELSEWHERE = 4

const { only, rounds, screen } = parseArgs({
  options: {
    only: { type: 'string' },
    rounds: { type: 'string', default: String(ROUNDS) },
    screen: { type: 'boolean', default: false },
  },
}).values
const asked = (measure: string) => only === undefined || only === measure

const meeting = largeMeeting(PAGES)
const browser = await chromium.launch({
  executablePath: findChromium() ?? undefined,
  args: [
    '--no-sandbox',
    '--disable-background-networking',
    '--disable-component-update',
    ...(screen ? [] : ['--disable-frame-rate-limit', '--disable-gpu-vsync']),
  ],
})
const office = await openOffice(browser)
const plain = await servePlainPage(meeting)
try {
  const page = await office.seat('secretary')
  const buffer = Buffer.from(JSON.stringify(meeting))
  const path = await importMeeting(page, { name: 'stort.json', buffer })
  await syncText(page).getByText(SAVED).waitFor({ timeout: 60_000 })
  await page.evaluate(async () => navigator.serviceWorker.ready)
  if (asked('paint'))
    show(
      `Key to paint, two others writing, ${screen ? 'sixty frames a second' : 'frames as they come'}`,
      await keyToPaint(page, path),
    )
  if (asked('start')) show('Start', await starts(page, path))
  if (asked('scripts')) show('Scripts of a cold start', await scripts(browser, page, path))
  if (asked('mounts')) show(`Held over ${MOUNTS} mounts of sections`, await mounts(page, path))
} finally {
  await plain.close()
  await office.close()
  await browser.close()
}

async function keyToPaint(page: Page, path: string): Promise<Figure[]> {
  const ours = await ourEditor(office, page, path)
  const theirs = await plainEditor(browser, plain)
  await compare([ours, theirs], RATES, Number(rounds))
  for (const writer of [...ours.writers, ...theirs.writers]) await writer.leave()
  await theirs.page.context().close()
  return RATES.flatMap((rate) => [...spreads(ours, theirs, rate), ...processorTimes(ours, theirs, rate)])
}

function spreads(ours: Contestant, theirs: Contestant, rate: number): Figure[] {
  const label = `${speedOf(rate)}, key to paint`
  const ratio = (share: number) => keyTime(ours, rate, share) / keyTime(theirs, rate, share)
  const spread = (one: Contestant) =>
    [0.5, 0.95].map((share) => keyTime(one, rate, share).toFixed(1)).join(', ')
  return [
    ...[ours, theirs].map((one) =>
      told(
        `${label}, ${one.name}, ${one.samples.get(rate)?.length ?? 0} keys: p50, p95`,
        `${spread(one)} ms`,
      ),
    ),
    told(`${label}, ratio of p50`, ratio(0.5).toFixed(2)),
    atMost(`${label}, ratio of p95`, ratio(0.95), 0.6, '', 2),
  ]
}

/** What other programs do on the machine does not show in it. */
function processorTimes(ours: Contestant, theirs: Contestant, rate: number): Figure[] {
  const label = `${speedOf(rate)}, processor time of the page per key`
  const median = ({ processor }: Contestant) => quantile(processor.get(rate) ?? [], 0.5)
  return [
    told(`${label}, ours and plain`, `${median(ours).toFixed(1)}, ${median(theirs).toFixed(1)} ms`),
    told(`${label}, ratio`, (median(ours) / median(theirs)).toFixed(2)),
  ]
}

function speedOf(rate: number): string {
  return rate === 1 ? 'full speed' : `${rate}× slower`
}

async function ourEditor({ url }: Office, page: Page, path: string): Promise<Contestant> {
  await page.goto(url + path)
  await untilEditable(page)
  await watchKeys(page)
  const cookies = await page.context().cookies()
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
  const address = {
    url: `${url.replace('http', 'ws')}/sync`,
    room: `paper:${path.split('/').at(-1)}`,
    cookie,
  }
  const writer = (item: number, name: ItemSection) =>
    new Writer(address, (doc) => {
      const key = sectionKey(items.list(doc)[item]?.id ?? '', name)
      return { text: paragraphText(fragment(doc, key), 0), section: key }
    }).ready()
  return {
    name: 'ours',
    page,
    writers: [await writer(HERE, 'minutes'), await writer(ELSEWHERE, 'case')],
    enter: () =>
      section(page, HERE + 1, 'case')
        .locator('p')
        .first()
        .click(),
    samples: new Map(),
    processor: new Map(),
  }
}

async function plainEditor(browser: Browser, { url, relay }: PlainPage): Promise<Contestant> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 1000 } })
  const page = await context.newPage()
  await page.goto(url)
  await page.locator('.ProseMirror > p').first().waitFor()
  await watchKeys(page)
  const writer = (item: number, name: 'case' | 'minutes') =>
    new Writer({ url: relay, room: 'plain' }, (doc: Y.Doc) => {
      const text = paragraphText(doc.getXmlFragment('text'), placeOf(meeting, item, name))
      return { text, section: name }
    }).ready()
  const here = page.locator('.ProseMirror > *').nth(placeOf(meeting, HERE, 'case'))
  return {
    name: 'plain',
    page,
    writers: [await writer(HERE, 'minutes'), await writer(ELSEWHERE, 'case')],
    enter: () => here.click(),
    samples: new Map(),
    processor: new Map(),
  }
}

async function starts(page: Page, path: string): Promise<Figure[]> {
  const context = page.context()
  await page.goto('about:blank')
  const online = await openAgain(context, office.url + path, OPENINGS)
  await context.setOffline(true)
  const offline = await openAgain(context, office.url + path, OPENINGS)
  await context.setOffline(false)
  const figure = (what: string, times: number[], share: number) =>
    atMost(`${what} (${times.length}), until editable`, quantile(times, share), 1000, ' ms')
  return [
    figure('warm without network, median', offline, 0.5),
    figure('warm without network, p95', offline, 0.95),
    figure('warm with network, median', online, 0.5),
    figure('warm with network, p95', online, 0.95),
  ]
}

/** Each page by an address of its own, in a browser that has nothing yet. */
async function scripts(browser: Browser, signedIn: Page, path: string): Promise<Figure[]> {
  const cookies = await signedIn.context().cookies()
  const figures: Figure[] = []
  for (const [what, address, cookiesOfPage] of [
    ['sign-in', '/log-ind', []],
    ['overview', '/', cookies],
    ['meeting', path, cookies],
  ] as const) {
    const context = await browser.newContext()
    await context.addCookies([...cookiesOfPage])
    const page = await context.newPage()
    await page.goto(office.url + address)
    const until = what === 'meeting' ? await untilEditable(page) : undefined
    if (until === undefined) await page.locator('h1').first().waitFor()
    const { count, gzip, transferred } = await scriptsOf(page, until)
    figures.push(atMost(`${what}, ${count} scripts, gzip`, gzip, 250, ' kB'))
    figures.push(told(`${what}, as sent`, `${transferred.toFixed(0)} kB`))
    const all = await scriptsOf(page)
    if (until !== undefined)
      figures.push(
        told(`${what}, with what is fetched when it can be written in`, `${all.gzip.toFixed(0)} kB`),
      )
    await context.close()
  }
  return figures
}

async function mounts(page: Page, path: string): Promise<Figure[]> {
  await page.goto(office.url + path)
  await untilEditable(page)
  const held = await mountOften(page, MOUNTS)
  const per = (of: (one: (typeof held)[number]) => number) =>
    1000 * slope(held.map((one) => ({ x: one.mounts, y: of(one) })))
  const first = held[0]
  const course = (of: (one: (typeof held)[number]) => number) =>
    held.map((one) => of(one).toFixed(0)).join(' ')
  return [
    told(
      'mounts',
      course((one) => one.mounts),
    ),
    told(
      'heap, kB',
      course((one) => one.heap),
    ),
    told(
      'listeners',
      course((one) => one.listeners),
    ),
    told(
      'nodes',
      course((one) => one.nodes),
    ),
    atMost(
      'heap, share of the first per 1,000 mounts',
      (100 * per((one) => one.heap)) / (first?.heap ?? 1),
      5,
      ' %',
      1,
    ),
    atMost(
      'listeners per 1,000 mounts',
      per((one) => one.listeners),
      10,
      '',
    ),
    atMost(
      'nodes per 1,000 mounts',
      per((one) => one.nodes),
      200,
      '',
    ),
  ]
}

function show(heading: string, figures: Figure[]): void {
  process.stdout.write(`\n${heading} (${PAGES} pages)\n${table(figures)}`)
}

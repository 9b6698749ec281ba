import { expect, type Browser, type Page } from '@playwright/test'
import type { MeetingJson } from '../../../schema/meeting.ts'
import { textOf } from '../../../schema/nodes.ts'
import { randomOf } from '../../server/random.ts'
import { exported, openMeeting, openOffice, openSection, SAVED, syncText, type Office } from '../office.ts'
import { Hand, type Desk } from './hand.ts'
import { Strikes } from './strikes.ts'
import { judge, wordsIn } from './typed.ts'

const MEETING = '5a3f0d5e-3c1b-4a55-9a54-d1e0c70f0107'
/** Items that are written in, from the first. */
const ITEMS = 6
/** What each hand does between two strikes. */
const ACTS = 4
/** How long it may take until all have everything, in ms. */
const PATIENCE = 60_000

export interface SoakOptions {
  /** Whoever gives it twice has the same acts, though not at the same moments. */
  seed: number
  /** How long is worked, in ms; opening and looking at what is left come on top. */
  time: number
  note(line: string): void
}

export interface Outcome {
  words: number
  /** What must not be, and is. */
  wrong: string[]
}

/**
 * Three secretaries write numbered words while items are moved, closed and opened, windows loaded anew, one of them cut
 * off and the server killed; a member reads. Then all comes to rest, and what stands at each is looked at.
 */
export async function soak(browser: Browser, { seed, time, note }: SoakOptions): Promise<Outcome> {
  const office = await openOffice(browser)
  try {
    const first = await office.seat('secretary')
    const second = await office.seat('colleague')
    const pages = [first, second, await office.alsoAt(second)]
    const reader = await office.seat('member')
    const wrong: string[] = []
    for (const page of [...pages, reader]) {
      page.on('pageerror', (error) => wrong.push(`a page failed: ${error.stack ?? error.message}`))
      page.setDefaultTimeout(PATIENCE)
      await openMeeting(page, `${office.url}/moede/${MEETING}`)
    }
    const items = (await exported(first)).items.slice(0, ITEMS).map(({ id }) => id)
    for (const item of items) await openSection(first, item, 'minutes')
    const desk: Desk = { items, typed: [], note }
    const hands = pages.map((page, i) => new Hand('abc'[i] ?? '', page, desk, randomOf(seed * 10 + i)))
    await work(office, hands, desk, first, { seed, time })
    await settle([...pages, reader])
    const texts = minutesOf(await exported(first))
    wrong.push(...judge(desk.typed, texts, await offered(pages)))
    wrong.push(...(await differing([...pages, reader, await newcomer(office, first)])))
    if (wrong.length > 0) for (const [item, text] of texts) note(`${item}: ${text}`)
    return { words: desk.typed.length, wrong }
  } finally {
    await office.close()
  }
}

/** Round after round until the time is over; at the end every item is open. */
async function work(
  office: Office,
  hands: readonly Hand[],
  desk: Desk,
  page: Page,
  { seed, time }: Pick<SoakOptions, 'seed' | 'time'>,
): Promise<void> {
  const strikes = new Strikes(office, page, desk, randomOf(seed * 10 + 9))
  for (const end = Date.now() + time; Date.now() < end;)
    await Promise.all([...hands.map((hand) => hand.work(ACTS)), strikes.one()])
  await strikes.openAll()
}

/** All windows have sent and received everything. */
async function settle(pages: readonly Page[]): Promise<void> {
  for (const page of pages) await expect(syncText(page)).toHaveText(SAVED, { timeout: PATIENCE })
  // Windows that never agree are told of with what each of them shows.
  await expect
    .poll(async () => new Set(await Promise.all(pages.map(drawnAt))).size, { timeout: PATIENCE })
    .toBe(1)
    .catch(() => undefined)
}

/** A window that has nothing of its own: it shows what the ledger holds. */
async function newcomer(office: Office, page: Page): Promise<Page> {
  const fresh = await office.alsoAt(page)
  await openMeeting(fresh, `${office.url}/moede/${MEETING}`)
  await expect(syncText(fresh)).toHaveText(SAVED, { timeout: PATIENCE })
  return fresh
}

/** Windows that hold or draw something else than the first. */
async function differing(pages: readonly Page[]): Promise<string[]> {
  const wrong: string[] = []
  const [held, drawn] = [new Set<string>(), new Set<string>()]
  for (const [i, page] of pages.entries()) {
    const [holds, draws] = [JSON.stringify(await exported(page)), await drawnAt(page)]
    if (held.size > 0 && !held.has(holds)) wrong.push(`window ${i} holds another meeting: ${holds}`)
    if (drawn.size > 0 && !drawn.has(draws))
      wrong.push(`window ${i} draws ${draws}, the first ${[...drawn][0]}`)
    if (i > 0) continue
    held.add(holds)
    drawn.add(draws)
  }
  return wrong
}

/** Words that some window shows: of those that stand in no text it offers to put them back (rules E23, Z7). */
async function offered(pages: readonly Page[]): Promise<Set<string>> {
  const shown = await Promise.all(pages.map((page) => page.locator('body').innerText()))
  return new Set(shown.flatMap(wordsIn))
}

function minutesOf({ items }: MeetingJson): Map<string, string> {
  return new Map(items.map(({ id, minutes }) => [id, textOf(minutes ?? [])]))
}

/** The words of each item as they are on the page, without the names at colleagues' carets. */
async function drawnAt(page: Page): Promise<string> {
  const texts = await page.locator('section.item').evaluateAll((items) =>
    items.map((item) => {
      const text = item.querySelector('[data-section$="/minutes"] .text')?.cloneNode(true)
      if (!(text instanceof Element)) return [item.getAttribute('data-item'), ''] as const
      for (const caret of text.querySelectorAll('.cur')) caret.remove()
      return [item.getAttribute('data-item'), text.textContent] as const
    }),
  )
  return texts.map(([item, text]) => `${item}: ${wordsIn(text).join(' ')}`).join('\n')
}

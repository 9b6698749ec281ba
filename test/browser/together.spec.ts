import { expect, test } from '@playwright/test'
import {
  openMeeting,
  openOffice,
  exported,
  SAVED,
  section,
  syncText,
  typeAtEnd,
  type Office,
} from './office.ts'

const MEETING = '/moede/5a3f0d5e-3c1b-4a55-9a54-d1e0c70f0107'

let office: Office
test.beforeEach(async ({ browser }) => (office = await openOffice(browser)))
test.afterEach(() => office.close())

test('P4 two write in the same and in different sections while items move: every sentence stands where it was typed', async () => {
  const [one, two] = [await office.seat('secretary'), await office.seat('colleague')]
  await openMeeting(one, office.url + MEETING)
  await openMeeting(two, office.url + MEETING)
  const title = await section(one, 2, 'title').textContent()
  await typeAtEnd(one, section(one, 2, 'minutes'), ' Fra den ene.')
  await Promise.all([
    typeAtEnd(one, section(one, 2, 'minutes'), ' Mere fra den ene.'),
    typeAtEnd(two, section(two, 2, 'minutes'), ' Fra den anden.'),
  ])
  // The colleague moves the item up while the first goes on typing in it, without touching the caret.
  const row = two
    .getByRole('navigation', { name: 'Dagsorden' })
    .getByRole('listitem')
    .nth(1)
    .getByRole('link')
  await Promise.all([
    one.keyboard.type(' Skrevet, mens punktet flyttes.', { delay: 15 }),
    row.focus().then(() => two.keyboard.press('Alt+ArrowUp')),
  ])
  for (const page of [one, two]) {
    await expect(section(page, 1, 'title')).toContainText(title ?? '')
    for (const words of [
      'Fra den ene.',
      'Mere fra den ene.',
      'Fra den anden.',
      'Skrevet, mens punktet flyttes.',
    ])
      await expect(section(page, 1, 'minutes')).toContainText(words)
    await expect(syncText(page)).toHaveText(SAVED)
  }
  expect(await exported(one)).toEqual(await exported(two))
})

test('L1 kill -9 while two type, five times: nothing that was "Gemt på serveren" is lost', async () => {
  test.setTimeout(120_000)
  const [one, two] = [await office.seat('secretary'), await office.seat('colleague')]
  await openMeeting(one, office.url + MEETING)
  await openMeeting(two, office.url + MEETING)
  await typeAtEnd(one, section(one, 1, 'minutes'), ' ')
  await typeAtEnd(two, section(two, 3, 'minutes'), ' ')
  const acknowledged: string[] = []
  for (let round = 1; round <= 5; round++) {
    const words = [`en${round}`, `to${round}`] as const
    await Promise.all([one.keyboard.type(`${words[0]}a `), two.keyboard.type(`${words[1]}a `)])
    for (const page of [one, two]) await expect(syncText(page)).toHaveText(SAVED, { timeout: 20_000 })
    acknowledged.push(`${words[0]}a`, `${words[1]}a`)
    const typing = [
      one.keyboard.type(`${words[0]}b `, { delay: 20 }),
      two.keyboard.type(`${words[1]}b `, { delay: 20 }),
    ]
    await office.crash()
    await Promise.all(typing)
  }
  for (const page of [one, two]) await expect(syncText(page)).toHaveText(SAVED, { timeout: 30_000 })
  // A third browser, that has nothing of its own, shows what the ledger holds.
  const reader = await one.context().browser()?.newContext()
  await reader?.addCookies(await one.context().cookies())
  const fresh = await reader?.newPage()
  if (!fresh) throw new Error('no browser')
  await openMeeting(fresh, office.url + MEETING)
  for (const words of acknowledged) await expect(fresh.locator('main')).toContainText(words)
  expect(await exported(one)).toEqual(await exported(two))
  expect(await exported(fresh)).toEqual(await exported(one))
  await reader?.close()
})

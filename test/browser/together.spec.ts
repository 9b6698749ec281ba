import { readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect, test } from '@playwright/test'
import { textOf } from '../../schema/nodes.ts'
import {
  exported,
  importMeeting,
  openMeeting,
  openOffice,
  openSection,
  SAVED,
  section,
  syncText,
  typeAtEnd,
  typeAtStart,
  type Office,
} from './office.ts'

const MEETING = '/moede/5a3f0d5e-3c1b-4a55-9a54-d1e0c70f0107'

let office: Office
test.beforeEach(async ({ browser }) => (office = await openOffice(browser)))
test.afterEach(() => office.close())

const FILES = [
  join(import.meta.dirname, '../fixtures/documents/samarbejdsforum.txt'),
  // Real documents, where they are at hand.
  ...(process.env.EXAMPLES_DIR
    ? readdirSync(process.env.EXAMPLES_DIR)
        .filter((name) => name.endsWith('.txt'))
        .map((name) => join(process.env.EXAMPLES_DIR ?? '', name))
    : []),
]

for (const file of FILES)
  test(`P4 two write in one imported meeting while a third moves items: every sentence stands where it was typed (${basename(file)})`, async () => {
    test.setTimeout(120_000)
    const [one, two] = [await office.seat('secretary'), await office.seat('colleague')]
    const path = await importMeeting(one, file)
    await expect(syncText(one)).toHaveText(SAVED)
    const third = await office.alsoAt(two)
    for (const page of [two, third]) await openMeeting(page, office.url + path)
    const before = (await exported(one)).items
    const [moved, other] = [before[1]?.id ?? '', before[2]?.id ?? '']
    for (const item of [moved, other]) await openSection(one, item, 'minutes')

    await typeAtEnd(one, section(one, moved, 'minutes'), ' Fra den ene.')
    await expect(section(two, moved, 'minutes')).toContainText('Fra den ene.')
    const rows = third.getByRole('navigation', { name: 'Dagsorden' }).getByRole('listitem')
    await Promise.all([
      one.keyboard.type(' Mere fra den ene, længe.', { delay: 20 }),
      typeAtStart(two, section(two, moved, 'minutes'), 'Fra den anden i det samme. '),
      rows
        .nth(1)
        .getByRole('link')
        .focus()
        .then(() => third.keyboard.press('Alt+ArrowUp')),
    ])
    await typeAtEnd(two, section(two, other, 'minutes'), ' Fra den anden i et andet.')

    for (const page of [one, two, third]) await expect(syncText(page)).toHaveText(SAVED)
    await expect
      .poll(async () => JSON.stringify(await exported(third)))
      .toBe(JSON.stringify(await exported(one)))
    expect(await exported(two)).toEqual(await exported(one))
    const { items } = await exported(one)
    expect(items.map(({ id }) => id)).toEqual([
      moved,
      ...before.map(({ id }) => id).filter((id) => id !== moved),
    ])
    const minutesOf = (id: string) => textOf(items.find((item) => item.id === id)?.minutes ?? [])
    for (const words of ['Fra den ene.', 'Mere fra den ene, længe.', 'Fra den anden i det samme.'])
      expect(minutesOf(moved)).toContain(words)
    expect(minutesOf(other)).toContain('Fra den anden i et andet.')
  })

test('U44 an item removed under one’s hands is brought back with every word', async () => {
  const [one, two] = [await office.seat('secretary'), await office.seat('colleague')]
  for (const page of [one, two]) await openMeeting(page, office.url + MEETING)
  await typeAtEnd(one, section(one, 'demo-7-8', 'minutes'), 'Mine ord.')
  const row = two.getByRole('navigation', { name: 'Dagsorden' }).getByRole('listitem').nth(7)
  await expect(row).toContainText('ND')
  await row.getByRole('link').focus()
  await two.keyboard.press('Delete')
  await expect(two.getByText(/Punkt 8 er slettet\. Nanna Dyrlund skrev i det/)).toBeVisible()
  await one.getByRole('button', { name: 'Hent tilbage' }).click()
  for (const page of [one, two]) await expect(section(page, 'demo-7-8', 'minutes')).toContainText('Mine ord.')
})

test('U44 whoever types on while a colleague removes their item and takes that back has every word', async () => {
  const [one, two] = [await office.seat('secretary'), await office.seat('colleague')]
  for (const page of [one, two]) await openMeeting(page, office.url + MEETING)
  await typeAtEnd(one, section(one, 'demo-7-8', 'minutes'), 'Først ')
  const row = two.getByRole('navigation', { name: 'Dagsorden' }).getByRole('listitem').nth(7)
  await expect(row).toContainText('ND')
  await row.getByRole('link').focus()
  await two.keyboard.press('Delete')
  await expect(one.getByText(/Punkt 8, .*er slettet af en kollega/)).toBeVisible()
  await one.keyboard.type('imens ')
  await two.keyboard.press('Control+z')
  await expect(section(one, 'demo-7-8', 'minutes')).toContainText('Først imens')
  await expect(one.getByText(/Punkt 8, .*er slettet af en kollega/)).toBeHidden()
  await one.keyboard.type('og siden')
  for (const page of [one, two])
    await expect(section(page, 'demo-7-8', 'minutes')).toContainText('Først imens og siden')
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
  const fresh = await office.alsoAt(one)
  await openMeeting(fresh, office.url + MEETING)
  for (const words of acknowledged) await expect(fresh.locator('main')).toContainText(words)
  expect(await exported(one)).toEqual(await exported(two))
  expect(await exported(fresh)).toEqual(await exported(one))
})

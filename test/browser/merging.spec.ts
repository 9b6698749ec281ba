import { expect, test, type Page } from '@playwright/test'
import { openMeeting, openOffice, SAVED, section, syncText, typeAtEnd, type Office } from './office.ts'

const MEETING = '/moede/5a3f0d5e-3c1b-4a55-9a54-d1e0c70f0107'
const ITEM = 'demo-7-8'

let office: Office
test.setTimeout(180_000)
test.beforeEach(async ({ browser }) => (office = await openOffice(browser)))
test.afterEach(() => office.close())

const minutes = (page: Page) => section(page, ITEM, 'minutes')
const blocks = (page: Page) => minutes(page).locator('p, h4, li > p')

/** What stands in the minutes, without the names of who writes there. */
function expectMinutes(page: Page, texts: string[]): Promise<void> {
  const read = () =>
    blocks(page).evaluateAll((list) =>
      list.map((block) => {
        const copy = block.cloneNode(true) as HTMLElement
        copy.querySelectorAll('.ProseMirror-widget').forEach((widget) => widget.remove())
        return copy.textContent
      }),
    )
  return expect.poll(read, { timeout: 20_000 }).toEqual(texts)
}

/** Two at the same minutes of three paragraphs, one of them without network and with words of her own in the second. */
async function apart(): Promise<[Page, Page]> {
  const [one, two] = [await office.seat('secretary'), await office.seat('colleague')]
  for (const page of [one, two]) await openMeeting(page, office.url + MEETING)
  await typeAtEnd(one, minutes(one), 'Forummet drøftede planen.\nTallene ses igennem i maj.\nSagen lukkes.')
  await expect(syncText(one)).toHaveText(SAVED)
  await expect(minutes(two)).toContainText('Sagen lukkes.')
  await one.context().setOffline(true)
  await expect(syncText(one)).not.toHaveText(SAVED)
  await blocks(one).nth(1).click()
  await one.keyboard.press('End')
  await one.keyboard.type(' Rasmus sender dem rundt.')
  await blocks(two).nth(1).click()
  return [one, two]
}

async function together(one: Page, two: Page): Promise<void> {
  await expect(syncText(two)).toHaveText(SAVED)
  await one.context().setOffline(false)
  for (const page of [one, two]) await expect(syncText(page)).toHaveText(SAVED, { timeout: 30_000 })
}

const CHANGES: Record<string, { keys: string[]; reads: string[] }> = {
  'a list is made of it': {
    keys: ['Control+Shift+Digit8'],
    reads: [
      'Forummet drøftede planen.',
      'Tallene ses igennem i maj. Rasmus sender dem rundt.',
      'Sagen lukkes.',
    ],
  },
  'it is joined with the one before': {
    keys: ['Home', 'Backspace'],
    reads: ['Forummet drøftede planen.Tallene ses igennem i maj. Rasmus sender dem rundt.', 'Sagen lukkes.'],
  },
  'it is split': {
    keys: ['Home', ...Array.from({ length: 8 }, () => 'ArrowRight'), 'Enter'],
    reads: [
      'Forummet drøftede planen.',
      'Tallene ',
      'ses igennem i maj. Rasmus sender dem rundt.',
      'Sagen lukkes.',
    ],
  },
}

for (const [name, { keys, reads }] of Object.entries(CHANGES))
  test(`E22 what was written in a paragraph without network stands in its place when ${name} meanwhile`, async () => {
    const [one, two] = await apart()
    for (const key of keys) await two.keyboard.press(key)
    await together(one, two)
    for (const page of [one, two]) await expectMinutes(page, reads)
    await expect(one.getByRole('button', { name: 'Sæt ind igen' })).toHaveCount(0)
  })

test('E24 who goes on writing when a list was made of the paragraph writes behind what stood last', async () => {
  const [one, two] = await apart()
  await two.keyboard.press('Control+Shift+Digit8')
  await together(one, two)
  await expect(minutes(one).locator('li')).toHaveCount(1)
  await one.keyboard.type(' Og så til maj.')
  const now = 'Tallene ses igennem i maj. Rasmus sender dem rundt. Og så til maj.'
  for (const page of [one, two])
    await expectMinutes(page, ['Forummet drøftede planen.', now, 'Sagen lukkes.'])
})

test('U46 what was written in a paragraph that was deleted meanwhile is offered, also after a reload, and one click brings it back', async () => {
  const [one, two] = await apart()
  for (const key of ['Home', 'Shift+End', 'Delete', 'Backspace']) await two.keyboard.press(key)
  await together(one, two)
  await expectMinutes(one, ['Forummet drøftede planen.', 'Sagen lukkes.'])
  await expect(one.getByText('Noget tekst blev slettet imens.')).toBeVisible()
  await openMeeting(one, office.url + MEETING)
  const note = one.getByRole('region', { name: 'Slettet imens' })
  await expect(note).toContainText('Rasmus sender dem rundt.')
  // It is suggested too, once, until it is brought back.
  const suggested = (page: Page) => page.locator('[data-text] ins[data-about]')
  for (const page of [one, two]) await expect(suggested(page)).toHaveText(['Rasmus sender dem rundt.'])
  await note.getByRole('button', { name: 'Vis forslaget' }).click()
  await expect(one.getByRole('article').filter({ hasText: 'Rasmus sender' })).toBeFocused()
  await one.getByRole('button', { name: 'Vis', exact: true }).click()
  const back = note.getByRole('button', { name: 'Sæt ind igen' })
  await expect(back).toBeFocused()
  if (process.env.SCREENSHOTS) {
    await one.screenshot({ path: `${process.env.SCREENSHOTS}/offer.png` })
    await one.setViewportSize({ width: 390, height: 844 })
    await note.scrollIntoViewIfNeeded()
    await one.screenshot({ path: `${process.env.SCREENSHOTS}/offer-390.png` })
    await one.setViewportSize({ width: 1440, height: 1000 })
  }
  await back.press('Enter')
  const now = ['Forummet drøftede planen.', 'Rasmus sender dem rundt.', 'Sagen lukkes.']
  for (const page of [one, two]) await expectMinutes(page, now)
  await expect(note).toHaveCount(0)
  for (const page of [one, two]) await expect(suggested(page)).toHaveCount(0)
  await one.keyboard.press('Control+z')
  await expectMinutes(two, ['Forummet drøftede planen.', 'Sagen lukkes.'])
})

test('U46 who deletes a paragraph in which a colleague was writing is told what was written', async () => {
  const [one, two] = await apart()
  for (const key of ['Home', 'Shift+End', 'Delete', 'Backspace']) await two.keyboard.press(key)
  await together(one, two)
  const note = two.getByRole('region', { name: 'Slettet imens' })
  await expect(note).toContainText('Nanna Dyrlund skrev dette i et afsnit, som du slettede imens.')
  await note.getByRole('button', { name: 'Sæt ind igen' }).click()
  for (const page of [one, two]) await expect(minutes(page)).toContainText('Rasmus sender dem rundt.')
  for (const page of [one, two])
    await expect(page.getByRole('region', { name: 'Slettet imens' })).toHaveCount(0)
})

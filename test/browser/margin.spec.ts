import AxeBuilder from '@axe-core/playwright'
import { expect, test, type Locator, type Page } from '@playwright/test'
import {
  openMeeting,
  openOffice,
  pickWord,
  placeOf,
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

const comments = (page: Page): Locator => page.getByRole('complementary', { name: 'Kommentarer' })
const thread = (page: Page, words: string): Locator =>
  comments(page).getByRole('article').filter({ hasText: words })
/** In item 3: the demo has others elsewhere. */
const markers = (page: Page): Locator => section(page, 3, 'case').locator('mark.hl')

async function sit(person: 'secretary' | 'member' | 'observer'): Promise<Page> {
  const page = await office.seat(person)
  await openMeeting(page, office.url + MEETING)
  await expect(syncText(page)).toHaveText(SAVED)
  return page
}

/** Selects words with the mouse, as a reader can. */
async function select(page: Page, text: Locator, words: string): Promise<void> {
  const [from, to] = await placeOf(text, words)
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  await page.mouse.move(to.x, to.y, { steps: 4 })
  await page.mouse.up()
}

/** Says something of what is selected, by keys. */
async function comment(page: Page, remark: string): Promise<void> {
  await page.keyboard.press('Control+Alt+m')
  await expect(comments(page).getByRole('textbox', { name: 'Skriv en kommentar' })).toBeFocused()
  await page.keyboard.type(remark)
  await page.keyboard.press('Control+Enter')
}

test('M45 a member comments while the secretary types in the same paragraph; each sees the other at once', async () => {
  test.setTimeout(240_000)
  const [secretary, member] = [await sit('secretary'), await sit('member')]
  await typeAtEnd(secretary, section(secretary, 3, 'case'), ' Først')
  const typing = secretary.keyboard.type(' og så mere, mens der læses og skrives ved siden af.', {
    delay: 60,
  })
  await pickWord(section(member, 3, 'case'), 'sårbar', member.locator('.remark.some'))
  await comment(member, 'Tallet er 221 med februar.')
  await typing
  await expect(thread(secretary, 'Tallet er 221')).toBeVisible()
  await expect(markers(secretary)).toHaveText('sårbar')
  await expect(section(secretary, 3, 'case')).toContainText(
    'og så mere, mens der læses og skrives ved siden af.',
  )
  await expect(section(member, 3, 'case')).toContainText('skrives ved siden af.')
  await expect(markers(member)).toHaveText('sårbar')

  // The secretary answers and rules; the member has been read to, and cannot write in the paper.
  await markers(secretary).click()
  await thread(secretary, 'Tallet er 221').getByRole('textbox', { name: 'Svar' }).fill('Tak. Jeg retter det.')
  await secretary.keyboard.press('Control+Enter')
  await expect(thread(member, 'Tak. Jeg retter det.')).toBeVisible()
  await thread(secretary, 'Tallet er 221').getByRole('button', { name: 'Markér som løst' }).click()
  await expect(markers(member)).toHaveCount(0)
  await section(member, 3, 'case').click()
  await member.keyboard.type('Dette må ikke stå her')
  for (const page of [secretary, member]) {
    await expect(section(page, 3, 'case')).not.toContainText('Dette må ikke stå her')
    await expect(syncText(page)).toHaveText(SAVED)
  }
})

test('M47 commenting, answering and resolving by keyboard alone; the focus comes back to the text', async () => {
  test.setTimeout(240_000)
  const page = await sit('secretary')
  await typeAtEnd(page, section(page, 3, 'case'), ' Her')
  await page.keyboard.press('Control+Shift+ArrowLeft')
  await page.keyboard.press('Control+Alt+m')
  await page.keyboard.type('Hvor?')
  await page.keyboard.press('Control+Enter')
  await expect(section(page, 3, 'case')).toBeFocused()
  await expect(markers(page)).toHaveText('Her')
  expect(await markers(page).getAttribute('aria-details')).toBe(
    await thread(page, 'Hvor?').getAttribute('id'),
  )
  // The demo's own are on the way.
  await expect(async () => {
    await page.keyboard.press('F8')
    await expect(thread(page, 'Hvor?')).toBeFocused({ timeout: 1000 })
  }).toPass()
  expect(
    await new AxeBuilder({ page }).analyze().then(({ violations }) => violations.map(({ id }) => id)),
  ).toEqual([])
  await page.keyboard.press('Escape')
  await expect(section(page, 3, 'case')).toBeFocused()
  await page.keyboard.press('F6')
  await expect(comments(page).locator(':focus')).toHaveCount(1)
  await page.keyboard.press('Shift+F6')
  await expect(section(page, 3, 'case')).toBeFocused()
})

test('M48 on a narrow screen the comments are behind a button with their number; who only follows has none', async () => {
  test.setTimeout(240_000)
  const page = await sit('secretary')
  await select(page, section(page, 3, 'case'), 'videomøde')
  await comment(page, 'Skal det stå her?')
  for (const width of [1000, 390]) {
    await page.setViewportSize({ width, height: 844 })
    const button = page.getByRole('button', { name: '3 åbne kommentarer' })
    await expect(thread(page, 'Skal det stå her?')).toBeHidden()
    await button.click()
    await expect(thread(page, 'Skal det stå her?')).toBeVisible()
    expect(
      await new AxeBuilder({ page }).analyze().then(({ violations }) => violations.map(({ id }) => id)),
    ).toEqual([])
    await comments(page).getByRole('button', { name: 'Luk kommentarer' }).click()
    await expect(thread(page, 'Skal det stå her?')).toBeHidden()
  }
  const observer = await sit('observer')
  await expect(observer.getByRole('complementary', { name: 'Kommentarer' })).toHaveCount(0)
  await expect(observer.getByRole('button', { name: /kommentar/i })).toHaveCount(0)
})

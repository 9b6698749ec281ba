import AxeBuilder from '@axe-core/playwright'
import { expect, test, type Locator, type Page } from '@playwright/test'
import {
  doubleClickWord,
  openMeeting,
  openOffice,
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
const drawn = (page: Page): Locator => page.locator('[data-text] :is(del, ins)[data-about]')
const copy = (page: Page): Locator => page.getByRole('group', { name: /^Dit forslag/ })

async function sit(person: 'secretary' | 'member'): Promise<Page> {
  const page = await office.seat(person)
  await openMeeting(page, office.url + MEETING)
  await expect(syncText(page)).toHaveText(SAVED)
  return page
}

async function expectAccessible(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)).toEqual([])
  }
}

/** When so much is drawn of what is suggested, by this page's clock. */
function whenDrawn(page: Page, count: number): Promise<number> {
  return page.evaluate(
    (wanted) =>
      new Promise<number>((resolve) => {
        const look = (): void => {
          const found = document.querySelectorAll('[data-text] ins[data-about]').length
          if (found >= wanted) resolve(Date.now())
          else requestAnimationFrame(look)
        }
        look()
      }),
    count,
  )
}

test('M57 a member suggests while the secretary types beside it, who accepts it and takes that back', async () => {
  test.setTimeout(300_000)
  const [secretary, member] = [await sit('secretary'), await sit('member')]
  const text = (page: Page): Locator => section(page, 3, 'case')

  // A click into the text goes on in a copy; the secretary types in the same paragraph meanwhile.
  await member.getByRole('button', { name: 'Læser' }).click()
  await member.getByRole('menuitemradio', { name: /Foreslår/ }).click()
  await text(member).click({ position: { x: 30, y: 12 } })
  const own = copy(member)
  await expect(own).toBeVisible()
  const typing = typeAtEnd(secretary, text(secretary), ' Skrevet imens.')
  await doubleClickWord(own.locator('[data-text]'), 'sårbar')
  await member.keyboard.type('skrøbelig')
  await expect(own.locator('ins')).toHaveText('skrøbelig')
  await typing
  await expect(own.locator('[data-text]')).toContainText('Skrevet imens.')
  await own.getByRole('textbox', { name: /Begrundelse/ }).fill('Sådan blev det sagt')
  await expectAccessible(member)
  await own.getByRole('button', { name: 'Send forslag' }).click()
  await expect(copy(member)).toHaveCount(0)

  // Seen by the secretary as words struck and underlined, and accepted by keys.
  await expect(drawn(secretary)).toHaveText(['sårbar', 'skrøbelig'])
  await expect(thread(secretary, 'Sådan blev det sagt')).toBeVisible()
  await expectAccessible(secretary)
  await secretary.keyboard.press('F7')
  await expect(thread(secretary, 'Sådan blev det sagt')).toBeFocused()
  await secretary.keyboard.press('Control+Shift+Enter')
  for (const page of [secretary, member]) {
    await expect(drawn(page)).toHaveCount(0)
    await expect(text(page)).toContainText('skrøbelig')
    await expect(text(page)).not.toContainText('sårbar')
    await expect(text(page)).toContainText('Skrevet imens.')
  }

  // One undo takes it back, and it is open again.
  await secretary.keyboard.press('Escape')
  await text(secretary).click()
  await secretary.keyboard.press('Control+z')
  for (const page of [secretary, member]) await expect(drawn(page)).toHaveText(['sårbar', 'skrøbelig'])
  await expect(text(secretary)).toContainText('Skrevet imens.')

  // Declined with a reason, by keys alone.
  await secretary.keyboard.press('F7')
  await expect(thread(secretary, 'Sådan blev det sagt')).toBeFocused()
  await secretary.keyboard.press('Control+Shift+Backspace')
  await secretary.keyboard.type('Det står rigtigt')
  await secretary.keyboard.press('Control+Enter')
  await expect(comments(member)).toContainText('Afvist af')
  await expect(comments(member)).toContainText('Det står rigtigt')
  await expect(drawn(member)).toHaveCount(0)

  // To reading and back, into a copy and out of it, by keys alone.
  const propose = member.getByRole('button', { name: /^Foreslå ændring: Punkt 3, Sag/ })
  await member.keyboard.press('Control+Shift+E')
  await expect(propose).toHaveCount(0)
  await member.keyboard.press('Control+Shift+E')
  await propose.focus()
  await member.keyboard.press('Enter')
  await expect(copy(member).locator('[data-text]')).toBeFocused()
  await member.keyboard.type(' Ved tasterne.')
  await expect(copy(member).locator('ins')).toHaveText('Ved tasterne.')
  await member.keyboard.press('Control+Enter')
  await expect(propose).toBeFocused()
  await expect(thread(secretary, 'Ved tasterne.')).toBeVisible()

  // So a title.
  const retitle = member.getByRole('button', { name: 'Foreslå ændring: Punkt 3, Titel' })
  await retitle.focus()
  await member.keyboard.press('Enter')
  await expect(copy(member).locator('[data-text]')).toBeFocused()
  await member.keyboard.type(' fra maj')
  await expect(copy(member).locator('ins')).toHaveText(' fra maj')
  await member.keyboard.press('Control+Enter')
  await expect(retitle).toBeFocused()
  await expect(section(secretary, 3, 'title').locator('ins')).toHaveText(' fra maj')

  // How long it takes to be seen.
  const delays: number[] = []
  for (const word of ['sengeafsnit', 'kommuner', 'medicin', 'hospitalet', 'borgeren']) {
    const seen = whenDrawn(secretary, delays.length + 3)
    await propose.click()
    await doubleClickWord(copy(member).locator('[data-text]'), word)
    await member.keyboard.type(`${word}x`)
    await expect(copy(member).locator('ins')).toHaveCount(1)
    const sent = await member.evaluate(() => {
      document.querySelector<HTMLButtonElement>('.copy .btn.line')?.click()
      return Date.now()
    })
    delays.push((await seen) - sent)
  }
  const median = delays.sort((a, b) => a - b)[2]
  test.info().annotations.push({ type: 'seen after, ms (median of five)', description: String(median) })
})

/** How far an element is below what sticks to the top of its column, and above the foot of the window, in pixels. */
function room(thread: Locator): Promise<{ above: number; below: number }> {
  return thread.evaluate((element) => {
    const head = element.closest('.margin')?.querySelector('.head')?.getBoundingClientRect()
    const box = element.getBoundingClientRect()
    return { above: box.top - (head?.bottom ?? 0), below: innerHeight - box.top }
  })
}

/** Suggests other words for one word of a text. */
async function suggestAt(page: Page, text: Locator, word: string, words: string): Promise<void> {
  // What was sent before is drawn anew when the server has placed it, which may take the selection along.
  await expect(syncText(page)).toHaveText(SAVED)
  await expect(async () => {
    await doubleClickWord(text, word)
    await page.keyboard.press('Control+Alt+m')
    await page.getByRole('button', { name: 'Ændringsforslag' }).click({ timeout: 2000 })
    await expect(page.locator('.new-remark del')).toHaveText(word, { timeout: 1000 })
  }).toPass()
  await page.getByRole('textbox', { name: 'Din formulering' }).fill(words)
  await page.keyboard.press('Control+Enter')
}

test('M65 a thread that is gone to stands free; what is ruled on keeps its place; declining is undone in its turn', async () => {
  test.setTimeout(240_000)
  const page = await sit('secretary')
  const text = section(page, 3, 'case')
  await suggestAt(page, text, 'sårbar', 'skrøbelig')
  await suggestAt(page, text, 'medicin', 'lægemidler')
  await expect(drawn(page)).toHaveCount(4)
  const [first, second] = [thread(page, 'skrøbelig'), thread(page, 'lægemidler')]

  // From the foot of the page, the shelf brings the first of its threads into view, and its text.
  const stands = async (each: Locator): Promise<void> => {
    await expect(async () => {
      const { above, below } = await room(each)
      expect(above).toBeGreaterThanOrEqual(0)
      expect(below).toBeGreaterThan(40)
    }).toPass()
  }
  const toFoot = () => page.evaluate(() => scrollTo({ top: document.body.scrollHeight, behavior: 'instant' }))
  await toFoot()
  await page.getByRole('button', { name: 'Forslag 2' }).click()
  await stands(first)
  await expect(drawn(page).first()).toBeInViewport()
  for (const each of [first, second]) {
    await toFoot()
    await page.keyboard.press('F7')
    await expect(each).toBeFocused()
    await stands(each)
  }

  // Accepted, it stays where it is, and can be undone; the bar does not look as if it could not.
  await page.keyboard.press('Shift+F7')
  await expect(first).toBeFocused()
  await stands(first)
  const before = await first.boundingBox()
  await page.keyboard.press('Control+Shift+Enter')
  await expect(text).toContainText('skrøbelig')
  await expect(drawn(page)).toHaveCount(2)
  await stands(first)
  await expect(async () => {
    expect(Math.abs(((await first.boundingBox())?.y ?? 0) - (before?.y ?? 0))).toBeLessThan(120)
  }).toPass()
  await expect(page.getByRole('button', { name: /^Fortryd/ })).toHaveAttribute('aria-disabled', 'false')

  // Declined next, it is what undo takes back first; then the acceptance.
  await page.keyboard.press('F7')
  await expect(second).toBeFocused()
  await page.keyboard.press('Control+Shift+Backspace')
  await page.keyboard.press('Control+Enter')
  await expect(drawn(page)).toHaveCount(0)
  await page.keyboard.press('Control+z')
  await expect(drawn(page)).toHaveText(['medicin', 'lægemidler'])
  await expect(text).toContainText('skrøbelig')
  await page.keyboard.press('Control+z')
  await expect(drawn(page)).toHaveCount(4)
  await expect(text).toContainText('sårbar')
})

import { AxeBuilder } from '@axe-core/playwright'
import { expect, test, type Locator, type Page } from '@playwright/test'
import {
  exported,
  openMeeting,
  openOffice,
  SAVED,
  section,
  syncText,
  typeAtEnd,
  type Office,
} from './office.ts'

const HELD = '/moede/5a3f0d5e-3c1b-4a55-9a54-d1e0c70f0106'

test.describe.configure({ timeout: 240_000 })

let office: Office
test.beforeEach(async ({ browser }) => (office = await openOffice(browser)))
test.afterEach(() => office.close())

const dialog = (page: Page) => page.getByRole('dialog')

/** Everything that the page keeps in IndexedDB, as text. */
function kept(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const promised = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(request.error)
      })
    const say = (value: unknown): string =>
      value instanceof Uint8Array
        ? new TextDecoder().decode(value)
        : typeof value === 'object' && value !== null
          ? Object.values(value).map(say).join(' ')
          : String(value)
    const texts: string[] = []
    for (const { name } of await indexedDB.databases()) {
      const db = await promised(indexedDB.open(name ?? ''))
      for (const store of db.objectStoreNames)
        texts.push(say(await promised(db.transaction(store).objectStore(store).getAll())))
      db.close()
    }
    return texts.join(' ')
  })
}

/** Presses a chord until a text has, or has not, these words. */
async function until(text: Locator, words: string, isThere: boolean, chord: string): Promise<void> {
  const has = async (): Promise<boolean> => {
    await text.page().keyboard.press(chord)
    return (await text.innerText()).includes(words)
  }
  await expect.poll(has).toBe(isThere)
}

async function reopened(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Vis mødets forløb' }).click()
  await dialog(page).getByRole('button', { name: 'I høring' }).click()
  await dialog(page).getByLabel('Hvorfor går mødet tilbage?').fill('Et punkt skal lukkes')
  await dialog(page).getByRole('button', { name: 'Flyt tilbage' }).click()
  await expect(page.locator('.mode')).toHaveText('Redigerer')
}

test('Z9 an item is closed under a member who reads, written in by secretaries, and opened again', async () => {
  const [one, two, member] = [
    await office.seat('secretary'),
    await office.seat('colleague'),
    await office.seat('member'),
  ]
  const warned: string[] = []
  one.on('console', (message) => message.text().includes('svelte.dev/e/') && warned.push(message.text()))
  await openMeeting(one, office.url + HELD)
  await reopened(one)
  await typeAtEnd(one, section(one, 2, 'minutes'), ' Hemmeligheden er zqsecret.')
  await expect(syncText(one)).toHaveText(SAVED)
  const id = (await one.locator('section.item').nth(1).getAttribute('data-item')) ?? ''
  await openMeeting(member, office.url + HELD)
  await expect(member.locator(`#${id}`)).toContainText('zqsecret')
  await expect.poll(() => kept(member)).toContain('zqsecret')
  await openMeeting(two, office.url + HELD)

  await member
    .locator(`#${id}`)
    .getByRole('button', { name: /kommentér/i })
    .first()
    .click()
  await member.getByRole('textbox', { name: /kommentar/i }).fill('Om zqremark.')
  await member.keyboard.press('Control+Enter')
  await expect(one.getByText('Om zqremark.')).toBeVisible()

  const shelf = one.getByRole('group', { name: 'Hvilke kommentarer' }).getByRole('button')
  await shelf.filter({ hasText: 'Forslag' }).click()
  const topOf = async (): Promise<number> => (await one.locator(`#${id}`).boundingBox())?.y ?? NaN
  const top = await topOf()
  await one.locator(`[data-row="${id}"]`).hover()
  await one.locator(`[data-row="${id}"]`).click({ button: 'right' })
  await one.getByRole('menuitem', { name: 'Luk punktet' }).click()
  expect((await new AxeBuilder({ page: one }).include('[role=dialog]').analyze()).violations).toEqual([])
  const accent = await dialog(one)
    .locator('.btn.pri')
    .evaluate((button) => getComputedStyle(button).backgroundColor)
  await expect(dialog(one).getByRole('checkbox').first()).toHaveCSS('accent-color', accent)
  await expect(dialog(one).getByRole('checkbox').first()).toHaveCSS('margin', '0px')
  await dialog(one).getByLabel('Begrundelse').fill('Personsag')
  await dialog(one)
    .getByLabel(/Offentlig ordlyd/)
    .fill('En personsag blev drøftet.')
  await one.screenshot({ path: test.info().outputPath('dialog.png') })
  await dialog(one).getByRole('button', { name: 'Luk punktet' }).click()
  await expect(dialog(one)).toHaveCount(0)

  await test.step('U49 who closed it has the line, the threads and the focus as they were', async () => {
    await expect(one.locator(`[data-row="${id}"]`)).toBeFocused()
    await expect.poll(async () => Math.round(Math.abs((await topOf()) - top))).toBe(0)
    await expect(shelf.filter({ hasText: 'Forslag' })).toHaveAttribute('aria-pressed', 'true')
    await shelf.filter({ hasText: 'Åbne' }).click()
  })

  const place = member.locator(`#${id}`)
  await expect(place).toContainText('Lukket punkt')
  await expect(place).toContainText('En personsag blev drøftet.')
  await expect(member.getByText('zqsecret')).toHaveCount(0)
  await expect(member.getByText('zqremark')).toHaveCount(0)
  const talks = (page: Page) => page.getByRole('group', { name: 'Kommentarer til det lukkede punkt 2' })
  await test.step('M64 what is said on it stands in the margin among the rest', async () => {
    await expect(talks(one)).toContainText('Om zqremark.')
    await expect(shelf.filter({ hasText: 'Åbne' })).toContainText('1')
    await one.keyboard.press('F8')
    await expect(talks(one).getByRole('article')).toBeFocused()
  })
  await expect.poll(() => kept(member)).not.toContain('zqsecret')
  const text = JSON.stringify(await exported(member))
  expect(text).not.toContain('zqsecret')
  expect(text).toContain('En personsag blev drøftet.')
  await member.screenshot({ path: test.info().outputPath('member.png') })
  expect((await new AxeBuilder({ page: member }).analyze()).violations).toEqual([])

  const mine = one.locator(`[data-section="${id}/minutes"] .text`)
  await expect(mine).toContainText('zqsecret')
  await typeAtEnd(one, mine, ' Mere.')
  await expect(two.locator(`[data-section="${id}/minutes"] .text`)).toContainText('zqsecret. Mere.')
  await expect(syncText(one)).toHaveText(SAVED)

  await test.step('E29 undo takes back the last step, in the item or beside it', async () => {
    const open = section(one, 1, 'minutes')
    await typeAtEnd(one, open, ' Åbent.')
    await until(open, 'Åbent.', false, 'Control+z')
    await until(mine, 'Mere.', false, 'Control+z')
    await expect(mine).toBeFocused()
    await until(mine, 'Mere.', true, 'Control+Shift+z')
    await until(open, 'Åbent.', true, 'Control+Shift+z')
    await one.keyboard.press('Control+f')
    await one.keyboard.type('zqsecret')
    await expect(one.getByRole('search').getByRole('status')).toHaveText('1 af 1')
    await one.keyboard.press('Escape')
    await expect(mine).toBeFocused()
  })

  expect(JSON.stringify(await exported(one))).not.toContain('zqsecret')
  expect(JSON.stringify(await exported(one, 'Med hele teksten'))).toContain('zqsecret. Mere.')
  await one.locator(`#${id}`).scrollIntoViewIfNeeded()
  await one.screenshot({ path: test.info().outputPath('secretary.png') })

  await two.locator(`[data-row="${id}"]`).click({ button: 'right' })
  await two.getByRole('menuitem', { name: 'Lukket punkt' }).click()
  await dialog(two).getByRole('button', { name: 'Åbn punktet for alle' }).click()
  await expect(member.locator(`#${id}`)).toContainText('zqsecret. Mere.')
  expect(warned).toEqual([])
})

test('U49 a dialog that is open while an item is closed or opened stays, with what was written in it', async () => {
  const [one, two] = [await office.seat('secretary'), await office.seat('colleague')]
  await openMeeting(one, office.url + HELD)
  await reopened(one)
  await openMeeting(two, office.url + HELD)
  const askOf = async (page: Page, item: number): Promise<void> => {
    const id =
      (await page
        .locator('section.item')
        .nth(item - 1)
        .getAttribute('data-item')) ?? ''
    await page.locator(`[data-row="${id}"]`).click({ button: 'right' })
    await page.getByRole('menuitem', { name: /^(Luk punktet|Lukket punkt)/ }).click()
  }
  await askOf(one, 3)
  await dialog(one).getByLabel('Begrundelse').fill('Forhandling')
  await dialog(one)
    .getByLabel(/Offentlig ordlyd/)
    .fill('En aftale blev drøftet.')
  await dialog(one).getByRole('checkbox').last().check()
  await askOf(two, 2)
  await dialog(two).getByLabel('Begrundelse').fill('Personsag')
  await dialog(two).getByRole('button', { name: 'Luk punktet' }).click()
  await expect(dialog(two)).toHaveCount(0)
  await expect(one.getByText('Punkt 2 er nu lukket')).toBeVisible()
  await expect(dialog(one).getByLabel('Begrundelse')).toHaveValue('Forhandling')
  await expect(dialog(one).getByLabel(/Offentlig ordlyd/)).toHaveValue('En aftale blev drøftet.')
  await expect(dialog(one).getByRole('checkbox').last()).toBeChecked()
  await dialog(one).getByRole('button', { name: 'Annullér' }).click()

  await one.getByRole('button', { name: 'Vis mødets forløb' }).click()
  await dialog(one).getByRole('button', { name: 'Kladde' }).click()
  await dialog(one).getByLabel('Hvorfor går mødet tilbage?').fill('Et punkt mangler')
  await askOf(two, 2)
  await dialog(two).getByRole('button', { name: 'Åbn punktet for alle' }).click()
  await expect(dialog(two)).toHaveCount(0)
  await expect(one.locator('section.item').nth(1).locator('.closed')).toHaveCount(0)
  await expect(dialog(one).getByLabel('Hvorfor går mødet tilbage?')).toHaveValue('Et punkt mangler')
  await one.screenshot({ path: test.info().outputPath('kept.png') })
  await dialog(one).getByRole('button', { name: 'Flyt tilbage' }).click()
  await expect(dialog(one)).toHaveCount(0)
})

test('U49 whoever types on while the item is closed and opened again has every word, and the caret', async () => {
  const [writer, closer] = [await office.seat('secretary'), await office.seat('colleague')]
  for (const page of [writer, closer]) await openMeeting(page, office.url + HELD)
  await reopened(writer)
  await expect(syncText(writer)).toHaveText(SAVED)
  const id = (await writer.locator('section.item').nth(1).getAttribute('data-item')) ?? ''
  const minutes = (page: Page) => page.locator(`[data-section="${id}/minutes"] .text`)
  await typeAtEnd(writer, minutes(writer), ' Begynd.')
  const row = closer.locator(`[data-row="${id}"]`)
  const words: string[] = []
  const typing = async (name: string, meanwhile: () => Promise<unknown>): Promise<void> => {
    const done = meanwhile().then(() => true)
    const isDone = (): Promise<boolean> => Promise.race([done, Promise.resolve(false)])
    for (let i = 0, more = 8; more > 0; i++) {
      const word = `${name}${String(i)}`
      words.push(word)
      await writer.keyboard.type(` ${word}`, { delay: 25 })
      if (await isDone()) more--
    }
    await expect(minutes(writer)).toContainText(words.at(-1) ?? '')
  }
  const close = async (): Promise<void> => {
    await row.click({ button: 'right' })
    await closer.getByRole('menuitem', { name: 'Luk punktet' }).click()
    await dialog(closer).getByLabel('Begrundelse').fill('Personsag')
    await dialog(closer).getByRole('button', { name: 'Luk punktet' }).click()
    await expect(dialog(closer)).toHaveCount(0)
    await expect(
      writer
        .getByText('Flyttet til et lukket punkt')
        .or(writer.locator(`.closed #${id}`))
        .first(),
    ).toBeVisible()
  }
  const open = async (): Promise<void> => {
    await row.click({ button: 'right' })
    await closer.getByRole('menuitem', { name: 'Lukket punkt' }).click()
    await dialog(closer).getByRole('button', { name: 'Åbn punktet for alle' }).click()
    await expect(dialog(closer)).toHaveCount(0)
    await expect(writer.locator(`.closed #${id}`)).toHaveCount(0)
  }
  await typing('luk', close)
  await typing('op', open)
  await expect(minutes(writer)).toBeFocused()
  await expect(syncText(writer)).toHaveText(SAVED)
  await expect(minutes(closer)).toContainText(`Begynd. ${words.join(' ')}`)
})

import { expect, test, type Page } from '@playwright/test'
import { openMeeting, openOffice, SAVED, section, syncText, typeAtEnd, type Office } from './office.ts'

const HELD = '/moede/5a3f0d5e-3c1b-4a55-9a54-d1e0c70f0106'
const PLANNED = '/moede/5a3f0d5e-3c1b-4a55-9a54-d1e0c70f0108'

test.describe.configure({ timeout: 240_000 })

let office: Office
test.beforeEach(async ({ browser }) => (office = await openOffice(browser)))
test.afterEach(() => office.close())

const current = (page: Page) => page.getByRole('list', { name: 'Mødets forløb' }).locator('[aria-current]')
const dialog = (page: Page) => page.getByRole('dialog')

test('R11 the agenda is sent out: what is missing is shown, and members can read from then on', async () => {
  const [secretary, member] = [await office.seat('secretary'), await office.seat('member')]
  await member.goto(office.url + PLANNED)
  await expect(member.getByRole('list', { name: 'Mødets forløb' })).toHaveCount(0)
  await openMeeting(secretary, office.url + PLANNED)
  await expect(current(secretary)).toContainText('Kladde')
  await secretary.getByRole('button', { name: 'Udsend dagsorden' }).click()
  await expect(dialog(secretary)).toContainText('mangler sagsfremstilling')
  await dialog(secretary).getByRole('button', { name: 'Udsend dagsorden alligevel' }).click()
  await expect(current(secretary)).toContainText('Udsendt')
  await openMeeting(member, office.url + PLANNED)
  await expect(member.locator('.mode')).toHaveText('Læser')
  await expect(member.getByRole('button', { name: 'Start mødet' })).toHaveCount(0)
})

test('R6 a meeting goes back with a reason, and is approved under a colleague who writes: the text is locked', async () => {
  const [one, two] = [await office.seat('secretary'), await office.seat('colleague')]
  await openMeeting(one, office.url + HELD)
  await expect(one.locator('.mode')).toHaveText('Læser')
  await one.getByRole('button', { name: 'Vis mødets forløb' }).click()
  await dialog(one).getByRole('button', { name: 'I høring' }).click()
  await expect(dialog(one)).toContainText(/begynder forfra.*Der er kommet \d+ svar/)
  const back = dialog(one).getByRole('button', { name: 'Flyt tilbage' })
  await expect(back).toHaveAttribute('aria-disabled', 'true')
  await dialog(one).getByLabel('Hvorfor går mødet tilbage?').fill('Et navn er stavet forkert')
  await back.click()
  await expect(one.locator('.mode')).toHaveText('Redigerer')
  await openMeeting(two, office.url + HELD)
  await expect(two.locator('.mode')).toHaveText('Redigerer')
  await typeAtEnd(two, section(two, 1, 'minutes'), ' Rettet af en kollega.')
  await expect(section(one, 1, 'minutes')).toContainText('Rettet af en kollega.')
  await expect(syncText(one)).toHaveText(SAVED)
  await one.getByRole('button', { name: 'Godkend referat' }).click()
  await dialog(one)
    .getByRole('button', { name: /^Godkend referat/ })
    .click()
  for (const page of [one, two]) {
    await expect(current(page)).toContainText('Godkendt')
    await expect(page.locator('.mode')).toHaveText('Læser')
    await expect(page.locator('.ProseMirror[contenteditable="true"]')).toHaveCount(0)
    await expect(page.getByText(/^Godkendt \d+\. /).first()).toBeVisible()
  }
  await one.getByRole('button', { name: 'Vis mødets forløb' }).click()
  await expect(dialog(one)).toContainText('Et navn er stavet forkert')
  await one.keyboard.press('Escape')

  // The last step leaves no button, and the keyboard is not lost with it.
  await one.getByRole('button', { name: 'Offentliggør' }).focus()
  await one.keyboard.press('Enter')
  const publish = dialog(one).getByRole('button', { name: /^Offentliggør/ })
  await expect(publish).not.toHaveAttribute('aria-disabled', 'true')
  await publish.focus()
  await one.keyboard.press('Enter')
  await expect(current(one)).toContainText('Offentliggjort')
  await expect(one.getByRole('heading', { level: 1 })).toBeFocused()
})

test('R15 the agenda is a draft of minutes when the meeting begins, and undo takes that back too', async () => {
  const [one, two] = [await office.seat('secretary'), await office.seat('colleague')]
  for (const page of [one, two]) {
    await openMeeting(page, office.url + PLANNED)
    await expect(page.locator('.kind')).toHaveText('Dagsorden')
  }
  for (const [phase, name] of [
    ['Udsendt', 'Udsend dagsorden'],
    ['Under møde', 'Start mødet'],
  ] as const) {
    await one.getByRole('button', { name }).click()
    await dialog(one)
      .getByRole('button', { name: new RegExp(`^${name}`) })
      .click()
    await expect(current(one)).toContainText(phase)
  }
  for (const page of [one, two]) await expect(page.locator('.kind')).toHaveText('Udkast til referat')
  await expect(syncText(one)).toHaveText(SAVED)
  await section(one, 2, 'case').click()
  await one.keyboard.press('Control+Z')
  await expect(two.locator('.kind')).toHaveText('Dagsorden')
})

test('R11 without a connection the step is there, and why it cannot be made', async () => {
  const page = await office.seat('secretary')
  await openMeeting(page, office.url + PLANNED)
  await expect(syncText(page)).toHaveText(SAVED)
  await page.context().setOffline(true)
  const step = page.getByRole('button', { name: 'Udsend dagsorden' })
  await expect(step).toHaveAttribute('aria-disabled', 'true')
  await expect(step).toHaveAccessibleDescription(/kræver forbindelse/)
  await step.click({ force: true })
  await expect(dialog(page)).toHaveCount(0)
})

test('R9 a guest is invited to an item, lands on it, and their invitation can be taken back', async ({
  browser,
}) => {
  const page = await office.seat('secretary')
  await openMeeting(page, office.url + HELD)
  await page.getByRole('button', { name: 'Del', exact: true }).click()
  await dialog(page).getByLabel('Navn').fill('Gro Gæst')
  await dialog(page).getByLabel('Mail').fill('gro@museet.example')
  await dialog(page).getByLabel('Åbner ved').selectOption({ index: 2 })
  await dialog(page).getByRole('button', { name: 'Lav link' }).click()
  const link = await dialog(page).locator('input[readonly]').inputValue()
  await expect(dialog(page).getByText('ikke åbnet')).toBeVisible()
  const context = await browser.newContext()
  const guest = await context.newPage()
  await guest.goto(link)
  await guest.getByRole('button', { name: 'Log ind på denne enhed' }).click()
  await expect(guest).toHaveURL(/\/moede\/.*#demo-6-2$/)
  await expect(guest.locator('.mode')).toHaveText('Læser')
  await context.close()
})

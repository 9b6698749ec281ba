import { expect, test } from '@playwright/test'
import { openMeeting, openOffice, SAVED, section, syncText, typeAtEnd, type Office } from './office.ts'

const MEETING = '/moede/5a3f0d5e-3c1b-4a55-9a54-d1e0c70f0107'

let office: Office
test.beforeEach(async ({ browser }) => (office = await openOffice(browser)))
test.afterEach(() => office.close())

test('O1 without network: cold start, open, edit, close, open again, a new meeting; then all of it arrives', async () => {
  test.setTimeout(120_000)
  const [one, two] = [await office.seat('secretary'), await office.seat('colleague')]
  await openMeeting(one, office.url + MEETING)
  await openMeeting(two, office.url + MEETING)
  await expect(syncText(one)).toHaveText(SAVED)
  await one.evaluate(async () => navigator.serviceWorker.ready)
  const context = one.context()
  await one.close()

  await context.setOffline(true)
  const cold = await context.newPage()
  await cold.goto(office.url + '/')
  await expect(cold.getByRole('heading', { level: 1 })).toContainText('den')
  await cold.locator(`a[href="${MEETING}"]`).first().click()
  await typeAtEnd(cold, section(cold, 1, 'minutes'), ' Skrevet uden net.')
  await expect(syncText(cold)).toContainText('Gemt lokalt')
  await cold.close()

  const again = await context.newPage()
  await openMeeting(again, office.url + MEETING)
  await expect(section(again, 1, 'minutes')).toContainText('Skrevet uden net.')
  await expect(syncText(again)).toContainText(/Gemt lokalt – \d+ ændring(er)? venter/)
  await typeAtEnd(again, section(again, 1, 'minutes'), ' Efter genåbning.')

  // Meanwhile the colleague writes in the same item and in another.
  await typeAtEnd(two, section(two, 1, 'minutes'), ' Imens skrev kollegaen.')
  await typeAtEnd(two, section(two, 3, 'minutes'), ' Også her.')
  await expect(syncText(two)).toHaveText(SAVED)

  const made = await context.newPage()
  await made.goto(office.url + '/')
  await made.getByRole('button', { name: 'Nyt møde' }).first().click()
  const dialog = made.getByRole('dialog')
  await dialog.getByLabel('Dato').fill('18. januar 2027')
  await dialog.getByRole('button', { name: 'Opret møde' }).click()
  await expect(made).toHaveURL(/\/moede\//)
  await expect(
    made.getByRole('navigation', { name: 'Dagsorden' }).getByRole('listitem').first(),
  ).toBeVisible()
  await typeAtEnd(made, section(made, 1, 'title'), ' lavet i toget')
  const path = new URL(made.url()).pathname

  await context.setOffline(false)
  for (const page of [again, made]) await expect(syncText(page)).toHaveText(SAVED, { timeout: 30_000 })
  await expect(section(two, 1, 'minutes')).toContainText('Skrevet uden net.')
  await expect(section(two, 1, 'minutes')).toContainText('Efter genåbning.')
  await expect(section(again, 1, 'minutes')).toContainText('Imens skrev kollegaen.')
  await expect(section(again, 3, 'minutes')).toContainText('Også her.')
  await expect(again.locator('body')).toContainText(/\d+ ændring(er)? sendt/)
  await openMeeting(two, office.url + path)
  await expect(section(two, 1, 'title')).toContainText('lavet i toget')
})

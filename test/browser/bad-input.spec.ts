import { expect, test } from '@playwright/test'
import { chooseFile, openOffice, type Office } from './office.ts'

let office: Office
test.beforeAll(async ({ browser }) => (office = await openOffice(browser)))
test.afterAll(() => office.close())

const line = 'Sagen blev drøftet, og der var enighed om at gå videre med den.\n'

const FILES: [what: string, name: string, buffer: Buffer, says: RegExp][] = [
  ['empty', 'tom.txt', Buffer.alloc(0), /tom/i],
  [
    'binary',
    'billede.txt',
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 0, 0, 3, 255, 254, 0, 1]),
    /tekst/i,
  ],
  ['no agenda', 'brev.txt', Buffer.from('Kære Asta\n\nTak for sidst.\n\nVenlig hilsen'), /dagsorden|punkt/i],
  ['too large', 'stor.txt', Buffer.from(line.repeat(180_000)), /stor/i],
]

test('D90 a file that is no agenda is refused with a sentence, and nothing is made', async () => {
  const page = await office.seat('secretary')
  const links = page.locator('a[href^="/moede/"]')
  await expect(links.first()).toBeVisible()
  const meetings = await links.count()
  for (const [what, name, buffer, says] of FILES) {
    await chooseFile(page, { name, buffer })
    const dialog = page.getByRole('dialog')
    await expect(dialog.locator('.bad').first(), what).toContainText(says)
    await expect(dialog.getByRole('button', { name: 'Opret møde' }), what).toBeDisabled()
    await dialog.getByRole('button', { name: 'Annullér' }).click()
    await expect(dialog).toHaveCount(0)
  }
  await expect(links).toHaveCount(meetings)
})

test('D90 5 MB of agenda open as a meeting', async () => {
  test.setTimeout(90_000)
  const page = await office.seat('colleague')
  const item = (n: number) =>
    `${n}. Sag nummer ${n} – 5 min.\n\n${line.repeat(40)}\nReferat:\n\nGodkendt.\n\n`
  const text = Array.from({ length: 1900 }, (_, i) => item(i + 1)).join('')
  expect(text.length).toBeGreaterThan(4.9e6)
  await chooseFile(page, { name: 'lang.txt', buffer: Buffer.from(text) })
  await expect(page.getByRole('dialog')).toContainText('1900 punkter', { timeout: 30_000 })
  await page.getByRole('dialog').getByRole('button', { name: 'Annullér' }).click()
})

test('U20 a meeting nobody knows, and one that is not yours, say so', async () => {
  const page = await office.seat('member')
  await page.goto(office.url + '/moede/00000000-0000-4000-8000-000000000000')
  await expect(page.getByRole('main')).toContainText('Serveren kender ikke dette møde.')
  await page.goto(office.url + '/findes-ikke')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Siden findes ikke')
})

test('W1 without a session a meeting asks to sign in', async ({ page }) => {
  await page.goto(office.url + '/moede/5a3f0d5e-3c1b-4a55-9a54-d1e0c70f0107')
  await expect(page).toHaveURL(/log-ind/)
})

test('U65 a sign-in link put into the address bar while its page stands open is looked at', async ({
  page,
}) => {
  await page.goto(office.url + '/log-ind')
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Log ind med din mail')
  await page.goto(`${office.url}/log-ind#${'x'.repeat(32)}`)
  await expect(page.getByRole('main')).toContainText('Linket er brugt eller for gammelt')
  expect(page.url()).not.toContain('#')
})

import AxeBuilder from '@axe-core/playwright'
import { expect, test, type Locator, type Page } from '@playwright/test'
import { openMeeting, openOffice, SAVED, syncText, type Office, type PersonName } from './office.ts'

const MEETING = '/moede/5a3f0d5e-3c1b-4a55-9a54-d1e0c70f0107'
const DRAFT = '/moede/5a3f0d5e-3c1b-4a55-9a54-d1e0c70f0109'
const WAITS = 'Sendes, når nettet er tilbage'

let office: Office
test.beforeEach(async ({ browser }) => (office = await openOffice(browser)))
test.afterEach(() => office.close())

const row = (page: Page, name: string): Locator =>
  page.getByRole('region', { name: 'Deltagere' }).getByRole('listitem').filter({ hasText: name })

async function sit(person: PersonName, path = MEETING): Promise<Page> {
  const page = await office.seat(person)
  await openMeeting(page, office.url + path)
  await expect(syncText(page)).toHaveText(SAVED)
  return page
}

async function choose(page: Page, name: string): Promise<void> {
  await page.getByRole('menu').getByText(name, { exact: true }).click()
}

async function faults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations.map(({ id }) => id)
}

test('A1 a member sends an apology and a substitute; the secretary takes them in, and says who missed what', async () => {
  test.setTimeout(240_000)
  const [secretary, member] = [await sit('secretary'), await sit('member')]

  await test.step('an apology from the list, taken in by one click', async () => {
    await row(member, 'Signe Ravnborg').getByRole('button').click()
    await choose(member, 'Afbud')
    await expect(row(member, 'Signe Ravnborg')).toContainText('du har meldt: afbud')
    await expect(row(secretary, 'Signe Ravnborg')).toContainText('har meldt: afbud')
    expect([await faults(member), await faults(secretary)]).toEqual([[], []])
    await row(secretary, 'Signe Ravnborg').getByRole('button', { name: 'Skriv ind' }).click()
    await expect(row(secretary, 'Signe Ravnborg')).not.toContainText('har meldt')
    await expect(row(member, 'Signe Ravnborg')).toContainText(', afbud')
  })

  await test.step('a substitute, said without a network', async () => {
    await member.context().setOffline(true)
    await row(member, 'Signe Ravnborg').getByRole('button').click()
    await choose(member, 'Afbud, en anden kommer i stedet …')
    await member.keyboard.type('Lise Holm')
    await member.keyboard.press('Enter')
    await expect(row(member, 'Signe Ravnborg')).toContainText(WAITS)
    await member.context().setOffline(false)
    await expect(row(secretary, 'Signe Ravnborg')).toContainText('Lise Holm kommer i stedet')
    await expect(row(member, 'Signe Ravnborg')).not.toContainText(WAITS)
    await row(secretary, 'Signe Ravnborg').getByRole('button', { name: 'Skriv ind' }).click()
    await expect(row(member, 'Lise Holm')).toContainText('suppleant for Signe Ravnborg')
  })

  await test.step('A4 who came late and who is recused', async () => {
    const figure = row(secretary, 'Jørn Aastrup').getByRole('button', { name: /^Fremmøde/ })
    await figure.click()
    await choose(secretary, 'Til stede fra punkt …')
    await secretary.getByRole('menuitemradio', { name: /^2\. / }).click()
    await figure.click()
    await choose(secretary, 'Inhabil i punkt …')
    await secretary.getByRole('menuitemcheckbox', { name: /^3\. / }).click()
    await expect(row(member, 'Jørn Aastrup')).toContainText('fra punkt 2, inhabil i punkt 3')
    const item = (n: number) => member.locator('section.item').nth(n - 1)
    await expect(item(1)).toContainText('Jørn Aastrup deltog ikke i behandlingen.')
    await expect(item(3)).toContainText('Jørn Aastrup (inhabil) deltog ikke i behandlingen.')
    expect(await faults(secretary)).toEqual([])
  })

  await test.step('M60 a mention in a comment is told in the overview', async () => {
    await secretary.getByRole('heading', { level: 2 }).nth(2).click()
    await secretary.keyboard.press('Control+Alt+m')
    await secretary.keyboard.type('Kan du svare, @Sig')
    await expect(secretary.getByRole('option', { name: 'Signe Ravnborg' })).toBeVisible()
    await secretary.keyboard.press('Enter')
    await secretary.keyboard.type('senest fredag?')
    await secretary.keyboard.press('Control+Enter')
    await expect(member.getByRole('article').filter({ hasText: '@Signe Ravnborg senest' })).toContainText(
      'Nævner dig',
    )
    const mention = member.getByRole('link', { name: 'Nanna Dyrlund har nævnt dig' })
    await expect(async () => {
      await member.goto(office.url)
      await expect(mention).toBeVisible({ timeout: 2000 })
    }).toPass()
    expect(await faults(member)).toEqual([])
    await mention.click()
    await member.getByRole('article').filter({ hasText: '@Signe Ravnborg senest' }).click()
    await member.goto(office.url)
    await expect(member.getByRole('heading', { name: 'Mine opgaver' })).toBeVisible()
    await expect(mention).toHaveCount(0)
  })

  await test.step('H24 a draft made by mistake is deleted under a colleague, who is told', async () => {
    const colleague = await sit('colleague', DRAFT)
    await openMeeting(secretary, office.url + DRAFT)
    await secretary.getByRole('button', { name: 'Flere handlinger' }).click()
    await choose(secretary, 'Slet kladden …')
    expect(await faults(secretary)).toEqual([])
    await secretary.getByRole('dialog').getByRole('button', { name: 'Slet kladden' }).click()
    await expect(secretary.getByText('Kladden er slettet')).toBeVisible()
    await expect(colleague.getByText('En sekretær har slettet dette møde.')).toBeVisible()
    await colleague.getByRole('button', { name: 'Luk og slet herfra' }).click()
    await expect(colleague.getByRole('heading', { level: 1 })).toContainText('dag den ')
    await colleague.goto(office.url + DRAFT)
    await expect(colleague.getByText(/En sekretær har slettet (dette møde|mødet)\./).first()).toBeVisible()
  })
})

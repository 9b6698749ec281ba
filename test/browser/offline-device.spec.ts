import { expect, test, type Page } from '@playwright/test'
import { openMeeting, openOffice, SAVED, section, syncText, typeAtEnd, type Office } from './office.ts'

const MEETING = '/moede/5a3f0d5e-3c1b-4a55-9a54-d1e0c70f0107'

let office: Office
test.beforeEach(async ({ browser }) => (office = await openOffice(browser)))
test.afterEach(() => office.close())

const minutes = (page: Page, item: number) => section(page, item, 'minutes')
const strip = (page: Page) => page.locator('section.strip')
const isKeptHere = (page: Page) => expect(syncText(page)).toContainText('Gemt lokalt', { timeout: 20_000 })

/** Another tab of the same browser, with the meeting. */
async function anotherTab(page: Page): Promise<Page> {
  const tab = await page.context().newPage()
  await openMeeting(tab, office.url + MEETING)
  return tab
}

/** The secretary with the meeting open, everything on the server, and the pages kept for a start without it. */
async function seated(): Promise<Page> {
  const page = await office.seat('secretary')
  await openMeeting(page, office.url + MEETING)
  await expect(syncText(page)).toHaveText(SAVED)
  await page.evaluate(async () => navigator.serviceWorker.ready)
  return page
}

/** The browser clears what the page has stored, as it does to make room. */
async function clearStore(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page)
  await session.send('Storage.clearDataForOrigin', { origin: office.url, storageTypes: 'indexeddb' })
}

/** The device has no room any more; answers how to make some. */
async function fillDevice(page: Page): Promise<() => Promise<void>> {
  const session = await page.context().newCDPSession(page)
  await session.send('Storage.overrideQuotaForOrigin', { origin: office.url, quotaSize: 1 })
  return () => session.detach()
}

/** The renderer dies at once: no event, no last words. */
async function kill(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page)
  const died = page.waitForEvent('crash')
  session.send('Page.crash').catch(() => undefined)
  await died
}

test('O5 three tabs type without a server, the one that writes to the device is killed: nothing of it is lost', async () => {
  test.setTimeout(120_000)
  const first = await seated()
  const [second, third] = [await anotherTab(first), await anotherTab(first)]
  const context = first.context()
  await context.setOffline(true)
  const pages = [first, second, third]
  for (const [at, page] of pages.entries()) await typeAtEnd(page, minutes(page, 1 + 2 * at), ` Fane${at}:`)
  for (const page of pages) await isKeptHere(page)
  const typing = pages.map((page, at) =>
    page.keyboard.type(` ${`ord${at} `.repeat(30)}`, { delay: 15 }).catch(() => undefined),
  )
  // What the others have seen of the dead tab is theirs too.
  await expect(minutes(second, 1)).toContainText('ord0 ord0 ord0 ord0 ord0')
  await kill(first)
  await Promise.all(typing)
  for (const page of [second, third]) await isKeptHere(page)
  const seen = await minutes(third, 1).textContent()
  await kill(second)
  for (const page of pages) await page.close({ runBeforeUnload: false })

  const again = await context.newPage()
  await openMeeting(again, office.url + MEETING)
  // The dead tab's very last letters may have reached the disk and no other tab.
  await expect(minutes(again, 1)).toContainText(seen ?? '')
  await expect(minutes(again, 3)).toContainText('ord1 '.repeat(30).trim())
  await expect(minutes(again, 5)).toContainText('ord2 '.repeat(30).trim())
  await context.setOffline(false)
  await expect(syncText(again)).toHaveText(SAVED, { timeout: 30_000 })
  const fresh = await office.alsoAt(again)
  await openMeeting(fresh, office.url + MEETING)
  await expect(minutes(fresh, 1)).toHaveText((await minutes(again, 1).textContent()) ?? '')
  await expect(minutes(fresh, 5)).toContainText('ord2 '.repeat(30).trim())
})

test('O7 a full device is said, and what waited is written when there is room again', async () => {
  test.setTimeout(180_000)
  const page = await seated()
  await page.context().setOffline(true)
  const makeRoom = await fillDevice(page)
  await typeAtEnd(page, minutes(page, 1), ' Uden plads.')
  // The browser counts on the room it saw last for half a minute.
  await expect(async () => {
    await page.keyboard.type(' Mere.')
    await expect(syncText(page)).toContainText('Kan ikke gemmes her', { timeout: 3000 })
  }).toPass({ timeout: 90_000 })
  await expect(strip(page)).toContainText('kun i dette vindue')
  await makeRoom()
  await isKeptHere(page)
  const again = await anotherTab(page)
  await page.close()
  await again.reload()
  await expect(minutes(again, 1)).toContainText('Uden plads.')
})

test('O28 a browser that clears its storage under an open meeting gets all of it again', async () => {
  const page = await seated()
  await page.context().setOffline(true)
  await typeAtEnd(page, minutes(page, 7), ' Før rydningen.')
  await isKeptHere(page)
  await clearStore(page)
  await page.keyboard.type(' Efter rydningen.')
  await isKeptHere(page)
  await page.reload()
  await expect(minutes(page, 7)).toContainText('Før rydningen. Efter rydningen.')
  await test.step('U62 the line and the caret are where they were', async () => {
    await expect(minutes(page, 7)).toBeFocused()
    await expect(minutes(page, 7)).toBeInViewport()
    await page.keyboard.type(' Her.')
    await expect(minutes(page, 7)).toContainText('Efter rydningen. Her.')
  })
  await page.context().setOffline(false)
  await expect(syncText(page)).toHaveText(SAVED, { timeout: 30_000 })
})

/** Changes the bytes of the meeting's copy past the program, where these words stand; another row is added when there are none. */
function damage(page: Page, from: string | null, to: string): Promise<number> {
  return page.evaluate(
    async ([before, after]) => {
      const name =
        (await indexedDB.databases()).find((each) => each.name?.startsWith('samreferat:'))?.name ?? ''
      const answer = <T>(request: IDBRequest<T>): Promise<T> =>
        new Promise((resolve, reject) => {
          request.onsuccess = () => resolve(request.result)
          request.onerror = () => reject(request.error ?? new Error('no answer'))
        })
      const db = await answer(indexedDB.open(name))
      let changed = 0
      for (const store of ['snapshots', 'log']) {
        const rows = db.transaction([store], 'readwrite').objectStore(store)
        const [values, keys] = await Promise.all([answer(rows.getAll()), answer(rows.getAllKeys())])
        for (const [at, row] of (
          values as { room: string; update: Uint8Array; schema: number }[]
        ).entries()) {
          const text = Array.from(row.update, (byte) => String.fromCharCode(byte)).join('')
          if (before !== null && !text.includes(before)) continue
          changed += 1
          const words = before === null ? after : text.replaceAll(before, after)
          const update = Uint8Array.from(words, (letter) => letter.charCodeAt(0))
          if (before === null)
            await answer(
              db
                .transaction(['log'], 'readwrite')
                .objectStore('log')
                .add({ ...row, update }),
            )
          else await answer(rows.put({ ...row, update }, store === 'log' ? keys[at] : undefined))
          if (before === null) return changed
        }
      }
      db.close()
      return changed
    },
    [from, to] as const,
  )
}

test('O26 a copy that differs from the ledger is kept apart; the meeting goes on with the server’s text, and it is said', async () => {
  test.setTimeout(120_000)
  const page = await seated()
  await expect(minutes(page, 1)).toContainText('blev godkendt')
  await page.goto(office.url + '/')
  // In both, the same client wrote so many letters at the same place: to Yjs there is no difference.
  expect(await damage(page, 'godkendt', 'afvist!!')).toBeGreaterThan(0)
  await page.context().setOffline(true)
  await openMeeting(page, office.url + MEETING)
  await expect(minutes(page, 1)).toContainText('blev afvist!!')
  await page.context().setOffline(false)
  await expect(minutes(page, 1)).toContainText('blev godkendt', { timeout: 60_000 })
  await expect(strip(page)).toContainText('var ikke det samme som på serveren')
  await expect(syncText(page)).toHaveText(SAVED)
  await typeAtEnd(page, minutes(page, 1), ' Og videre.')
  await expect(syncText(page)).toHaveText(SAVED)
  await strip(page).getByRole('button', { name: 'Vis' }).click()
  await expect(page.getByRole('dialog')).toContainText('Teksten her var ikke den samme som på serveren.')
  await page.screenshot({ path: test.info().outputPath('diverged.png') })
  expect(office.server.output()).toContain('a copy differed from the ledger')
})

test('O27 a damaged copy is opened as far as it can be read, and that is said', async () => {
  const page = await seated()
  await typeAtEnd(page, minutes(page, 1), ' Er her endnu.')
  await expect(syncText(page)).toHaveText(SAVED)
  await page.goto(office.url + '/')
  expect(await damage(page, null, 'ikke en ændring')).toBe(1)
  await page.context().setOffline(true)
  await openMeeting(page, office.url + MEETING)
  await expect(minutes(page, 1)).toContainText('Er her endnu.')
  await expect(page.getByText('kunne ikke læses. Resten er her')).toBeVisible()
  await page.context().setOffline(false)
  await expect(syncText(page)).toHaveText(SAVED, { timeout: 30_000 })
})

test('O29 a window that may keep nothing works with the server, and says what it cannot do', async () => {
  const page = await office.seat('secretary')
  await page.addInitScript(() => {
    const refuse = (): never => {
      throw new DOMException('The operation is insecure.', 'SecurityError')
    }
    const store = { open: refuse, databases: refuse, deleteDatabase: refuse }
    Object.defineProperty(window, 'indexedDB', { value: store })
    for (const name of ['localStorage', 'sessionStorage'])
      Object.defineProperty(window, name, { get: refuse })
    for (const name of ['locks', 'storage']) Object.defineProperty(navigator, name, { value: undefined })
    Object.defineProperty(window, 'BroadcastChannel', { value: undefined })
  })
  await openMeeting(page, office.url + MEETING)
  await typeAtEnd(page, minutes(page, 1), ' Uden lager.')
  await expect(syncText(page)).toHaveText(SAVED)
  await page.context().setOffline(true)
  await page.keyboard.type(' Kun i vinduet.')
  await expect(syncText(page)).toContainText('Kan ikke gemmes her', { timeout: 20_000 })
  await page.context().setOffline(false)
  await expect(syncText(page)).toHaveText(SAVED, { timeout: 30_000 })
  const fresh = await office.alsoAt(page)
  await openMeeting(fresh, office.url + MEETING)
  await expect(minutes(fresh, 1)).toContainText('Uden lager. Kun i vinduet.')
})

test('O6 a second user of the computer sees and sends nothing of the first, whose text waits for their return', async () => {
  test.setTimeout(120_000)
  const page = await seated()
  const context = page.context()
  const mine = await context.cookies()
  await context.setOffline(true)
  await typeAtEnd(page, minutes(page, 1), ' Nannas usendte ord.')
  await isKeptHere(page)

  // Somebody else signs in while the first page is still open.
  const colleague = await office.seat('colleague')
  await context.clearCookies()
  await context.addCookies(await colleague.context().cookies())
  await context.setOffline(false)
  const second = await context.newPage()
  await openMeeting(second, office.url + MEETING)
  await expect(syncText(second)).toHaveText(SAVED)
  await expect(page.locator('body')).not.toContainText('Nannas usendte ord.', { timeout: 30_000 })
  await openMeeting(colleague, office.url + MEETING)
  for (const other of [second, colleague]) {
    await expect(syncText(other)).toHaveText(SAVED)
    await expect(other.locator('body')).not.toContainText('Nannas usendte ord.')
  }
  await second.close()

  await context.clearCookies()
  await context.addCookies(mine)
  await page.goto(office.url + MEETING)
  await expect(minutes(page, 1)).toContainText('Nannas usendte ord.', { timeout: 30_000 })
  await expect(syncText(page)).toHaveText(SAVED, { timeout: 30_000 })
  await expect(minutes(colleague, 1)).toContainText('Nannas usendte ord.')
})

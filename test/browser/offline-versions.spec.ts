import { expect, test } from '@playwright/test'
import * as decoding from 'lib0/decoding'
import { WebSocket } from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { SCHEMA_VERSION } from '../../schema/nodes.ts'
import { MESSAGE, readNumber } from '../../schema/protocol.ts'
import { NEW_NODE, nextVersion } from './next-version.ts'
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

const ZONE = '5a3f0d5e-3c1b-4a55-9a54-d1e0c70f0107'
const MEETING = `/moede/${ZONE}`
const NEW_WORDS = 'Kun den nye udgave kender dette.'

let office: Office
let built: string
test.beforeAll(async () => {
  test.setTimeout(240_000)
  built = await nextVersion()
})
test.beforeEach(async ({ browser }) => (office = await openOffice(browser)))
test.afterEach(() => office.close())

/** Writes, as the next version's editor does, what this one does not know; resolves when it is in the ledger. */
async function writeNewNode(cookie: string): Promise<void> {
  const doc = new Y.Doc()
  class Socket extends WebSocket {
    constructor(address: string, protocols?: string[]) {
      super(address, protocols, { headers: { cookie } })
    }
  }
  const provider = new WebsocketProvider(office.server.wsUrl, `paper:${ZONE}`, doc, {
    WebSocketPolyfill: Socket as unknown as typeof globalThis.WebSocket,
    params: { schema: String(SCHEMA_VERSION + 1), client: String(doc.clientID) },
    disableBc: true,
  })
  for (const type of [MESSAGE.head, MESSAGE.digest]) provider.messageHandlers[type] = () => undefined
  const stored = new Promise<void>((resolve) => {
    provider.messageHandlers[MESSAGE.ack] = (_encoder, decoder: decoding.Decoder) => {
      if (readNumber(decoder) === 2) resolve()
    }
  })
  await new Promise<void>((synced) => provider.once('sync', () => synced()))
  const node = new Y.XmlElement(NEW_NODE)
  node.insert(0, [new Y.XmlText(NEW_WORDS)])
  doc.getXmlFragment('demo-7-1/minutes').push([node])
  await stored
  provider.destroy()
}

test('W1 an old editor beside a new one deletes nothing, is renewed by itself, and what it had not sent arrives', async () => {
  test.setTimeout(240_000)
  const [away, here] = [await office.seat('secretary'), await office.seat('colleague')]
  for (const page of [away, here]) {
    await openMeeting(page, office.url + MEETING)
    await expect(syncText(page)).toHaveText(SAVED)
    await page.evaluate(async () => navigator.serviceWorker.ready)
  }
  await away.context().setOffline(true)
  await typeAtEnd(away, section(away, 1, 'minutes'), ' Skrevet uden net i den gamle udgave.')
  await expect(syncText(away)).toContainText('Gemt lokalt')

  // The server is changed under the one who is connected, who goes on writing.
  await typeAtEnd(here, section(here, 3, 'minutes'), ' Før skiftet.')
  await expect(syncText(here)).toHaveText(SAVED)
  await office.upgrade(built)
  await here.keyboard.type(' Skrevet under skiftet.')
  const strip = (page: typeof here) => page.locator('section.strip')
  await expect(strip(here)).toContainText('Der er en ny udgave', { timeout: 30_000 })
  await expect(section(here, 3, 'minutes')).toContainText('Skrevet under skiftet.')

  const fresh = await office.alsoAt(here)
  await openMeeting(fresh, office.url + MEETING)
  const cookies = await fresh.context().cookies()
  await writeNewNode(cookies.map(({ name, value }) => `${name}=${value}`).join('; '))
  const added = (page: typeof here) => section(page, 1, 'minutes').locator('aside')
  await expect(added(fresh)).toHaveText(NEW_WORDS)

  await away.context().setOffline(false)
  await expect(strip(away)).toContainText('Der er en ny udgave', { timeout: 30_000 })
  await expect(section(away, 1, 'minutes')).toContainText('Skrevet uden net i den gamle udgave.')

  // Neither is touched: both are loaded anew in their next pause.
  for (const page of [here, away]) {
    await expect(added(page)).toHaveText(NEW_WORDS, { timeout: 60_000 })
    await expect(syncText(page)).toHaveText(SAVED, { timeout: 30_000 })
  }
  for (const page of [here, away, fresh]) {
    await expect(section(page, 1, 'minutes')).toContainText('Skrevet uden net i den gamle udgave.')
    await expect(section(page, 3, 'minutes')).toContainText('Før skiftet. Skrevet under skiftet.')
    await expect(added(page)).toHaveText(NEW_WORDS)
  }
  expect(await exported(away)).toEqual(await exported(fresh))
  expect(await exported(here)).toEqual(await exported(fresh))
})

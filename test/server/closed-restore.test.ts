import { copyFile, mkdir, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import * as Y from 'yjs'
import { marginRoom, paperRoom } from '../../schema/protocol.ts'
import { backUp } from '../../server/backup/backup.ts'
import { restore } from '../../server/backup/restore.ts'
import { closedItems } from '../../server/zones/zones.ts'
import { CHAIRS, heldIn, ITEM, preparedFolder, SECRETS, secretsIn, Spy } from './closed-meeting.ts'
import type { PreparedFolder } from './closed-meeting.ts'
import { eventually } from './eventually.ts'
import { spendLink, startServer, type TestServer } from './harness.ts'
import { TestClient } from './sync-server.ts'

const NOW = Date.parse('2026-04-01T10:00:00Z')

let folder: PreparedFolder
let file: string
let server: TestServer | null = null
const clients: TestClient[] = []

beforeEach(async () => {
  folder = await preparedFolder()
  file = path.join(folder.dataDir, 'backup.tar')
  await backUp(folder.dataDir, file)
})
afterEach(async () => {
  leave()
  await server?.close()
  server = null
  await folder.remove()
})

function leave(): void {
  for (const client of clients.splice(0)) client.destroy()
}

async function start(): Promise<TestServer> {
  server = await startServer({ dataDir: folder.dataDir, quiet: 20 })
  return server
}

async function stop(): Promise<void> {
  leave()
  await server?.close()
  server = null
}

async function close({ call }: TestServer, readers: object = CHAIRS): Promise<void> {
  const body = { reason: 'Personsag', publicWording: 'En personsag.', readers }
  const address = `/api/meetings/${folder.meeting}/items/${ITEM}/close`
  expect((await call('POST', address, { headers: folder.as('nanna'), body })).status).toBe(204)
}

async function entered({ wsUrl }: TestServer, name: string, room: string, doc = new Y.Doc()) {
  const client = new TestClient(wsUrl, name, { room, doc, headers: folder.as(name) })
  clients.push(client)
  await eventually(() => expect(client.acked).toBeGreaterThan(0))
  return client
}

async function restored(options: { withoutClosings?: boolean } = {}) {
  return restore(folder.dataDir, file, { replace: true, now: NOW, ...options })
}

test('Z14 what was closed after a backup is closed again when that is restored, with its readers', async () => {
  const before = await start()
  await close(before)
  const [{ zone } = { zone: '' }] = await closedItems(before.server.db, folder.meeting)
  const rasmus = await entered(before, 'rasmus', paperRoom(zone))
  rasmus.write('efter lukningen', `${ITEM}/minutes`)
  await eventually(() => expect(rasmus.acked).toBe(2))
  const readers = { roles: ['member'], except: [] }
  await close(before, readers)
  await stop()
  expect(await restored()).toMatchObject({ closed: 1 })
  const { zones, open, closed } = await heldIn(folder.dataDir, folder.meeting)
  expect([zones, open]).toEqual([[zone], []])
  expect(closed).toEqual(expect.arrayContaining([SECRETS.case, SECRETS.thread, SECRETS.reply]))

  const again = await start()
  expect(await closedItems(again.server.db, folder.meeting)).toEqual([{ zone, item: ITEM, readers }])
  for (const room of [paperRoom(folder.meeting), marginRoom(folder.meeting)]) {
    const bent = new Spy(`${again.wsUrl}/${room}`, folder.as('bent'))
    await eventually(() => expect(bent.isAnswered).toBe(true))
    expect(secretsIn(bent.bytes)).toEqual([])
    bent.close()
  }
  const place = (await entered(again, 'bent', paperRoom(folder.meeting))).doc.getMap<Y.Map<unknown>>('items')
  expect(place.get(ITEM)?.toJSON()).toMatchObject({ closed: true, closedReason: 'Personsag' })
  // What was written in its own room after the backup comes back from who has it.
  const back = await entered(again, 'rasmus', paperRoom(zone), rasmus.doc)
  const nanna = await entered(again, 'nanna', paperRoom(zone))
  await eventually(() => expect(nanna.text).toContain('efter lukningen'))
  expect(nanna.text).toContain(SECRETS.minutes)
  expect(back.refusals).toEqual([])
})

test('Z14 of what was closed in the backup too, the readers are those that were said last', async () => {
  await close(await start(), { roles: ['chair', 'member'], except: [] })
  await stop()
  file = path.join(folder.dataDir, 'later.tar')
  await backUp(folder.dataDir, file)
  await close(await start(), CHAIRS)
  await stop()
  expect(await restored()).toMatchObject({ closed: 0 })
  expect(await closedItems((await start()).server.db, folder.meeting)).toMatchObject([{ readers: CHAIRS }])
})

test('Z14 where it cannot be read what was closed nothing is restored, unless it may be open', async () => {
  await close(await start())
  await stop()
  await writeFile(path.join(folder.dataDir, 'samreferat.db'), 'no database at all'.repeat(1000))
  await expect(restored()).rejects.toThrow(/^What was closed after the backup cannot be read in /)
  expect(await restored({ withoutClosings: true })).toMatchObject({ closed: 0 })
  expect((await heldIn(folder.dataDir, folder.meeting)).open).toContain(SECRETS.case)
})

test('Z14 a restore that was interrupted and is run again closes it too', async () => {
  await close(await start())
  await stop()
  const aside = path.join(folder.dataDir, 'before-restore-2026-04-01T090000')
  await mkdir(path.join(folder.dataDir, 'restoring'))
  await mkdir(aside)
  for (const name of ['samreferat.db', 'ledger.db', 'secret'])
    await rename(path.join(folder.dataDir, name), path.join(aside, name))
  expect(await restored()).toMatchObject({ closed: 1, aside: null })
  expect((await heldIn(folder.dataDir, folder.meeting)).open).toEqual([])
})

test('L18 an older ledger that was put in the place of a newer one opens nothing that was closed since', async () => {
  const ledger = path.join(folder.dataDir, 'ledger.db')
  const older = path.join(folder.dataDir, 'older.db')
  await copyFile(ledger, older)
  const before = await start()
  const zone = async ({ server: { db } }: TestServer) => (await closedItems(db, folder.meeting))[0]?.zone
  await close(before)
  const known = await zone(before)
  await stop()
  await copyFile(older, ledger)
  const again = await start()
  expect(await zone(again)).toBe(known)
  const bent = new Spy(`${again.wsUrl}/${paperRoom(folder.meeting)}`, folder.as('bent'))
  await eventually(() => expect(bent.isAnswered).toBe(true))
  expect(secretsIn(bent.bytes)).toEqual([])
  bent.close()
  await stop()
  const { open, closed } = await heldIn(folder.dataDir, folder.meeting)
  expect([open, closed.includes(SECRETS.case)]).toEqual([[], true])
})

test('H30 Z14 a link that was used after a backup is not good again, and where nothing knows what was closed since, it is said', async () => {
  const before = await start()
  const { accounts } = before.server
  const user = await accounts.create('tove@fjordland.example', 'Tove')
  const link = await accounts.link({ user, forum: null, next: '/', shownTo: null, life: 1e9 })
  await stop()
  const later = path.join(folder.dataDir, 'later.tar')
  await backUp(folder.dataDir, later)
  const used = await start()
  await spendLink(used.url, link)
  await stop()
  const { mayBeOpen } = await restore(folder.dataDir, later, { replace: true, now: Date.now() })
  expect(mayBeOpen).toBe(false)
  const again = await start()
  const token = link.split('#')[1]
  expect((await again.call('POST', '/api/sign-in', { body: { token } })).body.error?.id).toBe('linkOld')
  const elsewhere = path.join(folder.dataDir, 'elsewhere')
  expect(await restore(elsewhere, later, { replace: false, now: NOW })).toMatchObject({ mayBeOpen: true })
  await stop()
  expect(await restored({ withoutClosings: true })).toMatchObject({ mayBeOpen: true })
})

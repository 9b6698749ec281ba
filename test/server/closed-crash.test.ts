import { randomUUID } from 'node:crypto'
import { afterEach, expect, test } from 'vitest'
import { CLOSE, marginRoom, paperRoom } from '../../schema/protocol.ts'
import {
  CHAIRS,
  heldIn,
  ITEM,
  preparedFolder,
  SECRETS,
  secretsIn,
  Spy,
  type PreparedFolder,
} from './closed-meeting.ts'
import { eventually } from './eventually.ts'
import { call, spawnServer, type SpawnedServer } from './harness.ts'

const ends: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

async function prepared(): Promise<PreparedFolder> {
  const folder = await preparedFolder()
  ends.push(() => folder.remove())
  return folder
}

async function spawned(dataDir: string): Promise<SpawnedServer> {
  const server = await spawnServer({ dataDir })
  ends.push(() => server.kill())
  return server
}

const MOMENTS = ['as soon as it is asked', 'when the room is taken', 'when it is answered'] as const

test.each(MOMENTS)('Z2 killed %s, a server has the item in one zone or in the other', async (moment) => {
  const { dataDir, meeting, as } = await prepared()
  const server = await spawned(dataDir)
  const spy = new Spy(`${server.wsUrl}/${paperRoom(meeting)}`, as('mads'))
  await eventually(() => expect(spy.isAnswered).toBe(true))
  const body = { reason: 'Personsag', publicWording: null, readers: CHAIRS }
  const address = `/api/meetings/${meeting}/items/${ITEM}/close`
  const answered = call(server.url, 'POST', address, { headers: as('nanna'), body }).catch(() => null)
  if (moment === 'when the room is taken')
    await eventually(() => expect(spy.closedWith).toBe(CLOSE.replaced.code))
  if (moment === 'when it is answered') await answered
  await server.kill()
  // A start mends what the end has left between the two databases.
  const again = await spawned(dataDir)
  await again.stop()
  const { zones, open, closed } = await heldIn(dataDir, meeting)
  const isClosed = zones.length > 0
  if (moment === 'when it is answered') expect(isClosed).toBe(true)
  expect(isClosed ? open : closed).toEqual([])
  expect(isClosed ? closed : open).toEqual(expect.arrayContaining([SECRETS.case, SECRETS.thread]))
})

test('Z8 a server writes no byte of a closed item into its log, whatever is tried', async () => {
  const { dataDir, meeting, as } = await prepared()
  const server = await spawned(dataDir)
  const body = { reason: 'Personsag', publicWording: null, readers: CHAIRS }
  const address = `/api/meetings/${meeting}/items/${ITEM}/close`
  expect((await call(server.url, 'POST', address, { headers: as('nanna'), body })).status).toBe(204)
  for (const room of [
    paperRoom(meeting),
    marginRoom(meeting),
    paperRoom(`${meeting}.${randomUUID().slice(0, 8)}`),
  ]) {
    const spy = new Spy(`${server.wsUrl}/${room}`, as('mads'))
    await eventually(() => expect(spy.isAnswered).toBe(true))
    expect(secretsIn(spy.bytes)).toEqual([])
    spy.close()
  }
  await server.stop()
  expect(secretsIn(Buffer.from(server.output()))).toEqual([])
})

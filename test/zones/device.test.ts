import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import type { Overview } from '../../schema/api.ts'
import { reply } from '../../schema/margin.ts'
import { fragment, type SectionKey } from '../../schema/paper.ts'
import { marginRoom, paperRoom } from '../../schema/protocol.ts'
import { Writing } from '../../client/margin/writing.svelte.ts'
import { rescueOfAside } from '../../client/sync/rescue.ts'
import { NO_SEALS } from '../../schema/zones.ts'
import type { SqliteLedger } from '../../server/store/sqlite-ledger.ts'
import { encodeExtent, extentOf } from '../../server/sync/extent.ts'
import { CHAIRS, ClosedWorld, EVERYBODY, ITEM, OTHER, SECRETS, secretsIn } from '../server/closed-meeting.ts'
import { eventually } from '../server/eventually.ts'
import type { Tab } from '../sync/world.ts'
import { Device, onServer, parted } from './device.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 })

let world: ClosedWorld
const devices: Device[] = []

beforeAll(async () => {
  world = await ClosedWorld.start()
})
beforeEach(async () => {
  await world.begin()
})
afterEach(async () => {
  for (const device of devices.splice(0)) await device.shut()
  world.leave()
})
afterAll(() => world.remove())

function device(name: string): Device {
  const made = new Device(world, name)
  devices.push(made)
  return made
}

/** A window of theirs, offline, in which a sentence was sent and the next was not. */
async function withUnsent(device: Device): Promise<Tab> {
  const tab = await device.entered()
  tab.write('Det her er sendt.', `${ITEM}/minutes`)
  await onServer(tab.room)
  device.browser.setOnline(false)
  lastText(tab.room.doc, `${ITEM}/minutes`).insert('Det her er sendt.'.length, ' Det her er ikke.')
  await eventually(() => expect(tab.room.isSaved).toBe(true))
  return tab
}

async function ledgerText(room: string, key: SectionKey): Promise<string> {
  const doc = new Y.Doc()
  for (const update of await world.server.server.rooms.updates(room)) Y.applyUpdate(doc, update)
  return fragment(doc, key).toString()
}

const RECUSED = (): object => ({ ...CHAIRS, except: [world.users.rasmus] })

test('Z6 a device that held the item and was away when it was closed has no byte of it after its next contact', async () => {
  const mads = device('mads')
  const before = await mads.entered()
  const margin = mads.margin(before)
  await eventually(() => expect(margin.doc.getMap('rulings').size).toBe(1))
  await margin.flush()
  await margin.destroy()
  await mads.shut()
  const held = secretsIn(await mads.disk())
  expect([SECRETS.case, SECRETS.quote, SECRETS.thread].filter((word) => !held.includes(word))).toEqual([])
  await world.close('nanna')
  const tab = mads.enter()
  const late = mads.margin(tab)
  await parted(tab.room)
  await eventually(() => expect(late.facts()?.replaced).toBe(true))
  await late.flush()
  await late.destroy()
  await mads.shut()
  expect(secretsIn(await mads.disk())).toEqual([])
  const again = await mads.entered()
  expect(JSON.stringify(again.room.doc.toJSON())).not.toMatch(/zq/)
  expect(again.room.seals.sealed).toMatchObject([{ item: ITEM, zone: null }])
  expect(fragment(again.room.doc, `${OTHER}/title`).toString()).toContain('Budget')
  await mads.shut()
  expect(secretsIn(await mads.disk())).toEqual([])
})

test('Z6 a device that sees the overview alone is parted too', async () => {
  const mads = device('mads')
  const before = await mads.entered()
  const margin = mads.margin(before)
  await eventually(() => expect(margin.doc.getMap('rulings').size).toBe(1))
  await margin.flush()
  await margin.destroy()
  await mads.shut()
  await world.close('nanna')
  const told = (await world.as('mads', 'GET', '/api/overview')).body as unknown as Overview
  const meeting = told.meetings.find(({ id }) => id === world.meeting)
  expect(meeting?.closed).toEqual([ITEM])
  await mads.sweep(meeting ? [meeting] : [])
  expect(secretsIn(await mads.disk())).toEqual([])
})

test('Z6 a window that is open when the item is closed goes on with what is left', async () => {
  const mads = device('mads')
  const tab = await mads.entered()
  await world.close('nanna')
  await parted(tab.room)
  expect(tab.room.freshlyClosed).toMatchObject([{ item: ITEM, zone: null }])
  await mads.shut()
  expect(secretsIn(await mads.disk())).toEqual([])
  const again = await mads.entered()
  expect(fragment(again.room.doc, `${OTHER}/title`).toString()).toContain('Budget')
})

test('Z7 what a secretary wrote without a network goes to where each item is', async () => {
  const rasmus = device('rasmus')
  const tab = await rasmus.entered()
  rasmus.browser.setOnline(false)
  tab.write('zqcarried', `${ITEM}/minutes`)
  tab.write('Mere om budget.', `${OTHER}/minutes`)
  await eventually(() => expect(tab.room.isSaved).toBe(true))
  await rasmus.shut()
  await world.close('nanna')
  rasmus.browser.setOnline(true)
  await parted(rasmus.enter().room)
  await rasmus.shut()
  const again = rasmus.enter()
  // What was parted into the item's own room waits there until that is open.
  await eventually(() => expect(again.room.status).toEqual({ kind: 'sending', waiting: 1 }))
  const zone = again.room.seals.sealed[0]?.zone ?? ''
  expect(await ledgerText(paperRoom(world.meeting), `${OTHER}/minutes`)).toContain('Mere om budget.')
  const own = await rasmus.entered(zone)
  expect(await ledgerText(paperRoom(zone), `${ITEM}/minutes`)).toMatch(/zqminutes.*zqcarried/)
  expect(own.room.status).toEqual({ kind: 'server' })
  expect(Buffer.from(await world.stored(paperRoom(world.meeting))).includes('zqcarried')).toBe(false)
  expect((await again.local.store.asides()).length).toBe(0)
})

test('Z7 of who is recused the own unsent words are kept for them alone, and nobody else’s', async () => {
  const rasmus = device('rasmus')
  const tab = await rasmus.entered()
  rasmus.browser.setOnline(false)
  tab.write('mit eget', `${ITEM}/minutes`)
  tab.write('Mere om budget.', `${OTHER}/minutes`)
  await eventually(() => expect(tab.room.isSaved).toBe(true))
  await rasmus.shut()
  await world.close('nanna', RECUSED())
  rasmus.browser.setOnline(true)
  await parted(rasmus.enter().room)
  await rasmus.shut()
  expect(secretsIn(await rasmus.disk())).toEqual([])
  const again = await rasmus.entered()
  expect(await ledgerText(paperRoom(world.meeting), `${OTHER}/minutes`)).toContain('Mere om budget.')
  const [aside] = await again.local.store.asides()
  expect(aside).toMatchObject({ reason: 'closedItem' })
  const text = aside && JSON.stringify(new Y.Doc().toJSON()) + Buffer.from(aside.state).toString('latin1')
  expect(text).toContain('mit eget')
  expect(aside && rescueOfAside(aside, 0)).toMatchObject({ format: 'samreferat/1' })
})

test('Z7 a remark on a closed item that waited is sent where the item is, by those who may read it', async () => {
  const [karen, mads] = [device('karen'), device('mads')]
  const rooms = await Promise.all(
    [karen, mads].map(async (each) => {
      const tab = await each.entered()
      const margin = each.margin(tab)
      await eventually(() => expect(margin.doc.getMap('rulings').size).toBe(1))
      each.browser.setOnline(false)
      margin.write('late', () =>
        reply(margin.doc, `re-${each.user.slice(0, 8)}`, {
          author: each.user,
          at: 1,
          thread: 'th-1',
          text: 'Fra toget.',
          mentions: [],
        }),
      )
      await margin.flush()
      await margin.destroy()
      await each.shut()
      return each
    }),
  )
  await world.close('nanna')
  for (const each of rooms) {
    each.browser.setOnline(true)
    const tab = each.enter()
    const margin = each.margin(tab)
    await parted(tab.room)
    await eventually(() => expect(margin.facts()?.replaced).toBe(true))
    await margin.flush()
    await margin.destroy()
    await each.shut()
  }
  const zone = await world.zone()
  const tab = karen.enter(zone)
  const margin = karen.margin(tab, zone)
  await eventually(() => expect(margin.status).toEqual({ kind: 'server' }))
  await margin.destroy()
  const stored = await world.stored(marginRoom(zone))
  expect(stored.toString('latin1').match(/Fra toget/g)).toHaveLength(1)
  const later = mads.enter()
  const rest = mads.margin(later)
  later.room.joinedBy(rest)
  await eventually(() => expect(rest.status).toEqual({ kind: 'server' }))
  later.room.besideChanged()
  await onServer(later.room)
  await rest.destroy()
  expect(await later.local.store.asides()).toMatchObject([
    { reason: 'closedItem', room: marginRoom(world.meeting) },
  ])
})

test('Z7 what was said of an item that is closed already is left alone when another is closed', async () => {
  await world.close('nanna')
  const zone = await world.zone()
  const nanna = device('nanna')
  const [open, own] = [await nanna.entered(), await nanna.entered(zone)]
  const [margin, talks] = [nanna.margin(open), nanna.margin(own, zone)]
  await eventually(() => expect(talks.doc.getMap('threads').size).toBe(2))
  await eventually(() => expect(margin.doc.getMap('threads').size).toBe(1))
  const closing = { reason: 'Personsag', publicWording: null, readers: { roles: [], except: [] } }
  const address = `/api/meetings/${world.meeting}/items/${OTHER}/close`
  expect((await world.as('nanna', 'POST', address, closing)).status).toBe(204)
  await eventually(() => expect(margin.facts()?.replaced).toBe(true))
  await margin.flush()
  await talks.flush()
  await margin.destroy()
  await talks.destroy()
  await nanna.shut()
  const again = nanna.margin(await nanna.entered(zone), zone)
  await eventually(() => expect(again.status).toEqual({ kind: 'server' }))
  expect([...again.doc.getMap('replies').keys()]).toEqual(['re-1'])
  expect([...again.doc.getMap('threads').keys()]).toEqual(['th-1', 'th-2'])
  await again.destroy()
  expect(await (await nanna.entered()).local.store.asides()).toEqual([])
})

/** A chair who may read the closed item, and has it on the device. */
async function withZone(): Promise<{ karen: Device; zone: string }> {
  await world.close('nanna')
  const zone = await world.zone()
  const karen = device('karen')
  const tab = await karen.entered()
  const margin = karen.margin(tab)
  const own = await karen.entered(zone)
  const talks = karen.margin(own, zone)
  await eventually(() => expect([margin.loaded, talks.doc.getMap('threads').size]).toEqual(['ready', 2]))
  await talks.flush()
  await margin.destroy()
  await talks.destroy()
  await karen.shut()
  expect(secretsIn(await karen.disk())).toContain(SECRETS.case)
  return { karen, zone }
}

test('Z6 who is not let in any more has no byte of the item after the next contact', async () => {
  const { karen } = await withZone()
  expect((await world.close('nanna', { roles: ['member'], except: [] })).status).toBe(204)
  const tab = await karen.entered()
  const margin = karen.margin(tab)
  await eventually(() => expect(margin.status).toEqual({ kind: 'server' }))
  await margin.destroy()
  await karen.shut()
  expect(secretsIn(await karen.disk())).toEqual([])
})

test('Z6 who was let in and is not any more, before they entered its room, has no byte of it either', async () => {
  const karen = device('karen')
  const tab = await karen.entered()
  const margin = karen.margin(tab)
  await eventually(() => expect(margin.doc.getMap('rulings').size).toBe(1))
  await world.close('nanna')
  await parted(tab.room)
  await eventually(() => expect(margin.facts()?.replaced).toBe(true))
  await margin.flush()
  await margin.destroy()
  await karen.shut()
  const others = { roles: ['member'], except: [] }
  expect((await world.close('nanna', others, { before: CHAIRS })).status).toBe(204)
  const again = await karen.entered()
  const after = karen.margin(again)
  await eventually(() => expect(after.status).toEqual({ kind: 'server' }))
  await after.destroy()
  expect(await again.local.store.asides()).toEqual([])
  await karen.shut()
  expect(secretsIn(await karen.disk())).toEqual([])
})

test('Z7 an item that is open again is in the meeting, and words that waited for its room are put in there', async () => {
  const { karen, zone } = await withZone()
  const rasmus = device('rasmus')
  const own = await rasmus.entered(zone)
  rasmus.browser.setOnline(false)
  own.write('for sent', `${ITEM}/minutes`)
  await eventually(() => expect(own.room.isSaved).toBe(true))
  await rasmus.shut()
  expect((await world.open('nanna')).status).toBe(204)
  const tab = await karen.entered()
  expect(fragment(tab.room.doc, `${ITEM}/case`).toString()).toContain(SECRETS.case)
  expect(tab.room.seals.sealed).toEqual([])
  rasmus.browser.setOnline(true)
  const back = await rasmus.entered()
  await back.room.flush()
  const rooms = (await back.local.store.rooms()).map(({ room }) => room)
  expect(rooms).toEqual([paperRoom(world.meeting)])
  const minutes = (): string => fragment(back.room.doc, `${ITEM}/minutes`).toString()
  await eventually(() => expect(minutes()).toContain('<paragraph>for sent</paragraph>'))
  expect(back.room.offers).toEqual([])
})

test.each([
  { what: 'are put in there when it is open again', readers: null },
  { what: 'are kept apart when it is not theirs to read any more', readers: () => RECUSED() },
])(
  'Z7 words that went along into a closed item’s room and were not sent there $what',
  async ({ readers }) => {
    const rasmus = device('rasmus')
    const tab = await withUnsent(rasmus)
    await world.close('nanna')
    rasmus.browser.setOnline(true)
    await parted(tab.room)
    await rasmus.shut()
    const gone = readers === null ? world.open('nanna') : world.close('nanna', readers(), { before: CHAIRS })
    expect((await gone).status).toBe(204)
    const back = await rasmus.entered()
    await back.room.flush()
    const rooms = (await back.local.store.rooms()).map(({ room }) => room)
    expect(rooms).toEqual([paperRoom(world.meeting)])
    if (readers === null) {
      const minutes = (): string => fragment(back.room.doc, `${ITEM}/minutes`).toString()
      await eventually(() => expect(minutes()).toContain('<paragraph>Det her er sendt. Det her er ikke.<'))
      expect(back.room.offers).toEqual([])
    } else {
      const asides = (await back.local.store.asides()).map((aside) => JSON.stringify(rescueOfAside(aside, 0)))
      expect(asides).toHaveLength(1)
      expect(asides[0]).toContain('" Det her er ikke."')
    }
  },
)

test('Z7 words that went along into a closed item’s room that was open are not taken for sent', async () => {
  const rasmus = device('rasmus')
  await withUnsent(rasmus)
  await rasmus.shut()
  await world.close('nanna')
  rasmus.browser.setOnline(true)
  const inner = await rasmus.entered(await world.zone())
  await parted(rasmus.enter().room)
  // The window that had the room open knows nothing of them, and notes what waits there.
  inner.write('Skrevet der.', `${ITEM}/minutes`)
  await onServer(inner.room)
  await rasmus.shut()
  expect((await world.open('nanna')).status).toBe(204)
  const back = await rasmus.entered()
  const minutes = (): string => fragment(back.room.doc, `${ITEM}/minutes`).toString()
  await eventually(() => expect(minutes()).toContain('<paragraph>Det her er sendt. Det her er ikke.<'))
  expect(back.room.offers).toEqual([])
})

test('Z7 what is typed in a closed item in another window while it is opened is in the meeting, where it was typed', async () => {
  const { zone } = await withZone()
  const rasmus = device('rasmus')
  const outer = await rasmus.entered()
  const inner = await rasmus.entered(zone)
  inner.write('Det her er sendt, og', `${ITEM}/minutes`)
  await onServer(inner.room)
  rasmus.browser.setOnline(false)
  lastText(inner.room.doc, `${ITEM}/minutes`).insert(
    'Det her er sendt, og'.length,
    ' det her er ikke sendt endnu.',
  )
  expect((await world.open('nanna')).status).toBe(204)
  const asked = vi.spyOn(rasmus.browser.locks, 'query')
  rasmus.browser.setOnline(true)
  outer.room.retry()
  await eventually(() => expect(asked).toHaveBeenCalled())
  expect(outer.room.seals.sealed).toEqual([])
  await inner.close()
  const minutes = (): string => fragment(outer.room.doc, `${ITEM}/minutes`).toString()
  await eventually(() => expect(minutes()).toContain('Det her er sendt, og det her er ikke sendt endnu.'))
  await eventually(() => expect(outer.room.status).toEqual({ kind: 'server' }))
  expect(outer.room.offers).toEqual([])
  const rooms = async (): Promise<string[]> => (await outer.local.store.rooms()).map(({ room }) => room)
  await vi.waitFor(async () => expect(await rooms()).not.toContain(paperRoom(zone)))
})

test('Z7 a remark that was being written beside a closed item comes when the item is open again', async () => {
  const { zone } = await withZone()
  const rasmus = device('rasmus')
  const outer = await rasmus.entered()
  const inner = rasmus.enter(zone)
  await onServer(inner.room)
  const [margin, zoneMargin] = [rasmus.margin(outer), rasmus.margin(inner, zone)]
  for (const each of [margin, zoneMargin])
    await eventually(() => expect(each.status).toEqual({ kind: 'server' }))
  const { store } = outer.local
  const parts = { store, locks: null, newId: () => crypto.randomUUID() }
  const [own, theirs] = [
    new Writing({ ...parts, meeting: world.meeting }),
    new Writing({ ...parts, store: inner.local.store, meeting: zone }),
  ]
  await own.restore(() => undefined)
  theirs.begin({ kind: 'item', item: ITEM }, null)
  theirs.write('Et udkast, der ikke er sendt.')
  await eventually(async () => expect(await store.kept(`writing:${zone}`)).not.toBeNull())
  expect((await world.open('nanna')).status).toBe(204)
  await eventually(() => expect(own.remark?.text).toBe('Et udkast, der ikke er sendt.'))
  expect(own.remark?.target).toEqual({ kind: 'item', item: ITEM })
  await eventually(async () => expect(await store.kept(`writing:${zone}`)).toBeNull())
  for (const each of [margin, zoneMargin]) await each.destroy()
})

test('O12 of an item that is open again nothing counts as changed by others', async () => {
  await world.close('nanna')
  const rasmus = device('rasmus')
  const tab = await rasmus.entered()
  rasmus.browser.setOnline(false)
  tab.write('Mere om budget.', `${OTHER}/minutes`)
  await eventually(() => expect(tab.room.isSaved).toBe(true))
  expect((await world.open('nanna')).status).toBe(204)
  rasmus.browser.setOnline(true)
  await eventually(() => expect(tab.room.merge).not.toBeNull())
  expect(fragment(tab.room.doc, `${ITEM}/case`).toString()).toContain(SECRETS.case)
  expect(tab.room.merge).toMatchObject({ sent: 1, received: 0, sectionsThere: [], entriesThere: [] })
})

test.each([
  { when: 'as it is', closed: false, reads: true },
  { when: 'when something else was closed there since', closed: true, reads: true },
  { when: 'when that is not for them to read', closed: true, reads: false },
])(
  'Z11 a server restored from before the closing keeps its text, whoever comes from after it: $when',
  async ({ closed, reads }) => {
    const room = paperRoom(world.meeting)
    const before = Y.mergeUpdates(await world.server.server.rooms.updates(room))
    const rasmus = device('rasmus')
    await rasmus.entered()
    await rasmus.shut()
    await world.close('nanna')
    await parted(rasmus.enter().room)
    await rasmus.shut()
    const tab = await rasmus.entered()
    expect(tab.room.seals.generation).toBeGreaterThan(0)
    rasmus.browser.setOnline(false)
    tab.write('Skrevet efter.', `${OTHER}/minutes`)
    await eventually(() => expect(tab.room.isSaved).toBe(true))
    await rasmus.shut()
    world.leave()
    await restored(room, before)
    if (closed) {
      const readers = { ...EVERYBODY, except: reads ? [] : [world.users.rasmus] }
      const body = { reason: 'Personsag', publicWording: null, readers }
      const address = `/api/meetings/${world.meeting}/items/${OTHER}/close`
      expect((await world.as('nanna', 'POST', address, body)).status).toBe(204)
    }
    rasmus.browser.setOnline(true)
    await parted(rasmus.enter().room)
    await rasmus.shut()
    const again = await rasmus.entered()
    expect(fragment(again.room.doc, `${ITEM}/case`).toString()).toContain(SECRETS.case)
    expect(await ledgerText(room, `${ITEM}/case`)).toContain(SECRETS.case)
    const asides = await again.local.store.asides()
    const apart = JSON.stringify(asides.map((aside) => rescueOfAside(aside, 0).items))
    expect(apart).toContain('Skrevet efter.')
    expect(apart.includes('Tallene.')).toBe(reads)
  },
)

/** Puts a room back to where it was, as a backup does. */
async function restored(room: string, state: Uint8Array): Promise<void> {
  const { ledger, rooms } = world.server.server
  await (ledger as SqliteLedger).markRestored(Date.now())
  await rooms.remake([room], async () => {
    const { seq } = await ledger.load(room)
    const made = {
      room,
      after: seq,
      state,
      extent: encodeExtent(extentOf(state)),
      author: 'server',
      client: 1,
      at: 1,
    }
    await ledger.remake([{ ...made, clients: new Map(), seals: NO_SEALS }], [])
  })
}

function lastText(doc: Y.Doc, key: SectionKey): Y.XmlText {
  const last = doc.getXmlFragment(key).toArray().at(-1)
  const text = last instanceof Y.XmlElement ? last.get(0) : null
  if (!(text instanceof Y.XmlText)) throw new RangeError(`${key} has no text`)
  return text
}

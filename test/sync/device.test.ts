import { fromBase64 } from 'lib0/buffer'
import { describe, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import type { Beside } from '../../client/sync/beside.ts'
import { UserCache } from '../../client/sync/cache.ts'
import { Device } from '../../client/sync/device.svelte.ts'
import { createMeetingCommand, Outbox } from '../../client/sync/outbox.ts'
import { freeSpace } from '../../client/sync/free-space.ts'
import { clientsName } from '../../client/sync/kept-names.ts'
import { askToPersist, lookAtStorage } from '../../client/sync/storage.ts'
import { storeName, UserStore } from '../../client/sync/store.ts'
import { unsentBeside } from '../../client/sync/unsent.ts'
import type { Me, NewMeeting, Overview } from '../../schema/api.ts'
import { SCHEMA_VERSION } from '../../schema/nodes.ts'
import { items, setHeader } from '../../schema/paper.ts'
import { marginRoom, paperRoom } from '../../schema/protocol.ts'
import { writeSection } from '../../schema/sections.ts'
import { p } from '../schema/builders.ts'
import { ROOM, ZONE } from '../server/sync-server.ts'
import { QUICK, sceneOfEachTest, textOf, type Tab } from './world.ts'

const FACTS: NewMeeting = {
  forum: 'forum-01',
  subject: 'Temadag',
  number: 4,
  date: '2026-03-26',
  start: null,
  end: null,
  place: null,
}

const scene = sceneOfEachTest()

function deviceOf(user = 'anna'): Device {
  return scene.closing(new Device(user, scene.browser.platform(), QUICK))
}

const open = (user = 'anna'): Tab => scene.open({}, {}, user)

const write = (paper: Y.Doc): void => {
  setHeader(paper, { subject: 'Temadag' })
  items.fill(paper, [{ id: 'item-0001', fields: {} }])
}

describe('O13 a meeting made without a server', () => {
  test('O13 can be opened and written in at once, and its room is connected after the command was sent', async () => {
    scene.browser.setOnline(false)
    const device = deviceOf()
    await device.createMeeting(ZONE, FACTS, write)
    const tab = open()
    await tab.room.whenReady
    expect(items.list(tab.room.doc)).toHaveLength(1)
    tab.write('Første linje')
    tab.room.connect()
    await vi.waitFor(() =>
      expect(tab.room.status).toMatchObject({ kind: 'local', why: 'offline', waiting: 2 }),
    )
    expect(scene.browser.requests).toEqual([])
    scene.browser.setOnline(true)
    await vi.waitFor(() => expect(tab.room.status).toEqual({ kind: 'server' }))
    expect(scene.browser.requests).toEqual([{ path: `/api/meetings/${ZONE}`, body: FACTS, connections: 0 }])
    expect(textOf(scene.server.doc)).toBe('Første linje')
    await device.refresh()
    expect(device.commands).toEqual([])
  })

  test('O13 the text and the command are kept both or neither', async () => {
    const device = deviceOf()
    const bad = { ...FACTS, subject: (() => undefined) as unknown as string }
    await expect(device.createMeeting(ZONE, bad, write)).rejects.toThrow()
    await device.refresh()
    expect([device.meetings, device.commands]).toEqual([[], []])
  })

  test('O13 commands are sent in the order they were made, again after a failure, and never twice when done', async () => {
    scene.browser.setOnline(false)
    const device = deviceOf()
    const second = ZONE.replace('0b9f', '1b9f')
    await device.createMeeting(ZONE, FACTS, write)
    await device.createMeeting(second, FACTS, write)
    expect(await device.local.outbox.flush()).toBe('unreachable')
    scene.browser.setOnline(true)
    scene.browser.answers = [503, 503, 200, 200]
    expect(await device.local.outbox.flush()).toBe('unreachable')
    expect(await device.local.outbox.flush()).toBe('sent')
    expect(await device.local.outbox.flush()).toBe('sent')
    expect(scene.browser.requests.map(({ path }) => path)).toEqual(
      [ZONE, second, ZONE, second].map((id) => `/api/meetings/${id}`),
    )
  })

  test('O13 a command the server refuses is kept with what it said, and holds nobody up', async () => {
    const device = deviceOf()
    scene.browser.answers = [403, 200]
    await device.createMeeting(ZONE, FACTS, write)
    await device.createMeeting(ZONE.replace('0b9f', '1b9f'), FACTS, write)
    expect(await device.local.outbox.flush()).toBe('sent')
    await device.refresh()
    expect(device.commands).toMatchObject([{ meeting: ZONE, refused: { id: 'no', message: 'Nej' } }])
  })

  test('O13 a command that is given up while it is being refused is not there again', async () => {
    const { store } = deviceOf().local
    await store.addMeeting(ROOM, new Uint8Array([0, 0]), createMeetingCommand(ZONE, FACTS))
    const fetch = async (): Promise<Response> => {
      for (const { key } of await store.commands()) await store.removeCommand(key)
      return new Response('{}', { status: 403 })
    }
    await new Outbox(store, { fetch }, async () => 'go').flush()
    expect(await store.commands()).toEqual([])
  })

  test('O13 a command that the server cannot take now holds up its own meeting alone', async () => {
    const device = deviceOf()
    const second = ZONE.replace('0b9f', '1b9f')
    scene.browser.answers = [503, 200, 503, 503]
    await device.createMeeting(second, FACTS, write)
    await device.createMeeting(ZONE, FACTS, write)
    expect(await device.local.outbox.flush()).toBe('unreachable')
    expect(await device.local.admitted(ROOM)).toBe('go')
    expect(await device.local.admitted(`paper:${second}`)).toBe('wait')
    expect(scene.browser.requests.map(({ path }) => path.slice(-ZONE.length))).toEqual([
      second,
      ZONE,
      second,
      second,
    ])
  })

  test('O13 a refused command is sent again with what waits, and not for every room that is connected', async () => {
    const device = deviceOf()
    scene.browser.answers = [403, 403, 200]
    await device.createMeeting(ZONE, FACTS, write)
    await device.local.outbox.flush()
    expect(await device.local.admitted(ROOM)).toBe('go')
    expect(scene.browser.requests).toHaveLength(1)
    await device.local.outbox.flush(true)
    await device.local.outbox.flush(true)
    expect([scene.browser.requests.length, await device.local.outbox.list()]).toEqual([3, []])
  })

  test('O13 a meeting that the server would not make is given up with its text, and then nothing waits', async () => {
    const device = deviceOf()
    scene.browser.answers = [403]
    await device.createMeeting(ZONE, FACTS, write)
    await device.local.outbox.flush()
    await device.refresh()
    for (const command of device.commands) await device.giveUp(command)
    expect([device.commands, device.meetings, device.waiting]).toEqual([[], [], 0])
    expect(scene.browser.requests).toHaveLength(1)
  })

  test('O13 what waits in meetings that are not open is sent without opening them', async () => {
    scene.browser.setOnline(false)
    const device = deviceOf()
    await device.createMeeting(ZONE, FACTS, write)
    await device.refresh()
    expect(device.waiting).toBe(1)
    expect(await device.send()).toEqual({ sent: [], left: [{ meeting: ZONE, why: 'offline' }] })
    scene.browser.setOnline(true)
    expect(await device.send()).toEqual({ sent: [ZONE], left: [] })
    expect(items.list(scene.server.doc)).toHaveLength(1)
    expect(device.waiting).toBe(0)
  })
})

test('O21 a server that takes text and says nothing is waited for no longer than its time, however slow the device', async () => {
  let now = 0
  scene.browser.now = () => now
  scene.server.automatic = false
  scene.browser.setOnline(false)
  const device = scene.closing(new Device('anna', scene.browser.platform(), { ...QUICK, silent: 1 }))
  await device.createMeeting(ZONE, FACTS, write)
  scene.browser.setOnline(true)
  const delivery = device.send()
  await vi.waitFor(() => expect(scene.server.connections).toHaveLength(1))
  now = 1_000
  expect(await delivery).toEqual({ sent: [], left: [{ meeting: ZONE, why: 'silent' }] })
})

describe('O5 a page has one journal', () => {
  test('O5 a meeting that is open on the device’s journal sends its own text, and nobody else does', async () => {
    const device = deviceOf()
    const tab = scene.open({ local: device.local })
    await vi.waitFor(() => expect(device.local.journal.isOpen(ROOM)).toBe(true))
    tab.write('venter')
    await tab.room.flush()
    expect(await device.send()).toEqual({ sent: [], left: [] })
    expect(tab.room.details.tabs).toEqual({ others: 0, writer: 'this' })
    tab.room.connect()
    await vi.waitFor(() => expect(tab.room.status).toEqual({ kind: 'server' }))
  })
})

describe('O6 two users on one computer', () => {
  test('O6 after another login nothing is sent, and nothing of the one is shown to the other', async () => {
    const anna = open()
    await vi.waitFor(() => expect(anna.room.loaded).toBe('loading'))
    anna.write('Annas tekst')
    await anna.room.flush()
    scene.browser.signedIn = 'bo'
    anna.room.connect()
    await vi.waitFor(() =>
      expect(anna.room.status).toMatchObject({ kind: 'local', why: 'signIn', waiting: 1 }),
    )
    const device = deviceOf('anna')
    await device.createMeeting(ZONE.replace('0b9f', '1b9f'), FACTS, write)
    expect(await device.local.outbox.flush()).toBe('signIn')
    expect([scene.server.connections, scene.browser.requests]).toEqual([[], []])
    const bo = open('bo')
    bo.room.connect()
    await vi.waitFor(() => expect(bo.room.status).toEqual({ kind: 'server' }))
    expect(bo.text).toBe('')
    const bosDesk = deviceOf('bo')
    await bosDesk.refresh()
    expect(bosDesk.waiting).toBe(0)
  })
})

describe('O14 a start without the server', () => {
  const me = (id: string): Me => ({
    user: { id, name: id, email: '', unconfirmed: false, operator: false },
    mail: false,
  })
  const overview = (at: string): Overview => ({ forums: [], meetings: [], tasks: [], mentions: [], at })
  const shared = (): Map<string, string> & Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> => {
    const map = new Map<string, string>()
    return Object.assign(map, {
      getItem: (key: string) => map.get(key) ?? null,
      setItem: (key: string, value: string) => void map.set(key, value),
      removeItem: (key: string) => void map.delete(key),
    })
  }

  test('O14 shows the last user and their last overview, never another’s', async () => {
    const cache = new UserCache(scene.browser.platform(), shared())
    expect(await cache.me()).toBeNull()
    await cache.keep(me('anna'), overview('1'))
    await cache.keep(me('bo'), overview('2'))
    expect(await cache.me()).toEqual(me('bo'))
    expect(await cache.overview('anna')).toEqual(overview('1'))
    cache.leave()
    expect(await cache.me()).toBeNull()
    expect(await cache.overview('anna')).toEqual(overview('1'))
  })

  test('O14 reading for somebody unknown makes no store, and erasing leaves none', async () => {
    const cache = new UserCache(scene.browser.platform(), shared())
    expect(await cache.overview('carla')).toBeNull()
    await cache.keep(me('anna'), overview('1'))
    await cache.erase('anna')
    expect(await cache.me()).toBeNull()
    expect(await scene.browser.disk.databases()).toEqual([])
  })
})

describe('a meeting that is not here', () => {
  test('U74 is fetched without a visit that others see, and then is on this device', async () => {
    writeSection(scene.server.doc, 'item-0001/minutes', [p('På serveren')])
    const device = deviceOf()
    expect(await device.fetch(ZONE)).toBe(true)
    expect(device.meetings).toMatchObject([{ meeting: ZONE, waiting: 0 }])
    expect((await scene.browser.localCopy('anna', ROOM)).text).toBe('På serveren')
    scene.browser.setOnline(false)
    expect(await device.fetch('other-0001')).toBe(false)
  })
})

describe('O15 the rescue file', () => {
  test('O15 is a meeting.json with what the server does not have, without network and session', async () => {
    const tab = open()
    tab.room.connect()
    await vi.waitFor(() => expect(tab.room.status).toEqual({ kind: 'server' }))
    tab.write('På serveren')
    await vi.waitFor(() => expect(tab.room.status).toEqual({ kind: 'server' }))
    await tab.room.flush()
    const onServer = Y.encodeStateAsUpdate(scene.server.doc)
    scene.browser.signedIn = null
    scene.browser.setOnline(false)
    items.fill(tab.room.doc, [{ id: 'item-0001', fields: {} }])
    tab.write('Kun her')
    const file = JSON.parse(JSON.stringify(await tab.room.rescue())) as Awaited<
      ReturnType<typeof tab.room.rescue>
    >
    expect(file.format).toBe('samreferat/1')
    expect(file.items[0]?.minutes).toHaveLength(2)
    const back = new Y.Doc()
    for (const update of [onServer, ...file.unsent.updates.map(fromBase64)]) Y.applyUpdate(back, update)
    expect(textOf(back)).toBe('På serveren|Kun her')
  })

  test('O15 has what waits in the closed items and their margins, open or not', async () => {
    const tab = open()
    const zone = `${ZONE}.key0001`
    const closed = new Y.Doc()
    write(closed)
    writeSection(closed, 'item-0001/minutes', [p('Fortroligt.')])
    const margin = new Y.Doc()
    margin.getMap('threads').set('th-1', new Y.Map([['text', 'Må det ud?']]))
    const record = { waiting: 1, oldest: 1 }
    const copies = [
      { room: paperRoom(zone), update: Y.encodeStateAsUpdate(closed), record },
      { room: marginRoom(zone), update: Y.encodeStateAsUpdate(margin), record },
      { room: paperRoom('other-0001'), update: Y.encodeStateAsUpdate(closed), record },
    ]
    await tab.local.store.write(copies)
    expect((await unsentBeside(tab.local.store, ZONE)).sort()).toEqual(['Fortroligt.', 'Må det ud?'])
    const inner = scene.open({ meeting: zone })
    const margins: Partial<Beside> = { facts: () => null, unsent: () => ['Må det ud?'] }
    inner.room.joinedBy(margins as Beside)
    expect(inner.room.unsentBeside()).toEqual(['Må det ud?'])
  })
})

describe('O16 the browser’s promise not to clear', () => {
  test('O16 is asked for once, and its answer shown', async () => {
    const storage = {
      persist: vi.fn(async () => true),
      persisted: async () => storage.persist.mock.calls.length > 0,
      estimate: async () => ({ usage: 1_000_000, quota: 2_000_000 }),
    }
    const { store } = deviceOf().local
    expect(await lookAtStorage(storage)).toMatchObject({ persisted: false, pagesLeft: 25 })
    await askToPersist(storage, store)
    await askToPersist(storage, store)
    expect(storage.persist).toHaveBeenCalledTimes(1)
    expect(await lookAtStorage(storage)).toMatchObject({ persisted: true, usage: 1_000_000 })
    expect(await lookAtStorage(null)).toMatchObject({ persisted: null, usage: null })
  })

  test('O16 it is not asked before there is something to lose', async () => {
    const tab = open()
    const kept = vi.spyOn(tab.local.store, 'keep')
    tab.room.connect()
    await vi.waitFor(() => expect(tab.room.status).toEqual({ kind: 'server' }))
    expect(kept).not.toHaveBeenCalled()
  })
})

describe('O19 letting go of local copies', () => {
  test('O19 only copies the server has whole are removed for room, and never the open one', async () => {
    const { store } = deviceOf().local
    const whole = { waiting: 0, oldest: null, acknowledged: new Uint8Array([0]), acknowledgedAt: 1 }
    await store.write([
      { room: 'paper:whole-001', update: null, record: whole },
      { room: 'paper:waits-001', update: null, record: { ...whole, waiting: 1 } },
      { room: 'paper:never-001', update: null, record: { waiting: 0, oldest: null } },
      { room: ROOM, update: null, record: whole },
    ])
    expect(await freeSpace(store, [ZONE])).toBe(1)
    expect((await store.rooms()).map(({ room }) => room).sort()).toEqual(
      [ROOM, 'paper:never-001', 'paper:waits-001'].sort(),
    )
  })

  test('O19 a copy with words of the user’s own that the server has not acknowledged stays, though nothing is said to wait', async () => {
    const { store } = deviceOf().local
    const doc = new Y.Doc()
    doc.getMap('header').set('place', 'her')
    const copy = (room: string, acknowledged: Uint8Array) => ({
      room,
      update: Y.encodeStateAsUpdate(doc),
      record: { waiting: 0, oldest: null, acknowledged, acknowledgedAt: 1 },
    })
    const [own, whole, others] = ['paper:words-001', 'paper:whole-001', 'paper:other-001'] as const
    await store.write([
      copy(own, new Uint8Array([0])),
      copy(whole, Y.encodeStateVector(doc)),
      copy(others, new Uint8Array([0])),
    ])
    for (const room of [own, whole]) await store.keep(clientsName(room), [doc.clientID])
    expect(await freeSpace(store, [])).toBe(2)
    expect((await store.rooms()).map(({ room }) => room)).toEqual([own])
  })

  test('O19 what another window shows is not removed for room', async () => {
    const tab = open()
    tab.room.connect()
    tab.write('Et')
    await vi.waitFor(() => expect(tab.room.status).toEqual({ kind: 'server' }))
    await tab.room.flush()
    const device = deviceOf()
    expect(await device.free(null)).toBe(0)
    expect((await device.local.store.rooms()).map(({ room }) => room)).toContain(ROOM)
    await tab.close()
    expect(await device.free(null)).toBe(1)
  })

  test('O19 erasing removes everything of this user and nothing of another', async () => {
    const [anna, bo] = [deviceOf('anna'), deviceOf('bo')]
    for (const device of [anna, bo]) await device.createMeeting(ZONE, FACTS, write)
    await anna.erase()
    expect((await scene.browser.disk.databases()).map(({ name }) => name)).toEqual([storeName('bo')])
  })

  test('U16 what was begun and not sent is known, with its meeting: it goes with the copies', async () => {
    const device = deviceOf()
    const { store } = device.local
    const text = (words: string): object[] => [
      { type: 'paragraph', content: [{ type: 'text', text: words }] },
    ]
    const draft = { target: { kind: 'meeting' }, text: 'Hvorfor?', wording: null }
    await store.keep(`writing:${ZONE}`, [
      { window: 'a', draft, replies: [['th-1', 'Fordi.']] },
      { window: 'b', draft: null, replies: [['th-2', ' ']] },
    ])
    await store.keep(`writing:${ZONE}.key0001`, null)
    const copy = { key: 'item-0001/case', base: text('Før'), copy: text('Efter'), reason: '', left: [] }
    await store.keep(`proposing:${ZONE}.key0001`, [copy, { ...copy, copy: copy.base }])
    await store.keep(`offers:${ROOM}`, [{ id: 'offer-1', losses: [{ text: 'Slettet' }] }])
    await device.refresh()
    expect(device.begun).toEqual(
      ['Hvorfor?', 'Fordi.', 'Efter', 'Slettet'].map((each) => ({ meeting: ZONE, text: each })),
    )
  })

  test('O19 a copy of which access was lost is erased while the paper can still be read', async () => {
    const tab = open()
    tab.write('kan læses')
    await tab.room.flush()
    await tab.room.eraseCopy()
    tab.write('og mere')
    await tab.room.flush()
    expect(tab.text).toBe('kan læses|og mere')
    expect((await scene.browser.localCopy('anna', ROOM)).rows).toBe(0)
  })

  test('H24 with the copy goes all that quotes the meeting, and nothing of another one', async () => {
    const tab = open()
    const { store } = tab.local
    const zones = [ZONE, `${ZONE}.key0001`, 'other-0001']
    const names = zones.flatMap((zone) => [
      `proposing:${zone}`,
      `writing:${zone}`,
      `accepting:${zone}`,
      `seals:margin:${zone}`,
      `offers:paper:${zone}`,
    ])
    for (const name of [...names, 'overview']) await store.keep(name, ['ordret'])
    const rooms = zones.flatMap((zone) => [`paper:${zone}`, `margin:${zone}`])
    await store.write(rooms.map((room) => ({ room, update: null, record: { waiting: 0, oldest: null } })))
    await tab.room.eraseCopy()
    const left = await Promise.all(names.map((name) => store.kept(name)))
    expect(names.filter((_name, at) => left[at] !== null)).toEqual(
      names.filter((name) => name.endsWith('other-0001')),
    )
    expect(await store.kept('overview')).toEqual(['ordret'])
    expect((await store.rooms()).map(({ room }) => room)).toEqual(['margin:other-0001', 'paper:other-0001'])
  })
})

describe('O17 a copy written by a newer editor', () => {
  test('O17 is neither opened, changed nor sent', async () => {
    const newer = new UserStore(scene.browser.disk, 'anna', () => 0, SCHEMA_VERSION + 1)
    const doc = new Y.Doc()
    write(doc)
    await newer.write([
      { room: ROOM, update: Y.encodeStateAsUpdate(doc), record: { waiting: 0, oldest: null } },
    ])
    await deviceOf().local.store.write([
      { room: ROOM, update: Y.encodeStateAsUpdate(doc), record: { waiting: 0, oldest: null } },
    ])
    await deviceOf().local.store.compact(ROOM)
    expect((await newer.load(ROOM)).schema).toBe(SCHEMA_VERSION + 1)
    await newer.close()
    const tab = open()
    tab.room.connect()
    await vi.waitFor(() => expect(tab.room.status).toMatchObject({ kind: 'local', why: 'tooOld' }))
    expect(tab.room.loaded).toBe('missing')
    expect(items.list(tab.room.doc)).toEqual([])
    expect(scene.server.connections).toEqual([])
  })
})

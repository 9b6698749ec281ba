import { createServer, type AddressInfo, type Socket } from 'node:net'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import type { Beside } from '../../client/sync/beside.ts'
import { keptWords } from '../../client/sync/kept-words.ts'
import { createMeetingCommand, Outbox } from '../../client/sync/outbox.ts'
import { MarginRoom } from '../../client/sync/margin-room.svelte.ts'
import type { RoomOptions } from '../../client/sync/meeting-room.svelte.ts'
import type { SyncFacts } from '../../client/sync/status.ts'
import { RoomCore } from '../../client/sync/room-core.ts'
import { items } from '../../schema/paper.ts'
import { CLOSE } from '../../schema/protocol.ts'
import { ROOM, ZONE } from '../server/sync-server.ts'
import { QUICK, sceneOfEachTest, SECTION, textOf, watchStatus, type Tab } from './world.ts'

const scene = sceneOfEachTest()

const open = (options: Partial<RoomOptions> = {}, user = 'anna'): Tab => scene.open(options, {}, user)

async function connected(options: Partial<RoomOptions> = {}): Promise<Tab> {
  const tab = open(options)
  tab.room.connect()
  await vi.waitFor(() => expect(tab.room.status).toEqual({ kind: 'server' }))
  return tab
}

const counted = (at: number): string[] =>
  (scene.server.connections[at] ?? []).filter((kind) => kind === 'step2' || kind === 'update')

describe('O1 on the server only after the acknowledgement', () => {
  test('O1 an update that arrived is not acknowledged by that', async () => {
    const tab = await connected()
    scene.server.automatic = false
    tab.write('Godkendt')
    await vi.waitFor(() => expect(textOf(scene.server.doc)).toBe('Godkendt'))
    expect(tab.room.status).toEqual({ kind: 'sending', waiting: 1 })
    scene.server.acknowledge(1)
    tab.write('Drøftet')
    await vi.waitFor(() => expect(scene.server.counted).toBe(3))
    expect(tab.room.status).toEqual({ kind: 'sending', waiting: 2 })
    scene.server.acknowledge(2)
    await vi.waitFor(() => expect(tab.room.status).toEqual({ kind: 'sending', waiting: 1 }))
    scene.server.acknowledge(3)
    await vi.waitFor(() => expect(tab.room.status).toEqual({ kind: 'server' }))
  })

  test('O1 an acknowledgement of more than was sent is no promise about what comes later', async () => {
    const tab = await connected()
    scene.server.automatic = false
    scene.server.acknowledge(100)
    tab.write('senere')
    await vi.waitFor(() => expect(scene.server.counted).toBe(2))
    expect(tab.room.status).toEqual({ kind: 'sending', waiting: 1 })
  })

  test('O1 acknowledgements of an earlier connection do not count', async () => {
    const tab = await connected()
    scene.server.automatic = false
    tab.write('tabt kvittering')
    await vi.waitFor(() => expect(scene.server.counted).toBe(2))
    scene.server.cut()
    await vi.waitFor(() => expect(scene.server.connections).toHaveLength(2))
    expect(tab.room.status.kind).not.toBe('server')
    scene.server.ask()
    await vi.waitFor(() => expect(scene.server.counted).toBe(1))
    expect(tab.room.status.kind).not.toBe('server')
    scene.server.acknowledge(1)
    await vi.waitFor(() => expect(tab.room.status).toEqual({ kind: 'server' }))
    expect(textOf(scene.server.doc)).toBe('tabt kvittering')
  })
})

describe('O3 the answer goes before the changes', () => {
  test('O3 what is written before the server has asked is in the answer, and sent once', async () => {
    scene.server.automatic = false
    const tab = open()
    tab.room.connect()
    await vi.waitFor(() => expect(scene.server.connections[0]).toContain('step1'))
    tab.write('før spørgsmålet')
    tab.write('og mere')
    scene.server.ask()
    await vi.waitFor(() => expect(counted(0)).toEqual(['step2']))
    tab.write('efter')
    await vi.waitFor(() => expect(counted(0)).toEqual(['step2', 'update']))
    expect(textOf(scene.server.doc)).toBe('før spørgsmålet|og mere|efter')
    expect(tab.room.status).toEqual({ kind: 'sending', waiting: 3 })
    scene.server.acknowledge()
    await vi.waitFor(() => expect(tab.room.status).toEqual({ kind: 'server' }))
  })
})

describe('O4 a connection that breaks', () => {
  test('O4 what was not acknowledged is sent again, and stands once', async () => {
    const tab = await connected()
    scene.server.automatic = false
    for (const text of ['et', 'to', 'tre']) {
      tab.write(text)
      scene.server.cut()
      const n = scene.server.connections.length
      await vi.waitFor(() => expect(scene.server.connections.length).toBeGreaterThan(n))
      scene.server.ask()
    }
    await vi.waitFor(() => expect(scene.server.counted).toBeGreaterThan(0))
    scene.server.acknowledge()
    await vi.waitFor(() => expect(tab.room.status).toEqual({ kind: 'server' }))
    expect(textOf(scene.server.doc)).toBe('et|to|tre')
  })

  test('O4 the time of the next attempt is known, and can be waited out or not', async () => {
    const now = 1_000_000
    scene.browser.now = () => now
    const tab = await connected({ times: { firstPause: 60_000, longestPause: 60_000, note: 5 } })
    scene.server.cut()
    await vi.waitFor(() => expect(tab.room.details.retryAt?.getTime()).toBe(now + 60_000 * 0.875))
    expect(tab.room.details.disconnectedSince?.getTime()).toBe(now)
    tab.room.retry()
    await vi.waitFor(() => expect(tab.room.status).toEqual({ kind: 'server' }))
    expect(tab.room.details.retryAt).toBeNull()
  })

  test('O35 since when there is no connection is known after a reload too, and forgotten with the next', async () => {
    let now = 1_000_000
    scene.browser.now = () => now
    const since = (of: Tab): number | undefined => of.room.details.disconnectedSince?.getTime()
    const tab = await connected()
    scene.browser.setOnline(false)
    scene.server.cut()
    await vi.waitFor(() => expect(tab.room.status).toMatchObject({ kind: 'local', why: 'offline' }))
    now += 60_000
    await tab.close()
    const again = scene.open()
    again.room.connect()
    await vi.waitFor(() => expect(since(again)).toBe(1_000_000))
    scene.browser.setOnline(true)
    await vi.waitFor(() => expect(since(again)).toBeUndefined())
    await again.close()
    scene.browser.setOnline(false)
    const third = scene.open()
    third.room.connect()
    await vi.waitFor(() => expect(third.room.status).toMatchObject({ kind: 'local', why: 'offline' }))
    expect(since(third)).toBe(1_060_000)
  })

  test('O21 a server that does not acknowledge in time is called silent, until it does', async () => {
    let now = 0
    scene.browser.now = () => now
    const tab = await connected({ times: { firstPause: 20, longestPause: 40, silent: 30, note: 5 } })
    now = 1_000_000
    expect(tab.room.status).toEqual({ kind: 'server' })
    scene.server.automatic = false
    tab.write('hallo')
    expect(tab.room.status).toEqual({ kind: 'sending', waiting: 1 })
    now += 30
    await vi.waitFor(() =>
      expect(tab.room.status).toMatchObject({ kind: 'local', why: 'silent', waiting: 1 }),
    )
    await vi.waitFor(() => expect(scene.server.counted).toBe(2))
    scene.server.acknowledge()
    await vi.waitFor(() => expect(tab.room.status).toEqual({ kind: 'server' }))
  })

  test('O21 a server that ended a connection is not called silent while the next is made', async () => {
    let now = 0
    scene.browser.now = () => now
    const tab = await connected()
    now = 1_000_000
    const said: string[] = []
    const stop = watchStatus(() => said.push(tab.room.status.kind))
    onTestFinished(stop)
    scene.server.end(CLOSE.replaced.code)
    await vi.waitFor(() => expect(scene.server.connections).toHaveLength(2))
    await vi.waitFor(() => expect(tab.room.status).toEqual({ kind: 'server' }))
    expect(new Set(said)).toEqual(new Set(['server', 'sending']))
  })

  test('O21 a server that takes no other connection is called silent', async () => {
    const tab = scene.open({}, { isOnline: () => true })
    tab.room.connect()
    await vi.waitFor(() => expect(tab.room.status).toEqual({ kind: 'server' }))
    scene.browser.online = false
    scene.server.cut()
    await vi.waitFor(() => expect(tab.room.status).toMatchObject({ kind: 'local', why: 'silent' }))
  })
})

describe('O36 a connection that nobody answers', () => {
  /** Takes every connection and says nothing on it. */
  async function mute(): Promise<{ url: string; taken: () => number }> {
    let taken = 0
    const sockets: Socket[] = []
    const server = createServer((socket) => {
      taken += 1
      sockets.push(socket)
    })
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    onTestFinished(() => {
      for (const socket of sockets) socket.destroy()
      server.close()
    })
    return { url: `ws://127.0.0.1:${String((server.address() as AddressInfo).port)}`, taken: () => taken }
  }

  async function knocking(handshake: number): Promise<{ tab: Tab; taken: () => number; heal: () => void }> {
    const { url, taken } = await mute()
    let isMute = true
    class Unheard extends WebSocket {
      constructor(address: string, protocols?: string[]) {
        super(
          isMute ? url : address.replace(/^ws:\/\/[^/]+/, scene.server.url.replace('http', 'ws')),
          protocols,
        )
      }
    }
    const platform = { WebSocket: Unheard as unknown as typeof globalThis.WebSocket }
    const tab = scene.open({ times: { ...QUICK, silent: 20, handshake } }, platform)
    tab.room.connect()
    await vi.waitFor(() => expect(taken()).toBeGreaterThan(0))
    return { tab, taken, heal: () => (isMute = false) }
  }

  test('O36 is given up and tried again, and the server is called silent meanwhile', async () => {
    const { tab, taken, heal } = await knocking(30)
    await vi.waitFor(() => expect(taken()).toBeGreaterThan(2))
    expect(tab.room.status).toMatchObject({ kind: 'local', why: 'silent' })
    heal()
    await vi.waitFor(() => expect(tab.room.status).toEqual({ kind: 'server' }))
  })

  test('O36 nor is a command that nobody answers waited for', async () => {
    vi.spyOn(AbortSignal, 'timeout').mockReturnValue(AbortSignal.abort())
    onTestFinished(() => void vi.restoreAllMocks())
    const fetch = (_path: string, init?: RequestInit): Promise<Response> =>
      new Promise((_answered, broken) => {
        if (init?.signal?.aborted) broken(new DOMException('late', 'TimeoutError'))
      })
    const { store, journal } = open().local
    const facts = { forum: 'f', subject: null, number: 1, date: null, start: null, end: null, place: null }
    const command = createMeetingCommand(ZONE, facts)
    await store.addMeeting(ROOM, Y.encodeStateAsUpdate(new Y.Doc()), command)
    await journal.flush()
    const outbox = new Outbox(store, { fetch }, () => Promise.resolve('go'))
    expect(await outbox.flush()).toBe('unreachable')
  })

  test('O36 does not hold up the next one when the network has changed', async () => {
    const { tab, heal } = await knocking(600_000)
    heal()
    scene.browser.setOnline(true)
    await vi.waitFor(() => expect(tab.room.status).toEqual({ kind: 'server' }))
  })
})

test('O21 what is on its way in the margin alone is looked at once a second, however long the paper is idle', async () => {
  let now = 0
  scene.browser.now = () => now
  const { room } = await connected({ times: { ...QUICK, silent: 1 } })
  now = 1_000_000
  const timers = vi.spyOn(globalThis, 'setTimeout')
  onTestFinished(() => timers.mockRestore())
  const facts = {
    phase: { kind: 'open' },
    allSettled: false,
    waiting: 1,
    oldest: 0,
    saved: true,
  } as SyncFacts
  const margin: Partial<Beside> = { zone: ZONE, isOpen: true, facts: () => facts }
  room.joinedBy(margin as Beside)
  // A timer from before may run still.
  await vi.waitFor(() => {
    room.besideChanged()
    expect(timers.mock.calls.map(([, wait]) => wait)).toContain(1_000)
  })
  timers.mockClear()
  room.besideChanged()
  expect(room.status).toMatchObject({ kind: 'sending' })
  expect(timers.mock.calls.map(([, wait]) => wait)).not.toContain(1)
})

test('O30 a server that cannot save is told at once, with or without unsent text, until it can', async () => {
  const tab = await connected()
  scene.server.automatic = false
  scene.server.cannotSave(true)
  await vi.waitFor(() =>
    expect(tab.room.status).toMatchObject({ kind: 'local', why: 'cannotSave', waiting: 0 }),
  )
  tab.write('imens')
  expect(tab.room.status).toMatchObject({ kind: 'local', why: 'cannotSave', waiting: 1 })
  await vi.waitFor(() => expect(scene.server.counted).toBe(2))
  scene.server.cannotSave(false)
  await vi.waitFor(() => expect(tab.room.status).toEqual({ kind: 'sending', waiting: 1 }))
  scene.server.acknowledge()
  await vi.waitFor(() => expect(tab.room.status).toEqual({ kind: 'server' }))
})

test('O30 what an ended connection said of the disk is forgotten', async () => {
  const tab = await connected()
  scene.server.cannotSave(true)
  await vi.waitFor(() => expect(tab.room.status).toMatchObject({ why: 'cannotSave' }))
  scene.server.cut()
  await vi.waitFor(() => expect(tab.room.status).toEqual({ kind: 'server' }))
})

describe('O9 a connection that is ended by name', () => {
  test('O9 a meeting that is closed before its copy was read does not connect any more', async () => {
    const tab = open()
    tab.room.connect()
    await tab.close()
    tab.room.connect()
    tab.room.retry()
    // Whoever comes after it is the first that the server sees.
    await connected()
    expect(scene.server.connections).toHaveLength(1)
  })

  test('O9 signed out: writing goes on, and after a sign-in everything is sent', async () => {
    const tab = await connected()
    scene.browser.signedIn = null
    scene.server.end(CLOSE.signIn.code)
    await vi.waitFor(() => expect(tab.room.status).toMatchObject({ kind: 'local', why: 'signIn' }))
    tab.write('skrevet uden login')
    expect(tab.room.status).toMatchObject({ kind: 'local', why: 'signIn', waiting: 1 })
    tab.room.connect()
    await vi.waitFor(() =>
      expect(tab.room.status).toMatchObject({ kind: 'local', why: 'signIn', waiting: 1 }),
    )
    expect(scene.server.connections).toHaveLength(1)
    scene.browser.signedIn = 'anna'
    tab.room.connect()
    await vi.waitFor(() => expect(tab.room.status).toEqual({ kind: 'server' }))
    expect(textOf(scene.server.doc)).toBe('skrevet uden login')
  })

  test('O9 the margin comes back with the paper: after a sign-in, and when the user tries again', async () => {
    const times = { firstPause: 60_000, longestPause: 60_000 }
    const tab = await connected({ times })
    const margin = beside(tab, times)
    margin.connect()
    await vi.waitFor(() => expect(margin.status).toEqual({ kind: 'server' }))
    scene.server.end(CLOSE.signIn.code)
    await vi.waitFor(() => expect(tab.room.status).toMatchObject({ kind: 'local', why: 'signIn' }))
    tab.room.connect()
    await vi.waitFor(() => expect(tab.room.status).toEqual({ kind: 'server' }))
    scene.server.cut()
    await vi.waitFor(() => expect(tab.room.details.retryAt).not.toBeNull())
    tab.room.retry()
    await vi.waitFor(() => expect(tab.room.status).toEqual({ kind: 'server' }))
  })

  test.each([
    ['forbidden', 'forbidden'],
    ['unknownRoom', 'unknownRoom'],
    ['tooOld', 'tooOld'],
    ['foreignOrigin', 'forbidden'],
  ] as const)('O9 %s is not tried again, and the text stays here', async (close, why) => {
    const tab = await connected()
    scene.server.end(CLOSE[close].code)
    await vi.waitFor(() => expect(tab.room.status).toMatchObject({ kind: 'local', why }))
    tab.write('bliver her')
    await tab.room.flush()
    expect(scene.server.connections).toHaveLength(1)
    expect(await scene.browser.localCopy('anna', ROOM)).toMatchObject({ text: 'bliver her', waiting: 1 })
  })

  test.each(['unavailable', 'slow'] as const)('O9 %s is tried again', async (close) => {
    const tab = await connected()
    scene.server.end(CLOSE[close].code)
    await vi.waitFor(() => expect(scene.server.connections).toHaveLength(2))
    await vi.waitFor(() => expect(tab.room.status).toEqual({ kind: 'server' }))
  })

  test('O9 a client ID that is taken is changed when nothing was written under it', async () => {
    const tab = await connected()
    const before = tab.room.doc.clientID
    scene.server.end(CLOSE.foreignClient.code)
    await vi.waitFor(() => expect(scene.server.connections).toHaveLength(2))
    expect(tab.room.doc.clientID).not.toBe(before)
    expect(tab.room.awareness.clientID).toBe(tab.room.doc.clientID)
    await vi.waitFor(() => expect(tab.room.status).toEqual({ kind: 'server' }))
  })
})

/** The margin of a window's meeting, which does not connect by itself. */
function beside({ local, room }: Tab, times: RoomOptions['times']): MarginRoom {
  const user = { id: 'anna', name: 'anna', organisation: null, colour: 1 }
  const changed = (): void => room.besideChanged()
  const margin = new MarginRoom({
    meeting: ZONE,
    user,
    local,
    platform: scene.browser.platform(),
    times,
    changed,
  })
  room.joinedBy(margin)
  scene.closing({ close: () => margin.destroy() })
  return margin
}

/** Somebody's two changes; the second stands beside the first. */
function twoChanges(): [Uint8Array, Uint8Array] {
  const doc = new Y.Doc()
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  for (const text of ['et', 'to']) {
    const paragraph = new Y.XmlElement('paragraph')
    paragraph.insert(0, [new Y.XmlText(text)])
    doc.getXmlFragment(SECTION).push([paragraph])
  }
  return updates as [Uint8Array, Uint8Array]
}

describe('O8 refusals', () => {
  test('O8 a change that builds on something missing is sent again with the next answer', async () => {
    const tab = await connected()
    scene.server.automatic = false
    tab.write('bygger på noget')
    await vi.waitFor(() => expect(scene.server.counted).toBe(2))
    scene.server.refuse(2, 'missing')
    scene.server.acknowledge(2)
    await vi.waitFor(() => expect(tab.room.status).toEqual({ kind: 'sending', waiting: 1 }))
    scene.server.ask()
    await vi.waitFor(() => expect(scene.server.counted).toBe(3))
    scene.server.acknowledge(3)
    await vi.waitFor(() => expect(tab.room.status).toEqual({ kind: 'server' }))
  })

  test.each(['forbidden', 'garbage', 'tooLarge', 'foreignClient'] as const)(
    'O8 %s: the text is kept apart before the copy is let go, and nothing more is sent',
    async (reason) => {
      const tab = await connected()
      scene.server.automatic = false
      tab.write('kan ikke modtages')
      await vi.waitFor(() => expect(scene.server.counted).toBe(2))
      await tab.room.flush()
      scene.server.refuse(2, reason)
      await vi.waitFor(() => expect(tab.room.status).toMatchObject({ kind: 'local', why: 'refused' }))
      await vi.waitFor(async () => expect(await tab.local.store.asides()).toHaveLength(1))
      expect((await scene.browser.localCopy('anna', ROOM)).rows).toBe(0)
      tab.write('skrevet bagefter')
      await vi.waitFor(() => expect(tab.room.isSaved).toBe(true))
      const [aside] = await tab.local.store.asides()
      expect(aside).toMatchObject({ room: ROOM, reason })
      expect((await scene.browser.localCopy('anna', ROOM)).rows).toBe(0)
      const { unsent, items } = await tab.room.rescue()
      expect(unsent.refused).toHaveLength(1)
      expect(items).toEqual([])
      expect(scene.server.connections).toHaveLength(1)
    },
  )

  test('O8 what waits for something that has not come is no part of the answer, and is sent when it has', async () => {
    const tab = open()
    const [first, second] = twoChanges()
    Y.applyUpdate(tab.room.doc, second)
    tab.write('egen')
    tab.room.connect()
    await vi.waitFor(() => expect(tab.room.status).toEqual({ kind: 'server' }))
    expect(scene.server.doc.store.pendingStructs).toBeNull()
    expect(textOf(scene.server.doc)).toBe('egen')
    Y.applyUpdate(tab.room.doc, first)
    await vi.waitFor(() => expect(textOf(scene.server.doc).split('|').sort()).toEqual(['egen', 'et', 'to']))
  })

  test('O8 what waits is sent too when another tab brings from the server what it waits for', async () => {
    const [tab, other] = [open(), open()]
    tab.room.connect()
    await vi.waitFor(() => expect(tab.room.status).toEqual({ kind: 'server' }))
    other.room.connect()
    await vi.waitFor(() => expect(other.room.status).toEqual({ kind: 'server' }))
    const [first, second] = twoChanges()
    Y.applyUpdate(tab.room.doc, second)
    Y.applyUpdate(scene.server.doc, first)
    scene.server.cut()
    await vi.waitFor(() => expect(tab.text).toBe('et|to'))
    await vi.waitFor(() => expect(textOf(scene.server.doc)).toBe('et|to'))
  })

  test('O8 a deletion that waits for what it deletes is sent when that has come', async () => {
    const tab = open()
    const [first] = twoChanges()
    const other = new Y.Doc()
    Y.applyUpdate(other, first)
    const before = Y.encodeStateVector(other)
    other.getXmlFragment(SECTION).delete(0, 1)
    Y.applyUpdate(tab.room.doc, Y.encodeStateAsUpdate(other, before))
    tab.room.connect()
    await vi.waitFor(() => expect(tab.room.status).toEqual({ kind: 'server' }))
    Y.applyUpdate(scene.server.doc, first)
    scene.server.cut()
    await vi.waitFor(() => expect(scene.server.connections).toHaveLength(2))
    await vi.waitFor(() => expect(textOf(scene.server.doc)).toBe(''))
    await vi.waitFor(() => expect(tab.room.status).toEqual({ kind: 'server' }))
  })

  test('O8 a network that comes back connects nothing that waits for its copy or was stopped', () => {
    const tab = open()
    const core = new RoomCore(ROOM, scene.browser.platform(), tab.local, {
      admitted: async () => 'go',
      edited: () => undefined,
      merged: () => undefined,
      changed: () => undefined,
    })
    const { connection } = core
    connection.restart()
    expect(connection.phase.kind).toBe('idle')
    connection.connect()
    core.stop()
    connection.restart()
    expect(connection.phase.kind).toBe('idle')
    core.awareness.destroy()
    return core.destroy()
  })

  test('O8 what is written in a refused window does not touch the copy of one that was opened anew', async () => {
    const tab = await connected()
    tab.write('afvist')
    await vi.waitFor(() => expect(scene.server.counted).toBe(2))
    scene.server.refuse(2, 'tooLarge')
    await vi.waitFor(() => expect(tab.room.status).toMatchObject({ why: 'refused' }))
    await vi.waitFor(async () => expect(await tab.local.store.asides()).toHaveLength(1))
    const again = await connected()
    scene.browser.setOnline(false)
    again.write('kun på denne computer')
    await vi.waitFor(() => expect(again.room.isSaved).toBe(true))
    tab.write('mere i det afviste')
    await vi.waitFor(() => expect(tab.room.isSaved).toBe(true))
    expect((await scene.browser.localCopy('anna', ROOM)).text).toContain('kun på denne computer')
    const [aside, none] = await tab.local.store.asides()
    expect(none).toBeUndefined()
    const kept = new Y.Doc()
    if (aside !== undefined) Y.applyUpdate(kept, aside.state)
    expect(textOf(kept)).toContain('mere i det afviste')
  })

  test('O8 an answer that the server cannot build on is given up, not sent for ever', async () => {
    scene.server.automatic = false
    const tab = open()
    tab.write('hul i kopien')
    tab.room.connect()
    await vi.waitFor(() => expect(scene.server.connections[0]).toContain('step1'))
    scene.server.ask()
    await vi.waitFor(() => expect(scene.server.counted).toBe(1))
    scene.server.refuse(1, 'missing')
    await vi.waitFor(() => expect(tab.room.status).toMatchObject({ why: 'refused' }))
  })

  test('O24 after a refusal the page goes on with the server’s text, and what was kept apart stays', async () => {
    const tab = await connected()
    tab.write('afvist')
    await vi.waitFor(() => expect(scene.server.counted).toBe(2))
    scene.server.refuse(2, 'tooLarge')
    await vi.waitFor(() => expect(tab.room.status).toMatchObject({ why: 'refused' }))
    await tab.room.flush()
    expect(tab.room.isSaved).toBe(true)
    const again = scene.open({ local: tab.local })
    await tab.room.destroy()
    again.room.connect()
    await vi.waitFor(() => expect(again.room.status).toEqual({ kind: 'server' }))
    again.write('ny')
    await vi.waitFor(() => expect(again.room.status).toEqual({ kind: 'server' }))
    await vi.waitFor(() => expect(again.room.details.asides).toMatchObject([{ reason: 'tooLarge' }]))
    await vi.waitFor(async () => expect((await scene.browser.localCopy('anna', ROOM)).waiting).toBe(0))
  })

  test('O24 what is typed between the end of a right and the server’s word is kept with the rest', async () => {
    const tab = await connected()
    items.add(tab.room.doc, 'item-0001', {})
    tab.write('Sendt.')
    await vi.waitFor(() => expect(tab.room.status).toEqual({ kind: 'server' }))
    scene.server.automatic = false
    tab.type(0, ' På vej.')
    await vi.waitFor(() => expect(scene.server.counted).toBe(4))
    scene.server.cut()
    tab.type(0, ' Efter låsen.')
    await vi.waitFor(() => expect(scene.server.connections).toHaveLength(2))
    scene.server.ask()
    await vi.waitFor(() => expect(scene.server.counted).toBe(1))
    tab.type(0, ' Før svaret.')
    scene.server.refuse(1, 'forbidden')
    await vi.waitFor(() => expect(tab.room.status).toMatchObject({ why: 'refused' }))
    tab.type(0, ' Efter svaret.')
    await tab.room.flush()
    tab.type(0, ' Til sidst.')
    await tab.close()
    const [aside] = await scene.open().local.store.asides()
    expect(aside && keptWords(aside, 'anna')).toEqual([
      {
        place: { item: 1, section: 'minutes' },
        texts: [' På vej. Efter låsen. Før svaret. Efter svaret. Til sidst.'],
      },
    ])
  })

  test('O8 every tab of the device stops, and a meeting opened again has the server text and another client ID', async () => {
    const [tab, other] = [await connected(), await connected()]
    tab.write('afvist')
    await vi.waitFor(() => expect(other.text).toBe('afvist'))
    await vi.waitFor(() => expect(other.room.status.kind).toBe('server'))
    scene.server.refuse(1, 'forbidden')
    await vi.waitFor(() => expect(tab.room.status).toMatchObject({ why: 'refused' }))
    await vi.waitFor(() => expect(other.room.status).toMatchObject({ why: 'refused' }))
    await vi.waitFor(async () => expect(await tab.local.store.asides()).toHaveLength(1))
    const client = tab.room.doc.clientID
    scene.server.doc.transact(() => scene.server.doc.getXmlFragment('item-0001/minutes').delete(0, 1))
    const again = await connected()
    expect(again.text).toBe('')
    expect(again.room.doc.clientID).not.toBe(client)
    await again.room.readDevice()
    expect(again.room.details.asides).toMatchObject([{ reason: 'forbidden' }])
  })
})

import { IDBFactory } from 'fake-indexeddb'
import { afterEach, describe, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { KeptApart } from '../../client/sync/kept-apart.ts'
import { sealsName } from '../../client/sync/kept-names.ts'
import { storeName, UserStore, type Aside } from '../../client/sync/store.ts'
import type { Channel, Locks, Platform } from '../../client/sync/platform.ts'
import { Writing } from '../../client/margin/writing.svelte.ts'
import { paperRoom } from '../../schema/protocol.ts'
import type { Seals } from '../../schema/zones.ts'
import { ROOM, ZONE } from '../server/sync-server.ts'
import { mortal, sceneOfEachTest, textOf, type Tab } from './world.ts'

const scene = sceneOfEachTest()

afterEach(() => vi.useRealTimers())

const open = (platform: Partial<Platform> = {}): Tab => scene.open({}, platform)

const request = <T>(asked: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    asked.onsuccess = () => resolve(asked.result)
    asked.onerror = () => reject(asked.error ?? new Error('no answer'))
  })

/** Changes rows on the disk past the program, as a bad disk does. */
async function damage(name: 'log' | 'snapshots', which: (at: number) => boolean): Promise<void> {
  const db = await request(scene.browser.disk.open(storeName('anna')))
  const store = db.transaction([name], 'readwrite').objectStore(name)
  const [rows, keys] = await Promise.all([request(store.getAll()), request(store.getAllKeys())])
  for (const [at, row] of rows.entries())
    if (which(at))
      await request(
        store.put(
          { ...(row as object), update: new Uint8Array([9, 255, 255, 1]) },
          name === 'log' ? keys[at] : undefined,
        ),
      )
  db.close()
}

/** A copy of three paragraphs, each a row of its own; none of them builds on another. */
async function keepThree(): Promise<void> {
  const store = new UserStore(scene.browser.disk, 'anna', () => 1)
  for (const words of ['Et', 'To', 'Tre']) {
    const doc = new Y.Doc()
    const paragraph = new Y.XmlElement('paragraph')
    paragraph.insert(0, [new Y.XmlText(words)])
    doc.getXmlFragment('item-0001/minutes').push([paragraph])
    const update = Y.encodeStateAsUpdate(doc)
    await store.write([{ room: ROOM, update, record: { waiting: 1, oldest: 1 } }])
  }
  await store.close()
}

const refuse = (): Promise<never> => Promise.reject(new DOMException('no', 'SecurityError'))
const REFUSED: Locks = { request: refuse, query: refuse }

describe('O27 a copy that cannot be read everywhere', () => {
  test('O27 is opened with what can be read of it, says so once, and is sent', async () => {
    await keepThree()
    await damage('log', (at) => at === 1)
    const first = open()
    await first.room.whenReady
    expect(first.text.split('|').sort()).toEqual(['Et', 'Tre'])
    expect(first.room.damaged).toBe(true)
    await vi.waitFor(async () => expect((await scene.browser.localCopy('anna', ROOM)).rows).toBe(1))
    await first.close()
    const second = open()
    second.room.connect()
    await vi.waitFor(() => expect(second.room.status).toEqual({ kind: 'server' }))
    expect(second.room.damaged).toBe(false)
    expect(textOf(scene.server.doc).split('|').sort()).toEqual(['Et', 'Tre'])
  })

  test('O27 in its snapshot alone loses nothing of the log after it', async () => {
    await keepThree()
    const store = new UserStore(scene.browser.disk, 'anna', () => 1)
    await store.compact(ROOM)
    await store.close()
    await damage('snapshots', () => true)
    const tab = open()
    tab.write('Fire')
    await vi.waitFor(() => expect(tab.room.damaged).toBe(true))
    await vi.waitFor(() => expect(tab.room.isSaved).toBe(true))
    await tab.close()
    expect((await scene.browser.localCopy('anna', ROOM)).text).toBe('Fire')
  })

  test('O27 nowhere counts as none: the meeting is not called empty', async () => {
    await keepThree()
    await damage('log', () => true)
    scene.browser.setOnline(false)
    const tab = open()
    tab.room.connect()
    await vi.waitFor(() => expect(tab.room.loaded).toBe('missing'))
    expect(tab.room.damaged).toBe(true)
  })
})

describe('O28 a store that the browser clears', () => {
  /** A disk whose connections can be ended as the browser ends them when it makes room. */
  class ClearedDisk extends IDBFactory {
    readonly connections: IDBDatabase[] = []

    override open(name: string, version?: number): ReturnType<IDBFactory['open']> {
      const asked = super.open(name, version)
      asked.addEventListener('success', () => this.connections.push(asked.result as unknown as IDBDatabase))
      return asked
    }

    async clear(): Promise<void> {
      for (const connection of this.connections) {
        connection.onversionchange = null
        connection.close()
      }
      await request(this.deleteDatabase(storeName('anna')) as unknown as IDBRequest<unknown>)
      for (const connection of this.connections.splice(0))
        connection.onclose?.call(connection, new Event('close'))
    }
  }

  test('O28 of two windows with two meetings each has its own again', async () => {
    const disk = new ClearedDisk()
    Object.defineProperty(scene.browser, 'disk', { value: disk })
    scene.browser.setOnline(false)
    const other = 'meeting-2'
    const [one, two] = [open(), scene.browser.tab('anna', { meeting: other })]
    one.write('Et')
    two.write('To')
    await vi.waitFor(() => expect([one.room.isSaved, two.room.isSaved]).toEqual([true, true]))
    await disk.clear()
    await vi.waitFor(async () => {
      expect(await scene.browser.localCopy('anna', ROOM)).toMatchObject({ text: 'Et' })
      expect(await scene.browser.localCopy('anna', paperRoom(other))).toMatchObject({ text: 'To' })
    })
    await two.close()
  })

  test('O28 what lies beside the text is there again: what is closed, whose words they are, what is being written', async () => {
    const disk = new ClearedDisk()
    Object.defineProperty(scene.browser, 'disk', { value: disk })
    scene.browser.setOnline(false)
    const seals: Seals = { generation: 7, earlier: [], sealed: [] }
    await new UserStore(disk, 'anna', Date.now).keep(sealsName(ROOM), seals)
    const tab = open()
    await vi.waitFor(() => expect(tab.room.isOpen).toBe(true))
    tab.write('Et')
    const { store } = tab.local
    const writing = new Writing({ store, locks: null, newId: () => 'window-1', meeting: ZONE })
    await writing.restore(() => undefined)
    writing.begin({ kind: 'meeting' }, null)
    writing.write('Et udkast.')
    const names = [`clients:${ROOM}`, `writing:${ZONE}`, sealsName(ROOM)]
    const kept = () => Promise.all(names.map((name) => store.kept(name)))
    await vi.waitFor(async () => expect(await kept()).not.toContain(null))
    const before = await kept()
    await disk.clear()
    await vi.waitFor(async () => expect(await kept()).toEqual(before))
    writing.destroy()
  })

  test('O28 under an open meeting has all of it again, also what waits', async () => {
    const disk = new ClearedDisk()
    Object.defineProperty(scene.browser, 'disk', { value: disk })
    scene.browser.setOnline(false)
    const tab = open()
    tab.room.connect()
    for (const words of ['Et', 'To', 'Tre']) tab.write(words)
    await vi.waitFor(() => expect(tab.room.isSaved).toBe(true))
    await disk.clear()
    await vi.waitFor(async () =>
      expect(await scene.browser.localCopy('anna', ROOM)).toMatchObject({ text: 'Et|To|Tre', waiting: 3 }),
    )
    tab.write('Fire')
    await vi.waitFor(() => expect(tab.room.isSaved).toBe(true))
    expect((await scene.browser.localCopy('anna', ROOM)).text).toBe('Et|To|Tre|Fire')
  })
})

describe('O29 a browser that keeps nothing', () => {
  const refuses = (): never => {
    throw new DOMException('not here', 'SecurityError')
  }
  const WAYS: [string, Partial<Platform>][] = [
    ['no store', { indexedDB: undefined as unknown as IDBFactory }],
    ['a store that refuses', { indexedDB: { open: refuses } as unknown as IDBFactory }],
    [
      'nothing at all',
      {
        indexedDB: undefined as unknown as IDBFactory,
        locks: REFUSED,
        openChannel: () => ({ onmessage: null, postMessage: () => undefined, close: () => undefined }),
        storage: null,
      },
    ],
  ]

  test.each(WAYS)(
    'O29 %s: the server has everything, and without it the text is called unsaved',
    async (_name, platform) => {
      const tab = open(platform)
      tab.room.connect()
      await vi.waitFor(() => expect(tab.room.status).toEqual({ kind: 'server' }))
      tab.write('Et')
      await vi.waitFor(() => expect(tab.room.status).toEqual({ kind: 'server' }))
      expect(textOf(scene.server.doc)).toBe('Et')
      scene.browser.setOnline(false)
      tab.write('To')
      await vi.waitFor(() => expect(tab.room.status).toEqual({ kind: 'unsaved', waiting: 1 }))
      scene.browser.setOnline(true)
      tab.room.retry()
      await vi.waitFor(() => expect(tab.room.status).toEqual({ kind: 'server' }))
      expect(textOf(scene.server.doc)).toBe('Et|To')
    },
  )

  test('O29 locks that are refused: each tab writes for itself', async () => {
    const locks = REFUSED
    scene.browser.setOnline(false)
    const [one, two] = [open({ locks }), open({ locks })]
    for (const [tab, words] of [
      [one, 'Et'],
      [two, 'To'],
    ] as const)
      tab.write(words)
    await vi.waitFor(() => expect([one, two].map((tab) => tab.room.isSaved)).toEqual([true, true]))
    expect((await scene.browser.localCopy('anna', ROOM)).text.split('|').sort()).toEqual(['Et', 'To'])
  })
})

test('O17 a store in the form of a newer editor is left alone', async () => {
  const newer = await request(scene.browser.disk.open(storeName('anna'), 1000))
  newer.close()
  const tab = open()
  tab.room.connect()
  await vi.waitFor(() => expect(tab.room.status).toMatchObject({ kind: 'local', why: 'tooOld' }))
  expect(scene.server.connections).toHaveLength(0)
})

test('O8 text that could not be kept apart is kept as soon as there is room', async () => {
  vi.useFakeTimers()
  const kept: Aside[] = []
  let full = true
  const setAside = async (aside: Aside): Promise<void> => {
    if (full) throw new DOMException('full', 'QuotaExceededError')
    kept.push(aside)
  }
  const parts = { isOwn: () => true, newId: () => 'aside-1', now: () => 0, changed: () => undefined }
  const apart = new KeptApart(ROOM, new Y.Doc(), { setAside } as unknown as UserStore, parts)
  await apart.keep('tooLarge', null)
  expect([apart.isSaved, apart.failure]).toEqual([false, 'QuotaExceededError'])
  full = false
  await vi.runAllTimersAsync()
  expect([apart.isSaved, apart.failure, kept.length]).toEqual([true, null, 1])
})

test('O5 what a tab has only heard from one that dies before it writes is written all the same', async () => {
  scene.browser.setOnline(false)
  const { platform, die } = mortal(scene.browser.platform())
  const first = open(platform)
  await vi.waitFor(() => expect(first.local.journal.isWriter).toBe(true))
  let end = (): void => undefined
  const never = new Promise<void>((ended) => (end = ended))
  vi.spyOn(first.local.store, 'write').mockImplementation(() => never)
  first.write('Et')
  const second = open()
  await vi.waitFor(() => expect(second.text).toBe('Et'))
  die()
  second.type(0, ' og to')
  await vi.waitFor(() => expect(second.room.isSaved).toBe(true))
  expect((await scene.browser.localCopy('anna', ROOM)).text).toBe('Et og to')
  end()
})

test('O32 a window that fails at showing what another tab wrote still keeps and counts what is typed in it', async () => {
  scene.browser.setOnline(false)
  const one = open()
  const failures: unknown[] = []
  const two = open({ openChannel: (name) => surviving(scene.browser.channels.open(name), failures) })
  await vi.waitFor(() => expect(one.room.details.tabs.others + two.room.details.tabs.others).toBe(2))
  two.room.doc.once('afterTransaction', () => {
    throw new RangeError('no such line')
  })
  one.write('fra den ene')
  await vi.waitFor(() => expect(failures).toHaveLength(1))
  two.write('fra den anden')
  await vi.waitFor(() => expect(one.text).toBe('fra den ene|fra den anden'))
  await two.room.flush()
  expect(await scene.browser.localCopy('anna', ROOM)).toMatchObject({ text: two.text, waiting: 2 })
})

/** A channel whose listener may fail: a browser goes on with the next message. */
function surviving(channel: Channel, failures: unknown[]): Channel {
  return {
    ...channel,
    get onmessage() {
      return channel.onmessage
    },
    set onmessage(listen: Channel['onmessage']) {
      channel.onmessage = (event) => {
        try {
          listen?.(event)
        } catch (error) {
          failures.push(error)
        }
      }
    },
  }
}

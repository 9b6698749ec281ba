import { IDBObjectStore, IDBTransaction } from 'fake-indexeddb'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import type { RoomListener } from '../../client/sync/journal.ts'
import { openLocal, type Local } from '../../client/sync/local.ts'
import { UserStore } from '../../client/sync/store.ts'
import { Browser, mortal, textOf } from './world.ts'

const ROOM = 'paper:0b9f3c52-6f5e-4a43-9f0e-5d2c1a7b8e90'
const TIMES = { batch: 5, takeOver: 40, backOff: 20, patience: 20, quiet: 5 }

let desk: Browser
const open: Local[] = []

beforeEach(() => {
  desk = new Browser('anna', () => 'http://127.0.0.1:1')
})
afterEach(async () => {
  vi.restoreAllMocks()
  await Promise.all(open.splice(0).map((local) => local.close()))
})

function tab(user = 'anna'): Local {
  const local = openLocal(user, desk.platform(), TIMES)
  open.push(local)
  return local
}

/** A document whose changes are handed to a tab's journal. */
function writer(local: Local): { doc: Y.Doc; write(text: string): void } {
  const doc = new Y.Doc()
  doc.on('update', (update: Uint8Array, origin: unknown) => {
    if (origin !== 'tab') local.journal.hand({ room: ROOM, update, record: { waiting: 1, oldest: 0 } })
  })
  return {
    doc,
    write: (text) => {
      const paragraph = new Y.XmlElement('paragraph')
      paragraph.insert(0, [new Y.XmlText(text)])
      doc.getXmlFragment('item-0001/minutes').push([paragraph])
    },
  }
}

async function onDisk(): Promise<string> {
  const store = new UserStore(desk.disk, 'anna', () => 0)
  const { updates } = await store.load(ROOM)
  await store.close()
  const doc = new Y.Doc()
  updates.forEach((update) => Y.applyUpdate(doc, update))
  return textOf(doc)
}

const saved = (local: Local): Promise<void> =>
  vi.waitFor(() => expect(local.journal.isSaved(ROOM)).toBe(true))

describe('O5 one tab writes for all', () => {
  test('O5 changes of a moment become one row', async () => {
    const local = tab()
    const add = vi.spyOn(local.store, 'write')
    const { write } = writer(local)
    for (let n = 0; n < 30; n++) write(`${n}`)
    await saved(local)
    expect(add).toHaveBeenCalledTimes(1)
    expect((await local.store.load(ROOM)).updates).toHaveLength(1)
  })

  test('O5 only the holder of the lock writes, and says to each tab what of theirs is saved', async () => {
    const [first, second] = [tab(), openLocal('anna', desk.platform(), { ...TIMES, takeOver: 60_000 })]
    open.push(second)
    await vi.waitFor(() => expect(first.journal.isWriter).toBe(true))
    const writes = vi.spyOn(second.store, 'write')
    writer(second).write('fra den anden')
    expect(second.journal.isSaved(ROOM)).toBe(false)
    await saved(second)
    expect(second.journal.isWriter).toBe(false)
    expect(writes).not.toHaveBeenCalled()
    expect(await onDisk()).toBe('fra den anden')
  })

  test('O5 a writer that closes hands over, and what it never answered is written by the next', async () => {
    const [first, second] = [tab(), tab()]
    await vi.waitFor(() => expect(first.journal.isWriter).toBe(true))
    // The first tab dies in the middle of a batch: its write never reaches the disk and nothing is answered.
    vi.spyOn(first.store, 'write').mockImplementation(() => new Promise(() => undefined))
    writer(second).write('må ikke mistes')
    await vi.waitFor(() => expect(second.journal.isWriter).toBe(true))
    await saved(second)
    expect(await onDisk()).toBe('må ikke mistes')
    open.splice(open.indexOf(first), 1)
  })

  test('O5 what a tab wrote that died with the writer is written by those who have it', async () => {
    const { platform, die } = mortal(desk.platform())
    const first = openLocal('anna', platform, TIMES)
    const [second, third] = [tab(), tab()]
    await vi.waitFor(() => expect(first.journal.isWriter).toBe(true))
    vi.spyOn(first.store, 'write').mockImplementation(() => new Promise(() => undefined))
    const { doc, write } = writer(first)
    const other = writer(second)
    second.journal.join(ROOM, new Uint8Array([0]), {
      received: (update) => Y.applyUpdate(other.doc, update, 'tab'),
      answered: () => undefined,
      beyond: () => new Uint8Array([0, 0]),
      refused: () => undefined,
      changed: () => undefined,
    })
    write('fra den døde')
    await vi.waitFor(() => expect(textOf(other.doc)).toBe('fra den døde'))
    expect(doc.clientID).not.toBe(other.doc.clientID)
    die()
    other.write('bygger på det')
    await vi.waitFor(() => expect([second, third].some(({ journal }) => journal.isWriter)).toBe(true))
    await saved(second)
    expect(await onDisk()).toBe('fra den døde|bygger på det')
  })

  test('O25 what another tab wrote is saved when it is on disk, and no sooner', async () => {
    const [first, second] = [tab(), openLocal('anna', desk.platform(), { ...TIMES, takeOver: 60_000 })]
    open.push(second)
    await vi.waitFor(() => expect(first.journal.isWriter).toBe(true))
    const write = first.store.write.bind(first.store)
    let go = (): void => undefined
    const turn = new Promise<void>((come) => (go = come))
    vi.spyOn(first.store, 'write').mockImplementation((writes) => turn.then(() => write(writes)))
    writer(first).write('deres')
    await vi.waitFor(() => expect(second.journal.isSaved(ROOM)).toBe(false))
    go()
    await saved(second)
    expect(await onDisk()).toBe('deres')
  })

  test('O5 a tab that ends without a word is counted no more', async () => {
    const { platform, die } = mortal(desk.platform())
    const doomed = openLocal('anna', platform, TIMES)
    const stays = tab()
    const nothing: RoomListener = {
      received: () => undefined,
      answered: () => undefined,
      beyond: () => new Uint8Array([0, 0]),
      refused: () => undefined,
      changed: () => undefined,
    }
    for (const { journal } of [doomed, stays]) journal.join(ROOM, new Uint8Array([0]), nothing)
    await vi.waitFor(() => expect(stays.journal.otherTabs(ROOM)).toBe(1))
    die()
    await doomed.close()
    await vi.waitFor(() => expect(stays.journal.otherTabs(ROOM)).toBe(0))
  })

  test('O5 a flush is done by the writer, whichever tab asks', async () => {
    const times = { batch: 60_000, patience: 60_000 }
    const [first, second] = [times, times].map((each) => openLocal('anna', desk.platform(), each)) as [
      Local,
      Local,
    ]
    open.push(first, second)
    await vi.waitFor(() => expect(first.journal.isWriter).toBe(true))
    writer(second).write('nu')
    await second.journal.flush()
    expect(second.journal.isSaved(ROOM)).toBe(true)
    expect(await onDisk()).toBe('nu')
  })

  test('O5 a tab that closes while its writer does not answer writes its own', async () => {
    const [first, second] = [tab(), openLocal('anna', desk.platform(), { ...TIMES, takeOver: 60_000 })]
    await vi.waitFor(() => expect(first.journal.isWriter).toBe(true))
    const hung = vi.spyOn(first.store, 'write').mockImplementation(() => new Promise(() => undefined))
    writer(second).write('sidste ord')
    await second.close()
    expect(await onDisk()).toBe('sidste ord')
    expect(hung).toHaveBeenCalled()
    open.splice(open.indexOf(first), 1)
  })

  test.each(['the writer', 'another tab'])(
    'O5 when the page closes, %s asks the disk for everything before the next turn',
    async (who) => {
      const [first, second] = [tab(), tab()]
      await vi.waitFor(() => expect(first.journal.isWriter).toBe(true))
      const closing = who === 'the writer' ? first : second
      await closing.store.rooms()
      const commit = vi.spyOn(IDBTransaction.prototype, 'commit')
      writer(closing).write('sidste tast')
      void closing.journal.lastWords()
      // Microtasks still run in a page that is being closed; nothing else does.
      for (let n = 0; n < 10; n++) await Promise.resolve()
      expect(commit).toHaveBeenCalledTimes(1)
      await vi.waitFor(async () => expect(await onDisk()).toBe('sidste tast'))
    },
  )

  test('O5 a room that is open twice in one tab is heard by both, and open until both have left', async () => {
    const [here, there] = [tab().journal, tab()]
    const heard: string[] = []
    const listener = (name: string): RoomListener => ({
      received: () => void heard.push(name),
      answered: () => undefined,
      beyond: () => new Uint8Array([0, 0]),
      refused: () => undefined,
      changed: () => undefined,
    })
    const leave = ['one', 'two'].map((name) => here.join(ROOM, new Uint8Array([0]), listener(name)))
    writer(there).write('x')
    await vi.waitFor(() => expect(heard).toEqual(['one', 'two']))
    leave[0]?.()
    expect(here.isOpen(ROOM)).toBe(true)
    leave[1]?.()
    expect(here.isOpen(ROOM)).toBe(false)
  })

  test('O5 an acknowledgement names the writes it is about', async () => {
    const [first, second] = [tab(), tab()]
    await vi.waitFor(() => expect(first.journal.isWriter).toBe(true))
    let failures = 3
    const write = first.store.write.bind(first.store)
    vi.spyOn(first.store, 'write').mockImplementation((writes) =>
      failures-- > 0 ? Promise.reject(new Error('disk')) : write(writes),
    )
    const { write: type } = writer(second)
    type('et')
    await vi.waitFor(() => expect(second.journal.failure).toBe('Error'))
    type('to')
    await saved(second)
    expect(await onDisk()).toBe('et|to')
  })

  test('O5 another user has another store, lock and channel', async () => {
    const [anna, bo] = [tab('anna'), tab('bo')]
    await vi.waitFor(() => expect(anna.journal.isWriter && bo.journal.isWriter).toBe(true))
    const heard = vi.fn()
    bo.journal.join(ROOM, new Uint8Array([0]), {
      received: heard,
      answered: heard,
      beyond: heard,
      refused: heard,
      changed: () => undefined,
    })
    writer(anna).write('Annas')
    await saved(anna)
    expect(heard).not.toHaveBeenCalled()
    expect(await bo.store.rooms()).toEqual([])
  })
})

describe('O7 a store that fails', () => {
  test('O7 keeps the failed batch in front, says so, and writes it when there is room again', async () => {
    const local = tab()
    const write = local.store.write.bind(local.store)
    let full = true
    vi.spyOn(local.store, 'write').mockImplementation((writes) =>
      full ? Promise.reject(new DOMException('full', 'QuotaExceededError')) : write(writes),
    )
    const { write: type } = writer(local)
    type('før')
    await vi.waitFor(() => expect(local.journal.failure).toBe('QuotaExceededError'))
    type('efter')
    expect(local.journal.isSaved(ROOM)).toBe(false)
    full = false
    await saved(local)
    expect(local.journal.failure).toBeNull()
    expect(await onDisk()).toBe('før|efter')
  })

  test('O7 a transaction that aborts writes nothing of its batch', async () => {
    const local = tab()
    const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError')
    })
    writer(local).write('hel eller slet ikke')
    await vi.waitFor(() => expect(local.journal.failure).not.toBeNull())
    put.mockRestore()
    await saved(local)
    expect(await onDisk()).toBe('hel eller slet ikke')
  })
})

describe('O23 a long log becomes a snapshot', () => {
  test('O23 nothing is lost, and what was handed in meanwhile stays', async () => {
    const local = tab()
    const { write, doc } = writer(local)
    for (let n = 0; n < 205; n++) {
      write(`${n}`)
      await local.journal.flush()
    }
    await vi.waitFor(async () => expect((await local.store.load(ROOM)).updates.length).toBeLessThan(10))
    write('sidst')
    await saved(local)
    expect(await onDisk()).toBe(textOf(doc))
  })
})

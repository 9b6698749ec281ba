import { IDBObjectStore } from 'fake-indexeddb'
import { flushSync } from 'svelte'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Transaction } from 'prosemirror-state'
import * as Y from 'yjs'
import { nodeType } from '../../client/editing/blocks.ts'
import { editSection } from '../../client/merging/edit-section.ts'
import { Calm } from '../../client/sync/calm.ts'
import { textPlace } from '../../client/sync/changed-places.ts'
import { fragment } from '../../schema/paper.ts'
import type { Ledger } from '../../server/store/store.ts'
import { openLedger, ROOM, startSync, temporaryFolder, type SyncServer } from '../server/sync-server.ts'
import { Browser, SECTION, textOf, watchStatus, type Tab } from './world.ts'

let folder: Awaited<ReturnType<typeof temporaryFolder>>
let ledger: Ledger
let server: SyncServer
const tabs: Tab[] = []

beforeEach(async () => {
  folder = await temporaryFolder()
  ledger = await openLedger(folder.dir)
  server = await startSync(ledger)
})

afterEach(async () => {
  await Promise.all(tabs.splice(0).map((tab) => tab.close()))
  await server.close()
  await ledger.close()
  await folder.remove()
})

const url = (): string => server.url.replace(/^ws/, 'http').replace(/\/sync$/, '')
const browserOf = (user: string): Browser => new Browser(user, url)

function open(browser: Browser, user: string): Tab {
  const tab = browser.tab(user)
  tabs.push(tab)
  return tab
}

function enter(browser: Browser, user: string): Tab {
  const tab = open(browser, user)
  tab.room.connect()
  return tab
}

async function onServer(...all: Tab[]): Promise<void> {
  await vi.waitFor(() => all.forEach((tab) => expect(tab.room.status).toEqual({ kind: 'server' })))
}

const isLocal = (tab: Tab, expected: object): Promise<void> =>
  vi.waitFor(() => expect(tab.room.status).toMatchObject({ kind: 'local', ...expected }))

/** What is in the ledger now, in which only committed updates are. */
async function ledgerText(): Promise<string> {
  const { snapshot, tail } = await ledger.load(ROOM)
  const doc = new Y.Doc()
  for (const update of [snapshot ?? [], tail].flat()) Y.applyUpdate(doc, update)
  return textOf(doc)
}

/** A document of what the ledger has committed, kept in step with it. */
function committed(): Y.Doc {
  const doc = new Y.Doc()
  const append = ledger.append.bind(ledger)
  vi.spyOn(ledger, 'append').mockImplementation(async (rows) => {
    await append(rows)
    for (const { bytes } of rows) Y.applyUpdate(doc, bytes)
  })
  return doc
}

describe('O1 on the server', () => {
  test('O1 what one writes reaches the other, and each says so only when acknowledged', async () => {
    const [anna, bo] = [enter(browserOf('anna'), 'anna'), enter(browserOf('bo'), 'bo')]
    await onServer(anna, bo)
    anna.write('Godkendt')
    expect(anna.room.status).toEqual({ kind: 'sending', waiting: 1 })
    await onServer(anna)
    await vi.waitFor(() => expect(bo.text).toBe('Godkendt'))
    expect(server.warnings).toEqual([])
  })

  test('O1 an effect that opens and connects a room is run once', async () => {
    let runs = 0
    let tab: Tab | null = null
    const stop = watchStatus(() => {
      runs += 1
      tab ??= enter(browserOf('anna'), 'anna')
    })
    flushSync()
    await vi.waitFor(() => expect(tab?.room.status).toEqual({ kind: 'server' }))
    flushSync()
    stop()
    expect(runs).toBe(1)
  })

  test('O1 through cuts and restarts it is never said of text that is not in the ledger', async () => {
    const desk = browserOf('anna')
    const anna = enter(desk, 'anna')
    await onServer(anna)
    const onDisk = committed()
    const claims: { said: string; true: string }[] = []
    const stop = watchStatus(() => {
      if (anna.room.status.kind === 'server') claims.push({ said: anna.text, true: textOf(onDisk) })
    })
    for (let round = 0; round < 4; round++) {
      for (let n = 0; n < 5; n++) {
        anna.write(`${round}.${n}`)
        flushSync()
      }
      if (round % 2 === 0) server.door.endSession('session-anna')
      else {
        await server.close()
        server = await startSync(ledger)
      }
      anna.write(`${round}.sidst`)
      // A restarted server may be back before anybody could look.
      if (round % 2 === 0) await isLocal(anna, { why: 'signIn' })
      anna.room.connect()
      await onServer(anna)
      flushSync()
    }
    stop()
    expect(claims.length).toBeGreaterThan(3)
    for (const claim of claims) expect(claim.true).toBe(claim.said)
    expect(await ledgerText()).toBe(anna.text)
    expect(anna.text.split('|')).toHaveLength(24)
  })
})

describe('O7 a store that is full for a while', () => {
  test('O7 is no longer said to fail once the text is written', async () => {
    const desk = browserOf('anna')
    const anna = enter(desk, 'anna')
    await onServer(anna)
    desk.setOnline(false)
    await isLocal(anna, { waiting: 0 })
    const full = (): never => {
      throw new DOMException('full', 'QuotaExceededError')
    }
    const puts = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(full)
    const adds = vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(full)
    anna.write('Et')
    await vi.waitFor(() => expect(anna.room.status.kind).toBe('unsaved'))
    for (const spy of [puts, adds]) spy.mockRestore()
    await vi.waitFor(() => expect(anna.room.status).toMatchObject({ kind: 'local', saved: true }), 3000)
  })
})

describe('O25 saved on this device', () => {
  test('O25 is said only of text that is on disk, and not taken back and forth while somebody types', async () => {
    const desk = browserOf('anna')
    desk.setOnline(false)
    const anna = enter(desk, 'anna')
    await isLocal(anna, { saved: true })
    const said: boolean[] = []
    const stop = watchStatus(() => {
      const { status } = anna.room
      if (status.kind === 'local' && said.at(-1) !== status.saved) said.push(status.saved)
      if (status.kind === 'local' && status.saved) expect(anna.local.journal.isSaved(ROOM)).toBe(true)
    })
    flushSync()
    for (const word of ['Et', 'to', 'tre']) {
      anna.write(word)
      flushSync()
      expect(anna.room.status).toMatchObject({ kind: 'local', saved: false })
      await vi.waitFor(() => expect(anna.local.journal.isSaved(ROOM)).toBe(true), { interval: 1 })
    }
    await isLocal(anna, { saved: true })
    flushSync()
    stop()
    expect(said).toEqual([true, false, true])
  })

  test('O25 the word is given back at once, and again after a pause', () => {
    vi.useFakeTimers()
    try {
      const changed = vi.fn()
      const calm = new Calm(300, changed)
      expect(calm.holds(true)).toBe(true)
      expect(calm.holds(false)).toBe(false)
      expect(calm.holds(true)).toBe(false)
      vi.advanceTimersByTime(200)
      expect(calm.holds(false)).toBe(false)
      expect(calm.holds(true)).toBe(false)
      vi.advanceTimersByTime(299)
      expect(changed).not.toHaveBeenCalled()
      vi.advanceTimersByTime(1)
      expect(changed).toHaveBeenCalledTimes(1)
      expect(calm.holds(true)).toBe(true)
    } finally {
      vi.useRealTimers()
    }
  })
})

describe('O2 without a server', () => {
  test('O2 what is written is here after closing, with its count and age, and is sent later', async () => {
    const desk = browserOf('anna')
    desk.now = () => 1_000
    desk.setOnline(false)
    const first = enter(desk, 'anna')
    await isLocal(first, { waiting: 0 })
    first.write('Et')
    desk.now = () => 900_000
    first.write('To')
    expect(first.room.status).toMatchObject({ waiting: 2, why: 'offline', oldest: new Date(1_000) })
    await first.close()
    expect(await desk.localCopy('anna', ROOM)).toMatchObject({ text: 'Et|To', waiting: 2 })
    const second = open(desk, 'anna')
    await second.room.whenReady
    expect(second.text).toBe('Et|To')
    second.room.connect()
    await isLocal(second, { waiting: 2, why: 'offline', oldest: new Date(1_000) })
    desk.setOnline(true)
    await onServer(second)
    await second.close()
    expect((await desk.localCopy('anna', ROOM)).waiting).toBe(0)
    expect(await ledgerText()).toBe('Et|To')
  })

  test('U73 the places in which something waits are known again after closing, until it is sent', async () => {
    const desk = browserOf('anna')
    desk.setOnline(false)
    const first = enter(desk, 'anna')
    first.write('skrevet i toget')
    await isLocal(first, { saved: true })
    const places = [...first.room.waitingIn.keys()]
    await first.close()

    const second = open(desk, 'anna')
    await second.room.whenReady
    const [block] = fragment(second.room.doc, SECTION).toArray()
    expect(places).toContain(textPlace(SECTION, block as Y.XmlElement))
    expect([...second.room.waitingIn.keys()]).toEqual(places)
    desk.setOnline(true)
    second.room.connect()
    await onServer(second)
    expect(second.room.waitingIn.size).toBe(0)
  })

  test('O2 a page that dies keeps what was saved until then', async () => {
    const desk = browserOf('anna')
    desk.setOnline(false)
    const dead = enter(desk, 'anna')
    await isLocal(dead, {})
    dead.write('gemt')
    await vi.waitFor(() => expect(dead.room.isSaved).toBe(true))
    // Nothing of the dead page runs any more: another one opens the same disk.
    const next = open(desk, 'anna')
    await next.room.whenReady
    expect(next.text).toBe('gemt')
  })
})

describe('O5 two tabs of one user', () => {
  test('O5 see each other without a server, and save each text once', async () => {
    const desk = browserOf('anna')
    desk.setOnline(false)
    const [one, two] = [enter(desk, 'anna'), enter(desk, 'anna')]
    await isLocal(one, {})
    await isLocal(two, {})
    one.write('fra den ene')
    await vi.waitFor(() => expect(two.text).toBe('fra den ene'))
    two.write('fra den anden')
    await vi.waitFor(() => expect(one.text).toBe('fra den ene|fra den anden'))
    expect(one.room.status).toMatchObject({ waiting: 2 })
    expect(two.room.status).toMatchObject({ waiting: 2 })
    expect([one, two].map((tab) => tab.room.details.tabs.others)).toEqual([1, 1])
    expect([one, two].map((tab) => tab.room.details.tabs.writer).sort()).toEqual(['other', 'this'])
    desk.setOnline(true)
    await onServer(one, two)
    expect(await ledgerText()).toBe('fra den ene|fra den anden')
    expect(server.warnings).toEqual([])
  })

  test('O5 a tab opened late gets what is only in the other’s window', async () => {
    const desk = browserOf('anna')
    desk.setOnline(false)
    const one = enter(desk, 'anna')
    await isLocal(one, {})
    vi.spyOn(one.local.store, 'write').mockRejectedValue(new DOMException('full', 'QuotaExceededError'))
    one.write('kun i vinduet')
    const two = enter(desk, 'anna')
    await vi.waitFor(() => expect(two.text).toBe('kun i vinduet'))
  })
})

describe('O7 the device is full', () => {
  test('O7 text that is in this window only is called unsaved, and saved text is not', async () => {
    const desk = browserOf('anna')
    desk.setOnline(false)
    const anna = enter(desk, 'anna')
    await isLocal(anna, {})
    const full = vi
      .spyOn(anna.local.store, 'write')
      .mockRejectedValue(new DOMException('full', 'QuotaExceededError'))
    anna.write('ingen plads')
    await vi.waitFor(() => expect(anna.room.status).toEqual({ kind: 'unsaved', waiting: 1 }))
    expect(anna.room.details.device).toEqual({ kind: 'failed', full: true, reason: 'QuotaExceededError' })
    full.mockRestore()
    await isLocal(anna, { waiting: 1 })
    expect(anna.room.details.device).toMatchObject({ kind: 'saved' })
  })

  test('O7 a store that cannot be opened does not keep the server’s text away', async () => {
    const desk = browserOf('anna')
    const broken = {
      open: () => {
        throw new DOMException('blocked', 'SecurityError')
      },
    }
    const bo = enter(browserOf('bo'), 'bo')
    bo.write('fra serveren')
    await onServer(bo)
    const tab = desk.tab('anna', {}, { ...desk.platform(), indexedDB: broken as unknown as IDBFactory })
    tabs.push(tab)
    tab.room.connect()
    await onServer(tab)
    expect(tab.text).toBe('fra serveren')
    expect(tab.room.details.device).toMatchObject({ kind: 'failed', reason: 'SecurityError' })
  })
})

describe('O10 what is not loaded is not called empty', () => {
  test('O10 without copy and server the meeting is missing, and ready when the server comes', async () => {
    const desk = browserOf('anna')
    desk.setOnline(false)
    const anna = open(desk, 'anna')
    expect(anna.room.loaded).toBe('loading')
    anna.room.connect()
    await vi.waitFor(() => expect(anna.room.loaded).toBe('missing'))
    desk.setOnline(true)
    await anna.room.whenReady
    expect(anna.room.loaded).toBe('ready')
  })

  test('O10 a meeting the server said is empty is known to be so, also without it', async () => {
    const desk = browserOf('anna')
    const first = enter(desk, 'anna')
    await onServer(first)
    await first.close()
    desk.setOnline(false)
    const second = open(desk, 'anna')
    await second.room.whenReady
    expect(second.room.loaded).toBe('ready')
  })
})

describe('O12 what came together', () => {
  test('O12 is told after a visit without a server that was closed and opened in between', async () => {
    const [annas, bos] = [browserOf('anna'), browserOf('bo')]
    const [anna, bo] = [enter(annas, 'anna'), enter(bos, 'bo')]
    await onServer(anna, bo)
    anna.write('Fælles.')
    await onServer(anna)
    await vi.waitFor(() => expect(bo.text).toBe('Fælles.'))
    await anna.close()
    annas.setOnline(false)
    const away = enter(annas, 'anna')
    await isLocal(away, {})
    away.type(0, ' Annas.')
    away.write('Annas eget.')
    await vi.waitFor(async () => expect(await away.local.store.base(ROOM)).not.toBeNull())
    await away.close()
    bo.type(0, ' Bos.')
    await onServer(bo)
    const back = enter(annas, 'anna')
    await isLocal(back, { waiting: 2 })
    expect(back.room.merge).toBeNull()
    annas.setOnline(true)
    await onServer(back)
    await vi.waitFor(() => expect(back.room.merge).not.toBeNull())
    expect(back.room.merge).toMatchObject({ sent: 2, received: 1, sectionsBoth: [SECTION], deletedHere: [] })
    expect(back.room.merge?.same).toHaveLength(1)
    expect(back.room.merge?.same[0]?.text).toContain('Annas.')
    expect(back.room.merge?.same[0]?.text).toContain('Bos.')
    const { merge } = back.room
    const later = open(annas, 'anna')
    await vi.waitFor(() => expect(later.room.merge).toEqual(merge))
    expect(await back.local.store.base(ROOM)).toBeNull()
  })

  test('O12 an ordinary visit has nothing to tell', async () => {
    const bo = enter(browserOf('bo'), 'bo')
    bo.write('skrevet før')
    await onServer(bo)
    const anna = enter(browserOf('anna'), 'anna')
    await onServer(anna)
    anna.write('og nu')
    await onServer(anna)
    expect(anna.room.merge).toBeNull()
  })
})

describe('E25 two who reshape one block', () => {
  const heading = (tr: Transaction): void =>
    void tr.setBlockType(0, tr.doc.content.size, nodeType('heading'), { level: 1 })
  const task = (tr: Transaction): void =>
    void tr.setBlockType(0, tr.doc.content.size, nodeType('task'), { id: 'opgave' })

  test.each(['at the same moment', 'one of them without a server'])(
    'E25 %s: the text stands once, in the form that was first on the server',
    async (when) => {
      const [annas, bos] = [browserOf('anna'), browserOf('bo')]
      const [anna, bo] = [enter(annas, 'anna'), enter(bos, 'bo')]
      await onServer(anna, bo)
      anna.write('Tre ord her.')
      await vi.waitFor(() => expect(bo.text).toBe('Tre ord her.'))
      if (when !== 'at the same moment') bos.setOnline(false)
      editSection(bo.room.doc, SECTION, task)
      editSection(anna.room.doc, SECTION, heading)
      if (when !== 'at the same moment') {
        bo.type(0, ' Bos.')
        await onServer(anna)
        bos.setOnline(true)
      }
      await onServer(anna, bo)
      await vi.waitFor(() => {
        expect(anna.text.split('Tre ord her.')).toHaveLength(2)
        expect(bo.text).toBe(anna.text)
      })
      if (when === 'at the same moment') return
      const blocks = fragment(anna.room.doc, SECTION).toArray().map(String)
      expect(blocks.sort()).toEqual([
        '<heading level="1">Tre ord her.</heading>',
        '<task id="opgave"> Bos.</task>',
      ])
    },
  )
})

describe('E25 two who reshape one block and go on in it', () => {
  const shape =
    (name: string, attrs: object) =>
    (tr: Transaction): void =>
      void tr.setBlockType(0, tr.doc.content.size, nodeType(name), attrs)
  const heading = shape('heading', { level: 1 })

  /** What both have, when Anna had a server all the time and Bo had none. */
  async function apart(annas: (tab: Tab) => void, bos: (tab: Tab) => void): Promise<string[]> {
    const browser = browserOf('bo')
    const [anna, bo] = [enter(browserOf('anna'), 'anna'), enter(browser, 'bo')]
    await onServer(anna, bo)
    anna.write('Tre ord her.')
    await vi.waitFor(() => expect(bo.text).toBe('Tre ord her.'))
    browser.setOnline(false)
    bos(bo)
    annas(anna)
    await onServer(anna)
    browser.setOnline(true)
    await onServer(anna, bo)
    await vi.waitFor(() => expect(bo.text).toBe(anna.text))
    return fragment(anna.room.doc, SECTION).toArray().map(String)
  }

  test('E25 whoever reshapes it twice has it once', async () => {
    const blocks = await apart(
      ({ room }) => editSection(room.doc, SECTION, heading),
      ({ room }) => {
        editSection(room.doc, SECTION, shape('task', { id: 'opgave' }))
        editSection(room.doc, SECTION, shape('heading', { level: 2 }))
      },
    )
    expect(blocks).toEqual(['<heading level="1">Tre ord her.</heading>'])
  })

  test('E25 a copy in which its writer has gone on writing is one', async () => {
    const blocks = await apart(
      ({ room }) => {
        editSection(room.doc, SECTION, heading)
        editSection(room.doc, SECTION, (tr) => tr.insertText('nye ', 5))
      },
      ({ room }) => editSection(room.doc, SECTION, shape('task', { id: 'opgave' })),
    )
    expect(blocks).toEqual(['<heading level="1">Tre nye ord her.</heading>'])
  })

  test('E25 who deletes the block and writes something else has made no copy of it', async () => {
    const blocks = await apart(
      ({ room }) =>
        editSection(room.doc, SECTION, (tr) => tr.insertText('Andre ord.', 0, tr.doc.content.size)),
      ({ room }) => editSection(room.doc, SECTION, shape('task', { id: 'opgave' })),
    )
    expect(blocks.join('')).toContain('<task id="opgave">Tre ord her')
  })
})

describe('O20 seen by', () => {
  test('O20 names those whose window has received what is on the server, and nobody before that', async () => {
    const [anna, bo] = [enter(browserOf('anna'), 'anna'), enter(browserOf('bo'), 'bo')]
    await onServer(anna, bo)
    anna.write('Set?')
    expect(anna.room.details.seen.filter(({ all }) => all)).toEqual([])
    await vi.waitFor(() => expect(anna.room.details.seen).toEqual([{ user: 'bo', name: 'BO', all: true }]))
    await vi.waitFor(() => expect(bo.text).toBe('Set?'))
    await bo.close()
    await vi.waitFor(() => expect(anna.room.details.seen).toEqual([]))
  })

  test('O20 a window’s claims are checked for shape, and the user’s own windows are nobody else', async () => {
    const desk = browserOf('anna')
    const [one, two] = [enter(desk, 'anna'), enter(desk, 'anna')]
    await onServer(one, two)
    two.room.awareness.setLocalStateField('seen', 'alt')
    await vi.waitFor(() => expect(one.room.awareness.getStates().size).toBe(2))
    expect(one.room.details.seen).toEqual([])
  })
})

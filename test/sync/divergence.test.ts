import { IDBFactory } from 'fake-indexeddb'
import { describe, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { Divergence } from '../../client/sync/divergence.ts'
import { rescueOfAside } from '../../client/sync/rescue.ts'
import { UserStore } from '../../client/sync/store.ts'
import { digestOf } from '../../schema/digest.ts'
import { textOf as wordsOf } from '../../schema/nodes.ts'
import { DIVERGED } from '../../schema/protocol.ts'
import { items } from '../../schema/paper.ts'
import { writeSection } from '../../schema/sections.ts'
import { ROOM } from '../server/sync-server.ts'
import { sceneOfEachTest, SECTION, textOf, type Tab } from './world.ts'

const scene = sceneOfEachTest()

/** The same client's text under the same numbers: to Yjs, papers with different words are one. */
function paperSaying(words: string): Uint8Array {
  const paper = new Y.Doc()
  paper.clientID = 7
  items.fill(paper, [{ id: 'item-0001', fields: {} }])
  writeSection(paper, SECTION, [{ type: 'paragraph', content: [{ type: 'text', text: words }] }])
  return Y.encodeStateAsUpdate(paper)
}

function documentOf(words: string): Y.Doc {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, paperSaying(words))
  return doc
}

/** What the server has, and what is on the computer, which claims that the server had it all. */
async function given(onServer: string, here: string): Promise<void> {
  Y.applyUpdate(scene.server.doc, paperSaying(onServer))
  scene.server.seq = 1
  const store = new UserStore(scene.browser.disk, 'anna', () => 0)
  const copy = paperSaying(here)
  const record = {
    waiting: 0,
    oldest: null,
    acknowledged: Y.encodeStateVectorFromUpdate(copy),
    acknowledgedAt: 1,
  }
  await store.write([{ room: ROOM, update: copy, record }])
  await store.close()
}

function enter(): Tab {
  const tab = scene.open()
  tab.room.connect()
  return tab
}

/** Goes on in the same page, as the meeting's screen does. */
async function reopen(tab: Tab): Promise<Tab> {
  const again = scene.open({ local: tab.local })
  await tab.room.destroy()
  again.room.connect()
  return again
}

const questions = (at: number): number =>
  (scene.server.connections[at] ?? []).filter((kind) => kind === 'step1').length

const differs = (tab: Tab): Promise<void> =>
  vi.waitFor(() => expect(tab.room.status).toMatchObject({ kind: 'local', why: 'diverged', saved: true }))

const onServer = (tab: Tab): Promise<void> =>
  vi.waitFor(() => expect(tab.room.status).toEqual({ kind: 'server' }))

describe('O26 a copy that differs from the ledger', () => {
  test('O26 is kept apart and gives way to the server’s text, and both are told', async () => {
    await given('Godkendt', 'Afvist!!')
    const tab = enter()
    await differs(tab)
    expect(tab.text).toBe('Afvist!!')
    await vi.waitFor(() => expect(scene.server.closes).toEqual([DIVERGED.code]))
    expect(questions(0)).toBe(2)
    const again = await reopen(tab)
    await onServer(again)
    expect(again.text).toBe('Godkendt')
    expect(textOf(scene.server.doc)).toBe('Godkendt')
    const [aside] = await again.local.store.asides()
    expect(aside?.reason).toBe('diverged')
    if (aside !== undefined) expect(wordsOf(rescueOfAside(aside, 0).items[0]?.minutes ?? [])).toBe('Afvist!!')
    await vi.waitFor(() => expect(again.room.details.asides).toMatchObject([{ reason: 'diverged' }]))
    scene.server.tell()
    again.write('og videre')
    await onServer(again)
    expect(textOf(scene.server.doc)).toBe('Godkendt|og videre')
  })

  test('O26 of who may only read nothing is kept apart, nobody is told, and the server’s text stands there', async () => {
    await given('Godkendt', 'Afvist!!')
    const [tab, other] = [scene.open({ onlyReads: () => true }), scene.open({ onlyReads: () => true })]
    await other.room.whenReady
    tab.room.connect()
    await differs(tab)
    await differs(other)
    expect(scene.server.closes).not.toContain(DIVERGED.code)
    await Promise.all([other.room.destroy(), other.room.flush()])
    const again = await reopen(tab)
    await onServer(again)
    expect(again.text).toBe('Godkendt')
    expect(await again.local.store.asides()).toEqual([])
    expect(again.room.merge).toBeNull()
  })

  test('O26 in two tabs, both go on with the server’s text', async () => {
    await given('Godkendt', 'Afvist!!')
    const both = [enter(), enter()]
    await Promise.all(both.map(differs))
    for (const tab of both) {
      const again = await reopen(tab)
      await onServer(again)
      expect(again.text).toBe('Godkendt')
    }
    expect(await both[0]?.local.store.asides()).toHaveLength(1)
  })

  test('O26 the other tabs are told, too, when it could only be kept apart later', async () => {
    await given('Godkendt', 'Afvist!!')
    const other = scene.open()
    await other.room.whenReady
    const tab = enter()
    const full = new DOMException('full', 'QuotaExceededError')
    const setAside = vi.spyOn(tab.local.store, 'setAside').mockRejectedValueOnce(full)
    await vi.waitFor(() => expect(setAside).toHaveBeenCalledOnce())
    tab.write('og videre')
    await differs(tab)
    await vi.waitFor(() => expect(other.room.status).toMatchObject({ kind: 'local', why: 'diverged' }))
  })

  test('O26 a tab that hears of it late leaves the copy that stands there now', async () => {
    await given('Godkendt', 'Godkendt')
    const tab = enter()
    await onServer(tab)
    const early = scene.open()
    await early.room.whenReady
    early.local.journal.refuse(ROOM, 'diverged')
    await vi.waitFor(() => expect(tab.room.status).toMatchObject({ why: 'diverged' }))
    await tab.room.flush()
    expect((await scene.browser.localCopy('anna', ROOM)).text).toBe('Godkendt')
  })

  test('O26 of a paper that reads the same nothing is asked and nothing happens', async () => {
    await given('Godkendt', 'Godkendt')
    const tab = enter()
    await onServer(tab)
    scene.server.tell()
    tab.write('mere')
    await vi.waitFor(() => expect(scene.server.counted).toBe(2))
    scene.server.tell()
    await onServer(tab)
    expect(questions(0)).toBe(1)
    expect(await tab.local.store.asides()).toEqual([])
  })

  test('O26 what the server forgot to pass on is asked for, and that is all', async () => {
    await given('Godkendt', 'Godkendt')
    const tab = enter()
    await onServer(tab)
    writeSection(scene.server.doc, 'item-0001/case', [
      { type: 'paragraph', content: [{ type: 'text', text: 'Glemt' }] },
    ])
    scene.server.tell()
    await vi.waitFor(() => expect(textOf(tab.room.doc, 'item-0001/case')).toBe('Glemt'))
    scene.server.tell()
    await onServer(tab)
    expect(questions(0)).toBe(2)
    expect(await tab.local.store.asides()).toEqual([])
  })

  test('O26 text the server does not have is never given up for it', async () => {
    await given('Godkendt', 'Afvist!!')
    scene.server.automatic = false
    const tab = enter()
    tab.write('ikke sendt')
    await vi.waitFor(() => expect(scene.server.connections[0]).toContain('step1'))
    scene.server.tell()
    scene.server.tell()
    scene.server.ask()
    await vi.waitFor(() => expect(scene.server.counted).toBe(1))
    scene.server.tell()
    expect(tab.room.status).toMatchObject({ kind: 'sending', waiting: 1 })
    scene.server.acknowledge()
    scene.server.tell()
    await differs(tab)
    expect(textOf(scene.server.doc)).toBe('Godkendt|ikke sendt')
    expect(textOf((await reopen(tab)).room.doc)).toBe('')
  })

  test('O26 a second time within the hour the copy is trusted, and the work goes on', async () => {
    await given('Godkendt', 'Godkendt')
    scene.server.says = digestOf(documentOf('Noget andet'))
    const first = enter()
    await differs(first)
    const tab = await reopen(first)
    await vi.waitFor(() => expect(scene.server.closes).toEqual([DIVERGED.code, DIVERGED.code]))
    await onServer(tab)
    tab.write('går videre')
    await onServer(tab)
    expect(textOf(scene.server.doc)).toBe('Godkendt|går videre')
    expect(await tab.local.store.asides()).toHaveLength(1)
  })

  test('O26 a hash of another form means nothing', async () => {
    await given('Godkendt', 'Afvist!!')
    scene.server.says = '0:other'
    const tab = enter()
    await onServer(tab)
    expect(questions(0)).toBe(1)
  })
})

describe('O26 comparing', () => {
  /** A document and how often it asked and despaired. */
  function watched(words: string): {
    doc: Y.Doc
    watch: Divergence
    asked: number
    despaired: number
    at: number
  } {
    const doc = new Y.Doc()
    Y.applyUpdate(doc, paperSaying(words))
    const state = { doc, asked: 0, despaired: 0, at: 1, watch: null as unknown as Divergence }
    state.watch = new Divergence(doc, {
      isAt: (seq) => seq === state.at,
      ask: () => void (state.asked += 1),
      diverged: () => void (state.despaired += 1),
      now: () => 0,
      pause: () => Promise.resolve(),
      idle: () => Promise.resolve(),
    })
    return state
  }
  const theirs = digestOf(documentOf('Godkendt'))

  /** Lets the comparison come to its end. */
  const compared = async (): Promise<void> => {
    for (let n = 0; n < 50; n++) await Promise.resolve()
  }

  test('O26 a difference that what was written here since may explain is asked about again', async () => {
    const state = watched('Afvist!!')
    state.watch.told(1, theirs)
    await compared()
    expect([state.asked, state.despaired]).toEqual([1, 0])
    state.watch.changedHere()
    state.watch.head()
    state.watch.told(1, theirs)
    await compared()
    expect([state.asked, state.despaired]).toEqual([2, 0])
    state.watch.head()
    state.watch.told(1, theirs)
    await compared()
    expect([state.asked, state.despaired]).toEqual([2, 1])
  })

  test('O26 waits until exactly that much is here, and does not count what changed meanwhile', async () => {
    const state = watched('Afvist!!')
    state.at = 0
    state.watch.told(1, theirs)
    await compared()
    state.at = 1
    state.watch.look()
    items.set(state.doc, 'item-0001', { duration: 5 })
    await compared()
    expect(state.asked).toBe(0)
    state.watch.told(1, theirs)
    await compared()
    expect(state.asked).toBe(1)
  })

  test('O26 a difference of an earlier connection is forgotten', async () => {
    const state = watched('Afvist!!')
    state.watch.told(1, theirs)
    await compared()
    state.watch.disconnected()
    state.watch.told(1, theirs)
    await compared()
    expect([state.asked, state.despaired]).toEqual([2, 0])
  })
})

test('O26 what was done by a clock that was put back since is not of this hour', async () => {
  let now = Date.parse('2031-01-01T12:00:00Z')
  const store = new UserStore(new IDBFactory(), 'anna', () => now)
  expect(await store.claim('diverged', 3_600_000)).toBe(true)
  now += 1000
  expect(await store.claim('diverged', 3_600_000)).toBe(false)
  now = Date.parse('2026-01-01T12:00:00Z')
  expect(await store.claim('diverged', 3_600_000)).toBe(true)
  await store.close()
})

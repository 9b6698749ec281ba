import { describe, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { addThread, editEntry, entries, type Margin, type New, type Thread } from '../../schema/margin.ts'
import { marginRoom, paperRoom } from '../../schema/protocol.ts'
import { together } from '../../client/sync/beside.ts'
import { keptMeetings } from '../../client/sync/details.ts'
import { MarginRoom } from '../../client/sync/margin-room.svelte.ts'
import { statusOf, type SyncFacts } from '../../client/sync/status.ts'
import { nameSteps, unsentBeside } from '../../client/sync/unsent.ts'
import { WaitingSteps } from '../../client/sync/waiting.ts'
import { ZONE } from '../server/sync-server.ts'
import { QUICK, sceneOfEachTest, type Tab } from '../sync/world.ts'

/** A machine under load takes its time. */
const SOON = { timeout: 20_000 }
const scene = sceneOfEachTest()

const COMMENT: New<Thread> = {
  author: 'anna',
  at: 1000,
  kind: 'comment',
  target: { kind: 'item', item: 'item-0001' },
  text: 'Skal det med?',
  mentions: [],
  change: null,
}

/** A tab with the meeting, and its margin. */
function open(): { tab: Tab; margin: MarginRoom } {
  const tab = scene.open()
  return { tab, margin: marginIn(tab) }
}

function marginIn(tab: Tab): MarginRoom {
  const margin = new MarginRoom({
    meeting: ZONE,
    user: { id: 'anna', name: 'Anna', organisation: null, colour: 1 },
    local: tab.local,
    platform: scene.browser.platform(),
    times: QUICK,
    changed: () => tab.room.besideChanged(),
  })
  tab.room.joinedBy(margin)
  scene.closing({ close: () => margin.destroy() })
  return margin
}

const remark = (margin: MarginRoom, id: string, text = COMMENT.text): void =>
  margin.write(id, () => addThread(margin.doc, id, { ...COMMENT, text }))

describe('M30 the sync status tells of both rooms', () => {
  const SETTLED: SyncFacts = {
    phase: { kind: 'open' },
    failing: false,
    allSettled: true,
    cannotSave: false,
    silent: false,
    online: true,
    waiting: 0,
    oldest: null,
    about: new Map(),
    storeFailed: false,
    saved: true,
    refused: false,
    diverged: false,
    replaced: false,
    tooOld: false,
  }

  test.each([
    ['both there', SETTLED, SETTLED, { kind: 'server' }],
    ['no margin', SETTLED, null, { kind: 'server' }],
    [
      'a remark on its way',
      { ...SETTLED, silent: true },
      { ...SETTLED, allSettled: false, waiting: 1 },
      { kind: 'sending', waiting: 1 },
    ],
    [
      'the margin is not connected',
      { ...SETTLED, oldest: 7, waiting: 1 },
      { ...SETTLED, phase: { kind: 'connecting' }, allSettled: false, failing: true, waiting: 2, oldest: 5 },
      { kind: 'local', why: 'silent', waiting: 3, oldest: new Date(5), saved: true },
    ],
    [
      'a remark is in this window alone',
      { ...SETTLED, phase: { kind: 'connecting' }, online: false },
      { ...SETTLED, storeFailed: true, saved: false, waiting: 1 },
      { kind: 'unsaved', waiting: 1 },
    ],
  ] as const)('M30 %s', (_name, paper, margin, status) => {
    expect(statusOf(together(paper as SyncFacts, margin as SyncFacts | null))).toEqual(status)
  })

  test('M30 without a server the meeting counts what waits in both', async () => {
    scene.browser.setOnline(false)
    const { tab, margin } = open()
    tab.room.connect()
    margin.connect()
    tab.write('Et afsnit')
    remark(margin, 'thread-001')
    await vi.waitFor(
      () => expect(tab.room.status).toMatchObject({ kind: 'local', waiting: 2, saved: true }),
      SOON,
    )
    expect((await tab.room.rescue()).unsent.remarks).toEqual(['Skal det med?'])
    expect(keptMeetings(await tab.local.store.rooms())).toMatchObject([{ meeting: ZONE, waiting: 2 }])
  })
})

test('O33 after a reload what waits in the margin is counted before it is opened, and per item', async () => {
  scene.browser.setOnline(false)
  const first = open()
  first.tab.room.connect()
  first.margin.connect()
  first.tab.write('Et afsnit')
  for (const id of ['thread-001', 'thread-002', 'thread-003']) remark(first.margin, id)
  await vi.waitFor(
    () => expect(first.tab.room.status).toMatchObject({ kind: 'local', waiting: 4, saved: true }),
    SOON,
  )
  await first.margin.destroy()
  await first.tab.close()

  const again = scene.open()
  await again.room.whenReady
  expect(again.room.status).toMatchObject({ waiting: 4 })
  expect(again.room.waitingIn.get('item-0001')).toBe(1)
  const margin = marginIn(again)
  await margin.whenReady
  expect([...margin.waiting]).toEqual(['thread-001', 'thread-002', 'thread-003'])
  expect(again.room.status).toMatchObject({ waiting: 4 })
  scene.browser.setOnline(true)
  again.room.connect()
  margin.connect()
  await vi.waitFor(() => expect(again.room.status).toEqual({ kind: 'server' }), SOON)
  expect(again.room.waitingIn.size).toBe(0)
})

test('M72 what waits in a margin that one may not read any more is told, downloaded and let go', async () => {
  scene.browser.setOnline(false)
  const first = open()
  first.tab.room.connect()
  first.margin.connect()
  remark(first.margin, 'thread-001', 'Aldrig sendt')
  await vi.waitFor(() => expect(first.tab.room.status).toMatchObject({ waiting: 1, saved: true }), SOON)
  await first.margin.destroy()
  await first.tab.close()

  const { room } = scene.open()
  await room.readsMargins(false)
  scene.browser.setOnline(true)
  room.connect()
  await vi.waitFor(() => expect(room.status).toEqual({ kind: 'server' }), SOON)
  expect(room.details.shutRemarks).toBe(1)
  expect((await room.rescue()).unsent.remarks).toEqual(['Aldrig sendt'])
  await room.eraseMargins()
  expect(room.details.shutRemarks).toBe(0)
  expect((await room.rescue()).unsent.remarks).toEqual([])
})

test('O33 what others wrote since the server last answered is not counted as waiting', () => {
  const doc: Margin = new Y.Doc()
  addThread(doc, 'thread-001', COMMENT)
  addThread(doc, 'thread-002', { ...COMMENT, author: 'bo' })
  const steps = new WaitingSteps()
  steps.restore(1, 1000, [['thread-001', 1]])
  nameSteps({ doc, steps, acknowledged: { vector: null } })
  expect([...steps.ids]).toEqual(['thread-001'])
})

describe('M31 what waits is told per entry', () => {
  test('M31 an entry waits until the server has it, also after a reload', async () => {
    scene.browser.setOnline(false)
    const first = open()
    first.margin.connect()
    remark(first.margin, 'thread-001')
    remark(first.margin, 'thread-002')
    expect([...first.margin.waiting]).toEqual(['thread-001', 'thread-002'])
    await vi.waitFor(() => expect(first.margin.isSaved).toBe(true), SOON)
    await first.margin.destroy()
    await first.tab.close()

    const again = open()
    await again.margin.whenReady
    expect([...again.margin.waiting]).toEqual(['thread-001', 'thread-002'])
    expect(await unsentBeside(again.tab.local.store, ZONE)).toHaveLength(2)
    scene.browser.setOnline(true)
    again.margin.connect()
    await vi.waitFor(() => expect(again.margin.status).toEqual({ kind: 'server' }), SOON)
    expect([...again.margin.waiting]).toEqual([])
    await vi.waitFor(async () => expect(await unsentBeside(again.tab.local.store, ZONE)).toEqual([]), SOON)

    scene.browser.setOnline(false)
    again.margin.write('thread-002', () =>
      editEntry(again.margin.doc, 'threads', 'thread-002', { text: 'Rettet' }, 2000),
    )
    expect([...again.margin.waiting]).toEqual(['thread-002'])
    await vi.waitFor(() => expect(again.margin.isSaved).toBe(true), SOON)
    await again.margin.destroy()
    await again.tab.close()
    const last = open()
    await last.margin.whenReady
    expect([...last.margin.waiting]).toEqual(['thread-002'])
    expect(entries(last.margin.doc, 'threads').map(({ text }) => text)).toEqual(['Skal det med?', 'Rettet'])
  })

  test('M31 the rooms of a meeting are two copies of one meeting', async () => {
    const { tab } = open()
    const record = { waiting: 0, oldest: null }
    await tab.local.store.write([
      { room: paperRoom('meeting-1'), update: null, record: { ...record, waiting: 1, oldest: 9 } },
      { room: marginRoom('meeting-1'), update: null, record: { ...record, waiting: 2, oldest: 4 } },
    ])
    const [kept, none] = keptMeetings(await tab.local.store.rooms())
    expect(kept).toMatchObject({ meeting: 'meeting-1', waiting: 3, oldest: new Date(4) })
    expect(none).toBeUndefined()
  })
})

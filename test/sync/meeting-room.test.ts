import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Ledger } from '../../server/store/store.ts'
import { openLedger, ROOM, startSync, temporaryFolder, type SyncServer } from '../server/sync-server.ts'
import { Browser, type Tab } from './world.ts'

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

async function onServer(tab: Tab): Promise<void> {
  await vi.waitFor(() => expect(tab.room.status).toEqual({ kind: 'server' }))
}

describe('the room', () => {
  test('O1 what one writes reaches the other, and each says so only when acknowledged', async () => {
    const [anna, bo] = [open(browserOf('anna'), 'anna'), open(browserOf('bo'), 'bo')]
    anna.room.connect()
    bo.room.connect()
    await onServer(anna)
    await onServer(bo)
    anna.write('Godkendt')
    expect(anna.room.status).toEqual({ kind: 'sending', waiting: 1 })
    await onServer(anna)
    await vi.waitFor(() => expect(bo.text).toBe('Godkendt'))
    expect(server.warnings).toEqual([])
  })

  test('O2 what is written without a network is here after closing, with its count and age, and is sent later', async () => {
    const desk = browserOf('anna')
    desk.setOnline(false)
    const first = open(desk, 'anna')
    first.room.connect()
    await vi.waitFor(() => expect(first.room.status.kind).toBe('local'))
    first.write('Et')
    first.write('To')
    expect(first.room.status).toMatchObject({ kind: 'local', waiting: 2, why: 'offline' })
    await first.close()
    expect(await desk.localCopy('anna', ROOM)).toMatchObject({ text: 'Et|To', waiting: 2 })
    const second = open(desk, 'anna')
    await second.room.whenReady
    expect(second.text).toBe('Et|To')
    second.room.connect()
    await vi.waitFor(() =>
      expect(second.room.status).toMatchObject({ kind: 'local', waiting: 2, why: 'offline' }),
    )
    desk.setOnline(true)
    await onServer(second)
    await second.close()
    expect((await desk.localCopy('anna', ROOM)).waiting).toBe(0)
  })
})

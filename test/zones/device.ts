import { WebSocket } from 'ws'
import type { MeetingRoom } from '../../client/sync/meeting-room.svelte.ts'
import { MarginRoom } from '../../client/sync/margin-room.svelte.ts'
import { openLocal } from '../../client/sync/local.ts'
import type { Platform } from '../../client/sync/platform.ts'
import { partClosed } from '../../client/zones/part-closed.ts'
import { expect } from 'vitest'
import type { ClosedWorld } from '../server/closed-meeting.ts'
import { eventually } from '../server/eventually.ts'
import { Browser, QUICK, type Tab } from '../sync/world.ts'

/** Somebody's computer, with a real server at the other end. */
export class Device {
  readonly browser: Browser
  readonly user: string
  private readonly open: { close(): Promise<void> }[] = []

  constructor(
    private readonly world: ClosedWorld,
    private readonly name: string,
  ) {
    this.user = world.users[name] ?? ''
    this.browser = new Browser(this.user, () => world.server.url)
  }

  /** Opens a paper in a new window and connects it. */
  enter(meeting = this.world.meeting): Tab {
    const tab = this.browser.tab(this.user, { meeting }, this.platform())
    this.open.push(tab)
    tab.room.connect()
    return tab
  }

  /** The same, when everything is there and on the server. */
  async entered(meeting = this.world.meeting): Promise<Tab> {
    const tab = this.enter(meeting)
    await onServer(tab.room)
    return tab
  }

  /** Opens the margin of a meeting beside a window's paper. */
  margin(tab: Tab, meeting = this.world.meeting): MarginRoom {
    const user = { id: this.user, name: this.name, organisation: null, colour: 1 }
    const margin = new MarginRoom({
      meeting,
      user,
      local: tab.local,
      platform: this.platform(),
      times: QUICK,
    })
    margin.connect()
    return margin
  }

  /** Takes from the disk what was closed in these meetings, with no window open. */
  async sweep(meetings: Parameters<typeof partClosed>[0]): Promise<void> {
    const local = openLocal(this.user, this.platform())
    await partClosed(meetings, local, this.platform(), QUICK)
    await local.close()
  }

  /** Closes the windows. */
  async shut(): Promise<void> {
    for (const tab of this.open.splice(0)) await tab.close()
  }

  /** Everything that is on the disk. */
  async disk(): Promise<Buffer> {
    const parts: Buffer[] = []
    for (const { name } of await this.browser.disk.databases())
      parts.push(await everythingIn(this.browser.disk, name ?? ''))
    return Buffer.concat(parts)
  }

  private platform(): Platform {
    const headers = this.world.headers(this.name)
    const { browser } = this
    class Socket extends WebSocket {
      constructor(address: string, protocols?: string[]) {
        super(browser.online ? address : 'ws://127.0.0.1:1/', protocols, { headers })
      }
    }
    return { ...browser.platform(), WebSocket: Socket as unknown as typeof globalThis.WebSocket }
  }
}

export async function onServer(room: MeetingRoom): Promise<void> {
  await eventually(() => expect([room.loaded, room.status]).toEqual(['ready', { kind: 'server' }]))
}

/** Resolves when a window has parted its copy, and is to be opened anew. */
export async function parted(room: MeetingRoom | MarginRoom): Promise<void> {
  await eventually(() => expect(room.status).toMatchObject({ kind: 'local', why: 'replaced', saved: true }))
}

async function everythingIn(disk: IDBFactory, name: string): Promise<Buffer> {
  const db = await promised(disk.open(name))
  const parts: Buffer[] = []
  for (const store of db.objectStoreNames) {
    const all = db.transaction(store).objectStore(store)
    parts.push(...(await promised<unknown[]>(all.getAll())).flatMap(bytesOf))
  }
  db.close()
  return Buffer.concat(parts)
}

function bytesOf(value: unknown): Buffer[] {
  if (value instanceof Uint8Array) return [Buffer.from(value)]
  if (typeof value === 'string') return [Buffer.from(value)]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => [Buffer.from(key), ...bytesOf(inner)])
}

function promised<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('no answer'))
  })
}

import { IDBFactory } from 'fake-indexeddb'
import { afterEach, beforeEach } from 'vitest'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { openLocal, type Local } from '../../client/sync/local.ts'
import { MeetingRoom, type RoomOptions } from '../../client/sync/meeting-room.svelte.ts'
import type { Channel, Locks, Platform } from '../../client/sync/platform.ts'
import { fragment, type SectionKey } from '../../schema/paper.ts'
import { ZONE } from '../server/sync-server.ts'
import { ScriptedServer } from './scripted-server.ts'

export const SECTION: SectionKey = 'item-0001/minutes'

/** Web Locks without a browser: one holder a name, a line of those who wait, and taking over. */
export class FakeLocks implements Locks {
  readonly #holders = new Map<string, { lost(): void }>()
  readonly #line = new Map<string, (() => void)[]>()

  async request(
    name: string,
    options: LockOptions,
    held: (lock: unknown) => Promise<void>,
  ): Promise<unknown> {
    if (options.ifAvailable === true && this.#holders.has(name)) return held(null)
    if (options.steal === true) this.#holders.get(name)?.lost()
    else if (this.#holders.has(name)) await new Promise<void>((turn) => this.#wait(name, turn))
    const lost = new Promise<never>((_, reject) => {
      this.#holders.set(name, { lost: () => reject(new DOMException('stolen', 'AbortError')) })
    })
    const mine = this.#holders.get(name)
    try {
      return await Promise.race([held({ name }), lost])
    } finally {
      if (this.#holders.get(name) === mine) this.#pass(name)
    }
  }

  async query(): Promise<{ held: { name: string }[] }> {
    return { held: [...this.#holders.keys()].map((name) => ({ name })) }
  }

  #wait(name: string, turn: () => void): void {
    this.#line.set(name, [...(this.#line.get(name) ?? []), turn])
  }

  #pass(name: string): void {
    this.#holders.delete(name)
    this.#line.get(name)?.shift()?.()
  }
}

/** Channels between the tabs of one browser. */
export class FakeChannels {
  readonly #open = new Set<{ name: string; channel: Channel }>()

  open(name: string): Channel {
    const end = { name, channel: null as unknown as Channel }
    end.channel = {
      onmessage: null,
      postMessage: (message) => this.#deliver(end, structuredClone(message)),
      close: () => void this.#open.delete(end),
    }
    this.#open.add(end)
    return end.channel
  }

  #deliver(from: { name: string; channel: Channel }, data: unknown): void {
    for (const end of this.#open)
      if (end.name === from.name && end.channel !== from.channel)
        queueMicrotask(() => end.channel.onmessage?.({ data } as MessageEvent))
  }
}

/** A platform for a tab that dies: from then on nobody hears it. */
export function mortal(platform: Platform): { platform: Platform; die(): void } {
  let dead = false
  const openChannel = (name: string): Channel => {
    const channel = platform.openChannel(name)
    const post = channel.postMessage
    channel.postMessage = (message) => (dead ? undefined : post(message))
    return channel
  }
  return { platform: { ...platform, openChannel }, die: () => (dead = true) }
}

/** A browser on somebody's desk: its disk and what its tabs share outlive each tab. */
export class Browser {
  readonly disk = new IDBFactory()
  readonly locks = new FakeLocks()
  readonly channels = new FakeChannels()
  /** Who is signed in, as the session cookie would say; null: nobody. */
  signedIn: string | null
  online = true
  now: () => number = Date.now
  /** Requests other than who is signed in, with how many rooms were connected then. */
  readonly requests: { path: string; body: unknown; connections: number }[] = []
  /** Status of the next answers; 200 when there is none left. */
  answers: number[] = []
  #connections = 0
  readonly #network = new Set<() => void>()

  constructor(
    user: string,
    readonly url: () => string,
  ) {
    this.signedIn = user
  }

  setOnline(online: boolean): void {
    this.online = online
    this.#network.forEach((listener) => listener())
  }

  platform(): Platform {
    const headers = (): Record<string, string> => (this.signedIn === null ? {} : { 'x-user': this.signedIn })
    const isOnline = (): boolean => this.online
    // A server that was started again is at another port.
    const there = (address: string): string =>
      address.replace(/^ws:\/\/[^/]+/, this.url().replace('http', 'ws'))
    const connecting = (): void => void (this.#connections += 1)
    class Socket extends WebSocket {
      constructor(address: string, protocols?: string[]) {
        connecting()
        super(isOnline() ? there(address) : 'ws://127.0.0.1:1/', protocols, { headers: headers() })
      }
    }
    return {
      origin: this.url(),
      indexedDB: this.disk,
      locks: this.locks,
      openChannel: (name) => this.channels.open(name),
      WebSocket: Socket as unknown as typeof globalThis.WebSocket,
      fetch: (path, init) => this.#fetch(path, init),
      now: () => this.now(),
      random: () => 0.5,
      newId: () => crypto.randomUUID(),
      pause: () => Promise.resolve(),
      idle: () => Promise.resolve(),
      isOnline,
      onNetwork: (listener) => {
        this.#network.add(listener)
        return () => this.#network.delete(listener)
      },
      onHide: () => () => undefined,
      guardClosing: () => () => undefined,
      storage: null,
    }
  }

  async #fetch(path: string, init?: RequestInit): Promise<Response> {
    if (!this.online) throw new TypeError('failed to fetch')
    if (this.signedIn === null)
      return Response.json({ error: { id: 'signIn', message: '' } }, { status: 401 })
    if (path === '/api/me') return Response.json({ user: { id: this.signedIn } })
    const body: unknown = JSON.parse(String(init?.body))
    this.requests.push({ path, body, connections: this.#connections })
    const status = this.answers.shift() ?? 200
    return Response.json({ error: { id: 'no', message: 'Nej' } }, { status })
  }

  /** Opens a meeting in a new tab. */
  tab(user: string, options: Partial<RoomOptions> = {}, platform = this.platform()): Tab {
    return new Tab(platform, user, options)
  }

  async localCopy(user: string, room: string): Promise<{ text: string; waiting: number; rows: number }> {
    const local = openLocal(user, this.platform())
    try {
      const { updates, record } = await local.store.load(room)
      const doc = new Y.Doc()
      updates.forEach((update) => Y.applyUpdate(doc, update))
      return { text: textOf(doc), waiting: record?.waiting ?? 0, rows: updates.length }
    } finally {
      await local.close()
    }
  }
}

export const QUICK = { firstPause: 20, longestPause: 40, silent: 10_000, note: 5, seen: 5, calm: 150 }

/** A window with one meeting in it. */
export class Tab {
  readonly local: Local
  readonly room: MeetingRoom
  readonly undo: Y.UndoManager

  constructor(platform: Platform, user: string, options: Partial<RoomOptions>) {
    this.local = openLocal(user, platform, { batch: 5, takeOver: 100, quiet: 5 })
    this.room = new MeetingRoom({
      meeting: ZONE,
      user: { id: user, name: user, organisation: null, colour: 1 },
      platform,
      local: this.local,
      times: QUICK,
      ...options,
    })
    this.undo = new Y.UndoManager(this.room.doc, { captureTimeout: 0 })
    this.room.watchSteps(this.undo)
  }

  get text(): string {
    return textOf(this.room.doc)
  }

  write(text: string, key: SectionKey = SECTION): void {
    const paragraph = new Y.XmlElement('paragraph')
    paragraph.insert(0, [new Y.XmlText(text)])
    fragment(this.room.doc, key).push([paragraph])
  }

  /** Types at the end of a paragraph that is there. */
  type(at: number, text: string): void {
    const run = (fragment(this.room.doc, SECTION).get(at) as Y.XmlElement).get(0) as Y.XmlText
    run.insert(run.length, text)
  }

  async close(): Promise<void> {
    this.undo.destroy()
    await this.room.destroy()
    await this.local.close()
  }
}

/** A scripted server, and Anna's browser with its tabs. */
export class Scene {
  server = new ScriptedServer()
  browser = this.#newBrowser()
  readonly #ends: { close(): Promise<void> }[] = []

  async begin(): Promise<void> {
    this.server = new ScriptedServer()
    this.browser = this.#newBrowser()
    await this.server.listen()
  }

  /** Opens the meeting in a new tab, which does not connect by itself. */
  open(options: Partial<RoomOptions> = {}, platform: Partial<Platform> = {}, user = 'anna'): Tab {
    return this.closing(this.browser.tab(user, options, { ...this.browser.platform(), ...platform }))
  }

  /** Has something closed when the test is over. */
  closing<T extends { close(): Promise<void> }>(opened: T): T {
    this.#ends.push(opened)
    return opened
  }

  async end(): Promise<void> {
    await Promise.all(this.#ends.splice(0).map((each) => each.close()))
    await this.server.close()
  }

  #newBrowser(): Browser {
    return new Browser('anna', () => this.server.url)
  }
}

/** A scene that is new for each test of a file. */
export function sceneOfEachTest(): Scene {
  const scene = new Scene()
  beforeEach(() => scene.begin())
  afterEach(() => scene.end())
  return scene
}

export { watchStatus } from './watch-status.svelte.ts'

export function textOf(doc: Y.Doc, key: SectionKey = SECTION): string {
  return fragment(doc, key)
    .toArray()
    .map((block) => block.toString().replace(/<[^>]*>/g, ''))
    .join('|')
}

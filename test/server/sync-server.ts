import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import * as Y from 'yjs'
import * as decoding from 'lib0/decoding'
import { WebSocket } from 'ws'
import { WebsocketProvider } from 'y-websocket'
import { MESSAGE, readNumber, readRefused, type Refusal } from '../../schema/protocol.ts'
import { SCHEMA_VERSION } from '../../schema/nodes.ts'
import { abilities } from '../../schema/roles.ts'
import { Door } from '../../server/sync/door.ts'
import { Rooms } from '../../server/sync/rooms.ts'
import type { ReceiptWriter, Room } from '../../server/sync/room.ts'
import type { Access, Visitor } from '../../server/sync/visitor.ts'
import { SqliteLedger } from '../../server/store/sqlite-ledger.ts'
import type { Ledger } from '../../server/store/store.ts'
import { buildServer } from '../../server/build.mjs'

export const ROOT = path.resolve(import.meta.dirname, '../..')
export const ZONE = '0b9f3c52-6f5e-4a43-9f0e-5d2c1a7b8e90'
export const ROOM = `paper:${ZONE}`

/** The ledger's worker, built when it is stale. */
export async function ledgerScript(): Promise<URL> {
  await buildServer(ROOT)
  return pathToFileURL(path.join(ROOT, 'dist/server/ledger-worker.js'))
}

export async function temporaryFolder(): Promise<{ dir: string; remove(): Promise<void> }> {
  const dir = await mkdtemp(path.join(tmpdir(), 'samreferat-'))
  return { dir, remove: () => rm(dir, { recursive: true, force: true }) }
}

export async function openLedger(dir: string): Promise<SqliteLedger> {
  return SqliteLedger.open(path.join(dir, 'ledger.db'), await ledgerScript())
}

/** Users by the name they sign in with: `x-user` stands for the session. Anna and Bo write, Rie reads. */
export const USERS: Record<string, { writes: boolean }> = {
  anna: { writes: true },
  bo: { writes: true },
  rie: { writes: false },
}

export function visitorOf(user: string, changes: Partial<Visitor> = {}): Visitor {
  return {
    user,
    shown: { id: user, name: user.toUpperCase(), organisation: 'Region Fjordland', colour: 1 },
    forum: 'forum',
    meeting: ZONE,
    may: abilities(USERS[user]?.writes ? 'secretary' : 'observer', 'live', { membersSeeDrafts: false }),
    session: `session-${user}`,
    expires: Infinity,
    writes: USERS[user]?.writes ?? false,
    ...changes,
  }
}

const stubAccess: Access = {
  session: async (headers) => {
    const user = headers['x-user']
    return typeof user === 'string' && user in USERS
      ? { id: `session-${user}`, user, expires: Infinity }
      : null
  },
  visitor: async (session, zone) => (zone === ZONE ? visitorOf(session.user) : 'unknownRoom'),
}

export interface SyncServer {
  url: string
  door: Door
  rooms: Rooms
  warnings: string[]
  /** How many connections are open now, let in or not. */
  connections(): Promise<number>
  close(): Promise<void>
}

export interface SyncOptions {
  access?: Access
  clerk?: (name: string) => Promise<ReceiptWriter | null>
  saved?: (room: Room) => void
  closing?: (room: Room) => Promise<void>
  forgotten?: (room: Room) => void
  now?: () => number
  heartbeat?: number
  entering?: number
  ofOneUser?: number
}

/** Door, gate, ledger, ack and relay alone, on a free port. */
export async function startSync(ledger: Ledger, options: SyncOptions = {}): Promise<SyncServer> {
  const warnings: string[] = []
  const log = {
    warn: (detail: object, message: string) => void warnings.push(`${message} ${JSON.stringify(detail)}`),
  }
  const now = options.now ?? Date.now
  const rooms = new Rooms({
    ledger,
    now,
    log,
    clerk: options.clerk,
    saved: options.saved ?? (() => undefined),
    closing: options.closing ?? (async () => undefined),
    forgotten: options.forgotten,
  })
  const http = createServer((_request, response) => response.end())
  const isOwnOrigin = (origin: string | undefined) => origin === undefined || origin === 'http://own.example'
  const door = new Door(http, {
    rooms,
    log,
    now,
    access: options.access ?? stubAccess,
    isOwnOrigin,
    heartbeat: options.heartbeat ?? 30_000,
    entering: options.entering,
    ofOneUser: options.ofOneUser,
  })
  await new Promise<void>((listening) => http.listen(0, '127.0.0.1', listening))
  return {
    url: `ws://127.0.0.1:${(http.address() as AddressInfo).port}/sync`,
    door,
    rooms,
    warnings,
    connections: () =>
      new Promise((tell, fail) => http.getConnections((error, count) => (error ? fail(error) : tell(count)))),
    close: async () => {
      await door.close()
      await rooms.drain()
      http.closeAllConnections()
      await new Promise((closed) => http.close(closed))
    },
  }
}

/** A client as the real one talks: y-websocket, with the messages of our own written down. */
export class TestClient {
  readonly doc: Y.Doc
  readonly provider: WebsocketProvider
  acked = 0
  awarenessCount = 0
  head = -1
  /** Whether the server says that it cannot save; null: it has said nothing. */
  cannotSave: boolean | null = null
  readonly refusals: Refusal[] = []
  readonly closes: number[] = []

  constructor(
    url: string,
    user: string,
    options: { room?: string; doc?: Y.Doc; headers?: Record<string, string> } = {},
  ) {
    this.doc = options.doc ?? new Y.Doc()
    const headers = { 'x-user': user, ...options.headers }
    class Socket extends WebSocket {
      constructor(address: string, protocols?: string[]) {
        super(address, protocols, { headers })
      }
    }
    this.provider = new WebsocketProvider(url, options.room ?? ROOM, this.doc, {
      WebSocketPolyfill: Socket as unknown as typeof globalThis.WebSocket,
      params: { schema: String(SCHEMA_VERSION), client: String(this.doc.clientID) },
      disableBc: true,
    })
    this.listen()
  }

  get text(): string {
    return this.doc.getXmlFragment('item-0001/minutes').toString()
  }

  /** Adds a paragraph at the end of a section. */
  write(text: string, section = 'item-0001/minutes'): void {
    const paragraph = new Y.XmlElement('paragraph')
    paragraph.insert(0, [new Y.XmlText(text)])
    this.doc.getXmlFragment(section).push([paragraph])
  }

  /** Sends bytes as they are, past y-websocket. */
  sendFrame(bytes: Uint8Array): void {
    this.provider.ws?.send(new Uint8Array(bytes))
  }

  /** Resolves when the server has answered whatever was sent before, and the answers have come. */
  async roundTrip(): Promise<void> {
    const socket = this.provider.ws as unknown as WebSocket
    const answered = new Promise((pong) => socket.once('pong', pong))
    socket.ping()
    await answered
  }

  destroy(): void {
    this.provider.destroy()
    this.provider.awareness.destroy()
  }

  private listen(): void {
    const handlers = this.provider.messageHandlers
    handlers[MESSAGE.ack] = (_encoder, decoder: decoding.Decoder) => void (this.acked = readNumber(decoder))
    handlers[MESSAGE.head] = (_encoder, decoder: decoding.Decoder) => void (this.head = readNumber(decoder))
    handlers[MESSAGE.trouble] = (_encoder, decoder: decoding.Decoder) =>
      void (this.cannotSave = readNumber(decoder) === 1)
    handlers[MESSAGE.digest] = () => undefined
    handlers[MESSAGE.seals] = () => undefined
    handlers[MESSAGE.refused] = (_encoder, decoder: decoding.Decoder) =>
      void this.refusals.push(readRefused(decoder).reason)
    const awareness = handlers[MESSAGE.awareness]
    handlers[MESSAGE.awareness] = (...message) => {
      this.awarenessCount++
      awareness?.(...message)
    }
    this.provider.on('connection-close', (event) => void (event && this.closes.push(event.code)))
    this.provider.on('status', ({ status }) => {
      if (status === 'connected') this.acked = 0
    })
  }
}

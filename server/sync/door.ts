import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocket, WebSocketServer } from 'ws'
import { SCHEMA_VERSION } from '../../schema/nodes.ts'
import { CLOSE, MAX_MESSAGE, parseRoom, type CloseName, type RoomKind } from '../../schema/protocol.ts'
import { Backlog } from './backlog.ts'
import { Budgets, COST } from './budget.ts'
import { CLOCK, type Clock } from './clock.ts'
import { Connection, closeSocket } from './connection.ts'
import { Outlet } from './outlet.ts'
import type { Log } from '../log.ts'
import type { Rooms } from './rooms.ts'
import type { Access, Visitor } from './visitor.ts'

export interface DoorParts {
  rooms: Rooms
  access: Access
  log: Log
  /** Whether a page of this origin, reached under this host name, is one of ours. */
  isOwnOrigin(origin: string | undefined, host: string | undefined): boolean
  now: () => number
  /** Milliseconds between two signs of life asked of each client. */
  heartbeat: number
  /** Of budgets. */
  clock?: Clock
  /** Bytes that may wait for slow readers, all together. */
  backlog?: number
  /** Connections that may be on their way in at a time. */
  entering?: number
  /** Connections that one user may have. */
  ofOneUser?: number
}

/** What a client says of itself in the address. */
export interface Hello {
  room: string
  kind: RoomKind
  zone: string
  client: number
}

interface Admitted {
  hello: Hello
  visitor: Visitor
}

const PATH = '/sync/'
/** Connections of one user at a time: many windows on many meetings, and two for each closed item in them. */
const OF_ONE_USER_MAX = 1_000
/** Connections that are being let in at a time. */
const ENTERING_MAX = 1_000

/** ws ends a connection in numbers of its own, which y-websocket would take for a lost network (rule W5). */
class NamedSocket extends WebSocket {
  override close(code?: number, reason?: string | Buffer): void {
    if (code === 1009) super.close(CLOSE.tooLarge.code, CLOSE.tooLarge.reason)
    else if (code === 1002 || code === 1007) super.close(CLOSE.garbage.code, CLOSE.garbage.reason)
    else super.close(code, reason)
  }
}

/** Lets connections in, or accepts them and ends them by name: a refused upgrade would be tried for ever (rule W1). */
export class Door {
  private readonly sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE,
    perMessageDeflate: false,
    WebSocket: NamedSocket,
  })
  private readonly visitors = new Map<WebSocket, Visitor>()
  private readonly connections = new Map<string, number>()
  private entering = 0
  /** How often a session, a right or a name has changed. */
  private changes = 0
  private readonly clock: Clock
  private readonly budgets: Budgets
  private readonly backlog: Backlog
  private readonly silent = new WeakSet<WebSocket>()
  private readonly timer: NodeJS.Timeout

  constructor(
    private readonly server: Server,
    private readonly parts: DoorParts,
  ) {
    this.clock = parts.clock ?? CLOCK
    this.budgets = new Budgets(this.clock)
    this.backlog = new Backlog(parts.backlog)
    server.on('upgrade', this.upgrade)
    this.timer = setInterval(() => this.beat(), parts.heartbeat)
    this.timer.unref()
  }

  /** Sends everybody away and lets nobody in. */
  async close(): Promise<void> {
    clearInterval(this.timer)
    this.server.off('upgrade', this.upgrade)
    for (const socket of this.sockets.clients) closeSocket(socket, 'unavailable')
    const left = [...this.sockets.clients].map((socket) => new Promise((gone) => socket.once('close', gone)))
    const giveUp = setTimeout(() => this.sockets.clients.forEach((socket) => socket.terminate()), 1000)
    await Promise.all(left)
    clearTimeout(giveUp)
    this.sockets.close()
  }

  /** Ends the connections of one session: it is over. */
  endSession(session: string): void {
    this.endWhere('signIn', (visitor) => visitor.session === session)
  }

  /** Sends away the connections that are all of this; they come back with the rights, or the name, they have then. */
  reauthorise(whose: Partial<Pick<Visitor, 'forum' | 'meeting' | 'user'>>): void {
    const { forum, meeting, user } = whose
    this.endWhere(
      'unavailable',
      (visitor) =>
        (forum === undefined || visitor.forum === forum) &&
        (meeting === undefined || visitor.meeting === meeting) &&
        (user === undefined || visitor.user === user),
    )
  }

  /** Ends the connections to a meeting that is no more. */
  endMeeting(meeting: string): void {
    this.endWhere('removed', (visitor) => visitor.meeting === meeting)
  }

  private endWhere(name: CloseName, which: (visitor: Visitor) => boolean): void {
    this.changes++
    this.parts.access.forget?.()
    for (const [socket, visitor] of this.visitors) if (which(visitor)) closeSocket(socket, name)
  }

  private readonly upgrade = (request: IncomingMessage, stream: Duplex, head: Buffer): void => {
    if (!request.url?.startsWith(PATH)) return void stream.destroy()
    // What is said first, often at once, leaves together with the answer to the request.
    stream.cork()
    setImmediate(() => stream.uncork())
    this.sockets.handleUpgrade(request, stream, head, (socket) => {
      this.attend(socket)
      void this.receive(socket, request)
    })
  }

  /** Apart from the request, which would be held as long as the connection. */
  private attend(socket: WebSocket): void {
    socket.pause()
    // The close event follows, and ws has said to the client what was wrong.
    socket.on('error', (error) => this.parts.log.warn({ error: String(error) }, 'a connection failed'))
    socket.on('pong', () => this.silent.delete(socket))
  }

  private async receive(socket: WebSocket, request: IncomingMessage): Promise<void> {
    if (this.entering >= (this.parts.entering ?? ENTERING_MAX)) return closeSocket(socket, 'unavailable')
    this.entering++
    try {
      const refusal = await this.admit(socket, request)
      if (refusal) closeSocket(socket, refusal)
    } catch (error) {
      this.parts.log.warn({ error: String(error), url: request.url }, 'a room could not be opened')
      closeSocket(socket, 'unavailable')
    } finally {
      this.entering--
    }
  }

  private async admit(socket: WebSocket, request: IncomingMessage): Promise<CloseName | null> {
    const { rooms, isOwnOrigin } = this.parts
    if (!isOwnOrigin(request.headers.origin, request.headers.host)) return 'foreignOrigin'
    const found = await this.ask(request)
    if (typeof found === 'string') return found
    const { hello, visitor } = found
    // Of one that has closed already, nothing says so again: it would be counted for good.
    if (socket.readyState !== WebSocket.OPEN) return null
    const most = this.parts.ofOneUser ?? OF_ONE_USER_MAX
    if ((this.connections.get(visitor.user) ?? 0) >= most) return 'unavailable'
    // Before the room is loaded, so that a right taken away meanwhile is noticed.
    this.count(socket, visitor)
    const { clock, backlog } = this
    const budget = this.budgets.open(visitor.user, hello.room)
    socket.once('close', () => budget.close())
    budget.spend(COST.joining)
    const means = { budget, backlog, clock, outlet: new Outlet(request.socket) }
    const connection = new Connection(socket, visitor, hello.client, this.parts.log, means)
    const room = await rooms.join(hello.room, connection)
    if (!room) return 'foreignClient'
    if (socket.readyState === WebSocket.OPEN) {
      socket.once('close', () => rooms.leave(room, connection))
      connection.enter(room)
    } else rooms.leave(room, connection)
    return null
  }

  /** Who it is and what they may, asked again when that has changed meanwhile: nobody sends away who is not counted yet. */
  private async ask({ headers, url = '' }: IncomingMessage): Promise<CloseName | Admitted> {
    const { access } = this.parts
    for (;;) {
      const { changes } = this
      const session = await access.session(headers)
      if (!session) return 'signIn'
      const hello = readHello(url)
      if (typeof hello === 'string') return hello
      const visitor = await access.visitor(session, hello.zone, hello.kind)
      if (changes === this.changes) return typeof visitor === 'string' ? visitor : { hello, visitor }
    }
  }

  private count(socket: WebSocket, visitor: Visitor): void {
    const { user } = visitor
    this.visitors.set(socket, visitor)
    this.connections.set(user, (this.connections.get(user) ?? 0) + 1)
    socket.once('close', () => {
      this.visitors.delete(socket)
      const left = (this.connections.get(user) ?? 1) - 1
      if (left > 0) this.connections.set(user, left)
      else this.connections.delete(user)
    })
  }

  private beat(): void {
    for (const socket of this.sockets.clients) {
      // Who is not listened to cannot be heard.
      if (socket.isPaused) continue
      if (this.silent.has(socket)) socket.terminate()
      this.silent.add(socket)
      socket.ping()
    }
    this.endWhere('signIn', ({ expires }) => expires <= this.parts.now())
    this.parts.rooms.rest()
  }
}

/** Reads `/sync/<room>?schema=&client=`, or says what is wrong with it. */
export function readHello(url: string): Hello | CloseName {
  const { pathname, searchParams } = new URL(url, 'http://localhost')
  const room = decoded(pathname.slice(PATH.length))
  const parsed = room === null ? null : parseRoom(room)
  if (room === null || !parsed) return 'unknownRoom'
  const schema = numberOf(searchParams.get('schema'))
  const client = numberOf(searchParams.get('client'))
  if (schema === null || client === null || client > 0xffffffff) return 'garbage'
  if (schema < SCHEMA_VERSION) return 'tooOld'
  return schema > SCHEMA_VERSION ? 'unavailable' : { room, ...parsed, client }
}

/** Null when it is no encoded text. */
function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}

function numberOf(text: string | null): number | null {
  return text !== null && /^\d{1,10}$/.test(text) ? Number(text) : null
}

import * as Y from 'yjs'
import { WebSocket } from 'ws'
import * as random from 'lib0/random'
import { digestOf } from '../../schema/digest.ts'
import { marginAbilities, writableRoots } from '../../schema/margin-rights.ts'
import { parseRoom, type CloseName, type RoomKind } from '../../schema/protocol.ts'
import { abilities } from '../../schema/roles.ts'
import { paperOf } from '../../server/projections/facts.ts'
import { Margins } from '../../server/margin/margins.ts'
import { Backlog } from '../../server/sync/backlog.ts'
import { Budgets } from '../../server/sync/budget.ts'
import type { Clock } from '../../server/sync/clock.ts'
import { Connection, closeSocket, type Means } from '../../server/sync/connection.ts'
import { readHello } from '../../server/sync/door.ts'
import { Outlet } from '../../server/sync/outlet.ts'
import type { Log } from '../../server/log.ts'
import type { ReceiptWriter } from '../../server/sync/room.ts'
import { Rooms } from '../../server/sync/rooms.ts'
import type { Ledger } from '../../server/store/store.ts'
import type { Visitor } from '../../server/sync/visitor.ts'
import { LEDGER_LINE, MemoryLedger, type Disk } from './ledger.ts'
import { ROUND, roleOf } from './meeting.ts'
import type { Host, ServerSocket } from './network.ts'
import { papersHere, type Papers } from './papers.ts'
import type { Scheduler } from './scheduler.ts'

export interface ServerParts {
  scheduler: Scheduler
  disk: Disk
  /** May put something in the ledger's place. */
  ledger(own: Ledger): Ledger
  /** May put something in the place of who writes receipts. */
  clerk(own: ReceiptWriter | null): ReceiptWriter | null
  /** May put something in the place of what reads papers and margins. */
  papers(own: Papers): Papers
  /** A connection to a room comes about, of somebody who may write there or not; the harness listens in. */
  accepted(socket: ServerSocket, room: string, writes: boolean): void
  warned(message: string): void
}

/** One run of the server: from a start to a crash or an orderly end. The disk stays. */
class Life {
  readonly rooms: Rooms
  readonly margins: Margins
  readonly sockets = new Set<ServerSocket>()
  private readonly clock: Clock
  private readonly budgets: Budgets
  private readonly backlog = new Backlog()
  private readonly log: Log

  constructor(readonly parts: ServerParts) {
    const { scheduler } = parts
    this.log = { warn: (detail, message) => parts.warned(`${message} ${JSON.stringify(detail)}`) }
    this.clock = { now: () => scheduler.now(), after: (ms, run) => void setTimeout(run, ms) }
    this.budgets = new Budgets(this.clock)
    const ledger = parts.ledger(new MemoryLedger(scheduler, this, parts.disk))
    this.margins = new Margins({
      ledger,
      projector: { worker: parts.papers(papersHere()) },
      rooms: () => this.rooms,
      lateness: async () => ROUND,
      mentioned: async () => undefined,
      newClient: () => random.uint32(),
      log: this.log,
    })
    this.rooms = new Rooms({
      ledger,
      now: () => scheduler.now(),
      log: this.log,
      clerk: async (name) => parts.clerk(await this.margins.clerk(name)),
      opened: (room) => this.margins.opened(room),
      saved: (room) => this.margins.saved(room),
      closing: (room) => this.margins.closing(room),
    })
  }

  /** As the door does it, without HTTP. */
  async admit(socket: ServerSocket, url: string): Promise<void> {
    const ws = socket as unknown as WebSocket
    const hello = readHello(url.replace(/^.*?(?=\/sync\/)/, ''))
    if (typeof hello === 'string') return closeSocket(ws, hello)
    const visitor = visitorOf(new URL(url).hostname, hello.kind)
    const connection = new Connection(
      ws,
      visitor,
      hello.client,
      this.log,
      this.meansOf(socket, visitor, hello.room),
    )
    try {
      const room = await this.rooms.join(hello.room, connection)
      if (!room) return closeSocket(ws, 'foreignClient')
      if (socket.readyState !== WebSocket.OPEN) return this.rooms.leave(room, connection)
      socket.once('close', () => this.rooms.leave(room, connection))
      connection.enter(room)
    } catch (error) {
      this.parts.warned(`a room could not be opened ${String(error)}`)
      closeSocket(ws, 'unavailable')
    }
  }

  private meansOf(socket: ServerSocket, { user }: Visitor, room: string): Means {
    const { clock, backlog } = this
    const budget = this.budgets.open(user, room)
    socket.once('close', () => budget.close())
    return { budget, backlog, clock, outlet: new Outlet(socket) }
  }
}

/** The page's address names its user: `https://anna.example`. There is no other session here. */
function visitorOf(host: string, kind: RoomKind): Visitor {
  const user = host.split('.')[0] ?? ''
  const role = roleOf(user)
  const may = abilities(role, ROUND.phase, { membersSeeDrafts: false })
  const roots = writableRoots(marginAbilities(role, ROUND.phase, may))
  return {
    user,
    shown: { id: user, name: user, organisation: null, colour: 1 },
    forum: 'forum',
    meeting: 'meeting',
    may,
    session: `session-${user}`,
    expires: Infinity,
    ...(kind === 'paper' ? { writes: may.writePaper } : { writes: roots.length > 0, roots }),
  }
}

/** The server: real rooms, gate and ledger rules over a disk that can be slow, full, and gone without what it had not taken. */
export class Server implements Host {
  private life: Life | null
  /** On its way out. */
  private leaving: Life | null = null

  constructor(private readonly parts: ServerParts) {
    this.life = new Life(parts)
  }

  get isUp(): boolean {
    return this.life !== null
  }

  accept(socket: ServerSocket, url: string): void {
    const { life } = this
    if (!life) return socket.terminate()
    const { pathname, hostname } = new URL(url)
    const room = decodeURIComponent(pathname.replace('/sync/', ''))
    const { writes } = visitorOf(hostname, parseRoom(room)?.kind ?? 'paper')
    this.parts.accepted(socket, room, writes)
    life.sockets.add(socket)
    socket.once('close', () => life.sockets.delete(socket))
    void life.admit(socket, url)
  }

  /** Dies at once; what was on its way to the disk never got there. */
  crash(): void {
    for (const life of [this.life, this.leaving]) if (life) this.kill(life)
    this.life = this.leaving = null
  }

  private kill(life: Life): void {
    void life.margins.close()
    this.parts.scheduler.bury(life)
    this.parts.scheduler.clear(LEDGER_LINE)
    for (const socket of life.sockets) socket.wire.sever('server')
  }

  /** Sends everybody away and ends when all is saved; whoever waits for that lets the world go on meanwhile. */
  async stop(): Promise<void> {
    const { life } = this
    if (!life) return
    this.life = null
    this.leaving = life
    for (const socket of life.sockets) closeSocket(socket as unknown as WebSocket, 'unavailable')
    await life.margins.close()
    await life.rooms.drain()
    this.parts.scheduler.bury(life)
    if (this.leaving === life) this.leaving = null
  }

  /** One server has the disk: one that is still on its way out is killed. */
  start(): void {
    if (this.leaving) this.crash()
    this.life ??= new Life(this.parts)
  }

  /** Sends everybody away by name. */
  dismiss(name: CloseName): void {
    this.life?.rooms.closePeers(name)
  }

  /** As the papers' worker does: says what a paper says, and puts a snapshot in place of a room's rows. */
  async compact(): Promise<void> {
    const { life } = this
    for (const room of life?.rooms.openRooms() ?? []) {
      const { seq, name } = room
      const doc = paperOf(room.updates)
      const state = Y.encodeStateAsUpdate(doc)
      if (parseRoom(name)?.kind === 'paper') room.tellDigest(seq, digestOf(doc))
      doc.destroy()
      await new MemoryLedger(this.parts.scheduler, this, this.parts.disk).snapshot(name, seq, state)
      if (this.life === life) room.adopt(seq, state)
    }
  }
}

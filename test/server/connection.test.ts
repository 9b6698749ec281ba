import { EventEmitter } from 'node:events'
import { connect, type Socket } from 'node:net'
import { expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { SCHEMA_VERSION } from '../../schema/nodes.ts'
import { CLOSE, MESSAGE } from '../../schema/protocol.ts'
import { awarenessFrame, type Presence } from '../../server/sync/awareness.ts'
import { Backlog } from '../../server/sync/backlog.ts'
import { Budgets, COST } from '../../server/sync/budget.ts'
import { Connection } from '../../server/sync/connection.ts'
import { Outlet } from '../../server/sync/outlet.ts'
import { RoomPresence, type Guest } from '../../server/sync/presence.ts'
import type { Room } from '../../server/sync/room.ts'
import type { Access } from '../../server/sync/visitor.ts'
import { eventually } from './eventually.ts'
import {
  ROOM,
  openLedger,
  startSync,
  temporaryFolder,
  visitorOf,
  type SyncOptions,
  type SyncServer,
} from './sync-server.ts'
import { TestClock } from './test-clock.ts'

const MB = 1024 * 1024
const log = { warn: () => undefined }

/** A socket whose network takes nothing. */
class StuckSocket extends EventEmitter {
  readyState: number = WebSocket.OPEN
  bufferedAmount = 0
  isPaused = true
  closed: number[] = []
  send(bytes: Uint8Array): void {
    this.bufferedAmount += bytes.length
  }
  write(bytes: Uint8Array): boolean {
    this.send(bytes)
    return false
  }
  cork(): void {
    // Nothing leaves anyway.
  }
  uncork(): void {
    // Nothing leaves anyway.
  }
  pause(): void {
    this.isPaused = true
  }
  resume(): void {
    this.isPaused = false
  }
  close(code: number): void {
    this.closed.push(code)
    this.readyState = WebSocket.CLOSING
  }
}

function connectionOf(socket: StuckSocket, backlog = new Backlog(), clock = new TestClock()): Connection {
  const means = { budget: new Budgets(clock).open('rie', ROOM), backlog, clock, outlet: new Outlet(socket) }
  return new Connection(socket as unknown as WebSocket, visitorOf('rie'), 7, log, means)
}

/** A room in which every message is so much work. */
const roomOf = (work: number) => ({ name: ROOM, take: (peer: Guest) => peer.spend(work) }) as unknown as Room

test('W7 a reader that lets too much pile up is sent away to come back and catch up', () => {
  const socket = new StuckSocket()
  const connection = connectionOf(socket)
  for (let i = 0; i < 100; i++) connection.send(new Uint8Array(MB))
  expect(socket.closed).toEqual([CLOSE.slow.code])
  expect(socket.bufferedAmount).toBeLessThan(20 * MB)
})

test('W7 who waits for a large room is not slow for that', () => {
  const socket = new StuckSocket()
  const connection = connectionOf(socket)
  connection.send(new Uint8Array(40 * MB))
  for (let i = 0; i < 1000; i++) connection.send(new Uint8Array(100))
  expect(socket.closed).toEqual([])
})

test('W7 when all readers together let too much wait, those who lag most are dropped', () => {
  const backlog = new Backlog(20 * MB)
  const sockets = Array.from({ length: 10 }, () => new StuckSocket())
  const connections = sockets.map((socket) => {
    const connection = connectionOf(socket, backlog)
    connection.enter(roomOf(0))
    return connection
  })
  for (let i = 0; i < 12; i++) connections[0]?.send(new Uint8Array(MB))
  for (let i = 0; i < 200; i++) connections.forEach((connection) => connection.send(new Uint8Array(10_000)))
  expect(sockets[0]?.closed).toEqual([CLOSE.slow.code])
  const waiting = sockets.slice(1).reduce((sum, { bufferedAmount }) => sum + bufferedAmount, 0)
  expect(waiting).toBeLessThan(22 * MB)
  expect(sockets.slice(1).every(({ closed }) => closed.length === 0)).toBe(true)
})

test('W8 who asks for too much is listened to more slowly, and nothing of it is refused', () => {
  const socket = new StuckSocket()
  const clock = new TestClock()
  connectionOf(socket, new Backlog(), clock).enter(roomOf(10_000))
  expect(socket.isPaused).toBe(false)
  let heard = 0
  for (let ms = 0; ms < 60_000; ms++) {
    clock.pass(1)
    if (socket.isPaused) continue
    socket.emit('message', Buffer.from([MESSAGE.queryAwareness]), true)
    heard++
  }
  // 1.5 s of work saved up, half a second of it a second after that, for 10 ms a message.
  expect(heard).toBeGreaterThan(2_500)
  expect(heard).toBeLessThan(3_500)
  expect(socket.closed).toEqual([])
})

test('W8 a fast writer, a long offline spell and a large import are not slowed', () => {
  const clock = new TestClock()
  const budget = new Budgets(clock).open('anna', ROOM)
  budget.spend(COST.joining)
  budget.spend(COST.message + 4 * MB * COST.byte + 900_000, true)
  for (let second = 0; second < 60; second++) {
    for (let i = 0; i < 50; i++) budget.spend(COST.message + 100 * COST.byte + 200, true)
    expect(budget.wait()).toBe(0)
    clock.pass(1000)
  }
})

test('W8 a user’s connections share what the user may spend, and coming back does not renew it', () => {
  const clock = new TestClock()
  const budgets = new Budgets(clock)
  for (let i = 0; i < 10; i++) {
    const budget = budgets.open('eve', `paper:${i}`)
    budget.spend(1_000_000)
    budget.close()
  }
  expect(budgets.open('eve', ROOM).wait()).toBe(6_000)
  expect(budgets.open('bo', ROOM).wait()).toBe(0)
  clock.pass(6_000)
  expect(budgets.open('eve', ROOM).wait()).toBe(0)
})

test('W8 two who flood a room slow the room, and one alone does not', () => {
  const budgets = new Budgets(new TestClock())
  const eves = ['eve', 'eva'].map((user) => budgets.open(user, ROOM))
  const anna = budgets.open('anna', ROOM)
  eves[0]?.spend(4_000_000, true)
  expect(anna.wait()).toBe(0)
  eves[1]?.spend(4_000_000, true)
  expect(anna.wait()).toBeGreaterThan(0)
  expect(budgets.open('anna', 'paper:another').wait()).toBe(0)
})

/** Guests who write down what they hear. */
function guestsOf(count: number): (Guest & { heard: Uint8Array[] })[] {
  return Array.from({ length: count }, (_, client) => {
    const heard: Uint8Array[] = []
    const send = (bytes: Uint8Array) => void heard.push(bytes)
    return { client, visitor: visitorOf('anna'), heard, send, spend: () => undefined }
  })
}

/** The body of an awareness message of one client. */
const stateOf = (client: number, state: object): Uint8Array =>
  awarenessFrame([{ client, clock: 1, state } satisfies Presence]).slice(2)

test('W9 the first change is passed on at once, those that follow together, and of each client the latest', () => {
  const clock = new TestClock()
  const guests = guestsOf(3)
  const [anna, bo, rie] = guests
  if (!anna || !bo || !rie) throw new Error('nobody came')
  const presence = new RoomPresence(
    () => guests,
    () => clock.now(),
    clock,
  )
  for (let i = 0; i < 100; i++) {
    presence.take(anna, stateOf(0, { at: i }))
    presence.take(bo, stateOf(1, { at: i }))
  }
  expect(rie.heard).toHaveLength(1)
  clock.pass(50)
  expect(rie.heard).toHaveLength(2)
  const last = Buffer.from(rie.heard[1] ?? []).toString()
  expect([last.match(/"at":99/g)?.length, last.match(/"at":\d+/g)?.length]).toEqual([2, 2])
  clock.pass(1000)
  expect(rie.heard).toHaveLength(2)
  presence.leave(0)
  expect(rie.heard).toHaveLength(3)
})

test('W9 a state too large is not passed on', () => {
  const guests = guestsOf(2)
  const [anna, bo] = guests
  if (!anna || !bo) throw new Error('nobody came')
  const presence = new RoomPresence(
    () => guests,
    () => 0,
    new TestClock(),
  )
  const large = awarenessFrame([{ client: 0, clock: 1, state: { x: 'y'.repeat(10_000) } }])
  presence.take(anna, large.slice(3))
  expect(bo.heard).toEqual([])
})

/** A server for one test, and a way in that resolves with what comes first: the end, by its code, or a message. */
async function withDoor(
  options: SyncOptions,
  act: (open: (user: string, client: number) => Promise<number | 'in'>, server: SyncServer) => Promise<void>,
): Promise<void> {
  const folder = await temporaryFolder()
  const ledger = await openLedger(folder.dir)
  const server = await startSync(ledger, options)
  try {
    await act(
      (user, client) =>
        new Promise((resolve) => {
          const address = `${server.url}/${ROOM}?schema=${SCHEMA_VERSION}&client=${client}`
          const socket = new WebSocket(address, { headers: { 'x-user': user } })
          socket.once('message', () => resolve('in'))
          socket.once('close', resolve)
        }),
      server,
    )
  } finally {
    await server.close()
    await ledger.close()
    await folder.remove()
  }
}

test('W10 one connection too many of a user ends as unavailable, and others come in', () =>
  withDoor({ ofOneUser: 3 }, async (open) => {
    for (let client = 1; client <= 3; client++) expect(await open('rie', client)).toBe('in')
    expect(await open('rie', 4)).toBe(CLOSE.unavailable.code)
    expect(await open('anna', 5)).toBe('in')
  }))

test('W10 three windows on a meeting with 25 closed items are let in', () =>
  withDoor({}, async (open) => {
    const connections = Array.from({ length: 3 * 52 }, (_, client) => open('rie', client + 1))
    expect(new Set(await Promise.all(connections))).toEqual(new Set(['in']))
  }))

test('H12 a right that goes while somebody is being let in is asked for again: nobody slips in with the one before', async () => {
  const asked: (() => void)[] = []
  let isMember = true
  const access: Access = {
    session: async ({ 'x-user': user }) => ({ id: String(user), user: String(user), expires: Infinity }),
    visitor: async ({ user }) => {
      const visitor = isMember ? visitorOf(user) : 'unknownRoom'
      await new Promise<void>((go) => asked.push(go))
      return visitor
    },
  }
  await withDoor({ access }, async (open, { door }) => {
    const coming = open('anna', 1)
    await eventually(() => expect(asked).toHaveLength(1))
    isMember = false
    door.reauthorise({ user: 'anna' })
    asked.splice(0).forEach((go) => go())
    await eventually(() => expect(asked).toHaveLength(1))
    asked.forEach((go) => go())
    expect(await coming).toBe(CLOSE.unknownRoom.code)
  })
})

test('W10 of those who come at once, one too many ends as unavailable, and may come again', async () => {
  const asked: (() => void)[] = []
  const access: Access = {
    session: async ({ 'x-user': user }) => {
      await new Promise<void>((go) => asked.push(go))
      return { id: String(user), user: String(user), expires: Infinity }
    },
    visitor: async ({ user }) => visitorOf(user),
  }
  await withDoor({ entering: 2, access }, async (open) => {
    const first = [open('anna', 1), open('bo', 2)]
    await eventually(() => expect(asked).toHaveLength(2))
    expect(await open('rie', 3)).toBe(CLOSE.unavailable.code)
    asked.splice(0).forEach((go) => go())
    expect(await Promise.all(first)).toEqual(['in', 'in'])
    const again = open('rie', 3)
    await eventually(() => expect(asked).toHaveLength(1))
    asked.forEach((go) => go())
    expect(await again).toBe('in')
  })
})

test('W10 connections that are reset while they are let in count no more', async () => {
  const comers: Socket[] = []
  const asked: (() => void)[] = []
  const access: Access = {
    session: async ({ 'x-user': user, 'x-comer': comer }) => {
      if (comer !== undefined) {
        comers[Number(comer)]?.resetAndDestroy()
        await new Promise<void>((go) => asked.push(go))
      }
      return { id: String(user), user: String(user), expires: Infinity }
    },
    visitor: async ({ user }) => visitorOf(user),
  }
  await withDoor({ access, ofOneUser: 100 }, async (open, { url, connections }) => {
    for (let i = 0; i < 100; i++) {
      const comer = connect(Number(new URL(url).port), '127.0.0.1')
      comers.push(comer)
      comer.write(
        `GET /sync/${ROOM}?schema=${SCHEMA_VERSION}&client=${i} HTTP/1.1\r\nHost: x\r\nx-user: anna\r\nx-comer: ${i}\r\n` +
          'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n' +
          'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
      )
    }
    await eventually(() => expect(asked).toHaveLength(100))
    await eventually(async () => expect(await connections()).toBe(0))
    asked.splice(0).forEach((go) => go())
    expect(await open('anna', 200)).toBe('in')
  })
})

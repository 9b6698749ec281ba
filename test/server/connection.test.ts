import { EventEmitter, once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { CLOSE } from '../../schema/protocol.ts'
import { Backlog } from '../../server/sync/backlog.ts'
import { CLOCK } from '../../server/sync/clock.ts'
import { Connection } from '../../server/sync/connection.ts'
import { packetOf } from '../../server/sync/frames.ts'
import { Outlet } from '../../server/sync/outlet.ts'
import { visitorOf } from './sync-server.ts'

/** A socket whose network takes nothing. */
class StuckSocket extends EventEmitter {
  readyState: number = WebSocket.OPEN
  bufferedAmount = 0
  closed: number[] = []
  send(bytes: Uint8Array): void {
    this.pile(bytes)
  }
  pile(bytes: Uint8Array): boolean {
    this.bufferedAmount += bytes.length
    return false
  }
  resume(): void {
    this.emit('resumed')
  }
  close(code: number): void {
    this.closed.push(code)
    this.readyState = WebSocket.CLOSING
  }
}

const budget = { spend: () => undefined, wait: () => 0, close: () => undefined }

function connectionOver(socket: StuckSocket): Connection {
  const stream = {
    cork: () => undefined,
    uncork: () => undefined,
    write: (bytes: Uint8Array) => socket.pile(bytes),
  }
  const means = { budget, backlog: new Backlog(), clock: CLOCK, outlet: new Outlet(stream) }
  const log = { warn: () => undefined }
  return new Connection(socket as unknown as WebSocket, visitorOf('rie'), 7, log, means)
}

const MEGABYTE = new Uint8Array(1024 * 1024)
test.each([
  ['messages', (connection: Connection) => connection.send(MEGABYTE)],
  ['packets', (connection: Connection) => connection.sendPackets(packetOf(MEGABYTE))],
])('W1 a reader that lets too many %s pile up is sent away to come back and catch up', (_, send) => {
  const socket = new StuckSocket()
  const connection = connectionOver(socket)
  for (let i = 0; i < 100; i++) send(connection)
  expect(socket.closed).toEqual([CLOSE.slow.code])
  expect(socket.bufferedAmount).toBeLessThan(40 * MEGABYTE.length)
})

test.each([0, 125, 126, 65_535, 65_536])(
  'W3 a packet of %i bytes is the frame a WebSocket reads',
  async (length) => {
    const message = new Uint8Array(length).map((_, i) => i)
    const http = createServer().listen(0, '127.0.0.1')
    await once(http, 'listening')
    const sockets = new WebSocketServer({ noServer: true })
    http.on('upgrade', (request, stream, head) =>
      sockets.handleUpgrade(request, stream, head, () => stream.write(packetOf(message))),
    )
    const reader = new WebSocket(`ws://127.0.0.1:${(http.address() as AddressInfo).port}`)
    const [data, isBinary] = (await once(reader, 'message')) as [Buffer, boolean]
    reader.terminate()
    await new Promise((closed) => http.close(closed))
    expect([isBinary, Buffer.compare(data, message)]).toEqual([true, 0])
  },
)

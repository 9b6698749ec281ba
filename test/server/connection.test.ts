import { EventEmitter } from 'node:events'
import { expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { CLOSE } from '../../schema/protocol.ts'
import { Connection } from '../../server/sync/connection.ts'
import { visitorOf } from './sync-server.ts'

/** A socket whose network takes nothing. */
class StuckSocket extends EventEmitter {
  readyState: number = WebSocket.OPEN
  bufferedAmount = 0
  closed: number[] = []
  send(bytes: Uint8Array): void {
    this.bufferedAmount += bytes.length
  }
  resume(): void {
    this.emit('resumed')
  }
  close(code: number): void {
    this.closed.push(code)
    this.readyState = WebSocket.CLOSING
  }
}

test('W1 a reader that lets too much pile up is sent away to come back and catch up', () => {
  const socket = new StuckSocket()
  const log = { warn: () => undefined }
  const connection = new Connection(socket as unknown as WebSocket, visitorOf('rie'), 7, log)
  const frame = new Uint8Array(1024 * 1024)
  for (let i = 0; i < 100; i++) connection.send(frame)
  expect(socket.closed).toEqual([CLOSE.slow.code])
  expect(socket.bufferedAmount).toBeLessThan(40 * frame.length)
})

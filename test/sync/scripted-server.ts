import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { WebSocketServer, type WebSocket } from 'ws'
import { readSyncMessage, writeSyncStep1 } from 'y-protocols/sync'
import * as Y from 'yjs'
import {
  encodeAck,
  encodeHead,
  encodeRefused,
  isCounted,
  MESSAGE,
  SYNC,
  type Refusal,
} from '../../schema/protocol.ts'

/** A frame a client sent, as the scripted server saw it. */
export type Sent = 'step1' | 'step2' | 'update' | 'awareness'

/**
 * A server that says what the test wants when the test wants it: for what a real one does too fast or never does. It
 * takes in what it is sent at once, asks and acknowledges only when told to.
 */
export class ScriptedServer {
  readonly doc = new Y.Doc()
  /** Frames of each connection, in order. */
  readonly connections: Sent[][] = []
  /** Asks and acknowledges by itself. */
  automatic = true
  readonly #http = createServer()
  readonly #sockets = new WebSocketServer({ server: this.#http })
  #socket: WebSocket | null = null
  #counted = 0

  async listen(): Promise<void> {
    this.#sockets.on('connection', (socket) => this.#enter(socket))
    await new Promise<void>((listening) => this.#http.listen(0, '127.0.0.1', listening))
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}`
  }

  /** Counted messages of the present connection. */
  get counted(): number {
    return this.#counted
  }

  ask(): void {
    this.#send((encoder) => {
      encoding.writeVarUint(encoder, MESSAGE.sync)
      writeSyncStep1(encoder, this.doc)
    })
  }

  acknowledge(upTo = this.#counted): void {
    this.#socket?.send(encodeAck(upTo))
  }

  refuse(message: number, reason: Refusal): void {
    this.#socket?.send(encodeRefused(message, reason))
  }

  head(seq: number): void {
    this.#socket?.send(encodeHead(seq))
  }

  end(code: number): void {
    this.#socket?.close(code, 'scripted')
  }

  /** The cable is pulled: no close frame. */
  cut(): void {
    this.#socket?.terminate()
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets.clients) socket.terminate()
    this.#sockets.close()
    await new Promise((closed) => this.#http.close(closed))
  }

  #enter(socket: WebSocket): void {
    this.#socket = socket
    this.#counted = 0
    const frames: Sent[] = []
    this.connections.push(frames)
    socket.on('message', (data) => this.#take(new Uint8Array(data as Buffer), frames))
    if (this.automatic) this.ask()
  }

  #take(data: Uint8Array, frames: Sent[]): void {
    frames.push(kindOf(data))
    if (data[0] !== MESSAGE.sync) return
    const decoder = decoding.createDecoder(data)
    decoding.readVarUint(decoder)
    this.#send((encoder) => {
      encoding.writeVarUint(encoder, MESSAGE.sync)
      readSyncMessage(decoder, encoder, this.doc, this)
    })
    if (!isCounted(data)) return
    this.#counted += 1
    if (this.automatic) this.acknowledge()
  }

  #send(write: (encoder: encoding.Encoder) => void): void {
    const encoder = encoding.createEncoder()
    write(encoder)
    if (encoding.length(encoder) > 1) this.#socket?.send(encoding.toUint8Array(encoder))
  }
}

function kindOf(data: Uint8Array): Sent {
  if (data[0] !== MESSAGE.sync) return 'awareness'
  if (data[1] === SYNC.step1) return 'step1'
  return data[1] === SYNC.step2 ? 'step2' : 'update'
}

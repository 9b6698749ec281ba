import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { WebSocketServer, type WebSocket } from 'ws'
import { encodeAwarenessUpdate, type Awareness } from 'y-protocols/awareness'
import { readSyncMessage, writeSyncStep1 } from 'y-protocols/sync'
import * as Y from 'yjs'
import { digestOf } from '../../schema/digest.ts'
import {
  encodeAck,
  encodeDigest,
  encodeHead,
  encodeRefused,
  encodeTrouble,
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
  /** Its ledger's head, told with every answer together with what its paper says; null: it tells neither. */
  seq: number | null = null
  /** What it says of its paper; null: the truth. */
  says: string | null = null
  /** The codes with which clients ended their connections. */
  readonly closes: number[] = []
  readonly #http = createServer()
  readonly #sockets = new WebSocketServer({ server: this.#http })
  #socket: WebSocket | null = null
  readonly #counts = new WeakMap<WebSocket, number>()

  async listen(): Promise<void> {
    this.doc.on('update', () => {
      if (this.seq !== null) this.seq += 1
    })
    this.#sockets.on('connection', (socket) => this.#enter(socket))
    await new Promise<void>((listening) => this.#http.listen(0, '127.0.0.1', listening))
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}`
  }

  /** Counted messages of the latest connection. */
  get counted(): number {
    return this.#socket === null ? 0 : this.#countOf(this.#socket)
  }

  ask(): void {
    this.#send((encoder) => {
      encoding.writeVarUint(encoder, MESSAGE.sync)
      writeSyncStep1(encoder, this.doc)
    })
  }

  acknowledge(upTo = this.counted): void {
    this.#socket?.send(encodeAck(upTo))
    if (this.seq !== null) this.head(this.seq)
  }

  refuse(message: number, reason: Refusal): void {
    this.#socket?.send(encodeRefused(message, reason))
  }

  head(seq: number): void {
    this.#socket?.send(encodeHead(seq))
  }

  /** Tells everybody how far the ledger is, and what its paper says there. */
  tell(): void {
    for (const socket of this.#sockets.clients) this.#tellOne(socket)
  }

  /** Tells of everybody whom these states name. */
  introduce(awareness: Awareness): void {
    this.#send((encoder) => {
      encoding.writeVarUint(encoder, MESSAGE.awareness)
      const update = encodeAwarenessUpdate(awareness, [...awareness.getStates().keys()])
      encoding.writeVarUint8Array(encoder, update)
    })
  }

  cannotSave(isTrue: boolean): void {
    this.#socket?.send(encodeTrouble(isTrue))
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
    const frames: Sent[] = []
    this.connections.push(frames)
    socket.on('message', (data) => this.#take(socket, new Uint8Array(data as Buffer), frames))
    socket.on('close', (code) => this.closes.push(code))
    if (this.automatic) this.ask()
  }

  #take(socket: WebSocket, data: Uint8Array, frames: Sent[]): void {
    frames.push(kindOf(data))
    if (data[0] !== MESSAGE.sync) return
    const decoder = decoding.createDecoder(data)
    decoding.readVarUint(decoder)
    this.#send((encoder) => {
      encoding.writeVarUint(encoder, MESSAGE.sync)
      readSyncMessage(decoder, encoder, this.doc, this)
    }, socket)
    if (data[1] === SYNC.step1) this.#tellOne(socket)
    if (!isCounted(data)) return
    this.#counts.set(socket, this.#countOf(socket) + 1)
    if (!this.automatic) return
    socket.send(encodeAck(this.#countOf(socket)))
    if (this.seq !== null) socket.send(encodeHead(this.seq))
  }

  #countOf(socket: WebSocket): number {
    return this.#counts.get(socket) ?? 0
  }

  #tellOne(socket: WebSocket): void {
    if (this.seq === null) return
    socket.send(encodeHead(this.seq))
    socket.send(encodeDigest(this.seq, this.says ?? digestOf(this.doc)))
  }

  #send(write: (encoder: encoding.Encoder) => void, socket = this.#socket): void {
    const encoder = encoding.createEncoder()
    write(encoder)
    if (encoding.length(encoder) > 1) socket?.send(encoding.toUint8Array(encoder))
  }
}

function kindOf(data: Uint8Array): Sent {
  if (data[0] !== MESSAGE.sync) return 'awareness'
  if (data[1] === SYNC.step1) return 'step1'
  return data[1] === SYNC.step2 ? 'step2' : 'update'
}

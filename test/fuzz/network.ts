import { EventEmitter } from 'node:events'
import type { Scheduler } from './scheduler.ts'

/** Where connections arrive. */
export interface Host {
  readonly isUp: boolean
  /** Takes in a connection that has just come about. */
  accept(socket: ServerSocket, url: string): void
}

const LOST = 1006

/**
 * One connection: two lines of messages, each in order, with a pause of any length. What is under way when it is cut
 * is lost.
 */
export class Wire {
  readonly up: string
  readonly down: string
  readonly server: ServerSocket
  private isCut = false

  constructor(
    readonly id: number,
    private readonly network: Network,
    readonly client: ClientSocket,
    readonly page: object,
  ) {
    this.up = `wire ${id} up`
    this.down = `wire ${id} down`
    this.server = new ServerSocket(this)
  }

  toServer(run: () => void): void {
    if (!this.isCut) this.network.scheduler.push(this.up, this.network.host, run)
  }

  toClient(run: () => void): void {
    if (!this.isCut) this.network.scheduler.push(this.down, this.page, run)
  }

  /** The cable is pulled: both ends notice in their own time. */
  cut(): void {
    if (this.isCut) return
    const { scheduler } = this.network
    for (const line of [this.up, this.down]) {
      scheduler.clear(line)
      scheduler.release(line)
    }
    this.toServer(() => this.server.lost())
    this.toClient(() => this.client.lost(LOST))
    this.isCut = true
  }

  /** One end is gone with everything in it: it says and hears nothing more. */
  sever(end: 'client' | 'server'): void {
    this.cut()
    this.network.scheduler.clear(end === 'client' ? this.down : this.up)
  }

  closed(): void {
    this.network.wires.delete(this)
  }
}

/** All connections between pages and server. */
export class Network {
  readonly wires = new Set<Wire>()
  private made = 0

  constructor(
    readonly scheduler: Scheduler,
    readonly host: Host,
  ) {}

  connect(client: ClientSocket, page: object, url: string, reachable: boolean): Wire {
    const wire = new Wire(++this.made, this, client, page)
    this.wires.add(wire)
    wire.toServer(() => {
      if (!reachable || !this.host.isUp) return wire.toClient(() => client.lost(LOST))
      wire.toClient(() => client.opened())
      this.host.accept(wire.server, url)
    })
    return wire
  }
}

/** The page's end, as a browser's WebSocket shows itself. */
export class ClientSocket {
  static readonly CONNECTING = 0
  static readonly OPEN = 1
  readonly OPEN = 1
  readyState = 0
  binaryType = 'arraybuffer'
  onopen: ((event: object) => void) | null = null
  onmessage: ((event: { data: unknown }) => void) | null = null
  onclose: ((event: { code: number; reason: string }) => void) | null = null
  onerror: ((event: object) => void) | null = null
  /** Set by the class that a page makes of this one. */
  protected wire: Wire | null = null

  send(data: Uint8Array): void {
    if (this.readyState !== 1) return
    const bytes = new Uint8Array(data)
    this.wire?.toServer(() => this.wire?.server.received(bytes))
  }

  close(code = 1005): void {
    if (this.readyState >= 2) return
    this.readyState = 2
    this.wire?.toServer(() => this.wire?.server.lost(code))
    this.wire?.toClient(() => this.lost(code))
    this.wire?.closed()
  }

  opened(): void {
    if (this.readyState !== 0) return
    this.readyState = 1
    this.onopen?.({})
  }

  received(data: Uint8Array): void {
    if (this.readyState === 1) this.onmessage?.({ data: new Uint8Array(data).buffer })
  }

  lost(code: number, reason = ''): void {
    if (this.readyState === 3) return
    this.readyState = 3
    this.wire?.closed()
    this.onclose?.({ code, reason })
  }
}

/** The server's end, as `ws` shows itself. */
export class ServerSocket extends EventEmitter {
  readyState = 1
  bufferedAmount = 0
  private paused = true
  private readonly backlog: Uint8Array[] = []
  /** Told of every message that comes and goes, and of how it ends. */
  heard: (data: Uint8Array) => void = () => undefined
  said: (data: Uint8Array) => void = () => undefined
  ended: (code: number) => void = () => undefined

  constructor(readonly wire: Wire) {
    super()
  }

  send(data: Uint8Array): void {
    if (this.readyState !== 1) return
    const bytes = new Uint8Array(data)
    this.said(bytes)
    this.wire.toClient(() => this.wire.client.received(bytes))
  }

  close(code = 1005, reason = ''): void {
    if (this.readyState >= 2) return
    this.readyState = 2
    this.ended(code)
    this.wire.toClient(() => this.wire.client.lost(code, reason))
    this.wire.toServer(() => this.lost(code))
  }

  /** Takes what the server has framed itself, as the stream under a WebSocket does. */
  write(packets: Uint8Array): boolean {
    for (let at = 0; at < packets.length;) {
      const { from, to } = payloadAt(Buffer.from(packets), at)
      this.send(packets.subarray(from, to))
      at = to
    }
    return true
  }

  cork(): void {}

  uncork(): void {}

  terminate(): void {
    this.wire.cut()
  }

  get isPaused(): boolean {
    return this.paused
  }

  pause(): void {
    this.paused = true
  }

  resume(): void {
    this.paused = false
    while (!this.paused && this.backlog.length > 0) this.deliver(this.backlog.shift() ?? new Uint8Array())
  }

  received(data: Uint8Array): void {
    if (this.paused) this.backlog.push(data)
    else this.deliver(data)
  }

  lost(code = LOST): void {
    if (this.readyState === 3) return
    if (this.readyState === 1 && code !== LOST) this.ended(code)
    this.readyState = 3
    this.emit('close', code)
  }

  private deliver(data: Uint8Array): void {
    if (this.readyState !== 1) return
    this.heard(data)
    this.emit('message', Buffer.from(data), true)
  }
}

/** Where the content of a frame of a server's lies (RFC 6455, 5.2). */
function payloadAt(frames: Buffer, at: number): { from: number; to: number } {
  const length = frames.readUInt8(at + 1)
  if (length < 126) return { from: at + 2, to: at + 2 + length }
  if (length === 126) return { from: at + 4, to: at + 4 + frames.readUInt16BE(at + 2) }
  return { from: at + 10, to: at + 10 + Number(frames.readBigUInt64BE(at + 2)) }
}

/** A page's own class of sockets, as `WebSocket` is to a browser's page. */
export function socketClass(connect: (client: ClientSocket, url: string) => Wire): typeof WebSocket {
  class PageSocket extends ClientSocket {
    constructor(url: string | URL) {
      super()
      this.wire = connect(this, String(url))
    }
  }
  return PageSocket as unknown as typeof WebSocket
}

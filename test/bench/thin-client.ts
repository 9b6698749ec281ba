import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { WebSocket } from 'ws'
import { MESSAGE, SYNC } from '../../schema/protocol.ts'
import { SCHEMA_VERSION } from '../../schema/nodes.ts'

/** How a server is spoken to: all three speak y-protocols, each with an envelope of its own. */
export type Dialect = 'samreferat' | 'hocuspocus' | 'y-websocket'

/** What to come with, to a server that asks for it: as one of the secretaries, who write, or of the members, who only read. */
export interface Tokens {
  secretaries: string[]
  members: string[]
}

/** A running server, as a client needs to know it. */
export interface Target {
  dialect: Dialect
  port: number
  pid: number
  tokens: Tokens
}

const EMPTY_UPDATE = new Uint8Array([0, 0])
const EMPTY_VECTOR = new Uint8Array([0])
const HOCUSPOCUS = { auth: 2, syncReply: 4, syncStatus: 8 }

export interface ThinOptions {
  client?: number
  stateVector?: Uint8Array
  /** Which of the target's secretaries it is, or of its members. */
  user?: number
  /** Whether it is a member. */
  onlyReads?: boolean
  /** Called for every update that arrives, the first state included. */
  received?: (update: Uint8Array) => void
}

/**
 * A client without a document: it speaks the protocol, and counts. So the clients' own work stays small beside the
 * server's, and the same for every server.
 */
export class ThinClient {
  /** Updates sent. */
  sent = 0
  /** Updates that the server calls settled; of y-websocket, which acknowledges nothing, those that came back. */
  settled = 0
  refused = 0
  readonly opened: Promise<void>
  /** Resolves when the server's state has come, with its size in bytes. */
  readonly synced: Promise<number>
  private readonly socket: WebSocket
  private readonly prefix: Uint8Array
  private readonly counted: boolean[] = []
  private acked = 0
  private progress = () => undefined as void
  private sync!: (bytes: number) => void
  private fail!: (error: Error) => void

  constructor(
    private readonly target: Target,
    room: string,
    private readonly options: ThinOptions = {},
  ) {
    const client = options.client ?? randomClient()
    this.prefix =
      target.dialect === 'hocuspocus' ? encode((to) => encoding.writeVarString(to, room)) : new Uint8Array()
    this.synced = new Promise((resolve, reject) => {
      this.sync = resolve
      this.fail = reject
    })
    // Whoever waits for it hears of a failure; once it is there, an end is nothing.
    this.synced.catch(() => undefined)
    this.socket = connect(target, room, client, options)
    this.socket.on('message', (data) => this.receive(data as Buffer))
    this.socket.once('close', (code, why) => this.fail(new Error(`closed: ${code} ${why.toString()}`)))
    this.opened = new Promise((resolve, reject) => {
      this.socket.once('error', reject)
      this.socket.once('open', () => {
        this.hello()
        resolve()
      })
    })
    // Whoever waits for it hears of the failure; a client that is closed on purpose has nobody waiting.
    this.opened.catch(() => undefined)
  }

  get isOpen(): boolean {
    return this.socket.readyState === WebSocket.OPEN
  }

  /** Sends an update. */
  send(update: Uint8Array): void {
    this.sent++
    this.counted.push(true)
    this.socket.send(this.frame(SYNC.update, update))
  }

  /** Resolves when more of what was sent is settled. */
  settling(): Promise<void> {
    return new Promise((resolve) => (this.progress = resolve))
  }

  /** Sends updates, a bounded number on their way at once; resolves when all are settled. */
  async sendAll(updates: Iterable<Uint8Array>, window = 256): Promise<void> {
    for (const update of updates) {
      while (this.sent - this.settled >= window) await this.settling()
      this.send(update)
    }
    while (this.settled < this.sent) await this.settling()
    if (this.refused > 0) throw new Error(`${this.refused} of ${this.sent} updates were refused`)
  }

  onClose(heard: (code: number) => void): void {
    this.socket.once('close', heard)
  }

  close(): Promise<void> {
    return new Promise((closed) => {
      this.socket.once('close', () => closed())
      if (this.socket.readyState === WebSocket.CLOSED) closed()
      else this.socket.terminate()
    })
  }

  private hello(): void {
    if (this.target.dialect === 'hocuspocus')
      this.socket.send(
        this.enveloped((to) => {
          encoding.writeVarUint(to, HOCUSPOCUS.auth)
          encoding.writeVarUint(to, 0)
          encoding.writeVarString(to, 'token')
        }),
      )
    this.socket.send(this.frame(SYNC.step1, this.options.stateVector ?? EMPTY_VECTOR))
  }

  private receive(data: Buffer): void {
    const from = decoding.createDecoder(data)
    if (this.target.dialect === 'hocuspocus') decoding.readVarString(from)
    const type = decoding.readVarUint(from)
    if (type === MESSAGE.sync || (type === HOCUSPOCUS.syncReply && this.target.dialect === 'hocuspocus'))
      this.receiveSync(decoding.readVarUint(from), decoding.readVarUint8Array(from))
    else if (type === MESSAGE.ack) this.settle(decoding.readVarUint(from))
    else if (type === MESSAGE.refused) this.refused++
    else if (type === HOCUSPOCUS.syncStatus && this.target.dialect === 'hocuspocus')
      this.settle(this.acked + 1)
  }

  private receiveSync(step: number, bytes: Uint8Array): void {
    if (step === SYNC.step1) {
      this.counted.push(false)
      this.socket.send(this.frame(SYNC.step2, EMPTY_UPDATE))
      return
    }
    this.options.received?.(bytes)
    if (step === SYNC.step2) this.sync(bytes.length)
    else if (this.target.dialect === 'y-websocket') this.echoed()
  }

  private echoed(): void {
    this.settled++
    this.progress()
  }

  private settle(upTo: number): void {
    for (; this.acked < upTo; this.acked++) if (this.counted[this.acked]) this.settled++
    this.progress()
  }

  private frame(step: number, bytes: Uint8Array): Uint8Array {
    return this.enveloped((to) => {
      encoding.writeVarUint(to, MESSAGE.sync)
      encoding.writeVarUint(to, step)
      encoding.writeVarUint8Array(to, bytes)
    })
  }

  private enveloped(write: (to: encoding.Encoder) => void): Uint8Array {
    return encode((to) => {
      encoding.writeUint8Array(to, this.prefix)
      write(to)
    })
  }
}

export function randomClient(): number {
  return 1 + Math.floor(Math.random() * 0xfffffffe)
}

function connect(
  { dialect, port, tokens }: Target,
  room: string,
  client: number,
  { user = 0, onlyReads = false }: ThinOptions,
): WebSocket {
  const options = { perMessageDeflate: false }
  if (dialect === 'hocuspocus') return new WebSocket(`ws://127.0.0.1:${port}/`, options)
  if (dialect === 'y-websocket') return new WebSocket(`ws://127.0.0.1:${port}/${room}`, options)
  const those = onlyReads ? tokens.members : tokens.secretaries
  const headers = { authorization: `Bearer ${those[user % those.length]}` }
  const address = `ws://127.0.0.1:${port}/sync/${room}?schema=${SCHEMA_VERSION}&client=${client}`
  return new WebSocket(address, { ...options, headers })
}

function encode(write: (to: encoding.Encoder) => void): Uint8Array {
  const encoder = encoding.createEncoder()
  write(encoder)
  return encoding.toUint8Array(encoder)
}

import * as decoding from 'lib0/decoding'
import type { Awareness } from 'y-protocols/awareness'
import { WebsocketProvider } from 'y-websocket'
import { createEncoder, toUint8Array, writeVarUint, writeVarUint8Array, type Encoder } from 'lib0/encoding'
import { writeSyncStep1 } from 'y-protocols/sync'
import * as Y from 'yjs'
import { SCHEMA_VERSION } from '../../schema/nodes.ts'
import {
  closeName,
  DIVERGED,
  isCounted,
  MESSAGE,
  readDigest,
  readNumber,
  readRefused,
  readSeals,
  SYNC,
  type CloseName,
  type Refusal,
} from '../../schema/protocol.ts'
import type { Seals } from '../../schema/zones.ts'
import { fillsHoles, withoutHoles } from './holes.ts'
import type { Platform } from './platform.ts'
import { Tally } from './tally.ts'

/**
 * Where a connection stands.
 *
 * - `idle`: not wanted · `connecting` · `open` · `waiting`: will be tried again at `retryAt`
 * - `ended`: the server said for good; only `retry` goes on
 */
export type Phase =
  | { kind: 'idle' | 'connecting' | 'open' }
  | { kind: 'waiting'; retryAt: number; attempts: number; close: CloseName | null }
  | { kind: 'ended'; close: CloseName }

/** Whether the room may be connected now; `wait`: try again later, `signIn`: somebody else or nobody is signed in. */
export type Admission = 'go' | 'wait' | 'signIn'

export interface ConnectionListener {
  /** Asked before each attempt. */
  admitted(): Promise<Admission>
  /** A counted message left with this number. */
  sent(message: number): void
  /** Counted messages up to this number are settled. */
  settled(upTo: number): void
  refused(reason: Refusal, message: number | null): void
  /** What was received covers the ledger up to here. */
  head(seq: number): void
  /** What was closed out of the room, before anything else is said. */
  seals(seals: Seals): void
  /** What the ledger's paper says at `seq`. */
  digest(seq: number, digest: string): void
  /** The server asks for what it lacks, and says what it has: a state vector. */
  asked(vector: Uint8Array): void
  /** What the document has beyond a state vector, for the server; all of it without one. */
  beyond(vector?: Uint8Array): Uint8Array
  /** An update that came from elsewhere, as it is sent on. */
  passedOn(update: Uint8Array, transaction: Y.Transaction): Uint8Array
  /** The server's state is about to be taken in, the first time on this connection. */
  merging(): void
  /** Lets `take` apply an update. `live`: one change as its writer made it, rather than many in one. */
  taking(update: Uint8Array, live: boolean, take: () => void): void
  disconnected(): void
  /** The server ended it for good. */
  ended(close: CloseName): void
  changed(): void
}

export interface ConnectionTimes {
  /** First and longest pause between attempts, in ms. */
  firstPause: number
  longestPause: number
  /** How long an attempt may go unanswered, in ms. */
  handshake: number
}

const CONNECTION_TIMES: ConnectionTimes = { firstPause: 400, longestPause: 30_000, handshake: 10_000 }

/** One room's connection to the server: y-websocket's provider, the count of what is settled, and the pauses. */
export class Connection {
  readonly provider: WebsocketProvider
  readonly #times: ConnectionTimes
  readonly #tally = new Tally()
  #phase: Phase = { kind: 'idle' }
  #merged = false
  #cannotSave = false
  #attempts = 0
  #failing = false
  #timer: ReturnType<typeof setTimeout> | null = null
  #wanted = false
  #destroyed = false

  constructor(
    room: string,
    doc: Y.Doc,
    awareness: Awareness,
    private readonly platform: Pick<Platform, 'origin' | 'WebSocket' | 'now' | 'random'>,
    private readonly listener: ConnectionListener,
    times: Partial<ConnectionTimes> = {},
  ) {
    this.#times = { ...CONNECTION_TIMES, ...times }
    this.provider = new WebsocketProvider(`${platform.origin.replace(/^http/, 'ws')}/sync`, room, doc, {
      awareness,
      connect: false,
      disableBc: true,
      params: announcement(doc),
      WebSocketPolyfill: this.#socketClass(),
    })
    this.#tellOwnStateAlone(awareness)
    this.#passOnAsMade(doc)
    this.#handleMessages()
    this.provider.on('connection-close', (event) => this.#closed(event?.code ?? null))
    this.provider.on('status', ({ status }) => {
      if (status === 'connected') this.#opened()
    })
    this.provider.on('sync', (synced) => {
      if (synced) this.#beginAgain()
      this.listener.changed()
    })
  }

  /** y-websocket sends on what it has received too: everybody's carets, from everybody, back to the server. */
  #tellOwnStateAlone(awareness: Awareness): void {
    const { provider } = this
    const tell = provider._awarenessUpdateHandler
    awareness.off('update', tell)
    provider._awarenessUpdateHandler = (changes, origin) => {
      if (origin !== provider) tell(changes, origin)
    }
    awareness.on('update', provider._awarenessUpdateHandler)
  }

  /** Yjs tells of what another tab wrote with all that fell by it. */
  #passOnAsMade(doc: Y.Doc): void {
    const { provider } = this
    const tell = provider._updateHandler
    doc.off('update', tell)
    const send = (update: Uint8Array, origin: unknown, _doc: Y.Doc, transaction: Y.Transaction): void => {
      if (origin === provider) return
      tell(transaction.local ? update : this.listener.passedOn(update, transaction), origin)
    }
    // The provider takes it away when it is destroyed.
    provider._updateHandler = send as typeof tell
    doc.on('update', send)
  }

  get phase(): Phase {
    return this.#phase
  }

  /** Whether attempts have failed since the server's state last came. That a connection ended is none. */
  get failing(): boolean {
    return this.#failing
  }

  /** Whether the server's state is in the document. */
  get synced(): boolean {
    return this.#phase.kind === 'open' && this.provider.synced
  }

  /** Whether the server says that nothing gets onto its disk now. */
  get cannotSave(): boolean {
    return this.#cannotSave
  }

  /** Counted messages that are not settled. */
  get outstanding(): number {
    return this.#tally.outstanding
  }

  /** Whether everything this document holds is settled on this connection. */
  get allSettled(): boolean {
    return this.synced && this.#tally.hasAnswered && this.#tally.outstanding === 0
  }

  connect(): void {
    if (this.#destroyed || (this.#wanted && this.#phase.kind !== 'ended')) return
    this.#wanted = true
    this.#beginAgain()
    void this.#attempt()
  }

  /** Tries at once instead of when the pause is over. */
  retry(): void {
    if (this.#destroyed || this.#phase.kind === 'open' || this.#phase.kind === 'connecting') return
    this.#beginAgain()
    this.#wanted = true
    void this.#attempt()
  }

  /** Closes and, when the connection is wanted, begins anew: the quickest way to learn what a network change means. */
  restart(): void {
    if (!this.#wanted) return
    this.#abandon()
    this.retry()
  }

  disconnect(): void {
    this.#wanted = false
    this.#clearTimer()
    this.provider.disconnect()
    this.#enter({ kind: 'idle' })
  }

  /** Asks the server for everything that is missing here. */
  ask(): void {
    const encoder = createEncoder()
    writeVarUint(encoder, MESSAGE.sync)
    writeSyncStep1(encoder, this.provider.doc)
    if (this.#phase.kind === 'open') this.provider.ws?.send(toUint8Array(encoder))
  }

  /** Ends this connection and tells the server why: the document differs from the ledger. A wanted one begins anew. */
  diverged(): void {
    this.provider.ws?.close(DIVERGED.code, DIVERGED.reason)
  }

  /** Ends it for good: whoever still waits to connect does so in vain. */
  destroy(): void {
    this.#destroyed = true
    this.disconnect()
    this.provider.destroy()
  }

  /** Whether counted message `message` was the answer to the server's question, rather than a change. */
  wasAnswer(message: number): boolean {
    return this.#tally.isAnswer(message)
  }

  async #attempt(): Promise<void> {
    this.#clearTimer()
    this.#enter({ kind: 'connecting' })
    const admission = await this.listener.admitted()
    if (!this.#wanted || this.#phase.kind !== 'connecting') return
    if (admission === 'go') this.#knock()
    else if (admission === 'signIn') this.#enter({ kind: 'ended', close: 'signIn' })
    else this.#pause(null)
  }

  /** Some networks take a connection and never say anything on it. */
  #knock(): void {
    this.#timer = setTimeout(() => this.#abandon(), this.#times.handshake)
    this.provider.connect()
  }

  /** Ends the connection that is there, or is being made, as if it had broken. */
  #abandon(): void {
    if (this.provider.ws !== null) this.provider.disconnect()
  }

  #opened(): void {
    this.#clearTimer()
    this.#enter({ kind: 'open' })
  }

  #closed(code: number | null): void {
    // The pauses are ours, so that each attempt is admitted first and its time is known.
    this.provider.shouldConnect = false
    this.#clearTimer()
    this.#tally.end()
    this.listener.disconnected()
    if (!this.#wanted) return
    const close = code === null ? null : closeName(code)
    if (close !== null && code !== null && code < 4500) this.#end(close)
    else this.#pause(close)
  }

  #end(close: CloseName): void {
    this.#enter({ kind: 'ended', close })
    this.listener.ended(close)
  }

  #beginAgain(): void {
    this.#attempts = 0
    this.#failing = false
  }

  #pause(close: CloseName | null): void {
    this.#attempts += 1
    this.#failing ||= !this.provider.synced
    const longest = Math.min(this.#times.firstPause * 2 ** (this.#attempts - 1), this.#times.longestPause)
    const pause = longest * (0.75 + this.platform.random() / 4)
    const retryAt = this.platform.now() + pause
    this.#timer = setTimeout(() => void this.#attempt(), pause)
    this.#enter({ kind: 'waiting', retryAt, attempts: this.#attempts, close })
  }

  #enter(phase: Phase): void {
    this.#phase = phase
    this.listener.changed()
  }

  #clearTimer(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
  }

  /** A socket that counts what it sends and lets nothing go before the answer to the server's first question. */
  #socketClass(): typeof WebSocket {
    const begin = (): void => this.#beginSocket()
    const leaves = (data: unknown): boolean => this.#leaves(data)
    return class extends this.platform.WebSocket {
      constructor(url: string | URL, protocols?: string | string[]) {
        super(url, protocols)
        begin()
      }

      override send(data: Parameters<WebSocket['send']>[0]): void {
        if (leaves(data)) super.send(data)
      }
    }
  }

  #beginSocket(): void {
    this.#tally.begin()
    this.#merged = false
    this.#cannotSave = false
  }

  #leaves(data: unknown): boolean {
    if (!(data instanceof Uint8Array) || !isCounted(data)) return true
    const departure = this.#tally.leaves(data)
    if (departure === 'goes') this.listener.sent(this.#tally.sent)
    else if (departure === 'tooLarge') this.listener.refused('tooLarge', null)
    return departure === 'goes'
  }

  #handleMessages(): void {
    const handlers = this.provider.messageHandlers
    const sync = handlers[MESSAGE.sync]
    handlers[MESSAGE.sync] = (encoder, decoder, provider, emitSynced, type) => {
      const step = decoder.arr[decoder.pos]
      if (!this.#merged && step !== SYNC.step1) {
        this.#merged = true
        this.listener.merging()
      }
      const take = (): void => sync?.(encoder, decoder, provider, emitSynced, type)
      if (step === SYNC.step1) {
        const vector = contentOf(decoder)
        this.listener.asked(vector)
        this.#writeAnswer(encoder, vector)
      } else this.#take(contentOf(decoder), step === SYNC.update, take)
    }
    handlers[MESSAGE.ack] = (_encoder, decoder) => this.#ack(readNumber(decoder))
    handlers[MESSAGE.refused] = (_encoder, decoder) => {
      const { message, reason } = readRefused(decoder)
      this.listener.refused(reason, message)
    }
    handlers[MESSAGE.head] = (_encoder, decoder) => this.listener.head(readNumber(decoder))
    handlers[MESSAGE.trouble] = (_encoder, decoder) => {
      this.#cannotSave = readNumber(decoder) !== 0
      this.listener.changed()
    }
    handlers[MESSAGE.seals] = (_encoder, decoder) => this.listener.seals(readSeals(decoder))
    handlers[MESSAGE.digest] = (_encoder, decoder) => {
      const { seq, digest } = readDigest(decoder)
      this.listener.digest(seq, digest)
    }
  }

  /** What was here already and waited for something is taken in with it, as if it were the server's: it is sent. */
  #take(update: Uint8Array, live: boolean, take: () => void): void {
    const { doc, ws } = this.provider
    const isMore = fillsHoles(doc, () => this.listener.taking(update, live, take))
    if (!isMore || !this.#tally.hasAnswered) return
    const encoder = createEncoder()
    this.#writeAnswer(encoder)
    ws?.send(toUint8Array(encoder))
  }

  /** A change of the server's that another tab had from it. */
  takeServers(update: Uint8Array): void {
    const { doc } = this.provider
    this.#take(update, true, () => Y.applyUpdate(doc, update, this.provider))
  }

  #writeAnswer(encoder: Encoder, vector?: Uint8Array): void {
    writeVarUint(encoder, MESSAGE.sync)
    writeVarUint(encoder, SYNC.step2)
    writeVarUint8Array(
      encoder,
      withoutHoles(this.provider.doc, () => this.listener.beyond(vector)),
    )
  }

  #ack(upTo: number): void {
    if (!this.#tally.settle(upTo)) return
    this.listener.settled(this.#tally.settled)
    this.listener.changed()
  }
}

/** The update or state vector in a sync message, which is left to be read. */
function contentOf(decoder: decoding.Decoder): Uint8Array {
  const copy = decoding.clone(decoder)
  decoding.readVarUint(copy)
  return decoding.readVarUint8Array(copy)
}

/** What the door reads; read anew at each attempt, because Yjs may have changed the client ID. */
function announcement(doc: Y.Doc): Record<string, string> {
  return {
    schema: String(SCHEMA_VERSION),
    get client() {
      return String(doc.clientID)
    },
  }
}

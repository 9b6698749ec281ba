import { WebSocket } from 'ws'
import { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { Connection } from '../../client/sync/connection.ts'
import { MESSAGE, type Refusal } from '../../schema/protocol.ts'

/** Where somebody connects to, and as whom. */
export interface Way {
  url: string
  cookie: string
}

/** Something done here that the server has not acknowledged. */
interface Change {
  acknowledge(): void
  /** The counted message it left with; null when it has not left. */
  message: number | null
}

/** Short, so that a run measures the server. The ratio is the browser's. */
const PAUSES = { firstPause: 50, longestPause: 800 }

/** One window with a room open: the real connection and its count of what is settled, without a screen. */
export class Peer {
  readonly doc = new Y.Doc()
  readonly connection: Connection
  /** What honest writing must never meet: refusals, and ends for good. */
  readonly trouble: string[] = []
  acknowledged = 0
  /** Whether the server says that it cannot save. */
  isWarned = false
  readonly #awareness = new Awareness(this.doc)
  readonly #open = new Set<Change>()

  constructor(
    readonly room: string,
    readonly name: string,
    way: Way,
  ) {
    this.connection = new Connection(
      room,
      this.doc,
      this.#awareness,
      platformOf(way),
      this.#listener(),
      PAUSES,
    )
    this.#hearTrouble()
    this.connection.connect()
  }

  /** Whether the server has acknowledged everything that was done here. */
  get isSettled(): boolean {
    return this.connection.allSettled && this.#open.size === 0
  }

  get isSynced(): boolean {
    return this.connection.synced
  }

  destroy(): void {
    this.connection.destroy()
    this.#awareness.destroy()
    this.doc.destroy()
  }

  /** Changes the document, and hears when the server has acknowledged that. */
  protected change(make: () => void, acknowledge: () => void): void {
    // Before the change, because the provider sends it at once.
    this.#open.add({ acknowledge, message: null })
    this.doc.transact(make)
  }

  #listener(): ConstructorParameters<typeof Connection>[4] {
    return {
      admitted: async () => 'go',
      sent: (message) => this.#sent(message),
      settled: (upTo) => this.#settled(upTo),
      refused: (reason, message) => this.#refused(reason, message),
      seals: () => undefined,
      ended: (close) => void this.trouble.push(`ended as ${close}`),
      disconnected: () => this.#disconnected(),
      head: () => undefined,
      digest: () => undefined,
      merging: () => undefined,
      passedOn: (update) => update,
      taking: (_update, _live, take) => take(),
      asked: () => undefined,
      beyond: (vector) => Y.encodeStateAsUpdate(this.doc, vector),
      changed: () => undefined,
    }
  }

  #hearTrouble(): void {
    const handlers = this.connection.provider.messageHandlers
    const own = handlers[MESSAGE.trouble]
    handlers[MESSAGE.trouble] = (encoder, decoder, ...rest) => {
      this.isWarned = decoder.arr[decoder.pos] !== 0
      own?.(encoder, decoder, ...rest)
    }
  }

  #sent(message: number): void {
    for (const change of this.#open) change.message ??= message
  }

  /** What built on something the server lacks is sent again with the next answer; nothing else may be refused. */
  #refused(reason: Refusal, message: number | null): void {
    const heals = reason === 'missing' && message !== null && !this.connection.wasAnswer(message)
    if (!heals) this.trouble.push(`refused as ${reason}`)
    for (const change of this.#open) if (change.message === message) change.message = null
  }

  #disconnected(): void {
    this.isWarned = false
    for (const change of this.#open) change.message = null
  }

  #settled(upTo: number): void {
    for (const change of this.#open) {
      if (change.message === null || change.message > upTo) continue
      this.#open.delete(change)
      this.acknowledged++
      change.acknowledge()
    }
  }
}

function platformOf({ url, cookie }: Way): ConstructorParameters<typeof Connection>[3] {
  class Socket extends WebSocket {
    constructor(address: string, protocols?: string[]) {
      super(address, protocols, { headers: { cookie } })
    }
  }
  return {
    origin: url,
    WebSocket: Socket as unknown as typeof globalThis.WebSocket,
    now: Date.now,
    random: Math.random,
  }
}

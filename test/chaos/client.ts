import { WebSocket } from 'ws'
import { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { Connection } from '../../client/sync/connection.ts'
import { fragment, items, type SectionKey } from '../../schema/paper.ts'
import { MESSAGE, type Refusal } from '../../schema/protocol.ts'
import type { Word } from './words.ts'

/** Where a client connects to, and as whom. */
export interface Way {
  url: string
  cookie: string
}

/** Something the client did that the server has not acknowledged. */
interface Change {
  word: Word
  kind: 'typed' | 'deleted'
  /** The counted message it left with; null when it has not left. */
  message: number | null
}

/** Short, so that a run measures the server. The ratio is the browser's. */
const PAUSES = { firstPause: 50, longestPause: 800 }
/** Words after which a paragraph is full. */
const FULL = 40
const REACH = 5

/** One window with a meeting open: the real connection and its count of what is settled, without a screen. */
export class Client {
  readonly doc = new Y.Doc()
  readonly connection: Connection
  readonly words: Word[] = []
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

  /** Writes the items of a new meeting. */
  begin(ids: string[]): void {
    items.fill(
      this.doc,
      ids.map((id) => ({ id, fields: {} })),
    )
  }

  /** Adds a word at the end of a section. */
  type(section: SectionKey, random: () => number): void {
    const text = `${this.name}n${this.words.length}.`
    const word: Word = { text, section, acknowledged: false, deleted: 'no' }
    this.words.push(word)
    // Before the change, because the provider sends it at once.
    this.#open.add({ word, kind: 'typed', message: null })
    this.doc.transact(() => append(fragment(this.doc, section), text, random))
  }

  /** Deletes one of the last words typed here; does nothing when there is none. */
  deleteOne(random: () => number): void {
    const word = this.words.at(-1 - Math.floor(random() * REACH))
    if (word === undefined || word.deleted !== 'no') return
    const found = find(fragment(this.doc, word.section), word.text)
    if (found === null) return void this.trouble.push(`${word.text} is gone from the window it was typed in`)
    word.deleted = 'here'
    this.#open.add({ word, kind: 'deleted', message: null })
    found.run.delete(found.at, word.text.length)
  }

  destroy(): void {
    this.connection.destroy()
    this.#awareness.destroy()
    this.doc.destroy()
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
      if (change.kind === 'typed') change.word.acknowledged = true
      else change.word.deleted = 'acknowledged'
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

function append(section: Y.XmlFragment, text: string, random: () => number): void {
  const last = section.length > 0 ? section.get(section.length - 1) : null
  const run = last instanceof Y.XmlElement && last.length > 0 ? last.get(last.length - 1) : null
  if (run instanceof Y.XmlText && random() < 1 - 1 / FULL) return run.insert(run.length, ` ${text}`)
  const paragraph = new Y.XmlElement('paragraph')
  paragraph.insert(0, [new Y.XmlText(text)])
  section.push([paragraph])
}

/** Looks from the end, where the latest words are. */
function find(section: Y.XmlFragment, text: string): { run: Y.XmlText; at: number } | null {
  for (const paragraph of section.toArray().reverse())
    for (const run of paragraph instanceof Y.XmlElement ? paragraph.toArray() : []) {
      const at = run instanceof Y.XmlText ? run.toString().indexOf(text) : -1
      if (run instanceof Y.XmlText && at >= 0) return { run, at }
    }
  return null
}

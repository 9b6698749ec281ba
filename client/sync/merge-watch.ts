import * as Y from 'yjs'
import type { SectionKey } from '../../schema/paper.ts'
import type { MergeSummary, Writers } from './merge.ts'
import { merged } from './updates.ts'

export interface MergeWatchParts {
  now(): number
  /** Keeps the state the sides parted from on the device, so that it outlives the page; null: no longer needed. */
  keepBase(base: Uint8Array | null): void
  /** Lets the page do something else for a moment. */
  pause(): Promise<void>
  /** Who writes as this client; null when that is not known. */
  nameOf(client: number): string | null
}

/**
 * Notices that the user goes on without the server, and when the server is back tells what came together. The state
 * where the sides parted is kept from the moment the connection is lost, on disk from the first own change.
 */
export class MergeWatch {
  /** The state where the sides parted, as updates; null while they are together. */
  #base: Uint8Array[] | null = null
  #since = 0
  #kept = false
  #here: Uint8Array | null = null
  #sent = 0
  #received: Uint8Array[] = []
  /** Items of which the text comes from where they were closed. */
  #reopened = new Set<string>()
  /** Whether this page has had what the server had. */
  #together = false

  constructor(
    private readonly doc: Y.Doc,
    private readonly parts: MergeWatchParts,
  ) {}

  /** The page was opened: with what is on the device, and where the sides parted if that was earlier. */
  opened(copy: Uint8Array[], base: Uint8Array | null, since: number): void {
    this.#base = base === null ? copy : [base]
    this.#kept = base !== null
    this.#since = since
  }

  /** The connection is lost. */
  parted(): void {
    if (this.#base !== null || !this.#together) return
    this.#base = [Y.encodeStateAsUpdate(this.doc)]
    this.#since = this.parts.now()
    this.#reopened.clear()
  }

  /** These items are open again: what of them is about to come in was written by nobody meanwhile. */
  reopened(items: readonly string[]): void {
    for (const item of items) this.#reopened.add(item)
  }

  /** The user changes the document: from now on the state before it is kept on the device. */
  changedHere(): void {
    if (this.#base === null || this.#kept || this.#here !== null) return
    this.#kept = true
    void this.#keep(this.#base)
  }

  /** Not within the keystroke that parted the sides: a large state takes a moment. */
  async #keep(base: Uint8Array[]): Promise<void> {
    await this.parts.pause()
    const [only, ...more] = base
    if (this.#base === base)
      this.parts.keepBase(only !== undefined && more.length === 0 ? only : merged(base))
  }

  /** The server's state is about to come in; `waiting` own steps go the other way. */
  merging(waiting: number): void {
    // A connection that broke halfway leaves some of the server's text here: the first picture is the true one.
    if (this.#base === null || this.#here !== null) return
    this.#sent = waiting
    this.#received = []
    this.#here = Y.encodeStateAsUpdate(this.doc)
  }

  /** An update from the server. */
  received(update: Uint8Array): void {
    if (this.#here !== null) this.#received.push(update)
  }

  /**
   * Each side has what the other had. What came together, or null when nothing did. It is worked out in steps with
   * pauses between them: in a large meeting the user goes on typing meanwhile.
   */
  async done(): Promise<MergeSummary | null> {
    const [base, here, received, sent] = [this.#base, this.#here, this.#received, this.#sent]
    const wasTogether = this.#together
    const wroteApart = this.#kept
    const reopened = new Set(this.#reopened)
    this.#together = true
    if (base === null || here === null) return null
    this.#base = null
    this.#here = null
    if (this.#kept) this.parts.keepBase(null)
    this.#kept = false
    // The first visit of a page without own changes is no merge: there was nobody to part from.
    if (sent === 0 && (received.length === 0 || !wasTogether)) return null
    // Nor is the first way of a new meeting to the server, unless its maker wrote in it before.
    if (!wasTogether && !wroteApart && received.length === 0) return null
    const times = { since: new Date(this.#since), at: new Date(this.parts.now()) }
    // Fetched when there is something to tell. What cannot be fetched leaves nothing untrue, only untold.
    const work = await import('./merge.ts').catch(() => null)
    if (work === null) return null
    const copies = { base, here, received, now: this.doc, reopened }
    const { writers, ...found } = await work.compareCopies(copies, () => this.parts.pause())
    if (sent === 0 && found.received === 0) return null
    return { ...times, sent, ...found, names: this.#names(writers) }
  }

  #names(writers: Writers): MergeSummary['names'] {
    const names: MergeSummary['names'] = {}
    for (const [key, clients] of Object.entries(writers) as [SectionKey, number[]][]) {
      const known = clients.flatMap((client) => this.parts.nameOf(client) ?? [])
      if (known.length > 0) names[key] = [...new Set(known)]
    }
    return names
  }
}

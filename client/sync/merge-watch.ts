import * as Y from 'yjs'
import { compareSides, type MergeSummary } from './merge.ts'

export interface MergeWatchParts {
  now(): number
  /** Keeps the state the sides parted from on the device, so that it outlives the page; null: no longer needed. */
  keepBase(base: Uint8Array | null): void
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
  }

  /** The user changes the document; `base` is on disk before the sides are further apart. */
  changedHere(): void {
    if (this.#base === null || this.#kept || this.#here !== null) return
    this.#kept = true
    this.parts.keepBase(Y.encodeStateAsUpdate(docOf(this.#base)))
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

  /** Each side has what the other had. What came together, or null when nothing did. */
  done(): MergeSummary | null {
    const [base, here] = [this.#base, this.#here]
    const wasTogether = this.#together
    this.#together = true
    if (base === null || here === null) return null
    this.#base = null
    this.#here = null
    if (this.#kept) this.parts.keepBase(null)
    this.#kept = false
    // The first visit of a page without own changes is no merge: there was nobody to part from.
    const nothing = this.#sent === 0 && (this.#received.length === 0 || !wasTogether)
    const summary = nothing ? null : this.#compare(base, here)
    return summary === null || (summary.sent === 0 && summary.received === 0) ? null : summary
  }

  #compare(base: Uint8Array[], here: Uint8Array): MergeSummary {
    const docs = {
      base: docOf(base),
      here: docOf([here]),
      there: docOf([...base, ...this.#received]),
      now: docOf([Y.encodeStateAsUpdate(this.doc)]),
    }
    const found = compareSides(docs)
    for (const doc of Object.values(docs)) doc.destroy()
    const times = { since: new Date(this.#since), at: new Date(this.parts.now()) }
    return { ...times, sent: this.#sent, ...found }
  }
}

function docOf(updates: Uint8Array[]): Y.Doc {
  const doc = new Y.Doc()
  doc.transact(() => updates.forEach((update) => Y.applyUpdate(doc, update)))
  return doc
}

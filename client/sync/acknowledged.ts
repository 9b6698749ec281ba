import * as Y from 'yjs'
import type { LocalRoom } from './local-room.ts'
import type { RoomRecord } from './store.ts'

/** What the server has of a room, and the note of it beside the local copy, written at most every `pause` ms. */
export class Acknowledged {
  /** State vector at the last moment when the server had everything; null: never. */
  vector: Uint8Array | null = null
  at: number | null = null
  #timer: ReturnType<typeof setTimeout> | null = null

  constructor(
    private readonly doc: Y.Doc,
    private readonly copy: LocalRoom,
    private readonly pause: number,
    private readonly isEverything: () => boolean,
    private readonly now: () => number,
  ) {}

  restore(record: RoomRecord | null): void {
    this.vector = record?.acknowledged ?? null
    this.at = record?.acknowledgedAt ?? null
  }

  /** The server acknowledged something. */
  heard(): void {
    if (this.isEverything()) {
      this.at = this.now()
      this.vector = Y.encodeStateVector(this.doc)
    }
    this.#timer ??= setTimeout(() => this.write(), this.pause)
  }

  /** Writes what is due, now. */
  write(): void {
    if (this.#timer === null) return
    this.stop()
    this.copy.note(this.vector === null ? null : { acknowledged: this.vector, acknowledgedAt: this.at })
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
  }
}

import * as Y from 'yjs'
import type { Stored } from '../store/store.ts'

const EMPTY = new Uint8Array([0, 0])

/** What of a room is on disk, encoded: never a decoded document. Newcomers are served from it. */
export class Replica {
  private snapshot: Uint8Array
  private covered: number
  private tail: Uint8Array[]
  /** `snapshot` and `tail` as one update; null when it has to be made. */
  private merged: Uint8Array | null = null

  constructor(stored: Stored) {
    this.snapshot = stored.snapshot ?? EMPTY
    this.covered = stored.covered
    this.tail = stored.tail
  }

  get seq(): number {
    return this.covered + this.tail.length
  }

  /** How much a compaction would take away. */
  get tailLength(): number {
    return this.tail.length
  }

  /** Takes the next row. */
  push(bytes: Uint8Array): void {
    this.tail.push(bytes)
    this.merged = null
  }

  /** Takes a snapshot of everything up to `covered` in place of it. */
  adopt(covered: number, snapshot: Uint8Array): void {
    if (covered <= this.covered) return
    this.tail = this.tail.slice(covered - this.covered)
    this.snapshot = snapshot
    this.covered = covered
    this.merged = null
  }

  /** Everything as one update. */
  state(): Uint8Array {
    return (this.merged ??=
      this.tail.length === 0 ? this.snapshot : Y.mergeUpdates([this.snapshot, ...this.tail]))
  }

  /** What somebody with this state vector lacks. @throws Error when it is no state vector. */
  diff(stateVector: Uint8Array): Uint8Array {
    const state = this.state()
    return stateVector.length <= 1 ? state : Y.diffUpdate(state, stateVector)
  }
}

import * as Y from 'yjs'
import type { Stored } from '../store/store.ts'

const EMPTY = new Uint8Array([0, 0])

/**
 * What of a room is on disk, encoded: never a decoded document. Newcomers are served from it. Snapshot and tail are
 * never merged: that would cost the whole meeting after every keystroke.
 */
export class Replica {
  private snapshot: Uint8Array
  private covered: number
  private tail: Uint8Array[]
  /** The first `mergedRows` of the tail as one update; the rest is merged in when somebody asks. */
  private merged: Uint8Array = EMPTY
  private mergedRows = 0
  private whole: Whole | null = null

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

  /** Everything, in updates that are to be applied in order. */
  get updates(): Uint8Array[] {
    return [this.snapshot, ...this.tail]
  }

  /** Bytes that have to be looked through for who has some of it. */
  get size(): number {
    return this.snapshot.length + this.merged.length
  }

  /** Takes the next row. */
  push(bytes: Uint8Array): void {
    this.tail.push(bytes)
  }

  /** Takes a snapshot of everything up to `covered` in place of it. */
  adopt(covered: number, snapshot: Uint8Array): void {
    if (covered <= this.covered) return
    this.tail = this.tail.slice(covered - this.covered)
    this.snapshot = snapshot
    this.covered = covered
    this.merged = EMPTY
    this.mergedRows = 0
    this.whole = null
  }

  /**
   * What somebody with this state vector lacks: one update, or for a newcomer two, to be applied in order. Putting
   * those together would cost the whole meeting each time.
   *
   * @throws Error when it is no state vector
   */
  diff(stateVector: Uint8Array): [Uint8Array] | [Uint8Array, Uint8Array] {
    const known = Y.decodeStateVector(stateVector)
    if (known.size === 0) return this.tail.length === 0 ? [this.snapshot] : [this.snapshot, this.mergedTail()]
    const diff = this.diffSnapshot(known, stateVector)
    if (this.tail.length === 0) return [diff]
    return [Y.mergeUpdates([diff, Y.diffUpdate(this.mergedTail(), stateVector)])]
  }

  /** Who has everything of the snapshot needs to hear of its deletions alone, which need not be searched for again. */
  private diffSnapshot(known: Map<number, number>, stateVector: Uint8Array): Uint8Array {
    const whole = (this.whole ??= wholeOf(this.snapshot))
    for (const [client, clock] of whole.clocks)
      if ((known.get(client) ?? 0) < clock) return Y.diffUpdate(this.snapshot, stateVector)
    return whole.deletions
  }

  private mergedTail(): Uint8Array {
    const fresh = this.tail.slice(this.mergedRows)
    // Merged with nothing, a single row would be taken apart and put together: an import may be one of a whole meeting.
    if (fresh.length > 0)
      this.merged = Y.mergeUpdates(this.mergedRows === 0 ? fresh : [this.merged, ...fresh])
    this.mergedRows = this.tail.length
    return this.merged
  }
}

/** What is known of a snapshot without looking through it again. */
interface Whole {
  clocks: Map<number, number>
  /** The update with its deletions and nothing else. */
  deletions: Uint8Array
}

function wholeOf(snapshot: Uint8Array): Whole {
  const stateVector = Y.encodeStateVectorFromUpdate(snapshot)
  return { clocks: Y.decodeStateVector(stateVector), deletions: Y.diffUpdate(snapshot, stateVector) }
}

import * as Y from 'yjs'
import type { Stored } from '../store/store.ts'
import { decodeExtent, extentOf, type Extent } from './extent.ts'
import type { Held } from './gate/held.ts'
import { deletesIn, type Deletes } from './gate/scan.ts'

/** An update without structs and deletes. */
const EMPTY = new Uint8Array([0, 0])

/**
 * What of a room is on disk, encoded: never a decoded document. Newcomers are served from it. Snapshot and tail are
 * never merged: that would cost the whole meeting after every keystroke.
 */
export class Replica implements Held {
  private snapshot: Part
  private covered: number
  private tail: Uint8Array[]
  /** The first `mergedRows` of the tail as one update; the rest is merged in when somebody asks. */
  private merged = NOTHING
  private mergedRows = 0
  private known: ReadonlyMap<number, number> | null = null

  /** @throws Error when what is stored is seen to be damaged, as far as that is seen without looking at every struct */
  constructor({ snapshot, extent, covered, tail }: Pick<Stored, 'snapshot' | 'extent' | 'covered' | 'tail'>) {
    this.snapshot = partOf(snapshot, extent)
    this.covered = covered
    this.tail = tail
    this.mergeTail()
  }

  get seq(): number {
    return this.covered + this.tail.length
  }

  /** How much a compaction would take away. */
  get tailLength(): number {
    return this.tail.length
  }

  /** Whether the rows after the snapshot weigh so much beside it that they are to be in it. */
  get isTopHeavy(): boolean {
    const bytes = this.tail.reduce((sum, { length }) => sum + length, 0)
    return bytes >= Math.max(TAIL_BYTES, this.snapshot.bytes.length / 4)
  }

  /** Everything, in updates that are to be applied in order. */
  get updates(): Uint8Array[] {
    return [this.snapshot.bytes, ...this.tail]
  }

  /** Bytes that have to be looked through for who has some of it. */
  get size(): number {
    return this.snapshot.bytes.length + this.merged.bytes.length
  }

  get clocks(): ReadonlyMap<number, number> {
    return (this.known ??= united(this.snapshot.clocks, this.mergeTail().clocks))
  }

  get deletes(): Deletes[] {
    return [...this.snapshot.deletes, ...this.mergeTail().deletes]
  }

  /** Takes the next row. */
  push(bytes: Uint8Array): void {
    this.tail.push(bytes)
    this.known = null
  }

  /** Takes a snapshot of everything up to `covered` in place of it. */
  adopt(covered: number, snapshot: Uint8Array, extent?: Uint8Array): void {
    if (covered <= this.covered) return
    this.tail = this.tail.slice(covered - this.covered)
    this.snapshot = partOf(snapshot, extent)
    this.covered = covered
    this.merged = NOTHING
    this.mergedRows = 0
    this.known = null
  }

  /**
   * What somebody with this state vector lacks: one update, or for a newcomer two, to be applied in order. Putting
   * those together would cost the whole meeting each time.
   *
   * @throws Error when it is no state vector
   */
  diff(stateVector: Uint8Array): [Uint8Array] | [Uint8Array, Uint8Array] {
    const known = Y.decodeStateVector(stateVector)
    const parts = [this.snapshot, this.mergeTail()]
    const [first = EMPTY, second] = parts
      .map((part) => (known.size === 0 ? part.bytes : part.since(known, stateVector)))
      .filter((bytes) => !isEmpty(bytes))
    if (second === undefined) return [first]
    return known.size === 0 ? [first, second] : [Y.mergeUpdates([first, second])]
  }

  private mergeTail(): Part {
    const fresh = this.tail.slice(this.mergedRows)
    if (fresh.length === 0) return this.merged
    // Merged with nothing, a single row would be taken apart and put together: an import may be one of a whole meeting.
    const [only] = fresh
    const rows = this.mergedRows === 0 ? fresh : [this.merged.bytes, ...fresh]
    const bytes = rows.length === 1 && only ? only : Y.mergeUpdates(rows)
    this.mergedRows = this.tail.length
    return (this.merged = partOf(bytes))
  }
}

/** From here on the rows after a snapshot may be heavy, in bytes. */
const TAIL_BYTES = 8 * 1024

/** An update that is kept, with how far it reaches. */
class Part {
  constructor(
    readonly bytes: Uint8Array,
    private readonly extent: Extent,
  ) {}

  get clocks(): ReadonlyMap<number, number> {
    return this.extent.clocks
  }

  get deletes(): Deletes[] {
    return deletesIn(this.bytes, this.extent.deletesAt)
  }

  /** Who has all of its structs needs to hear of its deletes alone, for which nothing is searched. */
  since(known: ReadonlyMap<number, number>, stateVector: Uint8Array): Uint8Array {
    for (const [client, clock] of this.clocks)
      if ((known.get(client) ?? 0) < clock) return Y.diffUpdate(this.bytes, stateVector)
    return Buffer.concat([EMPTY.subarray(0, 1), this.bytes.subarray(this.extent.deletesAt)])
  }
}

const NOTHING = partOf(EMPTY)

function partOf(bytes: Uint8Array | null, extent?: Uint8Array | null): Part {
  if (bytes === null) return NOTHING
  return new Part(bytes, extent ? decodeExtent(extent) : extentOf(bytes))
}

/** Those of later updates are never behind. */
function united(clocks: ReadonlyMap<number, number>, later: ReadonlyMap<number, number>) {
  if (later.size === 0) return clocks
  return clocks.size === 0 ? later : new Map([...clocks, ...later])
}

function isEmpty(bytes: Uint8Array): boolean {
  return bytes.length === 2 && bytes[0] === 0 && bytes[1] === 0
}

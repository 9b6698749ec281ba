import type { Deletes } from './scan.ts'

/** What a room has on disk, as its gate asks for it. */
export interface Held {
  /** The next clock of every client. */
  readonly clocks: ReadonlyMap<number, number>
  readonly deletes: Iterable<Deletes>
  /** Everything, in updates that are to be applied in order. */
  readonly updates: Iterable<Uint8Array>
}

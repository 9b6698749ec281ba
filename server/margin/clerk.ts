import * as encoding from 'lib0/encoding'
import type { Arrival } from '../../schema/margin.ts'
import type { Arrived } from '../sync/gate/policy.ts'
import type { ReceiptWriter } from '../sync/room.ts'
import { isLate, type Lateness } from './lateness.ts'

/** The first byte of a struct that holds a value under a key of a root (Yjs). */
const VALUE_UNDER_KEY = 8 | 32
/** And that of one that takes the place of another value. */
const VALUE_BEHIND = 8 | 128

/**
 * Writes the receipts of one margin, in the same breath as the entries they are for (rule M11). A receipt is written once
 * under a key of its own, so nothing of the margin needs to be known for it.
 */
export class Clerk implements ReceiptWriter {
  /** Threads of which somebody else than the server said where they have come to, until that is looked at (rule M70). */
  readonly doubted = new Set<string>()

  /**
   * @param client its Yjs client: nobody has ever used it
   * @param lateness null: the margin is of no meeting, and nothing comes too late
   */
  constructor(
    readonly client: number,
    public lateness: Lateness | null,
  ) {}

  /**
   * The update that says of entries that they came with this row; null when there is nothing to say.
   *
   * @param clock the next one of its client
   */
  receipts(arrived: Arrived, seq: number, at: number, clock: number): Uint8Array | null {
    const { made, changed, instead, placed = [] } = arrived
    for (const thread of placed) this.doubted.add(thread)
    const late = this.lateness !== null && isLate(this.lateness, at)
    const keys = late ? [...made, ...changed] : made
    return keys.length === 0 ? null : update(this.client, clock, keys, { seq, at, late }, instead)
  }
}

function update(
  client: number,
  clock: number,
  keys: string[],
  arrival: Arrival,
  instead: Arrived['instead'],
): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, 1)
    encoding.writeVarUint(encoder, keys.length)
    encoding.writeVarUint(encoder, client)
    encoding.writeVarUint(encoder, clock)
    for (const key of keys) {
      const left = instead?.get(key)
      if (left) {
        encoding.writeUint8(encoder, VALUE_BEHIND)
        encoding.writeVarUint(encoder, left.client)
        encoding.writeVarUint(encoder, left.clock)
      } else {
        encoding.writeUint8(encoder, VALUE_UNDER_KEY)
        encoding.writeVarUint(encoder, 1)
        encoding.writeVarString(encoder, 'receipts')
        encoding.writeVarString(encoder, key)
      }
      encoding.writeVarUint(encoder, 1)
      encoding.writeAny(encoder, { ...arrival })
    }
    encoding.writeVarUint(encoder, 0)
  })
}

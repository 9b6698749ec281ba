import { crc32 } from 'node:zlib'

/** A row of bytes, or the snapshot that stands for all rows up to it. */
export interface Summed {
  seq: number
  bytes: Uint8Array
  /** Null: it was written before there were sums. */
  sum: number | null
  /** Of a snapshot, where it was given with it. */
  extent?: Uint8Array | null
}

/** The CRC-32 of bytes, begun with their number, and then of the extent. */
export function sumOf({ seq, bytes, extent }: Omit<Summed, 'sum'>): number {
  const sum = crc32(bytes, seq)
  return extent ? crc32(extent, sum) : sum
}

/** @throws Error when a row up to `head` is missing, or is not what was written (rule L7) */
export function requireWhole(room: string, head: number, snapshot: Summed | null, tail: Summed[]): void {
  const covered = snapshot?.seq ?? 0
  tail.forEach((row, i) => {
    if (row.seq !== covered + 1 + i) throw gap(room, covered + 1 + i, row.seq)
  })
  if (covered + tail.length !== head) throw gap(room, covered + tail.length + 1, null)
  for (const each of snapshot ? [snapshot, ...tail] : tail) requireSum(room, each)
}

function gap(room: string, expected: number, found: number | null): Error {
  return new Error(
    `the ledger of ${room} is damaged: update ${expected} is missing, found ${found ?? 'none'}`,
  )
}

function requireSum(room: string, row: Summed): void {
  if (row.sum !== null && sumOf(row) !== row.sum)
    throw new Error(`the ledger of ${room} is damaged: update ${row.seq} is not what was written`)
}

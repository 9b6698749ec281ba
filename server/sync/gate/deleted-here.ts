import type { Deletes } from './scan.ts'

/** What an update deletes, to be asked for one by one. */
export class DeletedHere {
  private readonly ranges: Map<number, number[]>

  constructor(deletes: Deletes[]) {
    this.ranges = new Map(deletes.map(({ client, ranges }) => [client, ranges]))
  }

  has(client: number, clock: number): boolean {
    const ranges = this.ranges.get(client)
    if (!ranges) return false
    let low = 0
    let high = ranges.length / 2 - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((ranges[2 * middle] ?? Infinity) <= clock) low = middle
      else high = middle - 1
    }
    const start = ranges[2 * low] ?? Infinity
    return start <= clock && clock < start + (ranges[2 * low + 1] ?? 0)
  }
}

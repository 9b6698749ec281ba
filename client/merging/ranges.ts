interface Range {
  clock: number
  len: number
}

/** Which clocks of which clients: what an update deletes by name, for one. */
export class Ranges {
  readonly #clients = new Map<number, Range[]>()

  constructor(clients: Iterable<readonly [number, readonly Range[]]> = []) {
    for (const [client, ranges] of clients)
      this.#clients.set(
        client,
        [...ranges].sort((a, b) => a.clock - b.clock),
      )
  }

  has(client: number, clock: number): boolean {
    const ranges = this.#clients.get(client) ?? []
    const range = ranges[after(ranges, clock) - 1]
    return range !== undefined && clock < range.clock + range.len
  }

  /** The clocks between `from` and `to` where membership changes, in order. */
  cuts(client: number, from: number, to: number): number[] {
    const ranges = this.#clients.get(client) ?? []
    const cuts: number[] = []
    for (let i = Math.max(0, after(ranges, from) - 1); (ranges[i]?.clock ?? to) < to; i++) {
      const { clock, len } = ranges[i] ?? { clock: to, len: 0 }
      cuts.push(...[clock, clock + len].filter((cut) => cut > from && cut < to))
    }
    return cuts
  }
}

/** The index of the first range that begins after a clock. */
function after(ranges: readonly Range[], clock: number): number {
  let [low, high] = [0, ranges.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((ranges[middle]?.clock ?? Infinity) <= clock) low = middle + 1
    else high = middle
  }
  return low
}

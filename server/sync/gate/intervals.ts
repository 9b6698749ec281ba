/** A set of whole numbers kept as sorted, disjoint intervals. */
export class Intervals {
  /** start, end, start, end … */
  private readonly edges: number[] = []

  add(start: number, end: number): void {
    const edges = this.edges
    const first = this.find(start)
    let last = first
    while (last < edges.length && at(edges, last) <= end) {
      start = Math.min(start, at(edges, last))
      end = Math.max(end, at(edges, last + 1))
      last += 2
    }
    if (last - first === 2) {
      edges[first] = start
      edges[first + 1] = end
    } else edges.splice(first, last - first, start, end)
  }

  has(value: number): boolean {
    const i = this.find(value + 1)
    return i < this.edges.length && at(this.edges, i) <= value
  }

  /** Whether every number from start up to end is in the set. */
  covers(start: number, end: number): boolean {
    const i = this.find(start + 1)
    return i < this.edges.length && at(this.edges, i) <= start && at(this.edges, i + 1) >= end
  }

  /** Position of the first interval that ends at or after `value`. */
  private find(value: number): number {
    let low = 0
    let high = this.edges.length / 2
    while (low < high) {
      const middle = (low + high) >> 1
      if (at(this.edges, 2 * middle + 1) < value) low = middle + 1
      else high = middle
    }
    return 2 * low
  }
}

function at(edges: number[], i: number): number {
  return edges[i] ?? Infinity
}

/** Longest part, in edges: what an insertion has to move at most. */
const PART_MAX = 512

/** A set of whole numbers kept as sorted intervals that do not touch, in parts so that a large set stays cheap to add to. */
export class Intervals {
  /** Each: start, end, start, end … */
  private readonly parts: number[][] = []

  /** Adds the numbers from start up to end. */
  add(start: number, end: number): void {
    let p = this.partOf(start)
    const part = this.parts[p]
    if (!part) return void this.append(start, end)
    const first = edgeOf(part, start)
    const from = Math.min(start, at(part, first))
    // Usually nothing but the part itself is touched.
    let last = first
    let until = end
    for (; last < part.length && at(part, last) <= until; last += 2)
      until = Math.max(until, at(part, last + 1))
    part.splice(first, last - first, from, until)
    if (last - first === 0 || first + 2 < part.length) return this.split(p)
    for (let next; (next = this.parts[++p]) && at(next, 0) <= at(part, first + 1);) {
      const swallowed = swallow(next, at(part, first + 1))
      part[first + 1] = swallowed
      if (next.length === 0) this.parts.splice(p--, 1)
    }
  }

  has(value: number): boolean {
    return this.covers(value, value + 1)
  }

  /** Whether every number from start up to end is in the set. */
  covers(start: number, end: number): boolean {
    const part = this.parts[this.partOf(start + 1)]
    if (!part) return false
    const i = edgeOf(part, start + 1)
    return i < part.length && at(part, i) <= start && at(part, i + 1) >= end
  }

  /** What of the numbers from start up to end is not in the set: start, length, start, length … */
  lacking(start: number, end: number): number[] {
    const lacking: number[] = []
    let from = start
    for (let p = this.partOf(start + 1), part; from < end && (part = this.parts[p]); p++)
      for (let i = edgeOf(part, from + 1); i < part.length && at(part, i) < end; i += 2) {
        if (at(part, i) > from) lacking.push(from, at(part, i) - from)
        from = at(part, i + 1)
      }
    if (from < end) lacking.push(from, end - from)
    return lacking
  }

  private append(start: number, end: number): void {
    const part = this.parts.at(-1)
    if (!part) this.parts.push([start, end])
    else {
      part.push(start, end)
      this.split(this.parts.length - 1)
    }
  }

  private split(p: number): void {
    const part = this.parts[p]
    if (part && part.length > PART_MAX) this.parts.splice(p + 1, 0, part.splice(PART_MAX / 2))
  }

  /** The first part that ends at or after a value. */
  private partOf(value: number): number {
    let low = 0
    let high = this.parts.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.parts[middle]?.at(-1) ?? Infinity) < value) low = middle + 1
      else high = middle
    }
    return low
  }
}

/** Takes from a part what begins at or before `end`, and answers where that ends. */
function swallow(part: number[], end: number): number {
  let taken = 0
  for (; taken < part.length && at(part, taken) <= end; taken += 2) end = Math.max(end, at(part, taken + 1))
  part.splice(0, taken)
  return end
}

/** Position of the first interval of a part that ends at or after a value. */
function edgeOf(part: number[], value: number): number {
  let low = 0
  let high = part.length / 2
  while (low < high) {
    const middle = (low + high) >> 1
    if (at(part, 2 * middle + 1) < value) low = middle + 1
    else high = middle
  }
  return 2 * low
}

function at(edges: number[], i: number): number {
  return edges[i] ?? Infinity
}

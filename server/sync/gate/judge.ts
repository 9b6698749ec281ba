import type { Judged } from './judged.ts'
import { Container, DEAD, Place, printOf } from './place.ts'
import type { Policy } from './policy.ts'
import type { RoomIndex } from './room-index.ts'
import { KIND, refuse, type Block, type Scanned, type Struct } from './scan.ts'
import { WORK } from './work.ts'

/**
 * Judges a scanned update that begins exactly where the index ends. Changes nothing. What a room has stored is trusted
 * with its values and its cost. @throws Refused
 */
export function judge(index: RoomIndex, policy: Policy, scanned: Scanned, isStored = false): Judged {
  return new Judgement(index, policy, scanned, isStored).run()
}

/** Teaches the index what was found good. */
export function learn(index: RoomIndex, judged: Judged): void {
  for (const [name, { container }] of judged.roots) index.addRoot(name, container)
  for (const place of judged.places) place.container?.learn(place)
  for (const [place, { count, next }] of judged.weights) {
    place.count = count
    place.next = next
  }
  for (const { struct, place, opens } of judged.structs) {
    const { client, clock, length, kind } = struct
    index.push(client, clock, length, place)
    if (opens !== undefined) index.open(client, clock, opens)
    if (kind === KIND.deleted || kind === KIND.gone) index.bury(client, clock, clock + length)
  }
  for (const [client, pieces] of judged.cuts) index.cut(client, pieces)
  for (const { client, ranges } of judged.deletes)
    eachRange(ranges, (start, end) => index.delete(client, start, end))
}

/** A block on its way through: how far its structs are judged, and which blocks wait for that. */
interface Progress extends Block {
  next: number
  clock: number
  /** The soonest last. */
  waiting: { clock: number; block: Progress }[]
}

/** Field by field: this runs for every keystroke. */
function progressOf({ client, start, end, structs, bytes }: Block): Progress {
  return { client, start, end, structs, bytes, next: 0, clock: start, waiting: [] }
}

class Judgement {
  private readonly blocks: Progress[]
  private readonly byClient: Map<number, Progress>
  private readonly judged: Judged = {
    structs: [],
    roots: new Map(),
    places: [],
    weights: new Map(),
    cuts: new Map(),
    deletes: [],
    repeats: false,
    news: false,
    work: 0,
  }
  private readonly found = new Map<Struct, { place: Place; opens: Container | null | undefined }>()
  private readonly fresh = new Map<Container, Map<string, Place>>()

  constructor(
    private readonly index: RoomIndex,
    private readonly policy: Policy,
    private readonly scanned: Scanned,
    private readonly isStored: boolean,
  ) {
    this.blocks = scanned.blocks.map(progressOf)
    this.byClient = new Map(this.blocks.map((block) => [block.client, block]))
  }

  run(): Judged {
    for (const block of this.blocks)
      if (block.start > this.index.state(block.client)) refuse('missing', 'a gap in the clock')
    this.judgeBlocks()
    this.judgeDeletes()
    return this.judged
  }

  /** Each block as far as its neighbours are known; a block that another one waited for wakes it. */
  private judgeBlocks(): void {
    const ready = [...this.blocks]
    for (let block; (block = ready.pop());) {
      this.advance(block)
      for (let first; (first = block.waiting.at(-1)) && first.clock < block.clock; block.waiting.pop())
        ready.push(first.block)
    }
    for (const block of this.blocks)
      if (block.next < block.structs.length) refuse('missing', 'neighbours that wait for each other')
  }

  private advance(block: Progress): void {
    for (let struct; (struct = block.structs[block.next]);) {
      if (
        this.waitsFor(block, struct.leftClient, struct.leftClock) ||
        this.waitsFor(block, struct.rightClient, struct.rightClock) ||
        this.waitsFor(block, struct.parentClient, struct.parentClock)
      )
        return
      this.judgeStruct(struct)
      block.next++
      block.clock += struct.length
    }
  }

  /** Whether a block has to wait for a struct of another one. @throws Refused when that would be in vain. */
  private waitsFor(block: Progress, client: number, clock: number): boolean {
    if (client < 0) return false
    const other = this.byClient.get(client)
    if (clock < (other?.clock ?? this.index.state(client))) return false
    // Yjs throws on this in mid-transaction, with the structs before it already in the document.
    if (other === block) refuse('garbage', 'a struct that refers to its own future')
    if (!other || clock >= other.end) refuse('missing', 'an unknown neighbour')
    const { waiting } = other
    let i = waiting.length
    while (i > 0 && (waiting[i - 1]?.clock ?? 0) < clock) i--
    waiting.splice(i, 0, { clock, block })
    return true
  }

  private judgeStruct(struct: Struct): void {
    if (struct.kind === KIND.skip) refuse('missing', 'a gap in the block')
    const place = struct.kind === KIND.gone ? DEAD : this.placeOf(struct)
    const opens = this.opensOf(struct, place)
    this.found.set(struct, { place, opens })
    this.judged.structs.push({ struct, place, opens })
    this.judged.news = true
    this.weigh(struct, place)
  }

  /** In a deleted parent anything may come: every peer that knows the deletion forgets it at once. */
  private opensOf(struct: Struct, { container, key }: Place): Container | null | undefined {
    if (struct.kind === KIND.gone) return undefined
    if (container === null) return struct.kind === KIND.type ? null : undefined
    const opens = this.policy.place(struct, container, key)
    if (!this.isStored) this.policy.checkValue(struct, container, key)
    return struct.kind === KIND.type ? opens : undefined
  }

  private placeOf(struct: Struct): Place {
    if (struct.root !== null) return this.placeIn(this.rootOf(struct.root, struct.client), struct.key)
    if (struct.parentClient >= 0) return this.placeUnder(struct)
    const left = struct.leftClient < 0 ? null : this.placeAt(struct.leftClient, struct.leftClock)
    const right = struct.rightClient < 0 ? null : this.placeAt(struct.rightClient, struct.rightClock)
    // Whoever has not forgotten the left one yet goes by it, and it is in a deleted parent there too (rule G8).
    if (left?.container === null) return left
    // Also where just the right one is in a deleted parent: whoever has not forgotten it yet would go by the left one.
    if (left && right && left !== right) refuse('garbage', 'neighbours in different places')
    return left ?? right ?? refuse('garbage', 'a struct without a place')
  }

  private placeUnder(struct: Struct): Place {
    const container = this.openedAt(struct.parentClient, struct.parentClock)
    if (container === undefined) refuse('garbage', 'a parent that holds nothing')
    return container === null ? DEAD : this.placeIn(container, struct.key)
  }

  private placeIn(container: Container, key: string | null): Place {
    if (key === null) return container
    const known = container.under(key) ?? this.fresh.get(container)?.get(key)
    if (known) return known
    const place = new Place(container, key)
    this.judged.places.push(place)
    const fresh = this.fresh.get(container)
    if (fresh) fresh.set(key, place)
    else this.fresh.set(container, new Map([[key, place]]))
    return place
  }

  private rootOf(name: string, client: number): Container {
    const known = this.index.root(name) ?? this.judged.roots.get(name)?.container
    if (known) return known
    const container = this.policy.root(name)
    this.judged.roots.set(name, { container, client })
    return container
  }

  private placeAt(client: number, clock: number): Place {
    const struct = this.structAt(client, clock)
    const place = struct ? this.found.get(struct)?.place : this.index.place(client, clock)
    return place ?? refuse('missing', 'an unknown neighbour')
  }

  private openedAt(client: number, clock: number): Container | null | undefined {
    const struct = this.structAt(client, clock)
    if (!struct) return this.index.opened(client, clock)
    const found = this.found.get(struct)
    return struct.kind === KIND.deleted || found?.place === DEAD ? null : found?.opens
  }

  /** The struct of this very update that holds a clock. */
  private structAt(client: number, clock: number): Struct | undefined {
    const block = this.byClient.get(client)
    if (!block || clock < block.start) return undefined
    let low = 0
    let high = block.next - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((block.structs[middle]?.clock ?? Infinity) <= clock) low = middle
      else high = middle - 1
    }
    return block.structs[low]
  }

  /**
   * Yjs finds a struct's place by walking from its left neighbour to its right one. Where a client goes on behind its
   * own last struct there is nothing between them; anywhere else there may be whatever has come to that place.
   */
  private weigh(struct: Struct, place: Place): void {
    const { judged } = this
    if (place === DEAD) return void this.work(WORK.struct)
    let weight = judged.weights.get(place)
    if (!weight) judged.weights.set(place, (weight = { count: place.count, next: place.next }))
    const { leftClient, leftClock, rightClient, rightClock } = struct
    const goesOn =
      weight.count === 0 || weight.next === printOf(leftClient, leftClock, rightClient, rightClock)
    weight.count++
    weight.next = printOf(struct.client, struct.clock + struct.length - 1, rightClient, rightClock)
    if (goesOn) return void this.work(WORK.struct)
    this.cut(struct.client, 1)
    if (leftClient >= 0) this.cut(leftClient, 1)
    const moved = leftClient < 0 ? 0 : this.piecesOf(leftClient) * WORK.move
    this.work(WORK.cut + (weight.count - 1) * WORK.step + moved)
  }

  /**
   * Whoever comes back sends all deletions there ever were. What of a range is known is not passed on either: who has
   * reshaped the same text learns from that whose change was first (rule E25).
   */
  private judgeDeletes(): void {
    for (const { client, ranges } of this.scanned.deletes) {
      const known = this.byClient.get(client)?.end ?? this.index.state(client)
      const fresh: number[] = []
      eachRange(ranges, (start, end) => {
        if (end > known) refuse('missing', 'a delete of the unknown')
        const rest = this.index.undeleted(client, start, end)
        this.judged.repeats ||= rest[1] !== end - start
        if (rest.length === 0) return
        for (const number of rest) fresh.push(number)
        // Between what was known and what was not a document is cut already.
        this.work((rest.length / 2) * WORK.cut + this.piecesOf(client) * WORK.move)
        this.cut(client, rest.length)
      })
      if (fresh.length > 0) this.judged.deletes.push({ client, ranges: fresh })
    }
    if (this.judged.deletes.length > 0) this.judged.news = true
  }

  private piecesOf(client: number): number {
    return this.index.pieces(client) + (this.judged.cuts.get(client) ?? 0)
  }

  private cut(client: number, pieces: number): void {
    this.judged.cuts.set(client, (this.judged.cuts.get(client) ?? 0) + pieces)
  }

  private work(work: number): void {
    this.judged.work += work
    if (this.judged.work > WORK.update && !this.isStored) refuse('tooLarge', 'an update that costs too much')
  }
}

/** Calls with the start and the end of each range. */
export function eachRange(ranges: number[], visit: (start: number, end: number) => void): void {
  for (let i = 0; i + 1 < ranges.length; i += 2) {
    const start = ranges[i] ?? 0
    visit(start, start + (ranges[i + 1] ?? 0))
  }
}

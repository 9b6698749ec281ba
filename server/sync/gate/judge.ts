import { PaperPolicy, type Container } from './policy.ts'
import type { Place, RoomIndex } from './room-index.ts'
import { KIND, refuse, type Block, type Deletes, type Scanned, type Struct } from './scan.ts'

/** Sections a room may have in all, so that nobody can make roots without end. */
const ROOTS_MAX = 20_000

/** An update found good, with what the index is to learn from it. */
export interface Judged {
  /** In the order the structs can be integrated. */
  structs: { struct: Struct; place: Place; opens: Container | null | undefined }[]
  roots: Map<string, Container>
  deletes: Deletes[]
  /** Whether it changes anything. */
  news: boolean
}

/** Judges a scanned update that begins exactly where the index ends. Changes nothing. @throws Refused */
export function judge(index: RoomIndex, policy: PaperPolicy, scanned: Scanned): Judged {
  return new Judgement(index, policy, scanned).run()
}

/** Teaches the index what was found good. */
export function learn(index: RoomIndex, { structs, roots, deletes }: Judged): void {
  for (const [name, container] of roots) index.addRoot(name, container)
  for (const { struct, place, opens } of structs) {
    const { client, clock, length, kind } = struct
    index.push(client, clock, length, place)
    if (opens !== undefined) index.open(client, clock, opens)
    if (kind === KIND.deleted || kind === KIND.gone) index.bury(client, clock, clock + length)
  }
  for (const { client, ranges } of deletes)
    eachRange(ranges, (start, end) => index.delete(client, start, end))
}

/** A block on its way through: how far its structs are judged. */
interface Progress extends Block {
  next: number
  clock: number
}

class Judgement {
  private readonly blocks: Progress[]
  private readonly byClient: Map<number, Progress>
  private readonly judged: Judged = { structs: [], roots: new Map(), deletes: [], news: false }
  private readonly found = new Map<Struct, { place: Place; opens: Container | null | undefined }>()

  constructor(
    private readonly index: RoomIndex,
    private readonly policy: PaperPolicy,
    private readonly scanned: Scanned,
  ) {
    this.blocks = scanned.blocks.map((block) => ({ ...block, next: 0, clock: block.start }))
    this.byClient = new Map(this.blocks.map((block) => [block.client, block]))
  }

  run(): Judged {
    for (const block of this.blocks)
      if (block.start > this.index.state(block.client)) refuse('missing', 'a gap in the clock')
    let left = this.blocks.reduce((sum, block) => sum + block.structs.length, 0)
    while (left > 0) {
      const done = this.pass()
      if (done === 0) refuse('missing', 'an unknown neighbour')
      left -= done
    }
    this.judgeDeletes()
    return this.judged
  }

  /** Judges of every block what has its neighbours known; answers how many structs that was. */
  private pass(): number {
    let done = 0
    for (const block of this.blocks)
      for (let struct; (struct = block.structs[block.next]) && this.isReady(struct); done++) {
        this.judgeStruct(struct)
        block.next++
        block.clock += struct.length
      }
    return done
  }

  private isReady(struct: Struct): boolean {
    return (
      this.isKnown(struct, struct.leftClient, struct.leftClock) &&
      this.isKnown(struct, struct.rightClient, struct.rightClock) &&
      this.isKnown(struct, struct.parentClient, struct.parentClock)
    )
  }

  private isKnown(struct: Struct, client: number, clock: number): boolean {
    if (client < 0) return true
    const known = clock < (this.byClient.get(client)?.clock ?? this.index.state(client))
    // Yjs throws on this in mid-transaction, with the structs before it already in the document.
    if (!known && client === struct.client) refuse('garbage', 'a struct that refers to its own future')
    return known
  }

  private judgeStruct(struct: Struct): void {
    if (struct.kind === KIND.skip) refuse('missing', 'a gap in the block')
    const place = struct.kind === KIND.gone ? { container: null, key: null } : this.placeOf(struct)
    const opens = this.opensOf(struct, place)
    this.found.set(struct, { place, opens })
    this.judged.structs.push({ struct, place, opens })
    this.judged.news = true
  }

  /** In a deleted parent anything may come: every peer that knows the deletion forgets it at once. */
  private opensOf(struct: Struct, place: Place): Container | null | undefined {
    if (struct.kind === KIND.gone) return undefined
    if (place.container === null) return struct.kind === KIND.type ? null : undefined
    const opens = this.policy.place(struct, place.container, place.key)
    return struct.kind === KIND.type ? opens : undefined
  }

  private placeOf(struct: Struct): Place {
    if (struct.root !== null) return { container: this.rootOf(struct.root), key: struct.key }
    if (struct.parentClient >= 0) return this.placeUnder(struct)
    const left = struct.leftClient < 0 ? null : this.placeAt(struct.leftClient, struct.leftClock)
    const right = struct.rightClient < 0 ? null : this.placeAt(struct.rightClient, struct.rightClock)
    if (left?.container === null || right?.container === null) return { container: null, key: null }
    if (left && right && (left.container !== right.container || left.key !== right.key))
      refuse('garbage', 'neighbours in different places')
    return left ?? right ?? refuse('garbage', 'a struct without a place')
  }

  private placeUnder(struct: Struct): Place {
    const container = this.openedAt(struct.parentClient, struct.parentClock)
    if (container === undefined) refuse('garbage', 'a parent that holds nothing')
    return { container, key: container === null ? null : struct.key }
  }

  private rootOf(name: string): Container {
    const known = this.index.root(name) ?? this.judged.roots.get(name)
    if (known) return known
    if (this.index.rootCount + this.judged.roots.size >= ROOTS_MAX) refuse('tooLarge', 'too many sections')
    const container = this.policy.root(name)
    this.judged.roots.set(name, container)
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
    const gone = struct.kind === KIND.deleted || found?.place.container === null
    return gone ? null : found?.opens
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

  private judgeDeletes(): void {
    for (const { client, ranges } of this.scanned.deletes) {
      const known = this.byClient.get(client)?.end ?? this.index.state(client)
      eachRange(ranges, (start, end) => {
        if (end > known) refuse('missing', 'a delete of the unknown')
        if (!this.index.isDeleted(client, start, end)) this.judged.news = true
      })
    }
    this.judged.deletes = this.scanned.deletes
  }
}

function eachRange(ranges: number[], visit: (start: number, end: number) => void): void {
  for (let i = 0; i + 1 < ranges.length; i += 2) {
    const start = ranges[i] ?? 0
    visit(start, start + (ranges[i + 1] ?? 0))
  }
}

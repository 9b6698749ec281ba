import { Intervals } from './intervals.ts'
import { DEAD, type Container, type Place } from './place.ts'

const NOTHING = new Intervals()

/** What the gate knows about one client's structs, in runs that stand in the same place. */
class ClientIndex {
  end = 0
  /** No fewer than the structs that a decoded document keeps of this client. */
  pieces = 0
  private readonly starts: number[] = []
  private readonly places: Place[] = []
  /** The containers that structs of this client opened; null for one that is deleted. */
  private opens: Map<number, Container | null> | null = null
  private dead: Intervals | null = null
  private buried: Intervals | null = null

  push(clock: number, length: number, place: Place): void {
    if (this.places.at(-1) !== place) {
      this.starts.push(clock)
      this.places.push(place)
    }
    this.end = clock + length
  }

  place(clock: number): Place | undefined {
    return clock >= this.end ? undefined : this.places[this.runOf(clock)]
  }

  /** Where the run ends in which a known clock is. */
  runEnd(clock: number): number {
    return this.starts[this.runOf(clock) + 1] ?? this.end
  }

  private runOf(clock: number): number {
    let low = 0
    let high = this.starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((this.starts[middle] ?? Infinity) <= clock) low = middle
      else high = middle - 1
    }
    return low
  }

  opened(clock: number): Container | null | undefined {
    return this.opens?.get(clock)
  }

  open(clock: number, container: Container | null): void {
    ;(this.opens ??= new Map()).set(clock, container)
  }

  get deleted(): Intervals {
    return this.dead ?? NOTHING
  }

  /** Structs known only as deleted: whatever they were, nothing can stand in them. */
  get tombs(): Intervals {
    return this.buried ?? NOTHING
  }

  delete(start: number, end: number): void {
    ;(this.dead ??= new Intervals()).add(start, end)
  }

  bury(start: number, end: number): void {
    ;(this.buried ??= new Intervals()).add(start, end)
    this.delete(start, end)
  }
}

/** What the gate knows about a room: a fraction of a decoded document, and no more. */
export class RoomIndex {
  private readonly clients = new Map<number, ClientIndex>()
  private readonly roots = new Map<string, Container>()

  /** The next clock of a client; 0 when it is unknown. */
  state(client: number): number {
    return this.clients.get(client)?.end ?? 0
  }

  /** The next clock of every client. */
  stateVector(): Map<number, number> {
    return new Map([...this.clients].map(([client, { end }]) => [client, end]))
  }

  place(client: number, clock: number): Place | undefined {
    return this.clients.get(client)?.place(clock)
  }

  /** Up to where the clocks behind one that is known stand in the same place. */
  runEnd(client: number, clock: number): number {
    return this.clients.get(client)?.runEnd(clock) ?? clock + 1
  }

  /** The container a struct opened: null when it is deleted, undefined when it is no type. */
  opened(client: number, clock: number): Container | null | undefined {
    const index = this.clients.get(client)
    const opened = index?.opened(clock)
    if (opened !== undefined) return opened
    return index?.tombs.has(clock) || index?.place(clock) === DEAD ? null : undefined
  }

  root(name: string): Container | undefined {
    return this.roots.get(name)
  }

  addRoot(name: string, container: Container): void {
    this.roots.set(name, container)
  }

  isDeleted(client: number, start: number, end: number): boolean {
    return this.clients.get(client)?.deleted.covers(start, end) === true
  }

  /** What of a stretch of a client's clocks is not deleted: start, length, start, length … */
  undeleted(client: number, start: number, end: number): number[] {
    return (this.clients.get(client)?.deleted ?? NOTHING).lacking(start, end)
  }

  /** An upper bound of the structs that a decoded document keeps of a client. */
  pieces(client: number): number {
    return this.clients.get(client)?.pieces ?? 0
  }

  cut(client: number, pieces: number): void {
    this.client(client).pieces += pieces
  }

  push(client: number, clock: number, length: number, place: Place): void {
    this.client(client).push(clock, length, place)
  }

  open(client: number, clock: number, container: Container | null): void {
    this.client(client).open(clock, container)
  }

  delete(client: number, start: number, end: number): void {
    this.client(client).delete(start, end)
  }

  bury(client: number, start: number, end: number): void {
    this.client(client).bury(start, end)
  }

  private client(client: number): ClientIndex {
    let index = this.clients.get(client)
    if (!index) this.clients.set(client, (index = new ClientIndex()))
    return index
  }
}

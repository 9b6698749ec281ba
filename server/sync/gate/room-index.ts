import type { Container } from './policy.ts'
import { Intervals } from './intervals.ts'

/** Where a struct stands. `null` as container: its parent is deleted, and every peer forgets it. */
export interface Place {
  container: Container | null
  key: string | null
}

/** What the gate knows about one client's structs, in runs that stand in the same place. */
class ClientIndex {
  end = 0
  private readonly starts: number[] = []
  private readonly places: Place[] = []
  /** The containers that structs of this client opened; null for one that is deleted. */
  readonly opened = new Map<number, Container | null>()
  readonly deleted = new Intervals()
  /** Structs known only as deleted: whatever they were, nothing can stand in them. */
  readonly tombs = new Intervals()

  push(clock: number, length: number, place: Place): void {
    const last = this.places.at(-1)
    if (last === undefined || last.container !== place.container || last.key !== place.key) {
      this.starts.push(clock)
      this.places.push(place)
    }
    this.end = clock + length
  }

  place(clock: number): Place | undefined {
    let low = 0
    let high = this.starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((this.starts[middle] ?? Infinity) <= clock) low = middle
      else high = middle - 1
    }
    return this.places[low]
  }
}

/** What the gate knows about a room: an eighth of a decoded document, and no more. */
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

  /** The container a struct opened: null when it is deleted, undefined when it is no type. */
  opened(client: number, clock: number): Container | null | undefined {
    const index = this.clients.get(client)
    const opened = index?.opened.get(clock)
    if (opened !== undefined) return opened
    return index?.tombs.has(clock) || index?.place(clock)?.container === null ? null : undefined
  }

  root(name: string): Container | undefined {
    return this.roots.get(name)
  }

  get rootCount(): number {
    return this.roots.size
  }

  addRoot(name: string, container: Container): void {
    this.roots.set(name, container)
  }

  isDeleted(client: number, start: number, end: number): boolean {
    return this.clients.get(client)?.deleted.covers(start, end) === true
  }

  push(client: number, clock: number, length: number, place: Place): void {
    this.client(client).push(clock, length, place)
  }

  open(client: number, clock: number, container: Container | null): void {
    this.client(client).opened.set(clock, container)
  }

  delete(client: number, start: number, end: number): void {
    this.client(client).deleted.add(start, end)
  }

  bury(client: number, start: number, end: number): void {
    this.client(client).tombs.add(start, end)
    this.delete(client, start, end)
  }

  private client(client: number): ClientIndex {
    let index = this.clients.get(client)
    if (!index) this.clients.set(client, (index = new ClientIndex()))
    return index
  }
}

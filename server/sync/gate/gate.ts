import * as Y from 'yjs'
import type { Refusal } from '../../../schema/protocol.ts'
import { NO_SEALS, type Seals } from '../../../schema/zones.ts'
import type { Stored } from '../../store/store.ts'
import { Replica } from '../replica.ts'
import type { Held } from './held.ts'
import { Intervals } from './intervals.ts'
import { eachRange, judge, learn } from './judge.ts'
import type { Judged } from './judged.ts'
import { PAPER } from './paper-policy.ts'
import type { Arrived, Guard, Policy, Sender } from './policy.ts'
import { RoomIndex } from './room-index.ts'
import {
  RECEIVED,
  Refused,
  STORED,
  scan,
  withDeletes,
  type Deletes,
  type Scanned,
  type Struct,
} from './scan.ts'
import { SealGuard } from './seals.ts'
import { CLIENTS_MAX, Shares } from './shares.ts'

export type Verdict =
  /** Good: exactly these bytes are to be stored and passed on, and these clients are the sender's from now on. */
  | { kind: 'row'; bytes: Uint8Array; claims: number[]; work: number; arrived?: Arrived }
  /** Known already, or a reader's clean-up: nothing is stored, nothing passed on. */
  | { kind: 'nothing' }
  | { kind: 'refused'; reason: Refusal; detail: string }

/** What is stored is not what a gate let through. */
export class Damaged extends Error {}

/** What it takes to judge news. */
interface Knowledge {
  index: RoomIndex
  shares: Shares
  guard: Guard | undefined
  seals: SealGuard | null
}

/**
 * Judges a room's updates from their own structs, before anything is applied (rules G1–G10). What it takes to judge
 * news is read when there is some: most rooms that are open are only read, and most clients that come back have none.
 */
export class Gate {
  private knowledge: Knowledge | null = null
  /** What is deleted, as far as somebody asked before there was news. */
  private deleted: Map<number, Intervals> | null = null
  private readonly owners: Map<number, string>

  /** @param held while the gate has no knowledge, everything that it ever let through */
  constructor(
    private readonly held: Held,
    clients: ReadonlyMap<number, string>,
    private readonly policy: Policy = PAPER,
    private readonly seals: Seals = NO_SEALS,
  ) {
    this.owners = new Map(clients)
  }

  /** A gate that has read the whole room. @throws Damaged */
  static of(stored: Pick<Stored, 'snapshot' | 'tail' | 'clients'>, policy: Policy = PAPER): Gate {
    const gate = new Gate(new Replica({ ...stored, covered: 0 }), stored.clients, policy)
    gate.know()
    return gate
  }

  /** Judges an update and, when it is good, counts it as known from now on. @throws Damaged */
  submit(sender: Sender, bytes: Uint8Array): Verdict {
    try {
      return this.judge(sender, bytes)
    } catch (error) {
      if (error instanceof Refused) return { kind: 'refused', reason: error.reason, detail: error.detail }
      throw error
    }
  }

  /** Forgets what can be read again. Everything that it let through must be on disk. */
  rest(): void {
    this.knowledge = this.deleted = null
  }

  /** The room's state vector, encoded as Yjs does it. */
  stateVector(): Uint8Array {
    return Y.encodeStateVector(this.knowledge?.index.stateVector() ?? new Map(this.held.clocks))
  }

  /** Makes a client a user's, unless it is another's. Answers whether it is the user's now. */
  bind(client: number, user: string): boolean {
    const owner = this.owners.get(client)
    if (owner !== undefined) return owner === user
    if (this.clientsOf(user) >= CLIENTS_MAX) return false
    this.own(client, user)
    return true
  }

  /** Whether readers may be shown what is accepted before the disk has it. */
  get showsAtOnce(): boolean {
    return this.policy.showsAtOnce
  }

  /** Whose a client is; undefined: nobody's yet. */
  ownerOf(client: number): string | undefined {
    return this.owners.get(client)
  }

  private know(): Knowledge {
    if (this.knowledge) return this.knowledge
    const knowledge = {
      index: new RoomIndex(),
      shares: new Shares(),
      guard: this.policy.guard?.((client) => this.owners.get(client)),
      seals: this.seals.sealed.length > 0 ? new SealGuard(this.seals) : null,
    }
    for (const user of this.owners.values()) knowledge.shares.take(user, { clients: 1 })
    try {
      for (const bytes of this.held.updates) this.read(bytes, knowledge)
    } catch (error) {
      // Not to be taken for a refusal of the update that asked for it.
      throw error instanceof Refused ? new Damaged(error.message) : error
    }
    this.deleted = null
    return (this.knowledge = knowledge)
  }

  private read(stored: Uint8Array, { index, shares, guard, seals }: Knowledge): void {
    const scanned = scan(stored, STORED)
    const judged = judge(index, this.policy, scanned, true)
    guard?.learn(judged)
    seals?.learn(judged)
    learn(index, judged)
    for (const { client, bytes } of scanned.blocks) shares.take(this.owners.get(client) ?? '', { bytes })
    for (const { client } of judged.roots.values()) shares.take(this.owners.get(client) ?? '', { roots: 1 })
    for (const { client } of entriesIn(judged)) shares.take(this.owners.get(client) ?? '', { entries: 1 })
  }

  private judge(sender: Sender, received: Uint8Array): Verdict {
    const { bytes, scanned } = this.trim(received)
    if (!sender.writes) return this.readersVerdict(sender, scanned)
    if (!this.knowledge && this.isKnown(scanned)) return { kind: 'nothing' }
    const { user } = sender
    const claims = this.claims(sender, scanned)
    const { index, shares, guard, seals } = this.know()
    const judged: Judged = judge(index, this.policy, scanned)
    seals?.review(judged, index)
    guard?.review(sender, judged, index, claims)
    if (!judged.news) return { kind: 'nothing' }
    const row = judged.repeats ? withDeletes(bytes, scanned, judged.deletes) : bytes
    const taken = { bytes: row.length, roots: judged.roots.size, entries: entriesIn(judged).length }
    if (!sender.isServer) shares.check(user, { ...taken, clients: claims.length })
    for (const client of claims) this.own(client, user)
    const arrived = guard?.learn(judged, sender)
    seals?.learn(judged)
    learn(index, judged)
    shares.take(user, taken)
    return { kind: 'row', bytes: row, claims, work: judged.work, arrived }
  }

  /** Whether what is left of an update is deletes alone, and all of them are known: whoever comes back sends those. */
  private isKnown({ blocks, deletes }: Scanned): boolean {
    return blocks.length === 0 && deletes.every((each) => this.areDeleted(each))
  }

  private areDeleted({ client, ranges }: Deletes): boolean {
    this.deleted ??= intervalsOf(this.held.deletes)
    const known = this.deleted.get(client)
    let isKnown = known !== undefined
    eachRange(ranges, (start, end) => (isKnown &&= known?.covers(start, end) === true))
    return isKnown
  }

  private clientsOf(user: string): number {
    let count = 0
    for (const owner of this.owners.values()) if (owner === user) count++
    return count
  }

  private own(client: number, user: string): void {
    this.owners.set(client, user)
    this.knowledge?.shares.take(user, { clients: 1 })
  }

  /** The next clock of a client; 0 when it is unknown. */
  state(client: number): number {
    return this.knowledge ? this.knowledge.index.state(client) : (this.held.clocks.get(client) ?? 0)
  }

  /**
   * Cuts off what the room knows already, so that what is checked is exactly what is stored: a struct that is known
   * but says something else would not be applied, yet would come back out of the merged ledger.
   */
  private trim(received: Uint8Array): { bytes: Uint8Array; scanned: Scanned } {
    const scanned = scan(received, RECEIVED)
    const overlaps = scanned.blocks.some(({ client, start }) => start < this.state(client))
    if (!overlaps) return { bytes: received, scanned }
    const known = new Map(scanned.blocks.map(({ client }) => [client, this.state(client)]))
    const bytes = Y.diffUpdate(received, Y.encodeStateVector(known))
    return { bytes, scanned: scan(bytes, RECEIVED) }
  }

  /** Readers' clients send by themselves what tidies formatting, and what they were shown and a crash kept from the disk. */
  private readersVerdict({ user, restores }: Sender, { blocks }: Scanned): Verdict {
    const wasShown = (owner: string | undefined) =>
      this.showsAtOnce && !restores && owner !== undefined && owner !== user
    return blocks.every(({ client }) => wasShown(this.owners.get(client)))
      ? { kind: 'nothing' }
      : { kind: 'refused', reason: 'forbidden', detail: 'a reader writes' }
  }

  /**
   * The clients of an update that nobody has used before. In a restored room they stay nobody's: their users come back.
   *
   * @throws Refused when one is another user's
   */
  private claims({ user, restores }: Sender, { blocks }: Scanned): number[] {
    if (restores) return []
    return blocks
      .map(({ client }) => client)
      .filter((client) => {
        const owner = this.owners.get(client)
        if (owner !== undefined && owner !== user) throw new Refused('foreignClient', `client ${client}`)
        return owner === undefined
      })
  }
}

/** The structs that make an entry. */
function entriesIn({ structs }: Judged): Struct[] {
  return structs.flatMap(({ struct, opens }) => (opens?.kind === 'entry' ? [struct] : []))
}

function intervalsOf(deletes: Iterable<Deletes>): Map<number, Intervals> {
  const all = new Map<number, Intervals>()
  for (const { client, ranges } of deletes) {
    let known = all.get(client)
    if (!known) all.set(client, (known = new Intervals()))
    const into = known
    eachRange(ranges, (start, end) => into.add(start, end))
  }
  return all
}

import * as Y from 'yjs'
import type { Refusal } from '../../../schema/protocol.ts'
import type { Stored } from '../../store/store.ts'
import { judge, learn, type Judged } from './judge.ts'
import { PAPER, type Policy } from './policy.ts'
import { RoomIndex } from './room-index.ts'
import { RECEIVED, Refused, STORED, scan, withDeletes, type Scanned } from './scan.ts'
import { Shares } from './shares.ts'

/** Who sends: a reader's changes are refused whatever they are. */
export interface Sender {
  user: string
  writes: boolean
  /** The room was restored from a backup: what others wrote since may come from anyone who writes (rule L17). */
  restores?: boolean
}

export type Verdict =
  /** Good: exactly these bytes are to be stored and passed on, and these clients are the sender's from now on. */
  | { kind: 'row'; bytes: Uint8Array; claims: number[]; work: number }
  /** Known already, or a reader's clean-up: nothing is stored, nothing passed on. */
  | { kind: 'nothing' }
  | { kind: 'refused'; reason: Refusal; detail: string }

/** Judges a room's updates from their own structs, before anything is applied (rules G1–G10). */
export class Gate {
  private readonly index = new RoomIndex()
  private readonly shares = new Shares()

  private constructor(
    private readonly owners: Map<number, string>,
    private readonly policy: Policy,
  ) {
    for (const user of owners.values()) this.shares.take(user, { clients: 1 })
  }

  /** @throws Refused when the stored room is not what a gate let through: it is damaged. */
  static of(
    { snapshot, tail, clients }: Pick<Stored, 'snapshot' | 'tail' | 'clients'>,
    policy: Policy = PAPER,
  ): Gate {
    const gate = new Gate(new Map(clients), policy)
    for (const bytes of snapshot ? [snapshot, ...tail] : tail) gate.load(bytes)
    return gate
  }

  /** Judges an update and, when it is good, counts it as known from now on. */
  submit(sender: Sender, bytes: Uint8Array): Verdict {
    try {
      return this.judge(sender, bytes)
    } catch (error) {
      if (error instanceof Refused) return { kind: 'refused', reason: error.reason, detail: error.detail }
      throw error
    }
  }

  /** The room's state vector, encoded as Yjs does it. */
  stateVector(): Uint8Array {
    return Y.encodeStateVector(this.index.stateVector())
  }

  /** Makes a client a user's, unless it is another's. Answers whether it is the user's now. */
  bind(client: number, user: string): boolean {
    const owner = this.owners.get(client)
    if (owner !== undefined) return owner === user
    if (!this.shares.hasClientLeft(user)) return false
    this.own(client, user)
    return true
  }

  /** Whose a client is; undefined: nobody's yet. */
  ownerOf(client: number): string | undefined {
    return this.owners.get(client)
  }

  private load(stored: Uint8Array): void {
    const scanned = scan(stored, STORED)
    const judged = judge(this.index, this.policy, scanned, true)
    learn(this.index, judged)
    for (const { client, bytes } of scanned.blocks) this.shares.take(this.owners.get(client) ?? '', { bytes })
    for (const { client } of judged.roots.values())
      this.shares.take(this.owners.get(client) ?? '', { roots: 1 })
  }

  private judge(sender: Sender, received: Uint8Array): Verdict {
    const { bytes, scanned } = this.trim(received)
    if (!sender.writes) return readersVerdict(scanned)
    const { user } = sender
    const claims = this.claims(sender, scanned)
    const judged: Judged = judge(this.index, this.policy, scanned)
    if (!judged.news) return { kind: 'nothing' }
    const row = judged.repeats ? withDeletes(bytes, scanned, judged.deletes) : bytes
    const taken = { bytes: row.length, roots: judged.roots.size }
    this.shares.check(user, { ...taken, clients: claims.length })
    learn(this.index, judged)
    this.shares.take(user, taken)
    for (const client of claims) this.own(client, user)
    return { kind: 'row', bytes: row, claims, work: judged.work }
  }

  private own(client: number, user: string): void {
    this.owners.set(client, user)
    this.shares.take(user, { clients: 1 })
  }

  /**
   * Cuts off what the room knows already, so that what is checked is exactly what is stored: a struct that is known
   * but says something else would not be applied, yet would come back out of the merged ledger.
   */
  private trim(received: Uint8Array): { bytes: Uint8Array; scanned: Scanned } {
    const scanned = scan(received, RECEIVED)
    const overlaps = scanned.blocks.some(({ client, start }) => start < this.index.state(client))
    if (!overlaps) return { bytes: received, scanned }
    const known = new Map(scanned.blocks.map(({ client }) => [client, this.index.state(client)]))
    const bytes = Y.diffUpdate(received, Y.encodeStateVector(known))
    return { bytes, scanned: scan(bytes, RECEIVED) }
  }

  /**
   * The clients of an update that nobody has used before. In a restored room they stay nobody's: their users come back.
   *
   * @throws Refused when one is another user's
   */
  private claims({ user, restores = false }: Sender, { blocks }: Scanned): number[] {
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

/** Read-only clients send delete-only clean-ups of formatting by themselves; those are no attempt to write. */
function readersVerdict({ blocks }: Scanned): Verdict {
  return blocks.length === 0
    ? { kind: 'nothing' }
    : { kind: 'refused', reason: 'forbidden', detail: 'a reader writes' }
}

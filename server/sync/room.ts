import {
  SYNC,
  encodeDigest,
  encodeHead,
  encodeRefused,
  encodeSeals,
  encodeTrouble,
  type CloseName,
} from '../../schema/protocol.ts'
import { writableRoots } from '../../schema/margin-rights.ts'
import { NO_SEALS, type Seals } from '../../schema/zones.ts'
import type { Log } from '../log.ts'
import type { Ledger, Row, Stored } from '../store/store.ts'
import { COST } from './budget.ts'
import { Claims } from './claims.ts'
import { Damaged, Gate, type Verdict } from './gate/gate.ts'
import { policyOf } from './gate/policies.ts'
import type { Arrived, Sender } from './gate/policy.ts'
import { packetOf, syncFrame, type Frame } from './frames.ts'
import { Members, type News, type Peer } from './members.ts'
import { RoomPresence } from './presence.ts'
import { Replica } from './replica.ts'
import { Showing } from './showing.ts'

export interface RoomParts {
  ledger: Ledger
  now: () => number
  log: Log
  /** Called after a commit. */
  saved(room: Room): void
  /** Called when everything accepted is on disk. */
  settled(room: Room): void
  /** Called when the ledger failed: the room knows more than the disk, and must be loaded anew. */
  broke(room: Room): void
  /** Called before that, when what is stored turned out to be damaged: it is not to be served again. */
  damaged(room: Room): void
}

interface Accepted {
  /** Null: the server itself. */
  peer: Peer | null
  row: Row
  /** Who waits for it to be on disk. */
  waiter?: Waiter
}

interface Waiter {
  stored(): void
  failed(error: unknown): void
}

/** Writes what the server has to say of what has just arrived. */
export interface ReceiptWriter {
  /** Its Yjs client. */
  readonly client: number
  receipts(arrived: Arrived, seq: number, at: number, clock: number): Uint8Array | null
}

/** The user to whom the server's own Yjs clients belong. */
export const SERVER = 'server'

const SERVER_ROOTS = writableRoots('server')

/** So long after the last row a room that is open may forget what it takes to judge another, in ms. */
const REST = 5 * 60 * 1000

/** An open room: its gate, what of it is on disk, and who is in it. */
export class Room {
  private readonly gate: Gate
  private readonly claims: Claims
  private readonly replica: Replica
  private readonly members = new Members(() => this.seq)
  private readonly showing = new Showing(this.members)
  private readonly presence: RoomPresence
  /** Number of the last row that was accepted; up to `seq` they are on disk. */
  private accepted: number
  private lastAt: number
  private readonly seals: Seals
  private readonly tellsSeals: boolean
  /** Accepted and not yet on their way to the disk. */
  private unsent: Accepted[] = []
  /** What the paper says at a seq, as a frame. */
  private digest: { seq: number; frame: Uint8Array } | null = null
  private broken = false
  private onSettled: () => void = () => undefined

  /** @throws Error when what is stored is damaged. */
  constructor(
    readonly name: string,
    private readonly parts: RoomParts,
    stored: Stored,
    private readonly clerk: ReceiptWriter | null = null,
  ) {
    this.replica = new Replica(stored)
    this.seals = stored.seals ?? NO_SEALS
    // Who has seen more closed than there is in a backup is to know.
    this.tellsSeals = this.seals.generation > 0 || stored.restored !== null
    this.gate = new Gate(this.replica, stored.clients, policyOf(name), this.seals)
    this.presence = new RoomPresence(() => this.members, parts.now)
    this.accepted = stored.seq
    this.lastAt = stored.at
    this.claims = new Claims(
      {
        room: name,
        ledger: parts.ledger,
        gate: this.gate,
        now: parts.now,
        stored: () => this.tellSettled(),
        failed: (error) => this.breakDown(error),
      },
      stored,
    )
  }

  get isEmpty(): boolean {
    return this.members.isEmpty
  }

  /** Whether every accepted update is on disk, or known never to be. */
  get isSettled(): boolean {
    return this.broken || (this.seq === this.accepted && this.claims.isSettled)
  }

  get seq(): number {
    return this.replica.seq
  }

  get tailLength(): number {
    return this.replica.tailLength
  }

  get isTopHeavy(): boolean {
    return this.replica.isTopHeavy
  }

  /** Everything that is on disk, in updates that are to be applied in order. */
  get updates(): Uint8Array[] {
    return this.replica.updates
  }

  adopt(covered: number, snapshot: Uint8Array, extent?: Uint8Array): void {
    this.replica.adopt(covered, snapshot, extent)
  }

  /** Forgets what can be read again, unless somebody has written lately. */
  rest(): void {
    if (this.isSettled && this.parts.now() - this.lastAt > REST) this.gate.rest()
  }

  /** What the paper says at a seq: who has received exactly that much compares (rule W6). */
  tellDigest(seq: number, digest: string): void {
    if (this.digest !== null && this.digest.seq > seq) return
    this.digest = { seq, frame: encodeDigest(seq, digest) }
    this.members.tellReaders()
    for (const peer of this.members.synced()) this.sendDigest(peer)
  }

  /** Lets a peer in, unless its client is another user's (rule G5). Its client is its user's from now on. */
  join(peer: Peer): boolean {
    if (!this.claims.bind(peer.client, peer.visitor.user, peer.visitor.writes)) return false
    for (const other of [...this.members]) if (other.client === peer.client) this.replace(other)
    this.members.add(peer)
    if (this.tellsSeals) peer.send(encodeSeals(this.sealsFor(peer)))
    if (this.parts.ledger.trouble !== null) peer.send(encodeTrouble(true))
    peer.send(syncFrame(SYNC.step1, this.gate.stateVector()))
    this.presence.show(peer)
    return true
  }

  /** Who may not read a closed item is not told where it is. */
  private sealsFor({ visitor: { zones } }: Peer): Seals {
    const isTheirs = (zone: string | null) => zone !== null && zones?.has(zone) === true
    return {
      ...this.seals,
      sealed: this.seals.sealed.map((each) => ({ ...each, zone: isTheirs(each.zone) ? each.zone : null })),
    }
  }

  leave(peer: Peer): void {
    if (this.members.delete(peer)) this.presence.leave(peer.client)
  }

  /** @throws Error when the frame's body is not what its kind says. */
  take(peer: Peer, frame: Frame): void {
    switch (frame.kind) {
      case 'step1':
        return this.answer(peer, frame.stateVector)
      case 'update':
        return this.judge(peer, frame.bytes)
      case 'awareness':
        return this.presence.take(peer, frame.bytes)
      case 'queryAwareness':
        return this.presence.show(peer)
    }
  }

  /** Tells everybody whether anything can be saved now (rule L12). */
  tellTrouble(cannotSave: boolean): void {
    const frame = encodeTrouble(cannotSave)
    for (const peer of this.members) peer.send(frame)
  }

  /** Sends everybody away and listens to nobody; resolves when everything accepted is on disk. */
  async retire(name: CloseName): Promise<void> {
    this.closePeers(name)
    this.members.clear()
    while (!this.isSettled) await new Promise<void>((settled) => (this.onSettled = settled))
  }

  /** Ends the connections that `which` says. */
  closePeers(name: CloseName, which: (peer: Peer) => boolean = () => true): void {
    for (const peer of [...this.members]) if (which(peer)) peer.close(name)
  }

  private answer(peer: Peer, stateVector: Uint8Array): void {
    if (!this.members.has(peer)) return
    const [first, then] = this.replica.diff(stateVector)
    // The step comes last: whoever has it has everything.
    if (then) peer.send(syncFrame(SYNC.update, first))
    peer.send(syncFrame(SYNC.step2, then ?? first))
    peer.spend(this.replica.size * (stateVector.length > 1 ? COST.partStateByte : COST.wholeStateByte))
    peer.send(encodeHead(this.replica.seq))
    if (!peer.visitor.writes) this.welcome(peer, stateVector)
    this.sendDigest(peer)
    this.members.markSynced(peer)
  }

  private welcome(peer: Peer, stateVector: Uint8Array): void {
    const state = (client: number) => this.gate.state(client)
    this.showing.welcome(peer, stateVector, state, () => {
      if (this.members.has(peer)) this.sendDigest(peer)
    })
  }

  /** Only while all of the room is on disk: else somebody has been shown more than that. */
  private sendDigest(peer: Peer): void {
    if (this.showing.waits(peer)) return
    if (this.digest?.seq === this.accepted && this.seq === this.accepted) peer.send(this.digest.frame)
  }

  /** A connection that has come back before the server noticed that it was gone. */
  private replace(old: Peer): void {
    this.members.delete(old)
    old.close('unavailable')
  }

  private judge(peer: Peer, bytes: Uint8Array): void {
    const message = this.members.count(peer)
    if (message === null || this.broken) return
    const { user, writes, roots } = peer.visitor
    const verdict = this.verdictOn({ user, writes, roots, restores: this.claims.restores }, bytes)
    if (!verdict) return
    if (verdict.kind !== 'refused' && writes) this.claims.cameBack(user)
    if (verdict.kind === 'row') {
      peer.spend(verdict.work, true)
      this.accept(peer, { author: user, client: peer.client }, verdict)
    }
    if (verdict.kind === 'refused') {
      peer.spend(COST.refusal)
      this.parts.log.warn(
        { room: this.name, user, reason: verdict.reason, detail: verdict.detail },
        'refused',
      )
      peer.send(encodeRefused(message, verdict.reason))
      if (verdict.reason === 'missing') peer.send(syncFrame(SYNC.step1, this.gate.stateVector()))
    }
    // What changes nothing may repeat what is not on disk yet: it is settled with everything accepted before it.
    this.members.settleAfter(peer, message, this.accepted)
  }

  /** Null: what is stored turned out to be damaged, and everybody is sent away (rule L20). */
  private verdictOn(sender: Sender, bytes: Uint8Array): Verdict | null {
    try {
      return this.gate.submit(sender, bytes)
    } catch (error) {
      if (!(error instanceof Damaged)) throw error
      this.parts.damaged(this)
      this.breakDown(error, 'what is stored is damaged')
      return null
    }
  }

  /**
   * Takes a row of the server's own; resolves when it is on disk.
   *
   * @param client one that nobody else uses
   * @throws Error when the room does not take it
   */
  write(client: number, bytes: Uint8Array): Promise<void> {
    return new Promise((stored, failed) => {
      if (this.broken) return failed(new Error('the room is broken'))
      const verdict = this.verdictOn(
        { user: SERVER, writes: true, roots: SERVER_ROOTS, isServer: true },
        bytes,
      )
      if (verdict?.kind === 'row') this.accept(null, { author: SERVER, client }, verdict, { stored, failed })
      else if (verdict?.kind === 'nothing') stored()
      else failed(new Error(`the server's own row was refused: ${verdict?.detail ?? 'the room is damaged'}`))
    })
  }

  private accept(
    peer: Peer | null,
    from: { author: string; client: number },
    { bytes, claims, arrived }: Extract<Verdict, { kind: 'row' }>,
    waiter?: Waiter,
  ): void {
    const seq = ++this.accepted
    const at = (this.lastAt = Math.max(this.lastAt, this.parts.now()))
    if (this.unsent.length === 0) queueMicrotask(() => void this.store())
    this.unsent.push({ peer, row: { room: this.name, seq, ...from, at, bytes, claims }, waiter })
    const { clerk } = this
    if (!arrived || !clerk) return
    const receipts = clerk.receipts(arrived, seq, at, this.gate.state(clerk.client))
    if (receipts) this.write(clerk.client, receipts).catch((error: unknown) => this.warn(error))
  }

  /** What came in one breath is stored and passed on together. */
  private async store(): Promise<void> {
    const accepted = this.unsent.splice(0)
    const news = accepted.map(newsOf)
    try {
      if (this.broken) throw new Error('the room is broken')
      this.showing.leaves(news, this.isShownAtOnce(accepted))
      await this.parts.ledger.append(accepted.map(({ row }) => row))
    } catch (error) {
      this.breakDown(error)
      for (const { waiter } of accepted) waiter?.failed(error)
      return
    }
    this.relay(accepted, news)
  }

  /**
   * Whether those who only read see it before the disk has it: should that never have it, its writer must bring it again,
   * under a client that the disk knows as theirs.
   */
  private isShownAtOnce(accepted: Accepted[]): boolean {
    const { gate, claims, parts } = this
    if (!gate.showsAtOnce || parts.ledger.trouble !== null) return false
    return claims.isSettled && claims.restores === undefined && accepted.every(comesAgain)
  }

  private warn(error: unknown): void {
    this.parts.log.warn({ room: this.name, error: String(error) }, 'a receipt was not written')
  }

  /** After the commit only, so that what those who write have seen is on disk (rule W3). */
  private relay(accepted: Accepted[], news: News[]): void {
    if (this.broken) return accepted.forEach(({ waiter }) => waiter?.failed(new Error('the room is broken')))
    for (const { row } of accepted) this.replica.push(row.bytes)
    this.showing.arrives()
    this.members.pass(news)
    this.parts.saved(this)
    for (const { waiter } of accepted) waiter?.stored()
    this.tellSettled()
  }

  private tellSettled(): void {
    if (!this.isSettled) return
    this.onSettled()
    this.parts.settled(this)
  }

  /** Nothing that was not on disk may be acknowledged, and the gate knows too much now: everybody starts anew. */
  private breakDown(error: unknown, what = 'the ledger did not take an update'): void {
    if (this.broken) return
    this.broken = true
    this.parts.log.warn({ room: this.name, error: String(error) }, what)
    this.closePeers('unavailable')
    this.members.clear()
    this.onSettled()
    this.parts.broke(this)
  }
}

/** The server writes nothing twice, and a Yjs client that is new is nobody's for the disk. */
function comesAgain({ peer, row }: Accepted): boolean {
  return peer !== null && row.claims.length === 0
}

function newsOf({ peer, row }: Accepted): News {
  return { from: peer, packet: packetOf(syncFrame(SYNC.update, row.bytes)) }
}

import {
  SYNC,
  encodeAck,
  encodeDigest,
  encodeHead,
  encodeRefused,
  encodeTrouble,
  type CloseName,
} from '../../schema/protocol.ts'
import type { Ledger, Row, Stored } from '../store/store.ts'
import { COST } from './budget.ts'
import { Damaged, Gate, type Sender, type Verdict } from './gate/gate.ts'
import { policyOf } from './gate/policies.ts'
import { packetOf, syncFrame, type Frame } from './frames.ts'
import { RoomPresence, type Guest } from './presence.ts'
import { Replica } from './replica.ts'

/** A connection, as a room sees it. */
export interface Peer extends Guest {
  /** The same for messages that are packets already (`packetOf`), one after the other. */
  sendPackets(packets: Uint8Array): void
  close(name: CloseName): void
}

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

export interface Log {
  warn(detail: object, message: string): void
}

/** How far a peer's messages are settled. */
interface Account {
  /** Whether it has asked for the room's state; before that it is not told of changes to it. */
  synced: boolean
  counted: number
  acked: number
  /** Message `message` is settled when the room's rows up to `after` are on disk. */
  waiting: { message: number; after: number }[]
}

interface Accepted {
  peer: Peer
  row: Row
}

/** For so long after a backup was restored, what others wrote since then may come from anyone who writes, in ms. */
const RESTORING = 30 * 24 * 60 * 60 * 1000

/** So long after the last row a room that is open may forget what it takes to judge another, in ms. */
const REST = 5 * 60 * 1000

/** An open room: its gate, what of it is on disk, and who is in it. */
export class Room {
  private readonly gate: Gate
  private readonly replica: Replica
  private readonly peers = new Map<Peer, Account>()
  private readonly presence: RoomPresence
  /** Number of the last row that was accepted; up to `seq` they are on disk. */
  private accepted: number
  /** Claims on their way to the disk. */
  private claiming = 0
  private lastAt: number
  private readonly restoringUntil: number
  /** Accepted and not yet on their way to the disk. */
  private unsent: Accepted[] = []
  private settling = false
  private headSent = -1
  /** What the paper says at a seq, as a frame. */
  private digest: { seq: number; frame: Uint8Array } | null = null
  private broken = false

  /** @throws Error when what is stored is damaged. */
  constructor(
    readonly name: string,
    private readonly parts: RoomParts,
    stored: Stored,
  ) {
    this.replica = new Replica(stored)
    this.gate = new Gate(this.replica, stored.clients, policyOf(name))
    this.presence = new RoomPresence(() => this.peers.keys(), parts.now)
    this.accepted = stored.seq
    this.lastAt = stored.at
    this.restoringUntil = (stored.restored ?? -Infinity) + RESTORING
  }

  get isEmpty(): boolean {
    return this.peers.size === 0
  }

  /** Whether every accepted update is on disk, or known never to be. */
  get isSettled(): boolean {
    return this.broken || (this.seq === this.accepted && this.claiming === 0)
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
    for (const [peer, { synced }] of this.peers) if (synced) this.sendDigest(peer)
  }

  /** Lets a peer in, unless its client is another user's (rule G5). Its client is its user's from now on. */
  join(peer: Peer): boolean {
    if (!this.bind(peer)) return false
    for (const other of [...this.peers.keys()]) if (other.client === peer.client) this.replace(other)
    this.peers.set(peer, { synced: false, counted: 0, acked: 0, waiting: [] })
    if (this.parts.ledger.trouble !== null) peer.send(encodeTrouble(true))
    peer.send(syncFrame(SYNC.step1, this.gate.stateVector()))
    this.presence.show(peer)
    return true
  }

  leave(peer: Peer): void {
    if (this.peers.delete(peer)) this.presence.leave(peer.client)
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
    for (const peer of this.peers.keys()) peer.send(frame)
  }

  /** Ends the connections that `which` says. */
  closePeers(name: CloseName, which: (peer: Peer) => boolean = () => true): void {
    for (const peer of [...this.peers.keys()]) if (which(peer)) peer.close(name)
  }

  private answer(peer: Peer, stateVector: Uint8Array): void {
    const account = this.peers.get(peer)
    if (!account) return
    const [first, then] = this.replica.diff(stateVector)
    // The step comes last: whoever has it has everything.
    if (then) peer.send(syncFrame(SYNC.update, first))
    peer.send(syncFrame(SYNC.step2, then ?? first))
    peer.spend(this.replica.size * (stateVector.length > 1 ? COST.partStateByte : COST.wholeStateByte))
    peer.send(encodeHead(this.replica.seq))
    this.sendDigest(peer)
    account.synced = true
  }

  private sendDigest(peer: Peer): void {
    if (this.digest?.seq === this.replica.seq) peer.send(this.digest.frame)
  }

  /** A connection that has come back before the server noticed that it was gone. */
  private replace(old: Peer): void {
    this.peers.delete(old)
    old.close('unavailable')
  }

  private judge(peer: Peer, bytes: Uint8Array): void {
    const account = this.peers.get(peer)
    if (!account || this.broken) return
    account.counted++
    const { user, writes, roots } = peer.visitor
    const restores = this.parts.now() < this.restoringUntil
    const verdict = this.verdictOn({ user, writes, roots, restores }, bytes)
    if (!verdict) return
    if (verdict.kind === 'row') {
      peer.spend(verdict.work, true)
      this.accept(peer, verdict.bytes, verdict.claims)
    }
    if (verdict.kind === 'refused') {
      peer.spend(COST.refusal)
      this.parts.log.warn(
        { room: this.name, user, reason: verdict.reason, detail: verdict.detail },
        'refused',
      )
      peer.send(encodeRefused(account.counted, verdict.reason))
      if (verdict.reason === 'missing') peer.send(syncFrame(SYNC.step1, this.gate.stateVector()))
    }
    // What changes nothing may repeat what is not on disk yet: it is settled with everything accepted before it.
    account.waiting.push({ message: account.counted, after: this.accepted })
    this.settleSoon()
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

  private accept(peer: Peer, bytes: Uint8Array, claims: number[]): void {
    const seq = ++this.accepted
    const at = (this.lastAt = Math.max(this.lastAt, this.parts.now()))
    const { client, visitor } = peer
    if (this.unsent.length === 0) queueMicrotask(() => void this.store())
    this.unsent.push({ peer, row: { room: this.name, seq, author: visitor.user, client, at, bytes, claims } })
  }

  /** What came in one breath is stored and passed on together. */
  private async store(): Promise<void> {
    const accepted = this.unsent.splice(0)
    if (this.broken) return
    try {
      await this.parts.ledger.append(accepted.map(({ row }) => row))
    } catch (error) {
      return this.breakDown(error)
    }
    this.relay(accepted)
  }

  /** Nothing waits for the disk: the claim holds in this room at once. A reader has nothing to claim. */
  private bind({ client, visitor: { user, writes } }: Peer): boolean {
    const owner = this.gate.ownerOf(client)
    if (owner === undefined && writes) void this.claim(client, user)
    return this.gate.bind(client, user)
  }

  private async claim(client: number, user: string): Promise<void> {
    this.claiming++
    try {
      await this.parts.ledger.claim([{ room: this.name, client, user }])
    } catch (error) {
      return this.breakDown(error)
    }
    this.claiming--
    if (this.isSettled) this.parts.settled(this)
  }

  /** After the commit only, so that what anybody has seen is on disk (rule W3). */
  private relay(accepted: Accepted[]): void {
    if (this.broken) return
    for (const { row } of accepted) this.replica.push(row.bytes)
    const packets = accepted.map(({ peer, row }) => ({
      peer,
      packet: packetOf(syncFrame(SYNC.update, row.bytes)),
    }))
    const senders = new Set(accepted.map(({ peer }) => peer))
    const all = Buffer.concat(packets.map(({ packet }) => packet))
    for (const [peer, { synced }] of this.peers) {
      if (!synced) continue
      if (!senders.has(peer)) peer.sendPackets(all)
      else if (senders.size > 1) peer.sendPackets(othersThan(peer, packets))
    }
    this.settleSoon()
    this.parts.saved(this)
    if (this.isSettled) this.parts.settled(this)
  }

  /** Once for all rows of a batch: their promises resolve one right after the other. */
  private settleSoon(): void {
    if (this.settling) return
    this.settling = true
    queueMicrotask(() => {
      this.settling = false
      this.settle()
    })
  }

  private settle(): void {
    if (this.broken) return
    const head = this.replica.seq
    for (const [peer, account] of this.peers) {
      const settled = this.settledOf(account)
      if (settled > account.acked) peer.send(encodeAck((account.acked = settled)))
      if (account.synced && head !== this.headSent) peer.send(encodeHead(head))
    }
    this.headSent = head
  }

  private settledOf(account: Account): number {
    let settled = account.acked
    for (let next; (next = account.waiting[0]) && next.after <= this.seq; account.waiting.shift())
      settled = next.message
    return settled
  }

  /** Nothing that was not on disk may be acknowledged, and the gate knows too much now: everybody starts anew. */
  private breakDown(error: unknown, what = 'the ledger did not take an update'): void {
    if (this.broken) return
    this.broken = true
    this.parts.log.warn({ room: this.name, error: String(error) }, what)
    this.closePeers('unavailable')
    this.peers.clear()
    this.parts.broke(this)
  }
}

function othersThan(own: Peer, packets: { peer: Peer; packet: Buffer }[]): Buffer {
  return Buffer.concat(packets.filter(({ peer }) => peer !== own).map(({ packet }) => packet))
}

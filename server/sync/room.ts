import { SYNC, encodeAck, encodeDigest, encodeHead, encodeRefused, type CloseName } from '../../schema/protocol.ts'
import type { Ledger, Stored } from '../store/store.ts'
import { Gate } from './gate/gate.ts'
import { syncFrame, type Frame } from './frames.ts'
import { RoomPresence, type Guest } from './presence.ts'
import { Replica } from './replica.ts'

/** A connection, as a room sees it. */
export interface Peer extends Guest {
  close(name: CloseName): void
}

export interface RoomParts {
  ledger: Ledger
  now: () => number
  log: Log
  /** Called after a commit. */
  saved(room: Room): void
  /** Called when the ledger failed: the room knows more than the disk, and must be loaded anew. */
  broke(room: Room): void
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
  /** Message `message` is settled when the room's first `after` accepted rows are on disk. */
  waiting: { message: number; after: number }[]
}

/** An open room: its gate, what of it is on disk, and who is in it. */
export class Room {
  private readonly gate: Gate
  private readonly replica: Replica
  private readonly peers = new Map<Peer, Account>()
  private readonly presence: RoomPresence
  private accepted = 0
  private committed = 0
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
    this.gate = Gate.of(stored)
    this.replica = new Replica(stored)
    this.presence = new RoomPresence(() => this.peers.keys(), parts.now)
  }

  get isEmpty(): boolean {
    return this.peers.size === 0
  }

  /** Whether every accepted update is on disk, or known never to be. */
  get isSettled(): boolean {
    return this.broken || this.committed === this.accepted
  }

  get seq(): number {
    return this.replica.seq
  }

  get tailLength(): number {
    return this.replica.tailLength
  }

  state(): Uint8Array {
    return this.replica.state()
  }

  adopt(covered: number, snapshot: Uint8Array): void {
    this.replica.adopt(covered, snapshot)
  }

  /** What the paper says at a seq: who has received exactly that much compares (rule W6). */
  tellDigest(seq: number, digest: string): void {
    if (this.digest !== null && this.digest.seq > seq) return
    this.digest = { seq, frame: encodeDigest(seq, digest) }
    for (const [peer, { synced }] of this.peers) if (synced) this.sendDigest(peer)
  }

  /** Whether the client is the user's, in this room, from now on. Only what is bound on disk may ask. */
  bind(client: number, user: string): boolean {
    return this.gate.bind(client, user)
  }

  join(peer: Peer): void {
    for (const other of [...this.peers.keys()]) if (other.client === peer.client) this.replace(other)
    this.peers.set(peer, { synced: false, counted: 0, acked: 0, waiting: [] })
    peer.send(syncFrame(SYNC.step1, this.gate.stateVector()))
    this.presence.show(peer)
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

  /** Ends the connections that `which` says. */
  closePeers(name: CloseName, which: (peer: Peer) => boolean = () => true): void {
    for (const peer of [...this.peers.keys()]) if (which(peer)) peer.close(name)
  }

  private answer(peer: Peer, stateVector: Uint8Array): void {
    const account = this.peers.get(peer)
    if (!account) return
    peer.send(syncFrame(SYNC.step2, this.replica.diff(stateVector)))
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
    const { user, writes } = peer.visitor
    const verdict = this.gate.submit({ user, writes }, bytes)
    if (verdict.kind === 'row') void this.store(peer, verdict.bytes, verdict.claims)
    if (verdict.kind === 'refused') {
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

  private async store(peer: Peer, bytes: Uint8Array, claims: number[]): Promise<void> {
    this.accepted++
    const { client, visitor } = peer
    const row = { room: this.name, author: visitor.user, client, at: this.parts.now(), bytes, claims }
    try {
      await this.parts.ledger.append([row])
    } catch (error) {
      return this.breakDown(error)
    }
    this.relay(peer, bytes)
  }

  /** After the commit only, so that what anybody has seen is on disk (rule W3). */
  private relay(from: Peer, bytes: Uint8Array): void {
    if (this.broken) return
    this.committed++
    this.replica.push(bytes)
    const frame = syncFrame(SYNC.update, bytes)
    for (const [peer, { synced }] of this.peers) if (synced && peer !== from) peer.send(frame)
    this.settleSoon()
    this.parts.saved(this)
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
    for (let next; (next = account.waiting[0]) && next.after <= this.committed; account.waiting.shift())
      settled = next.message
    return settled
  }

  /** Nothing that was not on disk may be acknowledged, and the gate knows too much now: everybody starts anew. */
  private breakDown(error: unknown): void {
    if (this.broken) return
    this.broken = true
    this.parts.log.warn({ room: this.name, error: String(error) }, 'the ledger did not take an update')
    this.closePeers('unavailable')
    this.peers.clear()
    this.parts.broke(this)
  }
}

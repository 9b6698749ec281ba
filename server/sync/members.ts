import { encodeAck, encodeHead, type CloseName } from '../../schema/protocol.ts'
import { CLOCK, type Clock } from './clock.ts'
import { packetOf } from './frames.ts'
import type { Guest } from './presence.ts'

/** A connection, as a room sees it. */
export interface Peer extends Guest {
  /** The same for messages that are packets already (`packetOf`), one after the other. */
  sendPackets(packets: Uint8Array): void
  close(name: CloseName): void
}

/** What somebody has written, for all the others. */
export interface News {
  /** Null: the server itself. */
  from: Peer | null
  packet: Buffer
}

/** Who only reads is told how far the ledger is at most this often, in ms: nothing of theirs waits for it. */
const CALM = 200

/** How far a peer's messages are settled. */
interface Account {
  /** Whether it has asked for the room's state; before that it is not told of changes to it. */
  synced: boolean
  counted: number
  acked: number
  /** Message `message` is settled when the room's rows up to `after` are on disk. */
  waiting: { message: number; after: number }[]
}

/** Who is in a room, what they are told of it, and how far the messages of each are settled (rules W2, W3, L10). */
export class Members {
  private readonly accounts = new Map<Peer, Account>()
  private settling = false
  /** How far the ledger is, as it was told last: to those who write, and to those who only read. */
  private readonly told = { writers: -1, readers: -1 }
  /** When those who only read were told that, and when they were shown something; by the clock. */
  private readonly last = { told: -CALM, shown: -CALM }
  private waits = false
  private news: News[] = []

  /** @param seq number of the last row that is on disk */
  constructor(
    private readonly seq: () => number,
    private readonly clock: Clock = CLOCK,
  ) {}

  get isEmpty(): boolean {
    return this.accounts.size === 0
  }

  [Symbol.iterator](): IterableIterator<Peer> {
    return this.accounts.keys()
  }

  has(peer: Peer): boolean {
    return this.accounts.has(peer)
  }

  add(peer: Peer): void {
    this.accounts.set(peer, { synced: false, counted: 0, acked: 0, waiting: [] })
  }

  /** Answers whether it was there. */
  delete(peer: Peer): boolean {
    return this.accounts.delete(peer)
  }

  clear(): void {
    this.accounts.clear()
  }

  /** The peer has the room's state, and is told of changes to it from now on. */
  markSynced(peer: Peer): void {
    const account = this.accounts.get(peer)
    if (account) account.synced = true
  }

  *synced(): Iterable<Peer> {
    for (const [peer, { synced }] of this.accounts) if (synced) yield peer
  }

  /** A message has come that is to be acknowledged; answers its number, null when the peer has left. */
  count(peer: Peer): number | null {
    const account = this.accounts.get(peer)
    return account ? ++account.counted : null
  }

  /** A message is settled when the rows up to `after` are on disk. */
  settleAfter(peer: Peer, message: number, after: number): void {
    this.accounts.get(peer)?.waiting.push({ message, after })
    this.settleSoon()
  }

  /** What was accepted, for those who only read: nothing hangs on what they see, so they may see it before the disk has it. */
  show(news: News[]): void {
    const now = (this.last.shown = this.clock.now())
    const head = now - this.last.told < CALM ? [] : this.headForReaders()
    this.sendReaders(() => Buffer.concat([...head, ...news.map(({ packet }) => packet)]))
  }

  /** Rows are on disk, and those who write are told of them, each in one write. */
  pass(news: News[]): void {
    this.news.push(...news)
    this.settleSoon()
    this.tellReadersSoon()
  }

  /** How far that is on disk what those who only read have been shown. */
  tellReaders(): void {
    const [head] = this.headForReaders()
    if (head) this.sendReaders(() => head)
  }

  /** While something is shown every now and then it goes along with that: two writes to each cost twice as much as one. */
  private tellReadersSoon(): void {
    if (this.waits) return
    this.waits = true
    this.clock.after(CALM, () => {
      this.waits = false
      if (this.clock.now() - this.last.shown < CALM) this.tellReadersSoon()
      else this.tellReaders()
    })
  }

  private headForReaders(): Buffer[] {
    const head = this.seq()
    if (head === this.told.readers) return []
    this.told.readers = head
    this.last.told = this.clock.now()
    return [packetOf(encodeHead(head))]
  }

  private sendReaders(packets: () => Buffer): void {
    let made: Buffer | null = null
    for (const [peer, { synced }] of this.accounts)
      if (synced && !peer.visitor.writes) peer.sendPackets((made ??= packets()))
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
    const head = this.seq()
    const news = this.news.splice(0)
    // Asked with each message that comes, and mostly there is nothing to tell yet.
    if (news.length === 0 && head === this.told.writers) return this.acknowledge(head)
    const tail = head === this.told.writers ? [] : [packetOf(encodeHead(head))]
    this.told.writers = head
    const authors = new Set(news.map(({ from }) => from))
    const forOthers = Buffer.concat([...news.map(({ packet }) => packet), ...tail])
    for (const [peer, account] of this.accounts) {
      const ack = ackOf(account, head)
      const acks = ack ? [ack] : []
      const isTold = account.synced && peer.visitor.writes
      const rest = () => (isTold ? [...othersThan(peer, news), ...acks, ...tail] : acks)
      const packets = isTold && !ack && !authors.has(peer) ? forOthers : Buffer.concat(rest())
      if (packets.length > 0) peer.sendPackets(packets)
    }
  }

  private acknowledge(head: number): void {
    for (const [peer, account] of this.accounts) {
      const ack = ackOf(account, head)
      if (ack) peer.sendPackets(ack)
    }
  }
}

function othersThan(peer: Peer, news: News[]): Buffer[] {
  return news.filter(({ from }) => from !== peer).map(({ packet }) => packet)
}

/** Null: nothing more is settled. */
function ackOf(account: Account, head: number): Buffer | null {
  const settled = settledOf(account, head)
  if (settled === account.acked) return null
  account.acked = settled
  return packetOf(encodeAck(settled))
}

function settledOf({ acked, waiting }: Account, head: number): number {
  let settled = acked
  for (let next; (next = waiting[0]) && next.after <= head; waiting.shift()) settled = next.message
  return settled
}

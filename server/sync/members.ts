import { encodeAck, encodeHead, type CloseName } from '../../schema/protocol.ts'
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

/** How far a peer's messages are settled. */
interface Account {
  /** Whether it has asked for the room's state; before that it is not told of changes to it. */
  synced: boolean
  counted: number
  acked: number
  /** Message `message` is settled when the room's rows up to `after` are on disk. */
  waiting: { message: number; after: number }[]
}

/** Who is in a room, and how far the messages of each are settled (rules W2, W3, L10). */
export class Members {
  private readonly accounts = new Map<Peer, Account>()
  private settling = false
  private headSent = -1
  private news: News[] = []

  /** @param seq number of the last row that is on disk */
  constructor(private readonly seq: () => number) {}

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

  /** Rows are on disk, and all who have the room's state are told of them, each in one write. */
  pass(news: News[]): void {
    this.news.push(...news)
    this.settleSoon()
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
    if (news.length === 0 && head === this.headSent) return this.acknowledge(head)
    const tail = head === this.headSent ? [] : [packetOf(encodeHead(head))]
    this.headSent = head
    const authors = new Set(news.map(({ from }) => from))
    const forReaders = Buffer.concat([...news.map(({ packet }) => packet), ...tail])
    for (const [peer, account] of this.accounts) {
      const ack = ackOf(account, head)
      const acks = ack ? [ack] : []
      const reads = account.synced && !ack && !authors.has(peer)
      const rest = () => (account.synced ? [...othersThan(peer, news), ...acks, ...tail] : acks)
      const packets = reads ? forReaders : Buffer.concat(rest())
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

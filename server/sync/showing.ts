import * as Y from 'yjs'
import { CLOCK, type Clock } from './clock.ts'
import type { Members, News, Peer } from './members.ts'

/** So long a reader who was shown more than the ledger has waits for its writer, in ms: longer than clients wait to try again. */
const BRINGS_WITHIN = 60_000

/** What goes to the disk together, and whether those who only read have been shown it already. */
interface Batch {
  news: News[]
  isShown: boolean
}

/** What those who only read are shown of a room: at once, or when the disk has it (rule W3). */
export class Showing {
  private underway: Batch[] = []
  /** Readers who were shown more than the ledger has, and whether their wait for its writer goes on. */
  private readonly ahead = new WeakMap<Peer, boolean>()

  constructor(
    private readonly members: Pick<Members, 'show'>,
    private readonly clock: Clock = CLOCK,
  ) {}

  /** A batch goes to the disk. Nothing overtakes what readers do not see yet. */
  leaves(news: News[], atOnce: boolean): void {
    const isShown = atOnce && this.underway.every((batch) => batch.isShown)
    if (isShown) this.members.show(news)
    this.underway.push({ news, isShown })
  }

  /** The first of the batches underway is on disk. */
  arrives(): void {
    const batch = this.underway.shift()
    if (batch?.isShown === false) this.members.show(batch.news)
  }

  /**
   * A reader has come, and has all that is on disk. One who has more was shown it by a server that was killed: its writer
   * has it too.
   *
   * @param state how far the room knows a Yjs client
   * @param waited called once when the writer had time to come
   */
  welcome(peer: Peer, stateVector: Uint8Array, state: (client: number) => number, waited: () => void): void {
    for (const { news, isShown } of this.underway)
      if (isShown) for (const { packet } of news) peer.sendPackets(packet)
    const isAhead = [...Y.decodeStateVector(stateVector)].some(([client, clock]) => clock > state(client))
    if (!isAhead || this.ahead.has(peer)) return
    this.ahead.set(peer, true)
    this.clock.after(BRINGS_WITHIN, () => {
      this.ahead.set(peer, false)
      waited()
    })
  }

  /** Whether a reader waits for what the ledger does not have. */
  waits(peer: Peer): boolean {
    return this.ahead.get(peer) === true
  }
}

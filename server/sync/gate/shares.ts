import { ENTRIES_MAX, ROOTS_MAX } from '../../../schema/bounds.ts'
import { refuse } from './scan.ts'

/** What one user may put into one room until it is compacted and loaded anew. */
const BYTES_MAX = 32 * 1024 * 1024
/** One for every time a page is opened. */
export const CLIENTS_MAX = 20_000

interface Share {
  bytes: number
  roots: number
  clients: number
  entries: number
}

/** How much of a room each user has taken (rule G13). */
export class Shares {
  private readonly shares = new Map<string, Share>()

  /** @throws Refused when it is more than one user's share. */
  check(user: string, more: Share): void {
    const { bytes, roots, clients, entries } = this.of(user)
    if (bytes + more.bytes > BYTES_MAX) refuse('tooLarge', 'more bytes than a share')
    if (roots + more.roots > ROOTS_MAX) refuse('tooLarge', 'more sections than a share')
    if (clients + more.clients > CLIENTS_MAX) refuse('tooLarge', 'more clients than a share')
    if (entries + more.entries > ENTRIES_MAX) refuse('tooLarge', 'more entries than a share')
  }

  take(user: string, more: Partial<Share>): void {
    const share = this.of(user)
    share.bytes += more.bytes ?? 0
    share.roots += more.roots ?? 0
    share.clients += more.clients ?? 0
    share.entries += more.entries ?? 0
  }

  private of(user: string): Share {
    let share = this.shares.get(user)
    if (!share) this.shares.set(user, (share = { bytes: 0, roots: 0, clients: 0, entries: 0 }))
    return share
  }
}

import * as Y from 'yjs'
import type { MarginRoom } from '../sync/margin-room.svelte.ts'

/** What somebody has said: a post, or how a thread stands. */
export interface Made {
  author: string
  thread: string
  what: 'thread' | 'reply' | 'accepted' | 'declined' | 'resolved'
}

/** Tells of what is said that comes from elsewhere, once what the server had is here: that is no news. */
export class News {
  constructor(
    private readonly room: Pick<MarginRoom, 'doc' | 'status'>,
    private readonly tell: (made: Made[]) => void,
  ) {}

  /** Starts; the returned function stops. */
  watch(): () => void {
    const { doc } = this.room
    // Yjs tells of changes by what it knows a root as: so that it knows these.
    for (const root of ROOTS) doc.getMap(root)
    let isOpen = false
    const look = (transaction: Y.Transaction): void => {
      const made = transaction.local ? [] : ROOTS.flatMap((root) => this.made(transaction, root))
      // The first answer of the server is what was there.
      isOpen ||= this.room.status.kind === 'server'
      if (isOpen && made.length > 0) queueMicrotask(() => this.tell(made))
    }
    doc.on('afterTransaction', look)
    return () => doc.off('afterTransaction', look)
  }

  private made(transaction: Y.Transaction, root: (typeof ROOTS)[number]): Made[] {
    const map: Y.Map<unknown> = this.room.doc.getMap(root)
    const changed: Map<unknown, Set<string | null>> = transaction.changed
    const keys = [...(changed.get(map) ?? [])]
    return keys.flatMap((id) => {
      const entry = id === null ? undefined : map.get(id)
      const what = entry instanceof Y.Map ? whatOf(root, entry.get('state')) : null
      if (id === null || !(entry instanceof Y.Map) || what === null) return []
      return { author: String(entry.get('author')), thread: String(entry.get('thread') ?? id), what }
    })
  }
}

const ROOTS = ['threads', 'replies', 'rulings'] as const

/** Null for what is not told: that a thread is open again is seen in it. */
function whatOf(root: (typeof ROOTS)[number], state: unknown): Made['what'] | null {
  if (root !== 'rulings') return root === 'threads' ? 'thread' : 'reply'
  if (state === 'partly') return 'accepted'
  return state === 'accepted' || state === 'declined' || state === 'resolved' ? state : null
}

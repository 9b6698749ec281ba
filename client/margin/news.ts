import * as Y from 'yjs'
import type { MarginRoom } from '../sync/margin-room.svelte.ts'

/** A post that somebody else has made while the margin was open. */
export interface Made {
  author: string
  thread: string
  isReply: boolean
}

/** Tells of posts that come from elsewhere, once what the server had is here: that is no news. */
export class News {
  constructor(
    private readonly room: Pick<MarginRoom, 'doc' | 'status'>,
    private readonly tell: (made: Made[]) => void,
  ) {}

  /** Starts; the returned function stops. */
  watch(): () => void {
    const { doc } = this.room
    let isOpen = false
    const look = (transaction: Y.Transaction): void => {
      const made = transaction.local
        ? []
        : [...this.made(transaction, 'threads'), ...this.made(transaction, 'replies')]
      // The first answer of the server is what was there.
      isOpen ||= this.room.status.kind === 'server'
      if (isOpen && made.length > 0) queueMicrotask(() => this.tell(made))
    }
    doc.on('afterTransaction', look)
    return () => doc.off('afterTransaction', look)
  }

  private made(transaction: Y.Transaction, root: 'threads' | 'replies'): Made[] {
    const map: Y.Map<unknown> = this.room.doc.getMap(root)
    const changed: Map<unknown, Set<string | null>> = transaction.changed
    const keys = [...(changed.get(map) ?? [])]
    return keys.flatMap((id) => {
      const entry = id === null ? undefined : map.get(id)
      if (id === null || !(entry instanceof Y.Map)) return []
      const [author, thread] = [String(entry.get('author')), String(entry.get('thread') ?? id)]
      return [{ author, thread, isReply: root === 'replies' }]
    })
  }
}

import * as Y from 'yjs'
import { items, type Item, type Paper } from '../../schema/paper.ts'

export interface RemovedItem {
  item: Item
  number: number
  title: string
}

export interface RemovalWatch {
  paper: Paper
  /** The items as they stood before the change that is being told of. */
  before(): readonly Item[]
  title(item: string): string
  /** Whether the user writes, or last wrote, in the item. */
  isMine(item: string): boolean
  /** A colleague took away an item in which the user writes. `restore` brings it back, as an own step. */
  removed(item: RemovedItem): void
  /** It has come back. */
  returned(item: string): void
}

/** Tells when a colleague removes the item one is writing in, and when it comes back (rule U44). The returned function stops. */
export function watchRemovals(watch: RemovalWatch): () => void {
  const map = items.map(watch.paper)
  const told = new Set<string>()
  const follow = (event: Y.YMapEvent<Y.Map<unknown>>, transaction: Y.Transaction) => {
    for (const id of event.keysChanged)
      if (map.has(id)) {
        if (told.delete(id)) watch.returned(id)
      } else if (!transaction.local && watch.isMine(id)) {
        told.add(id)
        tell(watch, id)
      }
  }
  map.observe(follow)
  return () => map.unobserve(follow)
}

function tell({ before, title, removed }: RemovalWatch, id: string): void {
  const index = before().findIndex((item) => item.id === id)
  const item = before()[index]
  if (item) removed({ item, number: index + 1, title: title(id) })
}

/** Puts an item back where it stood; its text never left the room (rule P7). */
export function restoreItem(paper: Paper, { item, number }: RemovedItem): void {
  items.bringBack(paper, item, number - 1)
}

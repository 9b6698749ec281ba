import { SvelteSet } from 'svelte/reactivity'
import type { UserStore } from '../sync/store.ts'
import { readName, readPosts } from './read-posts.ts'

/** Most posts of a meeting of which it is remembered that they were read. */
const MOST = 5000

/** Which posts this user has read, kept on the device (rule M44). */
export class ReadMarks {
  private readonly ids = new SvelteSet<string>()
  private readonly name: string

  constructor(
    private readonly store: UserStore,
    meeting: string,
  ) {
    this.name = readName(meeting)
    void this.open(meeting)
  }

  has(id: string): boolean {
    return this.ids.has(id)
  }

  add(ids: readonly string[]): void {
    const fresh = ids.filter((id) => !this.ids.has(id))
    if (fresh.length === 0) return
    for (const id of fresh) this.ids.add(id)
    // What other windows have read stays so.
    const more = (kept: string[] | null): string[] => [...without(kept ?? [], fresh), ...fresh].slice(-MOST)
    this.store.keepChanged(this.name, more).catch(() => {
      // Then they count as unread on the next visit. A store that takes no text says so when text is written.
    })
  }

  private async open(meeting: string): Promise<void> {
    for (const id of await readPosts(this.store, meeting)) this.ids.add(id)
  }
}

function without(ids: readonly string[], some: readonly string[]): string[] {
  return ids.filter((id) => !some.includes(id))
}

import { ReadMarks } from './read-marks.svelte.ts'
import type { Post, Talk } from './talks.ts'

/** What the user has not read yet; one's own posts never count (rule M44). */
export class Unread {
  readonly count: number = $derived.by(() => this.talks().filter((talk) => this.hasAny(talk)).length)

  constructor(
    private readonly marks: ReadMarks,
    private readonly me: string,
    private readonly talks: () => readonly Talk[],
  ) {}

  has({ id, author }: Post): boolean {
    return author !== this.me && !this.marks.has(id)
  }

  /** Everything that is said in a thread is read. */
  read({ posts }: Talk): void {
    this.marks.add(posts.map(({ id }) => id))
  }

  private hasAny({ posts }: Talk): boolean {
    return posts.some((post) => this.has(post))
  }
}

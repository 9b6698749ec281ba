import { SvelteSet } from 'svelte/reactivity'
import type { Looks } from '../meeting/looks.svelte.ts'
import { countTalks, isOnShelf, shelfOf, type Shelf, type Talk } from './talks.ts'

/** Which threads are looked at, and which of them are one line or folded. */
export class Shelving {
  /** Threads of which the middle is shown, though they are long. */
  readonly unfolded = new SvelteSet<string>()
  readonly counts: Record<Shelf, number> = $derived.by(() => countTalks(this.talks()))
  /** The threads on the shelf. */
  readonly shown: readonly Talk[] = $derived.by(() =>
    this.talks().filter((talk) => isOnShelf(talk, this.shelf, this.settled)),
  )
  /** What has been open during this visit: when it is ruled on, it stays in its place as one line. */
  private readonly settled = new SvelteSet<string>()

  constructor(
    private readonly looks: Pick<Looks, 'shelf'>,
    private readonly talks: () => readonly Talk[],
  ) {}

  get shelf(): Shelf {
    return this.looks.shelf
  }

  set shelf(shelf: Shelf) {
    this.looks.shelf = shelf
  }

  /** What is open now has its place until the visit is over. */
  settle(): void {
    for (const { id, state } of this.talks()) if (state === 'open') this.settled.add(id)
  }

  /** Looks at a shelf on which a thread is. */
  turnTo(talk: Talk): void {
    if (!isOnShelf(talk, this.shelf, this.settled)) this.shelf = shelfOf(talk, this.settled)
  }
}

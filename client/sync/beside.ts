import type { SyncFacts } from './status.ts'
import type { WaitingNote } from './store.ts'

/** Another room of the same meeting. */
export interface Beside {
  readonly zone: string
  /** Whether its copy was read; until then what waits in it is only noted on the device. */
  readonly isOpen: boolean
  /** Where its text is; null while it has no part in what is said of the meeting. */
  facts(): SyncFacts | null
  /** Connects, also when it was ended because nobody was signed in. */
  connect(): void
  /** Tries at once instead of when the pause is over. */
  retry(): void
  flush(): Promise<void>
  /** Removes the copy on this device. */
  eraseCopy(): Promise<void>
  /** What was written in it and is not on the server, as plain text. */
  unsent(): string[]
}

/** Where the text of two rooms is, taken together: on the server only when both are (rule M30). */
export function together(paper: SyncFacts, beside: SyncFacts | null): SyncFacts {
  if (beside === null) return paper
  return {
    ...withWaiting(paper, beside),
    phase: paper.phase.kind === 'open' ? beside.phase : paper.phase,
    failing: paper.failing || beside.failing,
    allSettled: paper.allSettled && beside.allSettled,
    cannotSave: paper.cannotSave || beside.cannotSave,
    // Who has nothing on its way is not waited for.
    silent: (paper.silent && !paper.allSettled) || (beside.silent && !beside.allSettled),
    storeFailed: paper.storeFailed || beside.storeFailed,
    saved: paper.saved && beside.saved,
  }
}

/** The same, with what else waits. */
export function withWaiting(
  facts: SyncFacts,
  {
    waiting,
    oldest,
    about = [],
  }: Omit<WaitingNote, 'about'> & { about?: Iterable<readonly [string, number]> },
): SyncFacts {
  const ages = [facts.oldest, oldest].filter((at) => at !== null)
  const counts = new Map(facts.about)
  for (const [name, many] of about) counts.set(name, (counts.get(name) ?? 0) + many)
  return {
    ...facts,
    waiting: facts.waiting + waiting,
    oldest: ages.length === 0 ? null : Math.min(...ages),
    about: counts,
  }
}

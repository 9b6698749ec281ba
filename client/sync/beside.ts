import type { SyncFacts } from './status.ts'

/** Another room of the same meeting. */
export interface Beside {
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
  const older = [paper.oldest, beside.oldest].filter((at) => at !== null)
  return {
    ...paper,
    phase: paper.phase.kind === 'open' ? beside.phase : paper.phase,
    failing: paper.failing || beside.failing,
    allSettled: paper.allSettled && beside.allSettled,
    cannotSave: paper.cannotSave || beside.cannotSave,
    // Who has nothing on its way is not waited for.
    silent: (paper.silent && !paper.allSettled) || (beside.silent && !beside.allSettled),
    waiting: paper.waiting + beside.waiting,
    oldest: older.length === 0 ? null : Math.min(...older),
    storeFailed: paper.storeFailed || beside.storeFailed,
    saved: paper.saved && beside.saved,
  }
}

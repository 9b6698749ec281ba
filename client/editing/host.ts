import type { Paper, Person } from '../../schema/paper.ts'
import type { Language, ScreenWords } from '../../schema/words/index.ts'
import type { Cleaner } from './cleaner.ts'

/** What the editing controls need from the page around them. The meeting screen makes one per paper. */
export interface EditingHost {
  readonly paper: Paper
  /** The dictionary in use now. */
  words(): ScreenWords
  /** The dictionary's language, for what is fetched apart. */
  language(): Language
  /** The participants, in order: suggested as owners of tasks. */
  people(): readonly Person[]
  /** What cleans pasted HTML. */
  readonly cleaner: Cleaner
  /** Today as an ISO date in the user's own time zone. */
  today(): string
  /** A fresh id, for tasks. */
  newId(): string
  /** Says a sentence in the page's polite live region. */
  announce(text: string): void
  /** Opens the choice of an item's outcome; called for "Beslutning" with the item's id. Without it there is none. */
  chooseOutcome?(item: string): void
  /** Begins a remark on what is selected; null where there is nobody to remark to. */
  comment?(): (() => void) | null
}

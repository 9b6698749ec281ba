import type { ClosedPart } from '../../schema/documents/closed.ts'
import type { Shelf } from '../margin/talks.ts'
import type { HeldKeys } from './held-keys.ts'
import type { Mode } from './mode.ts'
import type { Stay } from './stay.ts'

/** What the user looks at in a meeting, whatever of it is drawn anew (rule U49). */
export class Looks {
  /** What they chose to do with the paper; null: nothing yet. */
  mode = $state<Mode | null>(null)
  /** Which threads they look at. */
  shelf = $state<Shelf>('open')
  /** The thread they are at, beside whichever of the papers. */
  thread = $state<string | null>(null)
  /** Whether the drawer with the threads is open, where there is no room for them beside the paper. */
  isMarginOpen = $state(false)
  /** What of closed items goes into exports and onto paper. */
  closedPart = $state<ClosedPart>('wording')
  /** Where they were when it was taken away, until they are there again. */
  stay: Stay | null = null
  /** What they have typed since. */
  held: HeldKeys | null = null
}

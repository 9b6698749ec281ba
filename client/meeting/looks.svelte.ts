import type { ClosedPart } from '../../schema/documents/closed.ts'
import type { ClosingDraft } from '../zones/closing.svelte.ts'
import type { Shelf } from '../margin/talks.ts'
import type { HeldKeys } from './held-keys.ts'
import type { Mode } from './mode.ts'
import type { StepDraft } from './phase/step-draft.ts'
import type * as Stays from './stay.ts'

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
  /** The step of the meeting that is thought about, with what was written for it. */
  step = $state.raw<StepDraft | null>(null)
  /** The item of which it is asked who may read it. */
  closing = $state<string | null>(null)
  /** What was written for that; `sent`: it is being done. */
  closingDraft: ClosingDraft | 'sent' | null = null
  /** Where they were when it was taken away, until they are there again. */
  stay: Stays.Stay | null = null
  /** What they have typed since. */
  held: HeldKeys | null = null
  /** What brings them back, once it is fetched. */
  stays: typeof Stays | null = null
}

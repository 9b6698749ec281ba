import { wayOf, type Phase } from '../../../schema/phases.ts'
import type { RoundPhase } from '../../../schema/hearing.ts'
import type { ChosenTerms } from '../../hearing/chosen-terms.svelte.ts'

/** A step of a meeting that is thought about, with what was written for it (rule U49). */
export interface StepDraft {
  /** Null: what has been so far, and what can be done. */
  to: Phase | null
  corrects: boolean
  reason: string
  /** Where the phase asks for answers: until when, and whom. */
  terms: Partial<Record<RoundPhase, ChosenTerms>>
}

export function beginStep(to: Phase | null, corrects = false): StepDraft {
  return { to, corrects, reason: '', terms: {} }
}

/** Whether it can still be made from this phase. */
export function isOpenStep({ to }: StepDraft, from: Phase): boolean {
  return to === null || wayOf(from, to) !== null
}

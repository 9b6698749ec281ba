import type { Outcome, OutcomeKind } from '../../schema/meeting.ts'
import { fill, type Words } from '../../schema/words/index.ts'

/** The outcomes a user can choose on the decision line, in the order of the menu. */
export const CHOICES: readonly OutcomeKind[] = [
  'adopted',
  'adoptedWith',
  'noted',
  'discussed',
  'postponed',
  'forwarded',
  'rejected',
]

/** One outcome as words, such as "Udsat til 11. juni" (rule U29). */
export function outcomeText(outcome: Outcome, words: Words): string {
  const { outcomes, outcomesTo, outcomePoint } = words.meeting
  const to = outcome.to?.trim() ?? ''
  const hasPlace = outcome.kind === 'postponed' || outcome.kind === 'forwarded'
  const text =
    hasPlace && to !== ''
      ? fill(outcomesTo[outcome.kind as 'postponed' | 'forwarded'], { to })
      : outcomes[outcome.kind]
  return outcome.point === null ? text : fill(outcomePoint, { n: outcome.point, text: lower(text) })
}

/** The decision line of an item; empty when nothing was decided. */
export function decisionText(outcomes: readonly Outcome[], words: Words): string {
  return outcomes.map((outcome) => outcomeText(outcome, words)).join('. ')
}

/**
 * The outcomes after a choice in the menu: the same kind again takes it away; another takes the place of the outcome
 * for the item as a whole. Outcomes for single points of the recommendation stay (rule U29).
 */
export function choose(outcomes: readonly Outcome[], kind: OutcomeKind): Outcome[] {
  const points = outcomes.filter(({ point }) => point !== null)
  const whole = outcomes.find(({ point }) => point === null)
  return whole?.kind === kind ? points : [{ kind, point: null, to: null }, ...points]
}

/** Sets where an item was postponed or forwarded to. */
export function sendTo(outcomes: readonly Outcome[], to: string): Outcome[] {
  return outcomes.map((outcome) => (outcome.point === null ? { ...outcome, to: to.trim() || null } : outcome))
}

function lower(text: string): string {
  return text.charAt(0).toLocaleLowerCase('da') + text.slice(1)
}

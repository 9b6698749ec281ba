import { isDate, readDate } from '../../schema/dates.ts'
import type { Outcome, OutcomeKind } from '../../schema/meeting.ts'
import { fill, type ScreenWords } from '../../schema/words/index.ts'

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

/** One outcome as words, such as "Udsat til 11. juni" (rule U29); `answers`: there is a recommendation. */
export function outcomeText(outcome: Outcome, words: ScreenWords, answers = true): string {
  const { outcomesTo, outcomePoint } = words.meeting
  const outcomes = answers
    ? words.meeting.outcomes
    : { ...words.meeting.outcomes, ...words.meeting.outcomesAlone }
  const to = placeText(outcome.to, words)
  const hasPlace = outcome.kind === 'postponed' || outcome.kind === 'forwarded'
  const text =
    hasPlace && to !== ''
      ? fill(outcomesTo[outcome.kind as 'postponed' | 'forwarded'], { to })
      : outcomes[outcome.kind]
  return outcome.point === null ? text : fill(outcomePoint, { n: outcome.point, text: lower(text) })
}

/** Where something was sent: a date in words, anything else as written. */
export function placeText(to: string | null, words: ScreenWords): string {
  const text = to?.trim() ?? ''
  return isDate(text) ? fill(words.common.dates.dayYear, dayParts(text, words)) : text
}

function dayParts(day: string, words: ScreenWords): Record<string, string | number> {
  const month = words.common.months[Number(day.slice(5, 7)) - 1] ?? ''
  return { day: Number(day.slice(8)), month, year: day.slice(0, 4) }
}

/** The decision line of an item; empty when nothing was decided. */
export function decisionText(outcomes: readonly Outcome[], words: ScreenWords, answers = true): string {
  return outcomes.map((outcome) => outcomeText(outcome, words, answers)).join('. ')
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

/** Sets where an item was postponed or forwarded to; a date is understood as typed. */
export function sendTo(outcomes: readonly Outcome[], typed: string, today: string): Outcome[] {
  const to = readDate(typed, today) ?? (typed.trim() || null)
  return outcomes.map((outcome) => (outcome.point === null ? { ...outcome, to } : outcome))
}

function lower(text: string): string {
  return text.charAt(0).toLocaleLowerCase('da') + text.slice(1)
}

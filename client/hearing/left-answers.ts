import { roundPhase, type Round } from '../../schema/hearing.ts'
import { isFrozen, type Phase } from '../../schema/phases.ts'
import type { PhaseWords } from '../../schema/words/phases.ts'
import { tally } from '../state/say.ts'

/**
 * What becomes of a round and its answers when a meeting goes back to a phase (rule Q15); nothing when they stand as they
 * are. `answered`: how many have answered; null: it is not known.
 */
export function sayLeft(
  { answers: words }: Pick<PhaseWords, 'answers'>,
  round: Pick<Round, 'closed'> | undefined,
  to: Phase,
  answered: number | null,
): string[] {
  if (round === undefined || isFrozen(to)) return []
  const given = answered === null ? words.unknown : answered === 0 ? words.none : tally(words.given, answered)
  if (roundPhase(to) !== null) return [words.anew, given]
  return round.closed === null ? [words.ends, given] : [given]
}

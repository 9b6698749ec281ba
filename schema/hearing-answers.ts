import { isAfter, type Party, type Round } from './hearing.ts'
import { receipt, responses, type Answer, type Margin, type Response } from './margin.ts'
import { answerOf } from './margin-state.ts'

/** What has been answered in a round (rules Q3–Q5, Q12). */

/** An answer with what the server says of its coming. */
export interface Said {
  id: string
  /** Id of the user. */
  author: string
  answer: Answer
  text: string
  /** When it came; as long as it has not, when its author says. In milliseconds. */
  at: number
  /** Number of the row that brought it; null: it waits on its author's device. */
  seq: number | null
  late: boolean
}

/**
 * - `answered`, `late`: in time, or only afterwards
 * - `awaited`, `silent`: not yet, or not in time, which is consent
 * - `unanswered`: not when the round ended, which was before its deadline: no consent
 */
export const STANCES = ['answered', 'late', 'awaited', 'silent', 'unanswered'] as const
export type Stance = (typeof STANCES)[number]

/** How one of those that are asked stands. */
export interface Standpoint {
  party: Party
  stance: Stance
  /** The latest by anybody asked for it. */
  answer: Said | null
  /** When that is late: the latest in time. */
  before: Said | null
  /** The latest of each other one, where it says something else. */
  disagreeing: Said[]
}

/** How each of those that are asked stands in a round, in the order in which they are asked. */
export function standpoints(round: Round, margin: Margin, now: number): Standpoint[] {
  const said = responses(margin).filter((response) => response.round === round.id)
  const otherwise = withoutAnswer(round, now)
  return round.asked.map((party) => standpoint(round, party, said, margin, otherwise))
}

function standpoint(
  round: Round,
  party: Party,
  list: readonly Response[],
  margin: Margin,
  otherwise: Stance,
): Standpoint {
  const isAsked = (author: string) => party.people.some(({ id }) => id === author)
  const told = (response: Response) => saidOf(round, response, margin)
  const found = answerOf(list, party.id, isAsked)
  if (found === null) return { party, stance: otherwise, answer: null, before: null, disagreeing: [] }
  const answer = told(found.answer)
  const inTime = list.filter((response) => !told(response).late)
  const before = answer.late ? answerOf(inTime, party.id, isAsked) : null
  return {
    party,
    stance: answer.late && before === null ? 'late' : 'answered',
    answer,
    before: before && told(before.answer),
    disagreeing: found.disagreeing.map(told),
  }
}

/** How those stand of whom nothing has come. */
function withoutAnswer({ deadline, closed }: Round, now: number): Stance {
  if (isAfter(deadline, closed === null ? now : Date.parse(closed))) return 'silent'
  return closed === null ? 'awaited' : 'unanswered'
}

/** For how many the server has an answer in a round, whoever is asked now. */
export function answeredIn({ id }: Pick<Round, 'id'>, margin: Margin): number {
  const arrived = responses(margin).filter(
    (each) => each.round === id && receipt(margin, 'responses', each.id) !== null,
  )
  return new Set(arrived.map(({ organisation }) => organisation)).size
}

/** What somebody has answered last in a round; null: nothing. */
export function lastOf(round: Round, margin: Margin, author: string): Said | null {
  const own = responses(margin).findLast((each) => each.round === round.id && each.author === author)
  return own === undefined ? null : saidOf(round, own, margin)
}

function saidOf(round: Round, { id, author, answer, text, at }: Response, margin: Margin): Said {
  const arrived = receipt(margin, 'responses', id)
  const late = arrived !== null && isLateFor(round, arrived.at)
  return { id, author, answer, text, at: arrived?.at ?? at, seq: arrived?.seq ?? null, late }
}

function isLateFor({ deadline, closed }: Round, at: number): boolean {
  return isAfter(deadline, at) || (closed !== null && at > Date.parse(closed))
}

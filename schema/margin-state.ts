import type { OwnAttendance, Response, Ruling, RulingState } from './margin-entries.ts'

/** What follows from the entries of a margin. All lists are in the order of arrival, as `entries` gives them. */

export type ThreadState = 'open' | Exclude<RulingState, 'withdrawn'>

export interface Standing {
  state: ThreadState
  /** The ruling that made it so; null: there never was one. */
  ruling: Ruling | null
}

/** How a thread stands after all its rulings (rule M5). */
export function standingOf(rulings: readonly Ruling[], thread: string): Standing {
  let standing: Standing = { state: 'open', ruling: null }
  for (const ruling of rulings)
    if (ruling.thread === thread && counts(ruling, standing.state))
      standing = { state: ruling.state === 'withdrawn' ? 'open' : ruling.state, ruling }
  return standing
}

/** What is in the text already is not accepted once more. */
function counts({ state }: Ruling, before: ThreadState): boolean {
  return !(isAcceptance(state) && isAcceptance(before))
}

/** Whether it takes what was suggested into the text. */
export function isAcceptance(state: ThreadState | RulingState): boolean {
  return state === 'accepted' || state === 'partly'
}

export interface OrganisationAnswer {
  /** The latest by anybody entitled. */
  answer: Response
  /** The latest of each other one entitled, where it says something else. */
  disagreeing: Response[]
}

/** What an organisation has answered; null while nobody entitled to speak for it has (rule M6). */
export function answerOf(
  responses: readonly Response[],
  organisation: string,
  isEntitled: (author: string, organisation: string) => boolean,
): OrganisationAnswer | null {
  const byAuthor = new Map<string, Response>()
  let answer: Response | null = null
  for (const response of responses)
    if (response.organisation === organisation && isEntitled(response.author, organisation))
      byAuthor.set(response.author, (answer = response))
  const latest = answer
  if (latest === null) return null
  return {
    answer: latest,
    disagreeing: [...byAuthor.values()].filter((each) => each.answer !== latest.answer),
  }
}

/** What was said last of a person's coming by somebody who may say it; null: nothing. */
export function attendanceOf(
  list: readonly OwnAttendance[],
  person: string,
  maySay: (author: string, person: string) => boolean,
): OwnAttendance | null {
  return list.findLast((each) => each.person === person && maySay(each.author, person)) ?? null
}

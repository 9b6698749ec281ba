import type { Absence, Outcome, PersonJson } from './meeting.ts'

/** Where an item stands in the order; -1 when it is on it no more. */
export type PlaceOf = (item: string) => number

/**
 * Why somebody who came to the meeting took no part in an item: `recused` from it, or `away`, not yet come or gone already;
 * null when they took part, or did not come at all (rule A5).
 */
export function missed(
  { attendance, absences }: Pick<PersonJson, 'attendance' | 'absences'>,
  item: string,
  placeOf: PlaceOf,
): 'recused' | 'away' | null {
  if (attendance === 'apology' || attendance === 'absent') return null
  if (absences.some((each) => each.kind === 'recused' && each.item === item)) return 'recused'
  return absences.some((each) => isOutside(each, placeOf(item), placeOf)) ? 'away' : null
}

/**
 * Those who are named in the minutes of an item because they took no part in it, in order, and why; of one that was not dealt
 * with or is postponed, the recused alone (rule A5).
 */
export function tookNoPart<P extends Pick<PersonJson, 'attendance' | 'absences'>>(
  people: readonly P[],
  item: { id: string; outcomes: readonly Outcome[]; hasMinutes: boolean },
  placeOf: PlaceOf,
): { person: P; why: 'recused' | 'away' }[] {
  const isTold = isDealtWith(item)
  return people.flatMap((person) => {
    const why = missed(person, item.id, placeOf)
    return why === 'recused' || (why === 'away' && isTold) ? [{ person, why }] : []
  })
}

function isDealtWith({
  outcomes,
  hasMinutes,
}: {
  outcomes: readonly Outcome[]
  hasMinutes: boolean
}): boolean {
  return outcomes.length > 0 ? outcomes.some(({ kind }) => kind !== 'postponed') : hasMinutes
}

function isOutside({ kind, item }: Absence, place: number, placeOf: PlaceOf): boolean {
  const border = placeOf(item)
  if (border < 0 || kind === 'recused') return false
  return kind === 'late' ? place < border : place > border
}

/** The absences without this one when it is among them, else with it; one comes and goes but once (rule A4). */
export function toggled(absences: readonly Absence[], { kind, item }: Absence): Absence[] {
  const others = absences.filter((each) => each.kind !== kind || (kind === 'recused' && each.item !== item))
  const was = absences.some((each) => each.kind === kind && each.item === item)
  return was ? others : [...others, { kind, item }]
}

/** In the order in which they are told: came, left, recused by the place of the item; those of items that are gone are not. */
export function told(absences: readonly Absence[], placeOf: PlaceOf): Absence[] {
  const rank = ({ kind, item }: Absence): number =>
    kind === 'late' ? -2 : kind === 'early' ? -1 : placeOf(item)
  return absences.filter(({ item }) => placeOf(item) >= 0).sort((a, b) => rank(a) - rank(b))
}

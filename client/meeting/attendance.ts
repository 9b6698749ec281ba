import type { Attendance, PersonFunction } from '../../schema/meeting.ts'
import type { Person } from '../../schema/paper.ts'

/** People under one heading in the margin. */
export interface PeopleGroup {
  /** Organisation or group as written; null for people with neither. */
  name: string | null
  people: Person[]
}

/** People by organisation (else by group), in the order in which each first stands; those without come last (U25). */
export function groupPeople(people: readonly Person[]): PeopleGroup[] {
  const groups = new Map<string | null, Person[]>()
  for (const person of people) {
    const name = person.organisation ?? person.group
    const group = groups.get(name)
    if (group) group.push(person)
    else groups.set(name, [person])
  }
  const named = [...groups].map(([name, list]): PeopleGroup => ({ name, people: list }))
  return [...named.filter(({ name }) => name !== null), ...named.filter(({ name }) => name === null)]
}

/** The names of those who have one of the functions, in order. */
export function holders(people: readonly Person[], ...functions: PersonFunction[]): Person[] {
  return people.filter((person) => person.functions.some((each) => functions.includes(each)))
}

/** Who leads the meeting: the chair, or the co-chairs when there is none (rule U26). */
export function leaders(people: readonly Person[]): Person[] {
  const chairs = holders(people, 'chair')
  return chairs.length > 0 ? chairs : holders(people, 'cochair')
}

export interface Turnout {
  present: number
  apology: number
  absent: number
  /** Of whom nothing is known yet. */
  unknown: number
}

/** Counts for the line *Deltagere*. Somebody without a mark is not counted as present (rule U26). */
export function turnout(people: readonly Person[]): Turnout {
  const count = (...kinds: Attendance[]): number =>
    people.filter(({ attendance }) => attendance !== null && kinds.includes(attendance)).length
  return {
    present: count('present', 'guest', 'observer', 'secretariat'),
    apology: count('apology'),
    absent: count('absent'),
    unknown: people.filter(({ attendance }) => attendance === null).length,
  }
}

export type Mark = 'present' | 'away' | 'absent' | 'unknown'

/** The figure before a name: check, dash, cross, or ring when nothing is known. */
export function markOf(attendance: Attendance | null): Mark {
  if (attendance === null) return 'unknown'
  if (attendance === 'apology') return 'away'
  return attendance === 'absent' ? 'absent' : 'present'
}

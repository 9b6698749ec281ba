import type { Attendance, PersonFunction } from '../../schema/meeting.ts'
import type { Person } from '../../schema/paper.ts'
import type { Forum, Member } from '../../schema/api.ts'
import { fold } from '../attendance/fold.ts'

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

/** Members of the forum who are not in the list and whose name has a word that begins as typed (rule U28). */
export function suggestMembers(forum: Forum | null, people: readonly Person[], typed: string): Member[] {
  const wanted = typed.trim().toLocaleLowerCase('da')
  const listed = new Set(people.flatMap(({ person, name }) => [person, fold(name)]))
  return (forum?.members ?? []).filter(
    (member) =>
      !listed.has(member.user) &&
      !listed.has(fold(member.name)) &&
      (wanted === '' || fold(member.name).startsWith(wanted) || fold(member.name).includes(` ${wanted}`)),
  )
}

/** The fields of a member who becomes part of the meeting. */
export function personOf(member: Member, forum: Forum | null): Partial<Person> {
  const organisation = forum?.organisations.find(({ id }) => id === member.organisation)
  return {
    person: member.user,
    name: member.name,
    title: member.title,
    organisation: organisation?.name ?? null,
    attendance: 'present',
  }
}

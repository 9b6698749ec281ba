import type { Forum } from '../../schema/api.ts'
import type { Person } from '../../schema/paper.ts'
import { fold } from './fold.ts'

/** The user a person of the paper is: the one it is linked to, else the forum's one member of that name (rule A3). */
export function accountOf(person: Person, forum: Forum | null): string | null {
  if (person.person !== null) return person.person
  const name = fold(person.name)
  const named = (forum?.members ?? []).filter((member) => fold(member.name) === name)
  return named.length === 1 ? (named[0]?.user ?? null) : null
}

/** The users who are recused from an item (rule A6). */
export function recusedFrom(people: readonly Person[], item: string, forum: Forum | null): string[] {
  const users = people
    .filter(({ absences }) => absences.some((each) => each.kind === 'recused' && each.item === item))
    .map((person) => accountOf(person, forum))
  return [...new Set(users)].filter((user) => user !== null)
}

import type { Forum } from '../../schema/api.ts'
import type { Person } from '../../schema/paper.ts'

/** The user a person of the paper is: the one it is linked to, else the forum's one member of that name (rule A3). */
export function accountOf(person: Person, forum: Forum | null): string | null {
  if (person.person !== null) return person.person
  const name = fold(person.name)
  const named = (forum?.members ?? []).filter((member) => fold(member.name) === name)
  return named.length === 1 ? (named[0]?.user ?? null) : null
}

/** Names are the same whatever their case and the space around them. */
export function fold(name: string): string {
  return name.trim().toLocaleLowerCase('da')
}

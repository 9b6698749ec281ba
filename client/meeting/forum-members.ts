import type { Forum, Member } from '../../schema/api.ts'
import type { Person } from '../../schema/paper.ts'
import { fold } from '../attendance/fold.ts'

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

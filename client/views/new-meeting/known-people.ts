import type { Forum, Member } from '../../../schema/api.ts'
import type { PersonJson } from '../../../schema/meeting.ts'
import { fold } from '../../attendance/fold.ts'

/**
 * People of a file as the forum knows them (rule U52): who has a member's name is that member, with the title and
 * organisation that the file does not tell, and organisations are called as in the forum.
 */
export function asKnown(people: readonly PersonJson[], forum: Forum): PersonJson[] {
  return people.map((person) => {
    const member = person.person === null ? memberCalled(person.name, people, forum) : undefined
    const printed =
      person.organisation ?? forum.organisations.find(({ id }) => id === member?.organisation)?.name
    return {
      ...person,
      person: person.person ?? member?.user ?? null,
      title: person.title ?? member?.title ?? null,
      organisation: printed === undefined ? null : nameOf(printed, forum),
    }
  })
}

/** Undefined where two in the file or in the forum have the name, or the member stands in the file already. */
function memberCalled(name: string, people: readonly PersonJson[], forum: Forum): Member | undefined {
  const [member, ...others] = forum.members.filter((each) => fold(each.name) === fold(name))
  const isOne = people.filter((each) => fold(each.name) === fold(name)).length === 1
  const isListed = people.some(({ person }) => person !== null && person === member?.user)
  return isOne && others.length === 0 && !isListed ? member : undefined
}

/** "Universitetshospitalet" is the forum's "Universitetshospital". */
function nameOf(printed: string, { organisations }: Forum): string {
  const same = organisations.find(({ name }) => isSame(fold(printed), fold(name)))
  return same?.name ?? printed
}

function isSame(one: string, other: string): boolean {
  const [short, long] = one.length < other.length ? [one, other] : [other, one]
  return long.startsWith(short) && /^(et|en|t|n)?$/.test(long.slice(short.length))
}

import type { Fields, OwnAttendance } from '../../schema/margin.ts'
import { people, type Paper, type Person } from '../../schema/paper.ts'
import { markOf } from '../meeting/attendance.ts'
import { fold } from './fold.ts'

/** What somebody says of their own coming. */
export type Saying = Pick<Fields<OwnAttendance>, 'attendance' | 'substitute'>

/** Whether the paper says of a person what they say themselves (rule A1). */
export function stands({ attendance, substitute }: Saying, person: Person, all: readonly Person[]): boolean {
  if (markOf(person.attendance) !== markOf(attendance)) return false
  return substitute === null || all.some((each) => isSubstitute(each, person, substitute))
}

function isSubstitute(each: Person, { name }: Person, substitute: string): boolean {
  return fold(each.name) === fold(substitute) && fold(each.substituteFor ?? '') === fold(name)
}

/**
 * Writes into the paper what a person says of their coming; who comes instead is added after them, or is whoever of the
 * list has that name (rule A2).
 */
export function takeIn(
  paper: Paper,
  person: Person,
  { attendance, substitute }: Saying,
  newId: string,
): void {
  people.set(paper, person.id, { attendance })
  if (substitute === null) return
  const all = people.list(paper)
  const listed = all.find(({ name }) => fold(name) === fold(substitute))
  if (listed !== undefined) return people.set(paper, listed.id, { substituteFor: person.name })
  const { organisation, group, name } = person
  const fields = {
    name: substitute,
    organisation,
    group,
    functions: ['substitute' as const],
    substituteFor: name,
  }
  people.add(paper, newId, fields, all.findIndex(({ id }) => id === person.id) + 1)
}

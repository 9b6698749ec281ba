import type { Forum, Me } from '../../schema/api.ts'
import { splitKey } from '../../schema/paper.ts'
import type { Other, Person } from '../editor/awareness.ts'

export interface Present extends Person {
  me: boolean
}

/** Who has the meeting open, oneself first; somebody with two windows stands once. */
export function presentPeople(self: Person | null, others: readonly Other[]): Present[] {
  const people = new Map<string, Present>()
  if (self !== null) people.set(self.id, { ...self, me: true })
  for (const { user } of others) if (!people.has(user.id)) people.set(user.id, { ...user, me: false })
  return [...people.values()]
}

/** Oneself, as the others see one. Somebody without an organisation has the last colour. */
export function selfOf(me: Me, forum: Forum | null): Person {
  const member = forum?.members.find(({ user }) => user === me.user.id)
  const organisation = forum?.organisations.find(({ id }) => id === member?.organisation)
  return {
    id: me.user.id,
    name: me.user.name,
    organisation: organisation?.name ?? null,
    colour: organisation?.colour ?? 7,
  }
}

/** Item id → those who write in it. */
export function writersByItem(others: readonly Other[]): ReadonlyMap<string, Person[]> {
  const writers = new Map<string, Person[]>()
  for (const { user, section } of others) {
    if (section === null) continue
    const item = splitKey(section).owner
    writers.set(item, [...(writers.get(item) ?? []), user])
  }
  return writers
}

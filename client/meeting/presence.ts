import type { Forum, Me } from '../../schema/api.ts'
import { splitKey, type SectionKey } from '../../schema/paper.ts'

/** Somebody in the meeting, as the others see one. */
export interface User {
  id: string
  name: string
  organisation: string | null
  /** 1 to 7. */
  colour: number
}

/** A colleague's window and where the caret is in it. */
export interface Other {
  client: number
  user: User
  section: SectionKey | null
}

export interface Present extends User {
  me: boolean
}

/** Who has the meeting open, oneself first; somebody with two windows stands once. */
export function presentPeople(self: User | null, others: readonly Other[]): Present[] {
  const people = new Map<string, Present>()
  if (self !== null) people.set(self.id, { ...self, me: true })
  for (const { user } of others) if (!people.has(user.id)) people.set(user.id, { ...user, me: false })
  return [...people.values()]
}

/** Oneself, as the others see one. Somebody without an organisation has the last colour. */
export function selfOf(me: Me, forum: Forum | null): User {
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
export function writersByItem(others: readonly Other[]): ReadonlyMap<string, User[]> {
  const writers = new Map<string, User[]>()
  for (const { user, section } of others) {
    if (section === null) continue
    const item = splitKey(section).owner
    writers.set(item, [...(writers.get(item) ?? []), user])
  }
  return writers
}

/** Roles a person has in a forum. An operator runs the platform and sees no paper by being one. */
export const ROLES = ['secretary', 'member', 'observer'] as const
export type Role = (typeof ROLES)[number]

/** What a role may do in its forum. One table, used by server and client (rule R1). */
export interface Abilities {
  openPaper: boolean
  writePaper: boolean
  createMeeting: boolean
  manageForum: boolean
}

const NOTHING: Abilities = { openPaper: false, writePaper: false, createMeeting: false, manageForum: false }
const READER: Abilities = { ...NOTHING, openPaper: true }

const TABLE: Record<Role, Abilities> = {
  secretary: { openPaper: true, writePaper: true, createMeeting: true, manageForum: true },
  member: READER,
  observer: READER,
}

/** The abilities of a role; of none: nothing. */
export function abilities(role: Role | null): Abilities {
  return role === null ? NOTHING : TABLE[role]
}

import type { Forum, Me, Meeting, Member, Overview } from '../../schema/api.ts'
import { abilities, forumAbilities, type Abilities } from '../../schema/roles.ts'

/** The colour of a member's organisation, 1 to 7; null without one. */
export function colourOf(forum: Forum, member: Member): number | null {
  return forum.organisations.find((organisation) => organisation.id === member.organisation)?.colour ?? null
}

/** A user's colour in the first forum where they have an organisation. */
export function myColour(overview: Overview | null, user: string): number | null {
  for (const forum of overview?.forums ?? []) {
    const mine = forum.members.find((member) => member.user === user && member.organisation !== null)
    if (mine) return colourOf(forum, mine)
  }
  return null
}

/** What whoever asks may do in a meeting, as far as is known here: one that the server does not know yet is a draft. */
export function abilitiesIn(forum: Forum | null, meeting: Pick<Meeting, 'phase'> | null): Abilities {
  const settings = { membersSeeDrafts: forum?.membersSeeDrafts ?? false }
  return abilities(forum?.role ?? null, meeting?.phase ?? 'draft', settings)
}

/** Forums in which whoever asks may make meetings. */
export function forumsToWrite(overview: Overview | null): Forum[] {
  return (overview?.forums ?? []).filter((forum) => forumAbilities(forum.role).createMeeting)
}

/** Operators make forums, and secretaries may make another. */
export function mayCreateForum(me: Me | null, overview: Overview | null): boolean {
  return me?.user.operator === true || forumsToWrite(overview).length > 0
}

/** The last secretary keeps a forum in somebody's hands: neither removed nor lowered (rule U13). */
export function isLastSecretary(forum: Forum, user: string): boolean {
  const secretaries = forum.members.filter((member) => member.role === 'secretary')
  return secretaries.length === 1 && secretaries[0]?.user === user
}

/** Whether a text looks like a mail address. */
export function isMail(text: string): boolean {
  return /^\S+@\S+\.\S+$/.test(text.trim())
}

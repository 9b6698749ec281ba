import type { Phase } from './phases.ts'

/** Roles a person has in a forum. */
export const ROLES = ['secretary', 'chair', 'member', 'observer'] as const
export type Role = (typeof ROLES)[number]

/**
 * What a person is to a meeting: their role in its forum, a guest of this meeting alone, or an operator, who runs the
 * platform and sees no paper by being one.
 */
export const MEETING_ROLES = [...ROLES, 'guest', 'operator'] as const
export type MeetingRole = (typeof MEETING_ROLES)[number]

/** What somebody may do in a meeting. Whoever may do nothing else may not know of it either. */
export interface Abilities {
  readPaper: boolean
  writePaper: boolean
  readMargin: boolean
  /** Comments, proposed wordings and replies of one's own. */
  remark: boolean
  /** Answers to a hearing of the agenda or the minutes. */
  respond: boolean
  /** One's own apology and substitute. */
  ownAttendance: boolean
  /** Rulings on remarks: resolved, accepted, declined. */
  rule: boolean
  /** Closing and opening an item. */
  closeItem: boolean
  /** Guests of this meeting. */
  invite: boolean
  /** Any change of phase. */
  setPhase: boolean
  /** The change from hearing to approved. */
  approve: boolean
}
export type Action = keyof Abilities

/** What a forum decides about its roles. */
export interface RoleSettings {
  membersSeeDrafts: boolean
}

const PRESIDES = ['setPhase', 'invite'] as const
const READS = ['readPaper', 'readMargin'] as const
const WRITES = [...READS, ...PRESIDES, 'writePaper', 'remark', 'rule', 'closeItem'] as const
const REMARKS = [...READS, 'remark'] as const
const SITS = [...REMARKS, 'ownAttendance'] as const
const FOLLOWS = ['readPaper'] as const
const NONE = [] as const

/** Who may do what when (rule R1). A forum's settings add to it. */
const TABLE: Record<MeetingRole, Record<Phase, readonly Action[]>> = {
  secretary: {
    draft: WRITES,
    sent: WRITES,
    live: WRITES,
    hearing: [...WRITES, 'approve'],
    approved: [...READS, ...PRESIDES],
    published: [...READS, ...PRESIDES],
  },
  chair: {
    draft: REMARKS,
    sent: [...SITS, 'respond'],
    live: SITS,
    hearing: [...REMARKS, 'respond', 'approve'],
    approved: READS,
    published: READS,
  },
  member: {
    draft: NONE,
    sent: [...SITS, 'respond'],
    live: SITS,
    hearing: [...REMARKS, 'respond'],
    approved: READS,
    published: READS,
  },
  observer: {
    draft: NONE,
    sent: FOLLOWS,
    live: FOLLOWS,
    hearing: FOLLOWS,
    approved: FOLLOWS,
    published: FOLLOWS,
  },
  guest: {
    draft: NONE,
    sent: REMARKS,
    live: REMARKS,
    hearing: REMARKS,
    approved: READS,
    published: READS,
  },
  operator: { draft: NONE, sent: NONE, live: NONE, hearing: NONE, approved: NONE, published: NONE },
}

/** What a role may do in a meeting in this phase; nobody without a role may do anything (rule R1). */
export function abilities(role: MeetingRole | null, phase: Phase, settings: RoleSettings): Abilities {
  const may: readonly Action[] = role === null ? NONE : TABLE[role][phase]
  const shown = settings.membersSeeDrafts && role === 'member' && phase === 'draft' ? FOLLOWS : NONE
  const has = (action: Action): boolean => [...may, ...shown].includes(action)
  return {
    readPaper: has('readPaper'),
    writePaper: has('writePaper'),
    readMargin: has('readMargin'),
    remark: has('remark'),
    respond: has('respond'),
    ownAttendance: has('ownAttendance'),
    rule: has('rule'),
    closeItem: has('closeItem'),
    invite: has('invite'),
    setPhase: has('setPhase'),
    approve: has('approve'),
  }
}

/** What a role may do in its forum, whatever its meetings are in. */
export interface ForumAbilities {
  createMeeting: boolean
  manageForum: boolean
}

/** What a role may do in its forum; of none, and for a guest of one meeting: nothing (rule R1). */
export function forumAbilities(role: MeetingRole | null): ForumAbilities {
  const manages = role === 'secretary'
  return { createMeeting: manages, manageForum: manages }
}

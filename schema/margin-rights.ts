import type { AuthoredRoot, ServedRoot } from './margin-entries.ts'
import { PHASES, isBefore, type Phase } from './phases.ts'
import { abilities, type Abilities, type Action, type MeetingRole } from './roles.ts'

export type MarginRoot = AuthoredRoot | ServedRoot

/** Who may write into which root of a margin: whoever may do this in the meeting, or the server alone (rule M7). */
const WRITERS: Record<MarginRoot, Action | 'server'> = {
  threads: 'remark',
  replies: 'remark',
  responses: 'respond',
  attendance: 'ownAttendance',
  rulings: 'rule',
  anchors: 'server',
  receipts: 'server',
}

const ROOTS = Object.keys(WRITERS) as MarginRoot[]

/** The roots that somebody with these abilities may write, or the server. */
export function writableRoots(who: Abilities | 'server'): MarginRoot[] {
  return ROOTS.filter((root) => {
    const writer = WRITERS[root]
    return who === 'server' || writer === 'server' ? who === writer : who[writer]
  })
}

/**
 * What somebody may write into a margin who may do this now. What they could say in an earlier phase they may still: it may
 * have been written without a network, and is marked late where there was a deadline (rule M7).
 */
export function marginAbilities(role: MeetingRole | null, phase: Phase, now: Abilities): Abilities {
  const before = PHASES.filter((each) => isBefore(each, phase)).map((each) => abilities(role, each, SETTINGS))
  const could = (action: Action) => now[action] || (now.readMargin && before.some((may) => may[action]))
  return {
    ...now,
    remark: could('remark'),
    respond: could('respond'),
    ownAttendance: could('ownAttendance'),
  }
}

/** None of them lets anybody write. */
const SETTINGS = { membersSeeDrafts: false }

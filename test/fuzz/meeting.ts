import { marginRoom, paperRoom } from '../../schema/protocol.ts'
import type { Role } from '../../schema/roles.ts'
import type { Lateness } from '../../server/margin/lateness.ts'

/** The one meeting of these worlds, and who is who in it. */
const ZONE = '0b9f3c52-6f5e-4a43-9f0e-5d2c1a7b8e90'
export const PAPER = paperRoom(ZONE)
export const MARGIN = marginRoom(ZONE)

export const SECRETARIES = ['anna', 'bo', 'carl'] as const
/** Reads, and says what they think of it. */
export const MEMBER = 'mie'

/** Answers are awaited for the first part of a world's life: it begins at 9.00.45 of this day (scheduler.ts). */
export const ROUND: Lateness & { id: string } = {
  id: 'round-1',
  phase: 'sent',
  deadline: { day: '2027-03-01', time: '10:01' },
}

export function roleOf(user: string): Role {
  return user === MEMBER ? 'member' : 'secretary'
}

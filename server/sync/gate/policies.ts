import { parseRoom } from '../../../schema/protocol.ts'
import { MARGIN } from './margin-policy.ts'
import { PAPER } from './paper-policy.ts'
import type { Policy } from './policy.ts'

/** What may stand in a room, by its name. */
export function policyOf(room: string): Policy {
  return parseRoom(room)?.kind === 'margin' ? MARGIN : PAPER
}

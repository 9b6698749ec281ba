import { paperRoom } from '../../schema/protocol.ts'
import { meetingOfZone } from '../../schema/zones.ts'

/** The meeting a room belongs to: `<kind>:<meeting>`, or of a closed item `<kind>:<meeting>.<key>`. */
export function meetingOf(room: string): string {
  return meetingOfZone(room.slice(room.indexOf(':') + 1))
}

/** Whether a room holds the paper of a meeting, rather than what is beside it. */
export function isPaper(room: string): boolean {
  return room === paperRoom(meetingOf(room))
}

import { parseRoom, paperRoom } from '../../schema/protocol.ts'
import { meetingOfZone } from '../../schema/zones.ts'

/** The zone of a room, or of what is kept beside one: both are named `<kind>:<zone>`. */
export function zoneOf(name: string): string {
  return name.slice(name.lastIndexOf(':') + 1)
}

/** The meeting a room, or what is kept beside one, belongs to: its zone, or that of which an item was closed. */
export function meetingOf(name: string): string {
  return meetingOfZone(zoneOf(name))
}

/** Whether a room holds the paper of a meeting, rather than what is beside it. */
export function isPaper(room: string): boolean {
  return room === paperRoom(meetingOf(room))
}

/** Whether a room is the margin of a meeting or of an item closed out of it. */
export function isMarginOf(room: string, meeting: string): boolean {
  return parseRoom(room)?.kind === 'margin' && meetingOf(room) === meeting
}

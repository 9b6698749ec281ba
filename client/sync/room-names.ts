import { marginRoom, paperRoom } from '../../schema/protocol.ts'

/** The rooms of a meeting that may lie on this device. */
export function roomsOf(meeting: string): string[] {
  return [paperRoom(meeting), marginRoom(meeting)]
}

/** The meeting a room belongs to: `<kind>:<meeting>`. */
export function meetingOf(room: string): string {
  return room.slice(room.indexOf(':') + 1)
}

export function isPaper(room: string): boolean {
  return room === paperRoom(meetingOf(room))
}

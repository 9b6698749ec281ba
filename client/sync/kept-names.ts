/** Under which names a device keeps what lies beside the copies of rooms. */

/** A remark and replies that are being written. */
export const writingName = (zone: string): string => `writing:${zone}`

/** Copies of sections in which something is suggested. */
export const proposingName = (zone: string): string => `proposing:${zone}`

/** Suggestions that were accepted and are not in the text yet. */
export const acceptingName = (zone: string): string => `accepting:${zone}`

/** Words that a deletion took, on offer. */
export const offersName = (room: string): string => `offers:${room}`

/** What came together last. */
export const mergeName = (room: string): string => `merge:${room}`

/** The user's own Yjs clients. */
export const clientsName = (room: string): string => `clients:${room}`

/** What was closed out of a room. */
export const sealsName = (room: string): string => `seals:${room}`

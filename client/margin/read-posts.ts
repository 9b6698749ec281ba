import type { UserStore } from '../sync/store.ts'

/** Under which it is kept which posts of a meeting were read on this device (rule M44). */
export const readName = (meeting: string): string => `read:${meeting}`

/** The posts of a meeting that were read on this device; none where nothing can be kept. */
export async function readPosts(store: UserStore | null, meeting: string): Promise<string[]> {
  return (await store?.kept<string[]>(readName(meeting)).catch(() => null)) ?? []
}

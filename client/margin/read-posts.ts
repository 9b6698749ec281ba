import type { UserStore } from '../sync/store.ts'

/** Under which it is kept which posts of a meeting, or of a closed item's zone, were read on this device (rule M44). */
export const readName = (zone: string): string => `read:${zone}`

/** The posts of a meeting or a zone that were read on this device; none where nothing can be kept. */
export async function readPosts(store: UserStore | null, zone: string): Promise<string[]> {
  return (await store?.kept<string[]>(readName(zone)).catch(() => null)) ?? []
}

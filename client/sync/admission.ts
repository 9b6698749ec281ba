import type { Admission } from './connection.ts'
import type { Platform } from './platform.ts'

/** An answer that takes longer counts as none, in ms. */
const PATIENCE = 10_000

/**
 * Whether the one who is signed in is the user whose text this is. After another login on the same computer nothing
 * is sent: it would be sent in the other's name.
 */
export async function admit(platform: Pick<Platform, 'fetch'>, user: string): Promise<Admission> {
  try {
    const response = await platform.fetch('/api/me', { signal: AbortSignal.timeout(PATIENCE) })
    if (response.status === 401) return 'signIn'
    if (!response.ok) return 'wait'
    const me = (await response.json()) as { user?: { id?: unknown } }
    return me.user?.id === user ? 'go' : 'signIn'
  } catch {
    // No network, no server, or a page in between that is not ours: to be tried again.
    return 'wait'
  }
}

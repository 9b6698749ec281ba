import type { Locks } from '../sync/platform.ts'

/**
 * Does something while no other window of this name does; one that is closed or killed lets go at once.
 *
 * @returns false when the browser has no locks to tell the windows apart, and nothing was done
 */
export async function inTurn(locks: Locks | null, name: string, work: () => Promise<void>): Promise<boolean> {
  if (locks === null) return false
  let began = false
  const held = (): Promise<void> => {
    began = true
    return work()
  }
  try {
    await locks.request(name, {}, held)
  } catch (error) {
    // Refused, as in some private windows, it is as if there were none.
    if (began) throw error
  }
  return began
}

import { admit } from './admission.ts'
import { Journal, type JournalTimes } from './journal.ts'
import { Outbox } from './outbox.ts'
import type { Admission } from './connection.ts'
import type { Platform } from './platform.ts'
import { UserStore } from './store.ts'

/** One user's store on this device, this tab's way into it, and the commands that wait in it. */
export interface Local {
  user: string
  store: UserStore
  journal: Journal
  outbox: Outbox
  /** Whether this user is signed in and everything made before may be spoken of: asked before a room is connected. */
  admitted(): Promise<Admission>
  close(): Promise<void>
}

/** Opens what this user has on this device. Another user's is another database, lock and channel. */
export function openLocal(user: string, platform: Platform, times: Partial<JournalTimes> = {}): Local {
  const store = new UserStore(platform.indexedDB, user, () => platform.now())
  const journal = new Journal(store, platform, times)
  const stop = platform.onHide(() => void journal.lastWords())
  const isSignedIn = (): Promise<Admission> => admit(platform, user)
  const outbox = new Outbox(store, platform, isSignedIn)
  return {
    user,
    store,
    journal,
    outbox,
    admitted: async () => (await sentFirst(outbox)) ?? isSignedIn(),
    close: async () => {
      stop()
      await journal.close()
      await store.close()
    },
  }
}

/** What is in the way of the commands that wait; null when they are sent. A store that fails holds nobody up. */
async function sentFirst(outbox: Outbox): Promise<Admission | null> {
  const result = await outbox.flush().catch(() => 'sent' as const)
  if (result === 'sent') return null
  return result === 'signIn' ? 'signIn' : 'wait'
}

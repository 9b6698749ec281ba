import { Journal, type JournalTimes } from './journal.ts'
import type { Platform } from './platform.ts'
import { UserStore } from './store.ts'

/** One user's store on this device and this tab's way into it. */
export interface Local {
  store: UserStore
  journal: Journal
  close(): Promise<void>
}

/** Opens what this user has on this device. Another user's is another database, lock and channel. */
export function openLocal(user: string, platform: Platform, times: Partial<JournalTimes> = {}): Local {
  const store = new UserStore(platform.indexedDB, user, () => platform.now())
  const journal = new Journal(store, platform, times)
  return {
    store,
    journal,
    close: async () => {
      await journal.close()
      await store.close()
    },
  }
}

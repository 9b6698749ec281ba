import { admit } from './admission.ts'
import { Journal, type JournalTimes } from './journal.ts'
import { Outbox } from './outbox.ts'
import type { Admission } from './connection.ts'
import type { Platform } from './platform.ts'
import { meetingOf } from './room-names.ts'
import { UserStore } from './store.ts'

/** One user's store on this device, this tab's way into it, and the commands that wait in it. */
export interface Local {
  user: string
  store: UserStore
  journal: Journal
  outbox: Outbox
  /** Whether this user is signed in and the room's meeting is made: asked before it is connected. */
  admitted(room: string): Promise<Admission>
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
    admitted: async (room) => (await inTheWay(outbox, meetingOf(room))) ?? isSignedIn(),
    close: async () => {
      stop()
      await journal.close()
      await store.close()
    },
  }
}

/** Sends the commands that wait; what keeps a meeting from being connected then. A store that fails holds nobody up. */
async function inTheWay(outbox: Outbox, meeting: string): Promise<Admission | null> {
  try {
    const result = await outbox.flush()
    if (result !== 'unreachable') return result === 'signIn' ? 'signIn' : null
    const waits = (await outbox.list()).some((each) => each.meeting === meeting && each.refused === null)
    return waits ? 'wait' : null
  } catch {
    return null
  }
}

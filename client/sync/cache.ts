import type { Me, Overview } from '../../schema/api.ts'
import type { Platform } from './platform.ts'
import { storeName, UserStore } from './store.ts'

const LAST_USER = 'samreferat:last-user'
const [ME, OVERVIEW] = ['me', 'overview']

/** What a start without the server shows: who was last here, and their last overview, each in their own store. */
export class UserCache {
  constructor(
    private readonly platform: Pick<Platform, 'indexedDB' | 'now'>,
    private readonly shared: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>,
  ) {}

  /** The last user of this computer, when they are still kept here. */
  async me(): Promise<Me | null> {
    const user = this.#last()
    return user === null ? null : this.#read<Me>(user, ME)
  }

  async overview(user: string): Promise<Overview | null> {
    const kept = await this.#read<Overview>(user, OVERVIEW)
    // What an earlier version has kept tells of no mentions.
    return kept && { ...kept, mentions: (kept as Partial<Overview>).mentions ?? [] }
  }

  async keep(me: Me, overview: Overview): Promise<void> {
    await this.#with(me.user.id, async (store) => {
      await store.keep(ME, me)
      await store.keep(OVERVIEW, overview)
    })
    this.shared.setItem(LAST_USER, me.user.id)
  }

  /** Nobody is signed in here any more; what the user has on this device stays. */
  leave(): void {
    try {
      this.shared.removeItem(LAST_USER)
    } catch {
      // A browser that refuses its storage has nothing in it.
    }
  }

  /** Removes everything the user has on this device. Rooms that are open must be closed first. */
  async erase(user: string): Promise<void> {
    if (this.#last() === user) this.leave()
    await new UserStore(this.platform.indexedDB, user, () => this.platform.now()).erase()
  }

  /** Null too when the browser refuses its storage. */
  #last(): string | null {
    try {
      return this.shared.getItem(LAST_USER)
    } catch {
      return null
    }
  }

  /** A read must not make an empty store for somebody who has none. */
  async #read<T>(user: string, name: string): Promise<T | null> {
    const known = await this.platform.indexedDB.databases()
    if (!known.some((database) => database.name === storeName(user))) return null
    return this.#with(user, (store) => store.kept<T>(name))
  }

  async #with<T>(user: string, work: (store: UserStore) => Promise<T>): Promise<T> {
    const store = new UserStore(this.platform.indexedDB, user, () => this.platform.now())
    try {
      return await work(store)
    } finally {
      await store.close()
    }
  }
}

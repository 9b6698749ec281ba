import type { Locks } from '../sync/platform.ts'
import type { UserStore } from '../sync/store.ts'

/** How many clients of closed windows are remembered for a meeting. */
const MOST = 40

/**
 * The Yjs clients whose words this window looks after: its own, and those of windows of this user on this device that
 * are closed. Of several windows the one that was opened first has the closed ones, so that nobody's words are looked
 * after twice.
 */
export class OwnClients {
  readonly #clients = new Set<number>()
  #noted: number | null = null
  #release: (() => void) | null = null
  #closed = false

  constructor(
    private readonly room: string,
    private readonly store: UserStore,
    private readonly locks: Locks | null,
    private readonly current: () => number,
  ) {}

  has(client: number): boolean {
    return client === this.current() || this.#clients.has(client)
  }

  /** Reads which windows there were. */
  async open(): Promise<void> {
    const earlier = (await this.store.kept<number[]>(this.#name)) ?? []
    const inherit = (): Promise<void> => {
      if (this.#closed) return Promise.resolve()
      earlier.forEach((client) => this.#clients.add(client))
      return new Promise((resolve) => (this.#release = resolve))
    }
    if (this.locks === null) void inherit()
    else
      this.locks.request(`samreferat:${this.store.user}:${this.#name}`, {}, inherit).catch(() => {
        // Without the lock another window looks after them, or nobody: this one has its own words still.
      })
  }

  /** The user writes in this window: a later one is to know whose words those were. */
  note(): void {
    const client = this.current()
    if (this.#noted === client) return
    this.#noted = client
    this.#add(client).catch(() => {
      // A store that takes no text says so when the text is written.
    })
  }

  async #add(client: number): Promise<void> {
    const known = (await this.store.kept<number[]>(this.#name)) ?? []
    await this.store.keep(this.#name, [...known, client].slice(-MOST))
  }

  get #name(): string {
    return `clients:${this.room}`
  }

  close(): void {
    this.#closed = true
    this.#release?.()
  }
}

import type { UserStore } from './store.ts'

/** Since when nothing has come from the server; kept on the device, for the page may be closed meanwhile. */
export class Disconnected {
  /** Ms since 1970; null while connected. */
  #since: number | null
  /** Whether it is on the device, or about to be; null while that is not read. */
  #isKept: boolean | null = null

  constructor(
    private readonly name: string,
    private readonly store: Pick<UserStore, 'kept' | 'keep'>,
    private readonly now: () => number,
  ) {
    this.#since = now()
  }

  get since(): number | null {
    return this.#since
  }

  /** Reads what an earlier page has left. */
  async open(): Promise<void> {
    const kept = await this.store.kept<number>(this.name)
    this.#isKept = kept !== null
    if (kept !== null && this.#since !== null) this.#since = Math.min(this.#since, kept)
  }

  /** @param isAway whether it is certain that the server is away, rather than being asked */
  follow(isConnected: boolean, isAway: boolean): void {
    this.#since = isConnected ? null : (this.#since ?? this.now())
    if (isConnected ? this.#isKept === true : isAway && this.#isKept === false) this.#keep(this.#since)
  }

  #keep(since: number | null): void {
    this.#isKept = since !== null
    this.store.keep(this.name, since).catch(() => {
      // Then the next page begins to count when it is opened.
    })
  }
}

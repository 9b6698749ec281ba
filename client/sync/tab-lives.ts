import type { Locks } from './platform.ts'

/** Which other tabs are there still, also those that end without a word: each holds a lock for as long as it lives. */
export class TabLives {
  readonly #watched = new Set<string>()
  #release: () => void = () => undefined
  #isOver = false

  /**
   * @param name begins the names of the locks
   * @param lives told when the others can see that this tab lives
   * @param gone told of a tab that was watched and has ended
   */
  constructor(
    private readonly locks: Locks | null,
    private readonly name: string,
    tab: string,
    lives: () => void,
    private readonly gone: (tab: string) => void,
  ) {
    const held = (): Promise<void> => {
      if (this.#isOver) return Promise.resolve()
      lives()
      return new Promise((release) => (this.#release = release))
    }
    locks?.request(this.#lockOf(tab), {}, held).catch(ignore)
  }

  watch(tab: string): void {
    if (this.#watched.has(tab)) return
    this.#watched.add(tab)
    const ended = (): Promise<void> => {
      this.#watched.delete(tab)
      if (!this.#isOver) this.gone(tab)
      return Promise.resolve()
    }
    this.locks?.request(this.#lockOf(tab), {}, ended).catch(ignore)
  }

  close(): void {
    this.#isOver = true
    this.#release()
  }

  #lockOf(tab: string): string {
    return `${this.name}:tab:${tab}`
  }
}

/** Where locks are refused, only what a tab says of itself is known. */
function ignore(): void {}

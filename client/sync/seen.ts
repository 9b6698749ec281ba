import type { Awareness } from 'y-protocols/awareness'

/**
 * Tells the colleagues' windows how far of the ledger this one has received, and knows up to where this user's text
 * goes. A head that follows an acknowledgement covers what was acknowledged.
 */
export class SeenMark {
  #head: number | null = null
  #own: number | null = null
  #ownPending = false
  #timer: ReturnType<typeof setTimeout> | null = null

  constructor(
    private readonly awareness: Awareness,
    private readonly pause: number,
  ) {}

  /** The ledger's number that covers everything this user has sent; null when it is not known. */
  get own(): number | null {
    return this.#ownPending ? null : this.#own
  }

  /** Text of this user was acknowledged; its number comes with the next head. */
  acknowledged(): void {
    this.#ownPending = true
  }

  head(seq: number): void {
    this.#head = seq
    if (this.#ownPending || this.#own === null) this.#own = seq
    this.#ownPending = false
    this.#timer ??= setTimeout(() => this.#tell(), this.pause)
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
  }

  #tell(): void {
    this.#timer = null
    this.awareness.setLocalStateField('seen', this.#head)
  }
}

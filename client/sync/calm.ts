/**
 * Says of something that comes and goes only when it has held for a while, and takes it back at once: what is said is
 * true, and does not flicker while somebody types.
 */
export class Calm {
  #said = true
  #timer: ReturnType<typeof setTimeout> | null = null

  /** @param pause how long it must have held, in ms; `changed` is called when that is so. */
  constructor(
    private readonly pause: number,
    private readonly changed: () => void,
  ) {}

  /** Whether to say it, given whether it is so at this moment. */
  holds(isSo: boolean): boolean {
    if (!isSo) {
      this.stop()
      this.#said = false
    } else if (!this.#said) this.#timer ??= setTimeout(() => this.#sayIt(), this.pause)
    return this.#said
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
  }

  #sayIt(): void {
    this.#timer = null
    this.#said = true
    this.changed()
  }
}

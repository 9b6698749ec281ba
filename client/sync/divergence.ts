import type * as Y from 'yjs'

export interface DivergenceParts {
  /** Whether what is here is what the ledger holds at `seq`: all of it received, nothing else written. */
  isAt(seq: number): boolean
  /** Asks the server for everything that is missing here; its digest comes with the answer. */
  ask(): void
  /** The document says something else than the ledger, though each has what the other has. */
  diverged(): void
  now(): number
  /** Lets the page do something else for a moment. */
  pause(): Promise<void>
  /** Resolves when the page has nothing else to do, or soon in any case. */
  idle(): Promise<void>
}

interface Told {
  seq: number
  digest: string
}

/** How long the page may be kept from its user at a time, in ms. */
const SLICE = 4

/**
 * Compares what the document says with what the server says the ledger's paper does, in pauses while the user goes on.
 * A difference counts only when it is still there after the server was asked for what is missing.
 */
export class Divergence {
  /** What the server said last; null when it has been compared, or is about another state. */
  #told: Told | null = null
  /** Changes that came from elsewhere than the server: with them the document may be ahead of what it has said. */
  #ahead = 0
  /** The difference that the server was asked about: `#ahead` then, and whether it has answered since. */
  #asked: { ahead: number; answered: boolean } | null = null
  #comparing = false
  #stopped = false

  constructor(
    private readonly doc: Y.Doc,
    private readonly parts: DivergenceParts,
  ) {
    doc.on('update', this.#changed)
  }

  /** The server says what the ledger's paper says at `seq`. */
  told(seq: number, digest: string): void {
    if (this.#stopped) return
    this.#told = { seq, digest }
    this.look()
  }

  /** The server says how far it is: everything that it had when it was asked has come. */
  head(): void {
    if (this.#asked !== null) this.#asked.answered = true
    this.look()
  }

  /** The user, here or in another tab, has changed the document. */
  changedHere(): void {
    this.#ahead += 1
  }

  /** Compares, when there is something to compare and nothing is on its way. */
  look(): void {
    if (!this.#comparing && this.#told !== null && this.parts.isAt(this.#told.seq)) void this.#compare()
  }

  /** What was said on a connection that is gone is about another state. */
  disconnected(): void {
    this.#told = null
    this.#asked = null
  }

  /** Compares no more. */
  stop(): void {
    this.#stopped = true
    this.#told = null
    this.doc.off('update', this.#changed)
  }

  async #compare(): Promise<void> {
    this.#comparing = true
    // Fetched once the server has said what to compare with, and after what the user waits for.
    const work = await this.parts
      .idle()
      .then(() => import('../../schema/digest.ts'))
      .catch(() => null)
    if (work === null || (this.#told && !work.isComparable(this.#told.digest))) this.#told = null
    const told = this.#told
    const digest = work && told && (await this.#digest(work.digestInSteps(this.doc), told))
    this.#comparing = false
    if (told === null || digest === null) return this.look()
    if (!this.parts.isAt(told.seq)) return
    this.#told = null
    if (digest === told.digest) this.#asked = null
    else this.#differs()
  }

  /** What was written here since the server was asked may be ahead of its answer: then it is asked again. */
  #differs(): void {
    if (this.#asked?.answered === true && this.#asked.ahead === this.#ahead) return this.parts.diverged()
    this.#asked = { ahead: this.#ahead, answered: false }
    this.parts.ask()
  }

  /** Null when the document changed meanwhile, or the server has said something else. */
  async #digest(steps: Generator<void, string>, told: Told): Promise<string | null> {
    for (;;) {
      await this.parts.pause()
      if (told !== this.#told) return null
      const end = this.parts.now() + SLICE
      do {
        const step = steps.next()
        if (step.done) return step.value
      } while (this.parts.now() < end)
    }
  }

  readonly #changed = (): void => {
    this.#told = null
  }
}

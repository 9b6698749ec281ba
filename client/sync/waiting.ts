/** One of the user's own undo steps that the server has not acknowledged. */
export interface Step {
  id: string
  /** When it was made, ms since 1970. */
  at: number
}

/** A step, and the counted message it went with; null: it has not gone. */
interface Waiting extends Step {
  message: number | null
}

export const NOTHING_WAITS: ReadonlySet<string> = new Set()

export type WaitingCopy = ReadonlyMap<string, Waiting>

/**
 * The steps that wait for the server. A step is settled when the message that carried its last change is; a step that
 * was sent on a connection that broke waits for the next one, whose first answer carries everything.
 */
export class WaitingSteps {
  readonly #steps = new Map<string, Waiting>()

  get count(): number {
    return this.#steps.size
  }

  /** When the oldest was made; null when nothing waits. */
  get oldest(): number | null {
    return this.#steps.size === 0 ? null : Math.min(...[...this.#steps.values()].map((step) => step.at))
  }

  /** The steps that wait, by id. */
  get ids(): ReadonlySet<string> {
    return new Set(this.#steps.keys())
  }

  /** A step that is new, or changed again after it was sent. */
  add(step: Step): void {
    const at = this.#steps.get(step.id)?.at ?? step.at
    this.#steps.set(step.id, { id: step.id, at, message: null })
  }

  /** The steps as they are now, for `putBack`. */
  copy(): WaitingCopy {
    return new Map(this.#steps)
  }

  putBack(copy: WaitingCopy): void {
    this.#steps.clear()
    for (const [id, step] of copy) this.#steps.set(id, step)
  }

  remove(id: string): void {
    this.#steps.delete(id)
  }

  /** `count` steps of an earlier visit; only the age of the oldest is known. */
  restore(count: number, oldest: number): void {
    for (let n = 0; n < count; n++) this.add({ id: `earlier-${n}`, at: oldest })
  }

  /** Everything that has not been sent goes with counted message number `message`. */
  sentAs(message: number): void {
    for (const step of this.#steps.values()) step.message ??= message
  }

  settled(upTo: number): void {
    for (const step of this.#steps.values())
      if (step.message !== null && step.message <= upTo) this.#steps.delete(step.id)
  }

  /** Whether the step is here and not on its way. */
  isUnsent(id: string): boolean {
    return this.#steps.get(id)?.message === null
  }

  /** The server did not take this message; what it carried is to be sent again. */
  notTaken(message: number): void {
    for (const step of this.#steps.values()) if (step.message === message) step.message = null
  }

  /** The connection is gone; what it did not settle is to be sent again. */
  disconnected(): void {
    for (const step of this.#steps.values()) step.message = null
  }

  clear(): void {
    this.#steps.clear()
  }
}

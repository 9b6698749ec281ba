/** One of the user's own undo steps that the server has not acknowledged. */
export interface Step {
  id: string
  /** When it was made, ms since 1970. */
  at: number
  /** What it changed: items of a paper, an entry of a margin. */
  about?: readonly string[]
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

  /** What they are about, and how many of them are about it. */
  get about(): ReadonlyMap<string, number> {
    const counts = new Map<string, number>()
    for (const { about = [] } of this.#steps.values())
      for (const each of about) counts.set(each, (counts.get(each) ?? 0) + 1)
    return counts
  }

  /** A step that is new, or changed again after it was sent. */
  add({ id, at, about = [] }: Step): void {
    const known = this.#steps.get(id)
    const all = new Set([...(known?.about ?? []), ...about])
    this.#steps.set(id, { id, at: known?.at ?? at, about: [...all], message: null })
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

  /** `count` steps of an earlier visit; of their ages only the oldest is known, of what they are about the numbers. */
  restore(count: number, oldest: number, about: Iterable<readonly [string, number]> = []): void {
    const names = (n: number): string[] => [...about].flatMap(([name, many]) => (n < many ? [name] : []))
    for (let n = 0; n < count; n++) this.add({ id: `earlier-${n}`, at: oldest, about: names(n) })
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

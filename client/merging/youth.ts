import * as Y from 'yjs'

/** How long after the server had it a colleague's window surely has it too, in ms. */
const SEEN_AFTER = 10_000
/** How often what the server has is noted at most, in ms. */
const PAUSE = 1000

/** Knows which words are so young that a colleague's change may have been made without them. */
export class Youth {
  #moments: { at: number; vector: ReadonlyMap<number, number> }[] = []

  constructor(
    private readonly doc: Y.Doc,
    private readonly now: () => number,
  ) {}

  /** @param acknowledged state vector of what the server had at the end of the last visit. */
  opened(acknowledged: Uint8Array | null): void {
    if (acknowledged === null) return
    this.#moments.unshift({ at: -Infinity, vector: Y.decodeStateVector(acknowledged) })
  }

  /** The server has everything. */
  settled(): void {
    const at = this.now()
    if (at - (this.#moments.at(-1)?.at ?? -Infinity) < PAUSE) return
    this.#moments.push({ at, vector: Y.decodeStateVector(Y.encodeStateVector(this.doc)) })
    const old = this.#moments.findLastIndex((moment) => moment.at <= at - SEEN_AFTER)
    if (old > 0) this.#moments.splice(0, old)
  }

  /** From which clock on a client's words are young. */
  from(client: number): number {
    const limit = this.now() - SEEN_AFTER
    return this.#moments.findLast(({ at }) => at <= limit)?.vector.get(client) ?? 0
  }
}

import type { Locks } from './platform.ts'
import type { UserStore } from './store.ts'

export interface UnfinishedParts {
  store: UserStore
  /** Null where windows cannot tell who is there: then each takes over everything. */
  locks: Locks | null
  newId(): string
}

type In<T> = T & { window: string }

/**
 * What is being written beside a paper, kept on the device until it is sent or let go (rules M49, M54). Each window keeps
 * its own, and takes over what those have left that are closed (rule M69).
 */
export class Unfinished<T extends object> {
  private readonly window: string
  /** Those of which it is known what they keep, or waited until they close. */
  private readonly met = new Set<string>()
  private isOver = false
  private release: (() => void) | null = null
  /** The browser has cleared the store. */
  private readonly lost = (): void => this.keep()
  private moved: ((name: string) => void) | null = null

  /**
   * @param own what is being written in this window
   * @param latest a piece that is kept, as it stands in this window now; null: it is sent or let go
   */
  constructor(
    private readonly name: string,
    private readonly parts: UnfinishedParts,
    private readonly own: () => T[],
    private readonly latest: (kept: T, own: T[]) => T | null,
  ) {
    this.window = parts.newId()
    this.met.add(this.window)
    void this.holding(this.window, () => this.untilClosed())
  }

  /**
   * Takes over what other windows have left, now or when they close. Without others it ends at once.
   *
   * @param take answers what there is no place for
   */
  async restore(take: (pieces: T[]) => T[]): Promise<void> {
    this.watch(take)
    const kept = await this.parts.store.kept<In<T>[]>(this.name).catch(() => null)
    const windows = new Set(listed(kept).map(({ window }) => window))
    const others = [...windows].filter((window) => !this.met.has(window))
    others.forEach((window) => this.met.add(window))
    await Promise.all(others.map((window) => this.holding(window, () => this.inherit(window, take))))
  }

  keep(): void {
    void this.change((kept) => kept)
  }

  /** Removes what all windows have kept. */
  erase(): void {
    this.parts.store.keep(this.name, null).catch(ignore)
  }

  /** The window is closed, or draws the paper anew: what is kept is another's. */
  close(): void {
    this.isOver = true
    this.release?.()
    if (this.moved !== null) this.parts.store.onMoved.delete(this.moved)
    this.parts.store.onLost.delete(this.lost)
  }

  /** What was being written beside a closed item comes when the item is open again. */
  private watch(take: (pieces: T[]) => T[]): void {
    if (this.moved !== null || this.isOver) return
    this.moved = (name) => void (name === this.name && this.restore(take))
    this.parts.store.onMoved.add(this.moved)
    this.parts.store.onLost.add(this.lost)
  }

  private untilClosed(): Promise<void> {
    return this.isOver ? Promise.resolve() : new Promise((resolve) => (this.release = resolve))
  }

  private holding(window: string, work: () => Promise<void>): Promise<unknown> {
    const { locks, store } = this.parts
    if (locks === null) return work()
    return locks.request(`samreferat:${store.user}:${this.name}:${window}`, {}, work).catch(ignore)
  }

  private async inherit(window: string, take: (pieces: T[]) => T[]): Promise<void> {
    await this.change((kept) => {
      const left = take(kept.filter((piece) => piece.window === window))
      return [...kept.filter((piece) => piece.window !== window), ...inWindow(left, window)]
    })
    // A third one may have been before this one: then it waits for that.
    void this.restore(take)
  }

  private async change(others: (kept: In<T>[]) => In<T>[]): Promise<void> {
    // What lies on the device may have been taken apart since.
    if (this.isOver) return
    const changed = (kept: In<T>[] | null): In<T>[] => {
      if (this.isOver) return this.lastLetters(listed(kept))
      const rest = others(listed(kept)).filter(({ window }) => window !== this.window)
      return [...rest, ...inWindow(this.own(), this.window)]
    }
    await this.parts.store.keepChanged(this.name, changed).catch(ignore)
  }

  /** What was typed just before the window closed belongs to what is still kept of it; nothing else comes back. */
  private lastLetters(kept: In<T>[]): In<T>[] {
    return kept.flatMap((piece) => {
      if (piece.window !== this.window) return [piece]
      const now = this.latest(piece, this.own())
      return now === null ? [] : inWindow([now], this.window)
    })
  }
}

function listed<T>(kept: T[] | null): T[] {
  return [kept ?? []].flat()
}

function inWindow<T extends object>(pieces: T[], window: string): In<T>[] {
  return pieces.map((piece) => ({ ...piece, window }))
}

/** It is in its window still. A store that takes no text says so when text is sent. */
function ignore(): void {}

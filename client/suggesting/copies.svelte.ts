import type * as Y from 'yjs'
import type { SectionKey } from '../../schema/paper.ts'
import type { Place } from '../editor/caret.ts'
import { touched } from '../meeting/paper-changes.ts'
import type { UserStore } from '../sync/store.ts'
import { SectionCopy, type CopyParts, type KeptCopy } from './section-copy.svelte.ts'
import type { Suggestion } from './suggestions.ts'

export interface CopiesParts extends Omit<CopyParts, 'changed'> {
  store: UserStore
  meeting: string
  send(suggestions: readonly Suggestion[], reason: string): void
}

/** How long the paper must be still before what changed in it comes into the copies, in ms. */
const STILL = 150

/** The sections of a meeting that are being edited beside the paper, kept on the device (rules M54, M55). */
export class Copies {
  list = $state.raw<readonly SectionCopy[]>([])
  /** The one that was written in last. */
  current = $state.raw<SectionCopy | null>(null)
  private readonly name: string
  private isOver = false
  private timer: ReturnType<typeof setTimeout> | null = null

  constructor(private readonly parts: CopiesParts) {
    this.name = `proposing:${parts.meeting}`
  }

  /** Follows the paper; the returned function stops. */
  watch(): () => void {
    const { paper } = this.parts
    const follow = (transaction: Y.Transaction): void => this.follow(transaction)
    paper.on('afterTransaction', follow)
    return () => {
      paper.off('afterTransaction', follow)
      if (this.timer !== null) clearTimeout(this.timer)
      this.isOver = true
      for (const copy of this.list) copy.destroy()
    }
  }

  /** Those that were being written when the page was left; whether there are any. */
  async restore(): Promise<boolean> {
    const kept = await this.parts.store.kept<KeptCopy[]>(this.name).catch(() => null)
    for (const each of kept ?? []) if (this.of(each.key) === null) this.add(this.make(each.key, each))
    if (this.list.length > 0) this.keep()
    return this.list.length > 0
  }

  of(key: SectionKey): SectionCopy | null {
    return this.list.find((copy) => copy.key === key) ?? null
  }

  /** Copies a section, with the caret where it is to be; one in which nothing was written makes room. */
  open(key: SectionKey, at: Place): void {
    for (const copy of this.list) if (copy.isEmpty && copy.key !== key) this.remove(copy)
    const copy = this.of(key) ?? this.add(this.make(key))
    copy.wanted = at
    this.current = copy
  }

  /** Lets go of a copy; the returned function brings it back with what was written in it. */
  close(copy: SectionCopy): () => void {
    const kept = copy.toKeep()
    this.remove(copy)
    this.keep()
    return () => {
      if (this.of(kept.key) === null) this.current = this.add(this.make(kept.key, kept))
      this.keep()
    }
  }

  /** Lets go of everything: the paper is not the user's to read any more. */
  erase(): void {
    for (const copy of this.list) this.remove(copy)
    this.keep()
  }

  /** Sends what is different in a copy, and closes it. */
  send(copy: SectionCopy): boolean {
    const suggestions = copy.suggestions()
    if (suggestions.length === 0) return false
    this.parts.send(suggestions, copy.reason)
    this.close(copy)
    return true
  }

  /** The words that were written, for when they can be sent no more. */
  texts(): string[] {
    return this.list.filter(({ isEmpty }) => !isEmpty).map((copy) => copy.plainText)
  }

  private make(key: SectionKey, kept: KeptCopy | null = null): SectionCopy {
    return new SectionCopy(key, { ...this.parts, changed: () => this.keep() }, kept)
  }

  private add(copy: SectionCopy): SectionCopy {
    this.list = [...this.list, copy]
    copy.catchUp()
    return copy
  }

  private remove(copy: SectionCopy): void {
    this.list = this.list.filter((each) => each !== copy)
    if (this.current === copy) this.current = this.list.at(-1) ?? null
    copy.destroy()
  }

  private follow(transaction: Y.Transaction): void {
    const { texts } = touched(transaction)
    if (!this.list.some(({ key }) => texts.includes(key))) return
    if (this.timer !== null) clearTimeout(this.timer)
    this.timer = setTimeout(() => this.list.forEach((copy) => copy.catchUp()), STILL)
  }

  private keep(): void {
    // What lies on the device may have been taken apart since.
    if (this.isOver) return
    const kept = this.list.map((copy) => copy.toKeep())
    this.parts.store.keep(this.name, kept).catch(() => {
      // They are in this window still. A store that takes no text says so when text is sent.
    })
  }
}

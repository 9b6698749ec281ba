import type * as Y from 'yjs'
import type { SectionKey } from '../../schema/paper.ts'
import type { Place } from '../editor/caret.ts'
import { Unfinished, type UnfinishedParts } from '../sync/unfinished.ts'
import { touched } from '../meeting/paper-changes.ts'
import { proposingName } from '../sync/kept-names.ts'
import { SectionCopy, type CopyParts, type KeptCopy } from './section-copy.svelte.ts'
import type { Suggestion } from './suggestions.ts'

export interface CopiesParts extends Omit<CopyParts, 'changed'>, UnfinishedParts {
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
  private readonly unfinished: Unfinished<KeptCopy>
  private timer: ReturnType<typeof setTimeout> | null = null

  constructor(private readonly parts: CopiesParts) {
    const own = (): KeptCopy[] => this.list.map((copy) => copy.toKeep())
    this.unfinished = new Unfinished(proposingName(parts.meeting), parts, own, latest)
  }

  /** Follows the paper; the returned function stops. */
  watch(): () => void {
    const { paper } = this.parts
    const follow = (transaction: Y.Transaction): void => this.follow(transaction)
    paper.on('afterTransaction', follow)
    return () => {
      paper.off('afterTransaction', follow)
      if (this.timer !== null) clearTimeout(this.timer)
      this.unfinished.close()
      for (const copy of this.list) copy.destroy()
    }
  }

  /**
   * Puts back those that were being written when a window was left.
   *
   * @param came to be told when some have come
   */
  restore(came: () => void): Promise<void> {
    return this.unfinished.restore((kept) => {
      const left = kept.filter(({ key }) => this.of(key) !== null)
      const back = kept.filter((each) => !left.includes(each))
      for (const each of back) this.add(this.make(each.key, each))
      if (back.length > 0) came()
      return left
    })
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
    this.unfinished.erase()
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
    this.unfinished.keep()
  }
}

function latest({ key }: KeptCopy, own: KeptCopy[]): KeptCopy | null {
  return own.find((copy) => copy.key === key) ?? null
}

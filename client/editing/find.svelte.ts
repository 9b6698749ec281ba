import type { Transaction } from 'yjs'
import type { Paper, SectionKey } from '../../schema/paper.ts'
import { fill, type ScreenWords } from '../../schema/words/index.ts'
import { countByItem, findAll, type FoundIn, type Match } from './find-matches.ts'

/** What finding asks of the paper's editor; `PaperEditor` answers it. */
export interface SearchedEditor {
  textIndex(): readonly FoundIn[]
  setMatches(matches: readonly Match[], current: number | null): void
  reveal(key: SectionKey, from: number, to: number): void
  focusSection(key: SectionKey, at: { anchor: number; head: number }): void
}

/** Find in the meeting (rule T13). */
export class Find {
  isOpen = $state(false)
  query = $state('')
  wholeWords = $state(false)
  matches = $state.raw<readonly Match[]>([])
  /** Index of the match one stands at. */
  current = $state(0)
  /** Matches of each item, for the outline. */
  readonly perItem: ReadonlyMap<string, number> = $derived.by(() => countByItem(this.matches))

  constructor(
    private readonly editor: SearchedEditor,
    private readonly paper: Paper,
  ) {}

  open(query = ''): void {
    if (query !== '') this.query = query
    if (!this.isOpen) this.paper.on('afterAllTransactions', this.changed)
    this.isOpen = true
    this.search()
  }

  /** Goes away, and puts the caret at the match. */
  close(): void {
    if (!this.isOpen) return
    const match = this.matches[this.current]
    this.stop()
    if (match) this.editor.focusSection(match.key, { anchor: match.from, head: match.to })
  }

  /** Goes away without touching the caret. */
  stop(): void {
    this.paper.off('afterAllTransactions', this.changed)
    this.isOpen = false
    this.matches = []
    this.editor.setMatches([], null)
  }

  type(query: string): void {
    this.query = query
    this.current = 0
    this.search()
    this.show()
  }

  toggleWholeWords(): void {
    this.wholeWords = !this.wholeWords
    this.current = 0
    this.search()
    this.show()
  }

  next(by: 1 | -1): void {
    const { length } = this.matches
    if (length === 0) return
    this.current = (this.current + by + length) % length
    this.editor.setMatches(this.matches, this.current)
    this.show()
  }

  /** "4 af 7", "Ingen fund", or nothing while nothing is asked for. */
  count(words: ScreenWords): string {
    const { count, none } = words.editing.find
    if (this.query.trim() === '') return ''
    return this.matches.length === 0 ? none : fill(count, { i: this.current + 1, n: this.matches.length })
  }

  // Own or remote, a change moves matches; they are found anew, and the one stood at stays the nearest.
  // Drawing the matches makes transactions too, which change nothing.
  private readonly changed = (_paper: Paper, transactions: readonly Transaction[]): void => {
    if (transactions.some(({ changed }) => changed.size > 0)) this.search()
  }

  private search(): void {
    this.matches = findAll(this.editor.textIndex(), this.query, this.wholeWords)
    this.current = Math.min(this.current, Math.max(0, this.matches.length - 1))
    this.editor.setMatches(this.matches, this.matches.length === 0 ? null : this.current)
  }

  private show(): void {
    const match = this.matches[this.current]
    if (match) this.editor.reveal(match.key, match.from, match.to)
  }
}

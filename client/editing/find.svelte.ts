import type { Transaction } from 'yjs'
import type { Paper, SectionKey } from '../../schema/paper.ts'
import { fill, type ScreenWords } from '../../schema/words/index.ts'
import { countByItem, findAll, inOrder, type FoundIn, type Match } from './find-matches.ts'

/** What finding asks of the paper's editor; `PaperEditor` answers it. */
export interface SearchedEditor {
  textIndex(): readonly FoundIn[]
  setMatches(matches: readonly Match[], current: number | null): void
  reveal(key: SectionKey, from: number, to: number): void
  focusSection(key: SectionKey, at: { anchor: number; head: number }): void
}

interface Searched {
  editor: SearchedEditor
  paper: Paper
}

/** Find in the meeting, and in the closed items of it that are open here (rules T13, T17). */
export class Find {
  isOpen = $state(false)
  query = $state('')
  wholeWords = $state(false)
  /** How often it was asked for: each time the keyboard goes to its field. */
  asked = $state(0)
  matches = $state.raw<readonly Match[]>([])
  /** Index of the match one stands at. */
  current = $state(0)
  /** Matches of each item, for the outline. */
  readonly perItem: ReadonlyMap<string, number> = $derived.by(() => countByItem(this.matches))

  private papers: readonly Searched[]
  /** In whose text a section stands. */
  private editors: ReadonlyMap<SectionKey, SearchedEditor> = inOrder<SearchedEditor>([], () => 0).editors

  /** @param place where an item stands in the meeting */
  constructor(
    editor: SearchedEditor,
    paper: Paper,
    private readonly place: (item: string) => number = () => 0,
  ) {
    this.papers = [{ editor, paper }]
  }

  /** Finds in another paper too; the returned function leaves it out again. */
  join(editor: SearchedEditor, paper: Paper): () => void {
    const joined = { editor, paper }
    this.papers = [...this.papers, joined]
    if (this.isOpen) {
      paper.on('afterAllTransactions', this.changed)
      this.search()
    }
    return () => {
      paper.off('afterAllTransactions', this.changed)
      this.papers = this.papers.filter((each) => each !== joined)
      if (this.isOpen) this.search()
    }
  }

  open(query = ''): void {
    if (query !== '') this.query = query
    if (!this.isOpen) for (const { paper } of this.papers) paper.on('afterAllTransactions', this.changed)
    this.isOpen = true
    this.asked++
    this.search()
  }

  /** Goes away, and puts the caret at the match. */
  close(): void {
    if (!this.isOpen) return
    const match = this.matches[this.current]
    const editor = match && this.editors.get(match.key)
    this.stop()
    if (match) editor?.focusSection(match.key, { anchor: match.from, head: match.to })
  }

  /** Goes away without touching the caret. */
  stop(): void {
    for (const { paper } of this.papers) paper.off('afterAllTransactions', this.changed)
    this.isOpen = false
    this.matches = []
    this.mark()
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
    this.mark()
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
    const { texts, editors } = inOrder(
      this.papers.map(({ editor }) => editor),
      this.place,
    )
    this.editors = editors
    this.matches = findAll(texts, this.query, this.wholeWords)
    this.current = Math.min(this.current, Math.max(0, this.matches.length - 1))
    this.mark()
  }

  /** Draws what was found, each in its own text. */
  private mark(): void {
    const now = this.matches[this.current]
    for (const { editor } of this.papers) {
      const own = this.matches.filter(({ key }) => this.editors.get(key) === editor)
      const at = now === undefined ? -1 : own.indexOf(now)
      editor.setMatches(own, at < 0 ? null : at)
    }
  }

  private show(): void {
    const match = this.matches[this.current]
    if (match) this.editors.get(match.key)?.reveal(match.key, match.from, match.to)
  }
}

import { isBefore, type Phase } from '../../schema/phases.ts'
import { fill } from '../../schema/words/index.ts'
import type { MarginWords } from '../../schema/words/margin.ts'
import type { PaperEditor, TextMark } from '../editor/paper-editor.svelte.ts'
import type { Located } from './locations.svelte.ts'
import { piecesOf } from './pieces.ts'
import { Proposed, type TextProposal } from './proposed.ts'
import type { Said } from './said.svelte.ts'
import type { Shelving } from './shelving.svelte.ts'
import { isSuggestion, type Talk } from './talks.ts'

export interface DrawingParts {
  editor: PaperEditor
  phase(): Phase
  words(): MarginWords
  person(id: string): { name: string; colour: number | null }
  said: Pick<Said, 'talks'>
  shelving: Pick<Shelving, 'shelf'>
  /** The thread one is at. */
  active(): string | null
  /** Where a thread's text was found last. */
  located(id: string): Located | undefined
  /** Stands for the thread of a remark that is being written. */
  newRemarkId: string
}

/** What the margin draws in the paper: the marker of comments, and what is suggested (rules M43, M50). */
export class Drawings {
  private readonly proposed: Proposed

  constructor(private readonly parts: DrawingParts) {
    this.proposed = new Proposed(parts.editor)
  }

  /** Marks the texts of what is open, and of the active thread among the resolved ones; draws what is suggested. */
  draw(): void {
    const active = this.parts.active()
    const seen = this.parts.said.talks.filter((talk) => this.isSeen(talk, active))
    const marked = seen.filter((talk) => !this.isDrawn(talk)).map(({ id }) => id)
    this.parts.editor.setMarks([...marked, this.parts.newRemarkId].flatMap((id) => this.markOf(id, active)))
    this.proposed.set(
      seen.filter((talk) => this.isDrawn(talk)).flatMap((talk) => this.proposalOf(talk, active)),
    )
  }

  clear(): void {
    this.parts.editor.setMarks([])
    this.proposed.set([])
    this.proposed.stop()
  }

  /** Whose suggestions are drawn in the text. */
  get suggesters(): string[] {
    const drawn = this.parts.said.talks.filter((talk) => this.isDrawn(talk))
    const authors = drawn.flatMap(({ thread }) => thread?.author ?? [])
    return [...new Set(authors)].map((author) => this.parts.person(author).name)
  }

  private isSeen({ id, state }: Talk, active: string | null): boolean {
    return state === 'open' || (id === active && this.parts.shelving.shelf === 'resolved')
  }

  /** What is suggested is drawn until the paper is approved. */
  private isDrawn(talk: Talk): boolean {
    return talk.state === 'open' && isSuggestion(talk) && isBefore(this.parts.phase(), 'approved')
  }

  private markOf(id: string, active: string | null): TextMark[] {
    const text = this.parts.located(id)?.text
    return text ? [{ ...text, id, active: id === active }] : []
  }

  private proposalOf({ id, thread }: Talk, active: string | null): TextProposal[] {
    const text = this.parts.located(id)?.text
    const doc = text ? this.parts.editor.doc(text.key) : null
    if (!text || doc === null || !thread?.change) return []
    const { name, colour } = this.parts.person(thread.author)
    const pieces = piecesOf(doc, text, thread.change, this.parts.words())
    const says = fill(this.parts.words().suggestion.by, { name })
    return [{ key: text.key, id, active: id === active, colour, says, pieces }]
  }
}

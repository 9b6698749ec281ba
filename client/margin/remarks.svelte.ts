import type { Target, TextTarget } from '../../schema/margin.ts'
import { isBefore, type Phase } from '../../schema/phases.ts'
import type { Abilities } from '../../schema/roles.ts'
import type { PaperEditor } from '../editor/paper-editor.svelte.ts'
import type { Paper } from '../../schema/paper.ts'
import { replacement, rewordedAt, suggestionsOf, type Suggestion } from '../suggesting/suggestions.ts'
import { targetOf } from './anchoring.ts'
import { isEmpty, type NewRemark, type Writing } from './writing.svelte.ts'
import type { Locations } from './locations.svelte.ts'
import type { Posts } from './posts.ts'
import type { Talk } from './talks.ts'
import type { Announcements } from './announcements.ts'

export interface RemarkParts {
  editor: PaperEditor
  paper: Paper
  may(): Abilities
  phase(): Phase
  /** The item one is at. */
  item(): string | null
  /** Whether this user may not read the margin any more. */
  isShut(): boolean
  writing: Writing
  posts: Posts
  locations: Locations
  announcements: Pick<Announcements, 'said' | 'suggested'>
  /** Stands for the thread of a remark that is being written. */
  newRemarkId: string
  /** A remark is being written: the keyboard goes there. */
  begun(): void
  /** A thread has been begun. */
  sent(thread: string | null): void
  /** The keyboard goes back to where it was. */
  goBack(): void
}

/** What the user says: remarks on what is selected, suggestions of other words, and replies (rules M45, M47, M49). */
export class Remarks {
  /** What a reader has selected. The browser forgets it when a colleague writes in that text. */
  selected = $state.raw<TextTarget | null>(null)

  constructor(private readonly parts: RemarkParts) {}

  /** Notes what a reader selects, until they press somewhere else. */
  watch(): () => void {
    const note = (): void => {
      if (!this.parts.may().writePaper) this.selected = this.selectedText() ?? this.selected
    }
    const forget = ({ target }: Event): void => {
      if (target instanceof Element && target.closest('[data-text]')) this.selected = null
    }
    document.addEventListener('selectionchange', note)
    document.addEventListener('pointerdown', forget, true)
    return () => {
      document.removeEventListener('selectionchange', note)
      document.removeEventListener('pointerdown', forget, true)
    }
  }

  get canRemark(): boolean {
    return this.parts.may().remark && !this.parts.isShut()
  }

  /** Whether there is a paper that can still be changed. */
  get canSuggest(): boolean {
    return this.parts.may().remark && isBefore(this.parts.phase(), 'approved')
  }

  /** Begins a remark on what is selected, else on the item one is at; null for whoever may not. */
  get commenting(): (() => void) | null {
    return this.canRemark ? this.comment : null
  }

  private readonly comment = (): void => {
    const item = this.parts.item()
    this.begin(this.aimed() ?? (item === null ? { kind: 'meeting' } : { kind: 'item', item }))
  }

  /** Begins a suggestion for what is selected. */
  suggest(): void {
    const target = this.aimed()
    if (target !== null) this.begin(target, target.quote)
  }

  private aimed(): TextTarget | null {
    return this.selectedText() ?? this.selected
  }

  private selectedText(): TextTarget | null {
    const { editor, paper } = this.parts
    const range = editor.selected()
    const text = range && editor.text(range.key)
    return range && text ? targetOf(paper, text, range) : null
  }

  /** Begins a remark; `wording`: a suggestion of these words. */
  begin(target: Target, wording: string | null = null): void {
    if (!this.canRemark) return
    this.selected = null
    this.parts.writing.begin(target, wording)
    this.parts.begun()
  }

  /** Sends the remark being written. */
  send(): void {
    const { writing } = this.parts
    const { remark } = writing
    if (remark === null || isEmpty(remark)) return
    const suggested = this.suggestedBy(remark)
    if (suggested.length === 0 && remark.text.trim() === '') return
    const id = suggested.length > 0 ? this.sendSuggestions(suggested, remark.text) : this.sendComment(remark)
    writing.end()
    this.parts.sent(id)
    this.parts.goBack()
  }

  private sendComment({ target, text }: NewRemark): string {
    this.parts.announcements.said('comment')
    return this.parts.posts.begin({ kind: 'comment', target, change: null, text })
  }

  private sendSuggestions(suggestions: readonly Suggestion[], reason: string): string | null {
    this.parts.announcements.suggested(suggestions.length)
    return this.parts.posts.suggest(suggestions, reason)[0] ?? null
  }

  /** Sends what was changed in a copy of a section. */
  sendCopy(suggestions: readonly Suggestion[], reason: string): void {
    this.parts.sent(this.sendSuggestions(suggestions, reason))
  }

  /** What a remark suggests, for the text as it is now. */
  private suggestedBy({ target, wording }: NewRemark): Suggestion[] {
    if (wording === null || target.kind !== 'text' || wording === target.quote) return []
    const { editor, locations, paper } = this.parts
    const { text } = locations.of(this.parts.newRemarkId, target)
    const doc = text && editor.doc(text.key)
    if (!text || !doc) return [replacement(target, wording)]
    return suggestionsOf(paper, text.key, doc, rewordedAt(doc, text, wording))
  }

  answer({ id: thread }: Talk): void {
    const { writing, posts } = this.parts
    const text = writing.replies.get(thread)?.trim() ?? ''
    if (text === '') return
    posts.answer(thread, text)
    writing.writeReply(thread, '')
    this.parts.announcements.said('reply')
  }
}

import { fill } from '../../schema/words/index.ts'
import type { MarginWords } from '../../schema/words/margin.ts'
import { tally } from '../state/say.ts'
import type { Toast } from '../state/toasts.svelte.ts'
import type { Made } from './news.ts'
import type { Fate } from './rulings.svelte.ts'
import { isSuggestion, type Talk } from './talks.ts'

export interface AnnouncementParts {
  me: string
  words(): MarginWords
  announce(text: string): void
  toast(toast: Toast): void
  /** Whether what is written goes to the server now. */
  isSending(): boolean
  talk(id: string): Talk | undefined
  nameOf(user: string): string
  /** "Punkt 3", or the meeting. */
  placeName(talk: Talk): string
  show(talk: Talk): void
  goTo(talk: Talk): void
}

/** What happens in the margin, in words for those who do not see it (rules M45 and M66). */
export class Announcements {
  constructor(private readonly parts: AnnouncementParts) {}

  /** What the user has said. */
  said(what: 'comment' | 'reply'): void {
    const { said, waiting } = this.parts.words()
    this.parts.announce(this.parts.isSending() ? said[what] : `${said[what]}. ${waiting}`)
  }

  suggested(count: number): void {
    this.parts.announce(tally(this.parts.words().copy.sent, count))
  }

  /** What became of a suggestion; where something went wrong its thread is shown. */
  fate(talk: Talk, what: Fate): void {
    const { toast, announce, show, goTo } = this.parts
    const { suggestion, someone } = this.parts.words()
    const name = talk.ruling === null ? someone : this.parts.nameOf(talk.ruling.author)
    const text = fill(suggestion[what], { name })
    if (what === 'overtaken') toast({ text })
    else if (what === 'leftOut')
      toast({ text, stays: true, action: { label: suggestion.see, run: () => goTo(talk) } })
    else announce(text)
    if (what === 'changed' || what === 'impossible') show(talk)
  }

  /** What others have said while the margin was open; several things are summed up. */
  news(all: readonly Made[]): void {
    const made = all.filter(({ author }) => author !== this.parts.me)
    const posts = made.filter(({ what }) => what === 'thread' || what === 'reply')
    const [first] = posts.length > 0 ? posts : made
    const { news } = this.parts.words()
    if (posts.length > 1) this.parts.announce(fill(news.many, { n: posts.length }))
    else if (posts.length === 0 && made.length > 1) this.parts.announce(fill(news.ruled, { n: made.length }))
    else if (first !== undefined) this.tellOf(first)
  }

  private tellOf({ author, thread, what }: Made): void {
    const { news, place: places } = this.parts.words()
    const talk = this.parts.talk(thread)
    const place = (talk ? this.parts.placeName(talk) : places.meeting).toLocaleLowerCase()
    const isNewSuggestion = what === 'thread' && talk !== undefined && isSuggestion(talk)
    const text = isNewSuggestion ? news.suggestion : news[what]
    this.parts.announce(fill(text, { name: this.parts.nameOf(author), place }))
  }
}

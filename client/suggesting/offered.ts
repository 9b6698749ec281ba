import * as Y from 'yjs'
import { splitKey, type Paper } from '../../schema/paper.ts'
import { sectionNode } from '../../schema/sections.ts'
import type { Talk } from '../margin/talks.ts'
import type { Offer } from '../merging/offers.ts'
import { putBeside } from '../merging/put-beside.ts'
import type { UserStore } from '../sync/store.ts'
import { suggestionsOf, type Suggestion } from './suggestions.ts'

export interface OfferedParts {
  paper: Paper
  store: UserStore
  offers(): readonly Offer[]
  /** Offers of which words stand in the text again. */
  outdated(): ReadonlySet<string>
  canSuggest(): boolean
  /** Whether all of the margin is here. */
  isComplete(): boolean
  talk(id: string): Talk | undefined
  suggest(suggestions: readonly Suggestion[], ids: readonly string[]): void
  /** Deletes a suggestion, if its author may still. */
  delete(talk: Talk): void
  /** The offer is answered. */
  letGo(offer: string): void
}

/** Sees to it that what the user wrote in something that was deleted meanwhile is suggested, once (rule M58). */
export class Offered {
  private readonly tried = new Set<string>()

  constructor(private readonly parts: OfferedParts) {}

  /** Asked whenever the offers, the margin or what the user may do is other than it was. */
  settle(): void {
    const { offers, outdated, talk, letGo, isComplete } = this.parts
    const passed = outdated()
    for (const offer of offers().filter(({ id }) => !passed.has(id))) {
      const made = talk(offer.id)
      if (made === undefined) void this.suggest(offer)
      else if (made.state !== 'open') letGo(offer.id)
    }
    // Who put the words back may have done it by accepting them.
    if (isComplete()) passed.forEach((id) => this.withdraw(id))
  }

  /** Takes back what was suggested of an offer and nobody has ruled on. */
  withdraw(offer: string): void {
    for (let i = 0; ; i++) {
      const made = this.parts.talk(threadOf(offer, i))
      if (made === undefined) return
      if (made.state === 'open' && made.accepting === null) this.parts.delete(made)
    }
  }

  private async suggest({ id, side, removed }: Offer): Promise<void> {
    const { paper, store, offers, canSuggest, suggest } = this.parts
    if (side !== 'mine' || removed !== null || this.tried.has(id) || !canSuggest()) return
    this.tried.add(id)
    // A store that takes nothing: it is in this window alone.
    if (!(await store.claim(`suggested:${id}`, Infinity).catch(() => true))) return
    const offer = offers().find((each) => each.id === id)
    const made = offer === undefined ? [] : suggestionsOfOffer(paper, offer)
    suggest(
      made,
      made.map((_, i) => threadOf(id, i)),
    )
  }
}

/** The thread of an offer's suggestion has its id; of several the others are numbered. */
function threadOf(offer: string, index: number): string {
  return index === 0 ? offer : `${offer}-${index}`
}

/** Words that a deletion took, as suggestions to have them where they stood, or as near as there is anything left. */
export function suggestionsOfOffer(paper: Paper, { section, losses }: Offer): Suggestion[] {
  // A title takes no second line.
  if (splitKey(section).section === 'title') return []
  const copy = new Y.Doc()
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(paper))
  putBeside(copy, section, losses)
  const made = suggestionsOf(paper, section, sectionNode(paper, section), sectionNode(copy, section))
  copy.destroy()
  return made
}

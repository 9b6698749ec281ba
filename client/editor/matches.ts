import { Decoration } from 'prosemirror-view'
import type { SectionKey } from '../../schema/paper.ts'
import { bySection, Layer } from './layer.ts'
import type { Sections } from './sections.ts'

/** A place where the text that is searched for stands. */
export interface Match {
  key: SectionKey
  from: number
  to: number
}

/** Shows matches of a search: each with a grey outline, the current one inverted. */
export class Matches {
  readonly layer: Layer
  private bySection = new Map<SectionKey, Match[]>()
  private current: Match | null = null

  constructor(sections: Sections) {
    this.layer = new Layer(sections, (key) => this.decorations(key))
  }

  /** Replaces all matches; `current` is an index into them. */
  set(matches: readonly Match[], current: number | null): void {
    const before = this.bySection
    this.bySection = bySection(matches)
    this.current = current === null ? null : (matches[current] ?? null)
    for (const key of new Set([...before.keys(), ...this.bySection.keys()])) this.layer.draw(key)
  }

  private decorations(key: SectionKey): Decoration[] {
    return (this.bySection.get(key) ?? []).map((match) =>
      Decoration.inline(match.from, match.to, { class: match === this.current ? 'match now' : 'match' }),
    )
  }
}

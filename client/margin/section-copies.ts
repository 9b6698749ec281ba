import { fill } from '../../schema/words/index.ts'
import type { MarginWords } from '../../schema/words/margin.ts'
import { dressSection } from '../editing/dress.ts'
import type { EditingHost } from '../editing/host.ts'
import { sectionNodeViews } from '../editing/node-views.ts'
import { sectionPlugins } from '../editing/plugins.ts'
import type { Person } from '../editor/awareness.ts'
import { Copies, type CopiesParts } from '../suggesting/copies.svelte.ts'
import { copyPiecesOf } from './pieces.ts'

export interface SectionCopyParts extends Omit<CopiesParts, 'controls' | 'draw'> {
  /** What the editing controls ask while one writes in a copy. */
  host: EditingHost
  self: Person
  words(): MarginWords
}

/** The copies of sections in which this user suggests changes, drawn as suggestions are. */
export function sectionCopies({ host, self, words, ...parts }: SectionCopyParts): Copies {
  return new Copies({
    ...parts,
    controls: {
      plugins: sectionPlugins(host),
      nodeViews: sectionNodeViews(host),
      dress: (element, section) => dressSection(element, section, host),
    },
    draw: (key, doc, made) => ({
      key,
      id: null,
      active: false,
      colour: self.colour,
      says: fill(words().suggestion.by, { name: self.name }),
      pieces: copyPiecesOf(doc, made, words()),
    }),
  })
}

/** A copy has no remarks of its own, and outcomes are no text. */
export function hostOfCopies({ chooseOutcome: _none, ...host }: EditingHost): EditingHost {
  return { ...host, comment: () => null }
}

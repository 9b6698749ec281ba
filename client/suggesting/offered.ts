import * as Y from 'yjs'
import type { Paper } from '../../schema/paper.ts'
import { sectionNode } from '../../schema/sections.ts'
import type { Offer } from '../merging/offers.ts'
import { putBeside } from '../merging/put-beside.ts'
import { suggestionsOf, type Suggestion } from './suggestions.ts'

/** Words that a deletion took, as suggestions to have them where they stood, or as near as there is anything left. */
export function suggestionsOfOffer(paper: Paper, { section, losses }: Offer): Suggestion[] {
  const copy = new Y.Doc()
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(paper))
  putBeside(copy, section, losses)
  const made = suggestionsOf(paper, section, sectionNode(paper, section), sectionNode(copy, section))
  copy.destroy()
  return made
}

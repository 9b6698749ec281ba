import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { applyProposal } from '../../schema/proposals/apply.ts'
import { nodeText } from '../../schema/node-text.ts'
import { fragment } from '../../schema/paper.ts'
import { sectionNode } from '../../schema/sections.ts'
import { sectionText } from '../../schema/section-text.ts'
import { itemId } from '../../client/merging/losses.ts'
import type { Offer } from '../../client/merging/offers.ts'
import { suggestionsOfOffer } from '../../client/suggesting/offered.ts'
import { doc, p } from '../editing/builders.ts'
import { KEY, paperOf } from './suggesting.ts'

test('M58 words that a deletion took are suggested where they stood; the paper is as it was', () => {
  const paper = paperOf(doc(p('Først kom mødet i gang.'), p('Til sidst sluttede det.')))
  const [first] = fragment(paper, KEY).toArray()
  if (!(first instanceof Y.XmlElement)) throw new RangeError(KEY)
  const offer: Offer = {
    id: 'offer-0001',
    side: 'mine',
    section: KEY,
    by: 'Rasmus',
    at: 1,
    since: [],
    removed: null,
    losses: [
      {
        section: KEY,
        text: 'Træningsplanen sendes digitalt.',
        content: [{ type: 'text', text: 'Træningsplanen sendes digitalt.' }],
        blocks: null,
        before: '',
        after: '',
        ownBefore: 0,
        ownAfter: 0,
        stranded: [],
        previous: [itemId(first)],
        next: [],
      },
    ],
  }
  const before = sectionNode(paper, KEY)
  const [suggestion, ...others] = suggestionsOfOffer(paper, offer)
  expect([others, sectionNode(paper, KEY).eq(before)]).toEqual([[], true])
  if (!suggestion) throw new RangeError('nothing suggested')
  const { target, change } = suggestion
  const text = sectionText(fragment(paper, KEY))
  const [from, to] = [text.offsetOf(target.from) ?? -1, text.offsetOf(target.to) ?? -1]
  const outcome = applyProposal(before, nodeText(before).range(from, to), target.quote, change)
  expect(outcome.kind === 'applied' && nodeText(outcome.tr.doc).text.split('\n')).toEqual([
    'Først kom mødet i gang.',
    'Træningsplanen sendes digitalt.',
    'Til sidst sluttede det.',
  ])
})

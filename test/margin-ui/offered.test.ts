import { expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { addThread, deleteEntry, rule, type RulingState } from '../../schema/margin.ts'
import { applyProposal } from '../../schema/proposals/apply.ts'
import { nodeText } from '../../schema/node-text.ts'
import { fragment, type Paper, type SectionKey } from '../../schema/paper.ts'
import { sectionNode } from '../../schema/sections.ts'
import { sectionText } from '../../schema/section-text.ts'
import { readTalks, type Talk } from '../../client/margin/talks.ts'
import { itemId } from '../../client/merging/losses.ts'
import type { Offer } from '../../client/merging/offers.ts'
import { Offered, suggestionsOfOffer } from '../../client/suggesting/offered.ts'
import { doc, p } from '../editing/builders.ts'
import { KEY, paperOf, storeOf } from './suggesting.ts'

const TEXT = doc(p('Først kom mødet i gang.'), p('Til sidst sluttede det.'))
const WORDS = 'Træningsplanen sendes digitalt.'

/** Words that were typed behind the first paragraph, in one that was deleted meanwhile. */
function offerOf(paper: Paper, section: SectionKey = KEY): Offer {
  const [first] = fragment(paper, KEY).toArray()
  if (!(first instanceof Y.XmlElement)) throw new RangeError(KEY)
  return {
    id: 'offer-0001',
    side: 'mine',
    section,
    by: 'Rasmus',
    at: 1,
    takenBy: 'deletion',
    since: [],
    removed: null,
    losses: [
      {
        section,
        text: WORDS,
        content: [{ type: 'text', text: WORDS }],
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
}

test('M58 words that a deletion took are suggested where they stood; the paper is as it was', () => {
  const paper = paperOf(TEXT)
  const before = sectionNode(paper, KEY)
  const [suggestion, ...others] = suggestionsOfOffer(paper, offerOf(paper))
  expect([others, sectionNode(paper, KEY).eq(before)]).toEqual([[], true])
  if (!suggestion) throw new RangeError('nothing suggested')
  const { target, change } = suggestion
  const text = sectionText(fragment(paper, KEY))
  const [from, to] = [text.offsetOf(target.from) ?? -1, text.offsetOf(target.to) ?? -1]
  const outcome = applyProposal(before, nodeText(before).range(from, to), target.quote, change)
  expect(outcome.kind === 'applied' && nodeText(outcome.tr.doc).text.split('\n')).toEqual([
    'Først kom mødet i gang.',
    WORDS,
    'Til sidst sluttede det.',
  ])
})

/** Windows of one user on one device, with what the margin has of them. */
class Desk {
  readonly paper = paperOf(TEXT)
  readonly margin = new Y.Doc()
  readonly store = storeOf('nanna')
  offers: readonly Offer[] = [offerOf(this.paper)]
  readonly outdated = new Set<string>()
  canSuggest = true
  isComplete = true
  private made = 0

  window(): Offered {
    return new Offered({
      paper: this.paper,
      store: this.store,
      offers: () => this.offers,
      outdated: () => this.outdated,
      canSuggest: () => this.canSuggest,
      isComplete: () => this.isComplete,
      talk: (id) => this.talks.find((talk) => talk.id === id),
      suggest: (list, ids) =>
        list.forEach((suggestion, i) => {
          this.made++
          const said = { author: 'nanna', at: 1, text: '', mentions: [] }
          addThread(this.margin, ids[i] ?? '', { ...said, kind: 'suggestion', ...suggestion })
        }),
      delete: ({ id }) => deleteEntry(this.margin, 'threads', id),
      letGo: (id) => (this.offers = this.offers.filter((offer) => offer.id !== id)),
    })
  }

  get talks(): Talk[] {
    return readTalks(this.margin)
  }

  /** How often something was suggested, and what of it stands. */
  get suggested(): [number, string[]] {
    return [this.made, this.talks.map(({ id }) => id)]
  }

  rule(state: RulingState): void {
    rule(this.margin, 'ruling-001', { author: 'rasmus', at: 2, thread: 'offer-0001', state, reason: '' })
    const receipts = this.margin.getMap('receipts')
    receipts.set('rulings.ruling-001', { seq: 1, at: 2, late: false })
  }
}

async function suggestedAt(desk: Desk): Promise<Offered> {
  const window = desk.window()
  window.settle()
  await vi.waitFor(() => expect(desk.suggested).toEqual([1, ['offer-0001']]))
  return window
}

test('M58 it is suggested once, by one window, also after a reload, and not again when it was deleted', async () => {
  const desk = new Desk()
  const [first, second] = [desk.window(), desk.window()]
  first.settle()
  second.settle()
  first.settle()
  await vi.waitFor(() => expect(desk.suggested).toEqual([1, ['offer-0001']]))
  expect(await desk.store.claim('suggested:offer-0001', Infinity)).toBe(false)
  deleteEntry(desk.margin, 'threads', 'offer-0001')
  const reloaded = desk.window()
  reloaded.settle()
  desk.offers = [...desk.offers, { ...offerOf(desk.paper), id: 'offer-0002' }]
  reloaded.settle()
  await vi.waitFor(() => expect(desk.suggested).toEqual([2, ['offer-0002']]))
  await desk.store.close()
})

test('M58 it waits until its writer may suggest; of what others wrote, and of a title, nothing is suggested', async () => {
  const desk = new Desk()
  const [mine] = desk.offers
  if (!mine) throw new RangeError('no offer')
  desk.canSuggest = false
  const window = desk.window()
  window.settle()
  desk.canSuggest = true
  desk.offers = [
    { ...mine, id: 'theirs', side: 'theirs' },
    { ...mine, id: 'item', removed: { id: 'item-0001', fields: {} } },
    { ...offerOf(desk.paper, 'item-0001/title'), id: 'title' },
    mine,
  ]
  window.settle()
  await vi.waitFor(() => expect(desk.suggested).toEqual([1, ['offer-0001']]))
  await desk.store.close()
})

test('M58 when the words stand there again it is withdrawn, once all of the margin is here', async () => {
  const desk = new Desk()
  const window = await suggestedAt(desk)
  desk.outdated.add('offer-0001')
  desk.isComplete = false
  window.settle()
  expect(desk.talks).toHaveLength(1)
  desk.isComplete = true
  window.settle()
  expect(desk.talks).toEqual([])
  await desk.store.close()
})

test.each(['accepted', 'declined', 'resolved'] as const)(
  'M58 when it is %s the offer is answered, and it stays',
  async (state) => {
    const desk = new Desk()
    const window = await suggestedAt(desk)
    desk.rule(state)
    desk.outdated.add('none')
    window.settle()
    expect(desk.offers).toEqual([])
    window.withdraw('offer-0001')
    expect(desk.talks).toHaveLength(1)
    await desk.store.close()
  },
)

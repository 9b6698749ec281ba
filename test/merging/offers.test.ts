import { expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { offerId } from '../../client/zones/leave-room.ts'
import { Offers, type Offer } from '../../client/merging/offers.ts'
import { items } from '../../schema/paper.ts'
import { isId } from '../../schema/values.ts'
import { storeOf } from '../margin-ui/suggesting.ts'

const ZONE = '5a3f0d5e-3c1b-4a55-9a54-d1e0c70f0107.pjf5rbrf'
const ITEM = '7c0f5d0e-9c1b-4a55-9a54-d1e0c70f0109'

test('Z7 words that waited for an item’s room are on offer when the item has come, and not before', async () => {
  const paper = new Y.Doc()
  items.add(paper, ITEM, { closed: true })
  const offer: Offer = {
    id: offerId(ZONE, `${ITEM}/minutes`),
    side: 'mine',
    section: `${ITEM}/minutes`,
    by: null,
    at: 1,
    losses: [],
    takenBy: 'opening',
    since: [],
    removed: null,
  }
  const store = storeOf('anna')
  await store.keep('offers:paper:m1', [offer])
  const changed = vi.fn()
  let isCurrent = false
  const parts = { changed, isCurrent: () => isCurrent, newId: () => 'other', now: () => 1 }
  const offers = new Offers(paper, 'paper:m1', store, parts)
  expect(await offers.open()).toEqual([offer.section])
  const shown = (): [readonly Offer[], number] => {
    offers.review()
    return [offers.list, changed.mock.calls.length]
  }
  expect(shown()).toEqual([[], 0])
  // The state of the room may come in two parts, the places of the items before their text.
  items.set(paper, ITEM, { closed: false })
  expect(shown()).toEqual([[], 0])
  isCurrent = true
  expect(shown()).toEqual([[offer], 1])
  expect(shown()).toEqual([[offer], 1])
})

test('M58 what is suggested of such words has an id that the margin takes', () => {
  for (const section of ['title', 'case', 'recommendation', 'minutes'] as const)
    expect(isId(`${offerId(ZONE, `${ITEM}/${section}`)}-9`)).toBe(true)
})

import { fill } from '../../schema/words/index.ts'
import type { OfferWords } from '../../schema/words/offers.ts'
import type { Offer } from '../merging/offers.ts'

/** How much of the text around is shown with what was lost. */
const AROUND = 60

/** What happened, in a sentence; the colleague by name when it is known. */
export function offerSentence({ side, by, removed }: Offer, text: OfferWords): string {
  if (removed !== null) return text.item
  const [known, unknown] = side === 'mine' ? [text.mine, text.mineUnknown] : [text.theirs, text.theirsUnknown]
  return by === null ? unknown : fill(known, { name: by })
}

/** Each stretch that was lost, with what stood around it in its paragraph. */
export function offerPieces({ losses }: Offer): { before: string; text: string; after: string }[] {
  return losses.map(({ text, before, after, ownBefore, ownAfter }) => ({
    before: shortened(before.slice(before.length - Math.min(before.length, ownBefore)), -1),
    text,
    after: shortened(after.slice(0, ownAfter), 1),
  }))
}

function shortened(text: string, side: 1 | -1): string {
  if (text.length <= AROUND) return text
  return side === 1 ? `${text.slice(0, AROUND)} …` : `… ${text.slice(-AROUND)}`
}

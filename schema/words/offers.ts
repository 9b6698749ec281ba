import type { Language } from './index.ts'

const da = {
  label: 'Slettet imens',
  mine: 'Du skrev dette i et afsnit, som {name} slettede imens.',
  mineUnknown: 'Du skrev dette i et afsnit, som en kollega slettede imens.',
  theirs: '{name} skrev dette i et afsnit, som du slettede imens.',
  theirsUnknown: 'En kollega skrev dette i et afsnit, som du slettede imens.',
  item: 'Du skrev dette i et punkt, som en kollega slettede imens.',
  back: 'Sæt ind igen',
  bringBack: 'Hent punktet tilbage',
  letGo: 'Lad det ligge',
}

export type OfferWords = typeof da

const en: OfferWords = {
  label: 'Deleted meanwhile',
  mine: 'You wrote this in a paragraph that {name} deleted meanwhile.',
  mineUnknown: 'You wrote this in a paragraph that a colleague deleted meanwhile.',
  theirs: '{name} wrote this in a paragraph that you deleted meanwhile.',
  theirsUnknown: 'A colleague wrote this in a paragraph that you deleted meanwhile.',
  item: 'You wrote this in an item that a colleague deleted meanwhile.',
  back: 'Insert again',
  bringBack: 'Bring the item back',
  letGo: 'Leave it',
}

/** What was deleted while somebody wrote in it, and can be put in again; fetched when there is any. */
export const OFFER_WORDS: Record<Language, OfferWords> = { da, en }

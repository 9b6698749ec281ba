import { offers as da } from './da/offers.ts'
import { offers as en } from './en/offers.ts'
import type { Language } from './index.ts'

/** What was deleted while somebody wrote in it, and can be put in again; fetched when there is any. */
export type OfferWords = typeof da
export const OFFER_WORDS: Record<Language, OfferWords> = { da, en }

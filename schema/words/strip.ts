import { strip as da } from './da/strip.ts'
import { strip as en } from './en/strip.ts'
import type { Language } from './index.ts'

/** Of the strip under the bar, and what can be done there; fetched with it. */
export type StripWords = typeof da
export const STRIP_WORDS: Record<Language, StripWords> = { da, en }

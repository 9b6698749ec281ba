import { hearing as da } from './da/hearing.ts'
import { hearing as en } from './en/hearing.ts'
import type { Language } from './index.ts'

/** What a hearing is asked and told in; fetched with its button. */
export type HearingWords = typeof da
export const HEARING_WORDS: Record<Language, HearingWords> = { da, en }

import { margin as da } from './da/margin.ts'
import { margin as en } from './en/margin.ts'
import type { Language } from './index.ts'

/** What stands beside the paper is said in; fetched with it. */
export type MarginWords = typeof da
export const MARGIN_WORDS: Record<Language, MarginWords> = { da, en }

import { merged as da } from './da/merged.ts'
import { merged as en } from './en/merged.ts'
import type { Language } from './index.ts'

/** What came together, told item by item; fetched when something did. */
export type MergedWords = typeof da
export const MERGED_WORDS: Record<Language, MergedWords> = { da, en }

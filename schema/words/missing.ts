import { missing as da } from './da/missing.ts'
import { missing as en } from './en/missing.ts'
import type { Language } from './index.ts'

export type MissingWords = typeof da
export const MISSING_WORDS: Record<Language, MissingWords> = { da, en }

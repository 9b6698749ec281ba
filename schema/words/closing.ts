import { closing as da } from './da/closing.ts'
import { closing as en } from './en/closing.ts'
import type { Language } from './index.ts'

/** What is said of closed items; loaded with the first of them, or the dialog. */
export type ClosingWords = typeof da
export const CLOSING_WORDS: Record<Language, ClosingWords> = { da, en }

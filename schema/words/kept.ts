import { kept as da } from './da/kept.ts'
import { kept as en } from './en/kept.ts'
import type { Language } from './index.ts'

/** Texts that were kept apart on this device; fetched when there are any. */
export type KeptWords = typeof da
export const KEPT_WORDS: Record<Language, KeptWords> = { da, en }

import { removal as da } from './da/removal.ts'
import { removal as en } from './en/removal.ts'
import type { Language } from './index.ts'

/** Words of deleting a draft; fetched with its dialog. */
export type RemovalWords = typeof da
export const REMOVAL_WORDS: Record<Language, RemovalWords> = { da, en }

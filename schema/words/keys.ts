import { keys as da } from './da/keys.ts'
import { keys as en } from './en/keys.ts'
import type { Language } from './index.ts'

/** Words of the list of keys; fetched with it. */
export type KeysWords = typeof da
export const KEYS_WORDS: Record<Language, KeysWords> = { da, en }

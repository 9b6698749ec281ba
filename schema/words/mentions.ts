import { mentions as da } from './da/mentions.ts'
import { mentions as en } from './en/mentions.ts'
import type { Language } from './index.ts'

/** Words of mentions; fetched with the margin. */
export type MentionWords = typeof da
export const MENTION_WORDS: Record<Language, MentionWords> = { da, en }

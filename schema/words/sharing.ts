import { sharing as da } from './da/sharing.ts'
import { sharing as en } from './en/sharing.ts'
import type { Language } from './index.ts'

/** What the invitations to one meeting say; loaded with their dialog. */
export type SharingWords = typeof da
export const SHARING_WORDS: Record<Language, SharingWords> = { da, en }

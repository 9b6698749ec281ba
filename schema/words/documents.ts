import { documents as da } from './da/documents.ts'
import { documents as en } from './en/documents.ts'
import type { Language } from './index.ts'

/** What is said in documents that are read and written; loaded with their readers and writers alone. */
export const DOCUMENT_WORDS: Record<Language, typeof da> = { da, en }

import type { documents as da } from '../da/documents.ts'

export const documents: typeof da = {}

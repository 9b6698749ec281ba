import { da } from './da/index.ts'
import type { pages } from './da/pages-da.ts'
import type { screen } from './da/screen-da.ts'
import { server as serverDa } from './da/server.ts'
import { en } from './en/index.ts'
import { server as serverEn } from './en/server.ts'

/** The dictionary: Danish is the type, English must be complete. */
export type Words = typeof da
/** The two parts of it, which a browser fetches apart. */
export type ScreenWords = typeof screen
export type PageWords = typeof pages
export type Language = 'da' | 'en'

export const WORDS: Record<Language, Words> = { da, en }

/** What the server alone says; no page loads it. */
export type ServerWords = typeof serverDa
export const SERVER_WORDS: Record<Language, ServerWords> = { da: serverDa, en: serverEn }

/** Fills `{name}` places. A place without a value stays as it is, so that a slip shows. */
export function fill(text: string, values: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place))
}

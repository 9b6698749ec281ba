import { da } from './da/index.ts'
import { en } from './en/index.ts'

/** The dictionary: Danish is the type, English must be complete. */
export type Words = typeof da
export type Language = 'da' | 'en'

export const WORDS: Record<Language, Words> = { da, en }

/** Fills `{name}` places. A place without a value stays as it is, so that a slip shows. */
export function fill(text: string, values: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place))
}

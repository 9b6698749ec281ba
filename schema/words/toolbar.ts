import { toolbar as da } from './da/toolbar.ts'
import { toolbar as en } from './en/toolbar.ts'
import type { Language } from './index.ts'

/** Of the bar under the page's head and of what it opens; fetched with it. */
export type ToolbarWords = typeof da
export const TOOLBAR_WORDS: Record<Language, ToolbarWords> = { da, en }

import { story as da } from './da/story.ts'
import { story as en } from './en/story.ts'
import type { Language } from './index.ts'

/** Where the text is, told at length; fetched with the popover that tells it. */
export type StoryWords = typeof da
export const STORY_WORDS: Record<Language, StoryWords> = { da, en }

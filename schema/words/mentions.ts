import type { Language } from './index.ts'

const da = {
  offer: 'Hvem vil du nævne?',
  mentioned: 'Nævner dig',
}

export type MentionWords = typeof da

const en: MentionWords = {
  offer: 'Who do you want to mention?',
  mentioned: 'Mentions you',
}

/** Words of mentions; fetched with the margin. */
export const MENTION_WORDS: Record<Language, MentionWords> = { da, en }

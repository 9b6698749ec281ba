import type { mentions as da } from '../da/mentions.ts'

export const mentions: typeof da = {
  offer: 'Who do you want to mention?',
  mentioned: 'Mentions you',
}

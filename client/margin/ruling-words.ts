import type { Ruling } from '../../schema/margin.ts'
import { fill } from '../../schema/words/index.ts'
import type { MarginWords } from '../../schema/words/margin.ts'

/** What a secretary has said of a thread, in a sentence. */
export function sayRuling({ state, reason }: Ruling, name: string, words: MarginWords): string {
  switch (state) {
    case 'accepted':
      return fill(words.suggestion.accepted, { name })
    case 'partly':
      return fill(words.suggestion.acceptedPartly, { name, words: reason })
    case 'declined':
      return `${fill(words.suggestion.declined, { name })}${reason === '' ? '' : `: ${reason}`}`
    case 'resolved':
      return fill(words.resolvedBy, { name })
    case 'withdrawn':
      return ''
  }
}

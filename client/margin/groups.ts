import { grouped } from '../../schema/grouped.ts'
import type { Talk } from './talks.ts'

/** Suggestions that are accepted together: all of one author, or all at one item (null: at none). */
export interface SuggestionGroup {
  id: string
  author: string | null
  item: string | null
  talks: Talk[]
}

/** The suggestions by author, then by item, each in their order (rule M56). */
export function groupsOf(talks: readonly Talk[], itemOf: (talk: Talk) => string | null): SuggestionGroup[] {
  const authors = grouped(talks, ({ thread }) => thread?.author ?? '')
  const items = grouped(talks, itemOf)
  return [
    ...[...authors].map(([author, own]) => ({ id: `author:${author}`, author, item: null, talks: own })),
    ...[...items].map(([item, own]) => ({ id: `item:${item ?? ''}`, author: null, item, talks: own })),
  ]
}

import { fill } from '../../schema/words/index.ts'
import type { ReportWords } from '../../schema/words/report.ts'

/** Where a line of the import's report belongs, in words; empty when that says nothing. */
export function placeOfLine(where: string, words: ReportWords): string {
  const item = /^item (.+)$/.exec(where)?.[1]
  if (item !== undefined) return /^\d+$/.test(item) ? fill(words.item, { n: item }) : item
  const places: Record<string, string> = words.places
  return places[where] ?? ''
}

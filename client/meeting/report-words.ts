import { fill, type ScreenWords } from '../../schema/words/index.ts'

/** Where a line of the import's report belongs, in words; empty when that says nothing. */
export function placeOfLine(where: string, words: ScreenWords): string {
  const { meeting } = words
  const item = /^item (.+)$/.exec(where)?.[1]
  if (item !== undefined) return /^\d+$/.test(item) ? fill(meeting.item, { n: item }) : item
  const places: Record<string, string> = meeting.report.places
  return places[where] ?? ''
}

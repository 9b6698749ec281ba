import { splitKey, type SectionKey } from '../../schema/paper.ts'

/** The running text of a section, and the way back from it to the document. */
export interface FoundIn {
  key: SectionKey
  text: string
  range(start: number, end: number): { from: number; to: number }
}

export interface Match {
  key: SectionKey
  from: number
  to: number
}

/** Most matches that are kept; nobody walks through more. */
const MOST = 2000

/** All places where the words stand, in reading order. White space fits any white space, case does not count. */
export function findAll(texts: readonly FoundIn[], query: string, wholeWords: boolean): Match[] {
  const pattern = patternOf(query, wholeWords)
  const matches: Match[] = []
  if (pattern === null) return matches
  for (const { key, text, range } of texts) {
    for (const found of text.matchAll(pattern)) {
      matches.push({ key, ...range(found.index, found.index + found[0].length) })
      if (matches.length === MOST) return matches
    }
  }
  return matches
}

function patternOf(query: string, wholeWords: boolean): RegExp | null {
  const words = query.trim().split(/\s+/).map(escape).join('\\s+')
  if (words === '') return null
  return new RegExp(wholeWords ? `(?<![\\p{L}\\p{N}])${words}(?![\\p{L}\\p{N}])` : words, 'giu')
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&').replace(/\\-/g, '-')
}

/** How many matches each item has. */
export function countByItem(matches: readonly Match[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { key } of matches) {
    const { owner } = splitKey(key)
    counts.set(owner, (counts.get(owner) ?? 0) + 1)
  }
  return counts
}

/** The texts of several editors in the order of the meeting, and whose each is; `place`: where an item stands. */
export function inOrder<Editor extends { textIndex(): readonly FoundIn[] }>(
  all: readonly Editor[],
  place: (item: string) => number,
): { texts: FoundIn[]; editors: ReadonlyMap<SectionKey, Editor> } {
  const texts = all.flatMap((editor) => editor.textIndex().map((text) => ({ editor, text })))
  const placeOf = ({ text }: (typeof texts)[number]): number => place(splitKey(text.key).owner)
  if (all.length > 1) texts.sort((a, b) => placeOf(a) - placeOf(b))
  return {
    texts: texts.map(({ text }) => text),
    editors: new Map(texts.map(({ editor, text }) => [text.key, editor])),
  }
}

import { splitKey, type SectionKey } from '../../schema/paper.ts'
import { fill, type Language, type ScreenWords } from '../../schema/words/index.ts'
import { MERGED_WORDS, type MergedWords } from '../../schema/words/merged.ts'
import { sayList } from '../state/say.ts'
import type { MergedText, MergeSummary } from '../sync/merge.ts'
import { counted } from './sync-words.ts'

export type Words = ScreenWords & { merged: MergedWords }

export type Overlap = 'same' | 'movedHere' | 'movedThere' | 'deletedHere' | 'deletedThere'

export interface LookRow extends MergedText {
  why: Overlap
}

/** An item (or annex) in which something came together. */
export interface MergedItem {
  owner: string
  look: LookRow[]
  /** Sections only colleagues, only the user, and both changed in different paragraphs. */
  theirs: SectionKey[]
  yours: SectionKey[]
  both: SectionKey[]
}

export interface MergeRows {
  /** Items with places worth a look. */
  look: MergedItem[]
  /** Items in which nothing overlapped. */
  plain: MergedItem[]
  /** Header, people or other lists changed. */
  head: boolean
}

/** The screen's words and those of what came together, which come with this file. */
export function mergedWords(words: ScreenWords, language: Language): Words {
  return { ...words, merged: MERGED_WORDS[language] }
}

const OVERLAPS: readonly Overlap[] = ['same', 'movedHere', 'movedThere', 'deletedHere', 'deletedThere']

/** What came together, item by item in the paper's order, the places worth a look first (rule U39). */
export function mergeRows(merge: MergeSummary, number: (item: string) => number): MergeRows {
  const look = OVERLAPS.flatMap((why) => merge[why].map((text): LookRow => ({ ...text, why })))
  const keys = [...look.map(({ section }) => section), ...allSections(merge)]
  const owners = [...new Set(keys.map((key) => splitKey(key).owner))].sort((a, b) => place(a) - place(b))
  const items = owners.map((owner): MergedItem => {
    const own = (list: readonly SectionKey[]): SectionKey[] =>
      list.filter((key) => splitKey(key).owner === owner)
    return {
      owner,
      look: look.filter(({ section }) => splitKey(section).owner === owner),
      theirs: own(merge.sectionsThere),
      yours: own(merge.sectionsHere),
      both: own(merge.sectionsBoth),
    }
  })
  return {
    look: items.filter((item) => item.look.length > 0),
    plain: items.filter((item) => item.look.length === 0),
    head: merge.headerThere || merge.entriesThere.length > 0,
  }

  /** What is on the paper no more comes last. */
  function place(owner: string): number {
    return number(owner) || Infinity
  }
}

function allSections({ sectionsHere, sectionsThere, sectionsBoth }: MergeSummary): SectionKey[] {
  return [...sectionsHere, ...sectionsThere, ...sectionsBoth]
}

/** "12 ændringer sendt, 9 steder ændret af andre"; null when neither happened (rule U39). */
export function mergeSentence({ sent, received }: MergeSummary, words: Words): string | null {
  const text = words.merged
  const a = counted(sent, '', text.sentOne, text.sent)
  const b = counted(received, '', text.receivedOne, text.received)
  if (a === '') return b === '' ? null : b
  return b === '' ? a : fill(text.both, { a, b })
}

/** What each side did in one place; the colleagues by name when they are known. */
export function overlapSentence(row: LookRow, { names }: MergeSummary, words: Words): string {
  const text = words.merged
  const known = names[row.section]
  const what = saidOf(row)
  // Who deletes leaves no name: those who wrote there are not said to have done it.
  if (known === undefined || what === 'deletedThere' || what === 'itemThere' || what === 'movedThere')
    return text[what]
  return fill(text.known[what], { names: sayList(words, known) })
}

function saidOf({ why, wholeItem }: LookRow): Overlap | 'itemHere' | 'itemThere' {
  if (wholeItem && why === 'deletedHere') return 'itemHere'
  return wholeItem && why === 'deletedThere' ? 'itemThere' : why
}

/** Who changed a section: by name when it is known. */
export function changedBy(section: SectionKey, { names }: MergeSummary, words: Words): string {
  const known = names[section]
  const { byOthers, byNames } = words.merged
  return known === undefined ? byOthers : fill(byNames, { names: sayList(words, known) })
}

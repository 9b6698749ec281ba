import type { SectionKey } from '../../schema/paper.ts'
import { fill, type Words } from '../../schema/words/index.ts'
import type { MergedText, MergeSummary } from '../sync/merge.ts'
import { counted } from './sync-words.ts'

export interface LookRow extends MergedText {
  why: 'same' | 'deletedHere' | 'deletedThere'
}

export interface MergeRows {
  look: LookRow[]
  theirs: SectionKey[]
  yours: SectionKey[]
  /** Header, people or other lists changed. */
  head: boolean
}

/** What came together, the places worth a look first (rule U39). */
export function mergeRows(merge: MergeSummary): MergeRows {
  const rows = (list: MergedText[], why: LookRow['why']): LookRow[] => list.map((text) => ({ ...text, why }))
  return {
    look: [
      ...rows(merge.same, 'same'),
      ...rows(merge.deletedHere, 'deletedHere'),
      ...rows(merge.deletedThere, 'deletedThere'),
    ],
    theirs: merge.sectionsThere,
    yours: merge.sectionsHere,
    head: merge.headerThere || merge.entriesThere.length > 0,
  }
}

/** "12 ændringer sendt, 9 steder ændret af andre"; null when neither happened (rule U39). */
export function mergeSentence({ sent, received }: MergeSummary, words: Words): string | null {
  const text = words.meeting.merged
  const a = counted(sent, '', text.sentOne, text.sent)
  const b = counted(received, '', text.receivedOne, text.received)
  if (a === '') return b === '' ? null : b
  return b === '' ? a : fill(text.both, { a, b })
}

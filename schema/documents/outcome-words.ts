import type { ItemJson } from '../meeting.ts'
import { textOf } from '../nodes.ts'
import type { Words } from './recognise/report.ts'

/** What an item's outcomes are called where people read them: without a recommendation none was approved. */
export function outcomeWords(
  { recommendation }: Pick<ItemJson, 'recommendation'>,
  words: Words,
): Words['outcomes'] {
  const isAsked = textOf(recommendation).trim() !== ''
  return isAsked ? words.outcomes : { ...words.outcomes, ...words.outcomesAlone }
}

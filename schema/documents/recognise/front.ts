import { emptyItem, type ItemJson } from '../../meeting.ts'
import { readBlocks } from '../markup/blocks.ts'
import type { ItemContext } from './item.ts'
import type { Line } from './lines.ts'
import { quote } from './report.ts'

/**
 * Gives lines before the first item that found no place in the head a place: under a heading of their own they become
 * an item without a number, else they open the case of the first item.
 */
export function readFront(left: Line[], items: ItemJson[], context: ItemContext): ItemJson[] {
  const first = items[0]
  if (!left.length || !first) return items
  for (const line of left) context.report.guess('front', context.report.words.front(quote(line.printed)), 0.4)
  const heading = left.findIndex((line) => line.heading > 0 || line.bold)
  const before = heading < 0 ? left : left.slice(0, heading)
  first.case.unshift(...readBlocks(before, context.blocks))
  const own = left[heading]
  if (!own) return items
  const item: ItemJson = {
    ...emptyItem(context.newId(), own.plain.replace(/:$/, '')),
    case: readBlocks(left.slice(heading + 1), context.blocks),
  }
  return [item, ...items]
}

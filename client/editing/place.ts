import { byOrder } from '../../schema/order.ts'
import { annexes, items, splitKey, type Paper, type SectionKey } from '../../schema/paper.ts'
import { fill, type ScreenWords } from '../../schema/words/index.ts'
import { ancestor } from './blocks.ts'
import type { EditorFocus } from './editor.ts'

/** Where the caret is, in words: "Punkt 3, Referat", "Punkt 3, tabel", "Punkt 2–3". Empty without a caret. */
export function placeText(focus: EditorFocus, paper: Paper, words: ScreenWords): string {
  if (focus.kind === 'none') return ''
  const { where } = words.editing
  if (focus.kind === 'wide') {
    const [a, b] = [itemNumber(paper, focus.from), itemNumber(paper, focus.to)]
    return a === null || b === null ? '' : fill(where.items, { a, b })
  }
  const { owner, section } = splitKey(focus.key)
  if (section === 'body') {
    const index = annexes.list(paper).findIndex(({ id }) => id === owner)
    return index < 0 ? '' : fill(where.annex, { n: index + 1 })
  }
  const n = itemNumber(paper, focus.key)
  if (n === null) return ''
  if (section === 'title') return fill(where.title, { n })
  const inside = ancestor(focus.state, 'table', 'task')?.node.type.name
  if (inside === 'table' || inside === 'task') return fill(where[inside], { n })
  return fill(where.item, { n, section: words.common.sections[section] })
}

/**
 * The number of a section's item: its place in the order, from 1. Null when the item is gone. It is asked for at every
 * key, so of the items the order alone is read.
 */
function itemNumber(paper: Paper, key: SectionKey): number | null {
  const { owner } = splitKey(key)
  const orders = [...items.map(paper)].map(([id, entry]) => ({ id, order: String(entry.get('order') ?? '') }))
  const own = orders.find(({ id }) => id === owner)
  return own === undefined ? null : orders.filter((other) => byOrder(other, own) < 0).length + 1
}

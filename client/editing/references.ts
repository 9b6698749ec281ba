import type { Node } from 'prosemirror-model'
import type { Command } from 'prosemirror-state'
import * as Y from 'yjs'
import { items, type Paper } from '../../schema/paper.ts'
import { titleText } from '../../schema/sections.ts'
import { fill, type ScreenWords } from '../../schema/words/index.ts'
import { nodeType } from './blocks.ts'

/** What a reference prints: the number its item has now (rule T8). One to an earlier meeting prints as it was made. */
export function referenceText(node: Node, paper: Paper, words: ScreenWords): string {
  const { reference } = words.editing
  const { item, meeting, text } = node.attrs
  if (item === null || meeting !== null) return String(text)
  const n = numberOf(paper, String(item))
  return n === null ? reference.gone : fill(reference.item, { n })
}

/** The number of an item: its place in the order, from 1. Null when there is no such item. */
export function numberOf(paper: Paper, item: string): number | null {
  if (!items.map(paper).has(item)) return null
  return items.list(paper).findIndex(({ id }) => id === item) + 1 || null
}

export interface ReferenceTarget {
  id: string
  number: number
  title: string
}

/** The items of this meeting whose number or title fits what was typed. */
export function findTargets(paper: Paper, query: string): ReferenceTarget[] {
  const wanted = query.toLocaleLowerCase('da').trim()
  return items
    .list(paper)
    .map(({ id }, index) => ({ id, number: index + 1, title: titleText(paper, id) }))
    .filter(({ number, title }) => {
      return String(number).startsWith(wanted) || title.toLocaleLowerCase('da').includes(wanted)
    })
}

/** Puts a reference to an item at the selection. */
export function insertReference(item: string, text: string): Command {
  return (state, dispatch) => {
    const node = nodeType('reference').create({ item, text })
    if (!state.selection.$from.parent.inlineContent) return false
    dispatch?.(state.tr.replaceSelectionWith(node, false).scrollIntoView())
    return true
  }
}

/** Calls back whenever an item is added, removed or moved. Returns what ends it. */
export function watchNumbers(paper: Paper, changed: () => void): () => void {
  const root = items.map(paper)
  const watch = (events: Y.YEvent<Y.AbstractType<unknown>>[]) => {
    if (events.some((event) => event.target === root || event.changes.keys.has('order'))) changed()
  }
  root.observeDeep(watch)
  return () => root.unobserveDeep(watch)
}

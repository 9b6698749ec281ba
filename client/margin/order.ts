import { ITEM_SECTIONS, splitKey, type SectionKey } from '../../schema/paper.ts'

/** Where a section stands among those of its item. */
export function sectionOrder(key: SectionKey): number {
  return [...ITEM_SECTIONS, 'body'].indexOf(splitKey(key).section)
}

/** Sorted by lists of numbers, the first that differ deciding. */
export function sortedBy<T>(list: readonly T[], order: (each: T) => readonly number[]): T[] {
  const keyed = list.map((each) => ({ each, key: order(each) }))
  return keyed.sort((a, b) => compare(a.key, b.key)).map(({ each }) => each)
}

export function byId<V>(entries: readonly (readonly [string, V])[]): ReadonlyMap<string, V> {
  return new Map(entries)
}

export function idsOf(list: readonly { id: string }[]): ReadonlySet<string> {
  return new Set(list.map(({ id }) => id))
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const [x, y] = [a[i] ?? -1, b[i] ?? -1]
    if (x !== y) return x < y ? -1 : 1
  }
  return 0
}

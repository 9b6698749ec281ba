import * as Y from 'yjs'
import { ROOTS, splitKey, type Root, type SectionKey } from '../../schema/paper.ts'

/** The lists and the sections a transaction changed. */
export function touched(transaction: Y.Transaction): { roots: Root[]; texts: SectionKey[] } {
  const names = [...transaction.changedParentTypes.keys()]
    .filter((type) => type._item === null)
    .map((type) => Y.findRootTypeKey(type as Y.AbstractType<unknown>))
  return { roots: names.filter(isRoot), texts: names.filter((name) => !isRoot(name)) as SectionKey[] }
}

function isRoot(name: string): name is Root {
  return (ROOTS as readonly string[]).includes(name)
}

/** A map with further or changed entries, as a new map. */
export function merged<T>(
  map: Iterable<readonly [string, T]>,
  changed: readonly [string, T][],
): ReadonlyMap<string, T> {
  return new Map([...map, ...changed])
}

/** A set in which each of the keys has changed sides, as a new set. */
export function toggled<T>(set: Iterable<T>, keys: readonly T[]): ReadonlySet<T> {
  const next = new Set(set)
  for (const key of keys) if (!next.delete(key)) next.add(key)
  return next
}

/** Item id → its number. */
export function numbered(list: readonly { id: string }[]): ReadonlyMap<string, number> {
  return new Map(list.map(({ id }, index) => [id, index + 1]))
}

/** The items a change touched: their text, their fields, or their place. */
export function itemsOf(changed: Y.Transaction['changedParentTypes']): string[] {
  const types = [...changed.keys()] as Y.AbstractType<unknown>[]
  return [...new Set(types.flatMap(itemOf))]
}

function itemOf(type: Y.AbstractType<unknown>): string[] {
  const parent = type._item?.parent
  if (type._item === null) {
    const name = Y.findRootTypeKey(type)
    return isRoot(name) ? [] : [splitKey(name as SectionKey).owner]
  }
  const inItems = parent instanceof Y.Map && parent._item === null && Y.findRootTypeKey(parent) === 'items'
  return inItems && type._item.parentSub !== null ? [type._item.parentSub] : []
}

/** Item id → in how many of the steps it was changed. */
export function changedItems(steps: readonly (readonly string[])[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const step of steps) for (const item of new Set(step)) counts.set(item, (counts.get(item) ?? 0) + 1)
  return counts
}

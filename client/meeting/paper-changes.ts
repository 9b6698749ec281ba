import * as Y from 'yjs'
import type { Root, SectionKey } from '../../schema/paper.ts'
import { isRoot } from '../sync/changed-items.ts'

/** The lists and the sections a transaction changed. */
export function touched(transaction: Y.Transaction): { roots: Root[]; texts: SectionKey[] } {
  const names = [...transaction.changedParentTypes.keys()]
    .filter((type) => type._item === null)
    .map((type) => Y.findRootTypeKey(type as Y.AbstractType<unknown>))
  return { roots: names.filter(isRoot), texts: names.filter((name) => !isRoot(name)) as SectionKey[] }
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

import { generateKeyBetween, generateNKeysBetween } from 'fractional-indexing'

/** Something with a place in an order: a fractional key, ties broken by the id (rule P3). */
export interface Ordered {
  id: string
  order: string
}

/** Compares by key, then id, so that every peer sees the same order even when two keys are equal. */
export function byOrder(a: Ordered, b: Ordered): number {
  if (a.order !== b.order) return a.order < b.order ? -1 : 1
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0
}

/** The keys to write so that `id` stands at `index` among the others of `sorted`. Usually one; more when equal keys meet. */
export function keysForMove(sorted: readonly Ordered[], id: string, index: number): Map<string, string> {
  const others = sorted.filter((entry) => entry.id !== id)
  const before = others[index - 1]
  const after = others[index]
  if (before === undefined || after === undefined || before.order < after.order)
    return new Map([[id, generateKeyBetween(before?.order ?? null, after?.order ?? null)]])
  return rekey(others, id, index)
}

/**
 * Two neighbours with one key leave no room between them (`generateKeyBetween(k, k)` throws). The run of equal keys
 * from `index` on gets new ones, the moved entry first.
 */
function rekey(others: readonly Ordered[], id: string, index: number): Map<string, string> {
  const low = others[index - 1]?.order ?? null
  let end = index
  while (others[end] !== undefined && others[end]?.order === low) end++
  const ids = [id, ...others.slice(index, end).map((entry) => entry.id)]
  const keys = generateNKeysBetween(low, others[end]?.order ?? null, ids.length)
  return new Map(ids.map((each, i) => [each, keys[i] ?? '']))
}

/** Fresh keys for a list written in one go. */
export function keysFor(count: number): string[] {
  return generateNKeysBetween(null, null, count)
}

/** A list in the order of a round: each comes first as often as the others. */
export function inTurn<T>(list: T[], round: number): T[] {
  const from = round % list.length
  return [...list.slice(from), ...list.slice(0, from)]
}

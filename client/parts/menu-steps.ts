/** Where a key leads from row `at` (-1: from none) of a menu with these labels; null when it leads nowhere. */
export function stepInMenu(labels: readonly string[], at: number, key: string): number | null {
  const last = labels.length - 1
  if (last < 0) return null
  if (key === 'ArrowDown') return at >= last ? 0 : at + 1
  if (key === 'ArrowUp') return at <= 0 ? last : at - 1
  if (key === 'Home') return 0
  if (key === 'End') return last
  return key.length === 1 && key !== ' ' ? rowBeginning(labels, key, at + 1) : null
}

/** The first row from `from` on, and round, that begins with these letters. */
export function rowBeginning(labels: readonly string[], letters: string, from: number): number | null {
  const plain = (text: string): string => text.trim().toLocaleLowerCase('da')
  const order = labels.map((_, n) => (from + n) % labels.length)
  return order.find((row) => plain(labels[row] ?? '').startsWith(plain(letters))) ?? null
}

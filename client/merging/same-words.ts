/** Whether texts beside each other say at least half of some words, in their order: who copied them has gone on writing. */
export function sayMostOf(texts: readonly string[], words: string): boolean {
  const [theirs, own] = [texts.flatMap(wordsOf), wordsOf(words)]
  const length = (list: readonly string[]): number => list.reduce((sum, word) => sum + word.length, 0)
  return own.length > 1 && 2 * longestCommon(theirs, own) >= length(own)
}

function wordsOf(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '')
}

/** How many letters the words have that stand in both lists in one order, at most. */
function longestCommon(one: readonly string[], other: readonly string[]): number {
  let row = new Array<number>(other.length + 1).fill(0)
  for (const word of one) {
    const next = [0]
    for (const [i, each] of other.entries())
      next.push(each === word ? (row[i] ?? 0) + word.length : Math.max(row[i + 1] ?? 0, next[i] ?? 0))
    row = next
  }
  return row.at(-1) ?? 0
}

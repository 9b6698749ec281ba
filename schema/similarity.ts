/** Of texts longer than twice this their ends are compared. */
const END = 160

/** How alike two texts are: 1 when they are the same, 0 when nothing is. Of long ones the ends are compared. */
export function similarity(a: string, b: string): number {
  if (a === b) return 1
  const length = Math.max(a.length, b.length)
  if (Math.min(a.length, b.length) === 0) return 0
  if (length <= 2 * END) return 1 - distance(a, b) / length
  return (similarity(a.slice(0, END), b.slice(0, END)) + similarity(a.slice(-END), b.slice(-END))) / 2
}

/** How many letters two texts have in common at their start. */
export function sameStart(a: string, b: string): number {
  let length = 0
  while (length < a.length && a[length] === b[length]) length++
  return length
}

/** And at their end. */
export function sameEnd(a: string, b: string): number {
  let length = 0
  while (length < a.length && a.at(-1 - length) === b.at(-1 - length)) length++
  return length
}

/** Letters to add, take away or change (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++)
      next.push(
        Math.min(
          (row[j] ?? 0) + 1,
          (next[j - 1] ?? 0) + 1,
          (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1),
        ),
      )
    row = next
  }
  return row[b.length] ?? 0
}

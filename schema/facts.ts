/** What lists tell of a meeting: short facts beside the paper. */

/** The longest that a subject or a place may be, in characters. */
export const FACT_MAX = 500
/** The highest number of a meeting. */
export const NUMBER_MAX = 100_000

/** Control characters, and marks that turn the reading direction of what follows. */
const UNSEEN = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu
/** Something that can be seen. */
export const VISIBLE = /[^\p{C}\p{Z}]/u

/** What was written, on one line (rule H28). */
export function oneLine(written: string): string {
  return written.replace(UNSEEN, ' ').trim()
}

/** A text as a fact: its beginning on one line; null when nothing of it could be seen. */
export function factLine(written: string | null): string | null {
  const line = oneLine(written ?? '')
    .slice(0, FACT_MAX)
    .replace(/[\ud800-\udbff]$/, '')
    .trim()
  return VISIBLE.test(line) ? line : null
}

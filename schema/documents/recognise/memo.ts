import type { SectionLabel } from './labels.ts'
import type { Line } from './lines.ts'
import type { Tail } from './tail.ts'

interface Answers {
  label: SectionLabel | null
  tail: Readonly<Tail>
}

/** What was found out about a line. It is kept on the line, for a weak map of so many costs more than the answers. */
export interface Memo {
  /** Whose it is: a copy of a line may say something else, and is asked anew. */
  of: Line
  label: Answers['label'] | undefined
  tail: Answers['tail'] | undefined
}

/** Asks about each line once, however often its answer is wanted over a document. */
export function once<K extends keyof Answers>(name: K, ask: (line: Line) => Answers[K]) {
  return (line: Line): Answers[K] => {
    const memo =
      line.memo?.of === line ? line.memo : (line.memo = { of: line, label: undefined, tail: undefined })
    const known = memo[name] as Answers[K] | undefined
    return known === undefined ? ((memo as Answers)[name] = ask(line)) : known
  }
}

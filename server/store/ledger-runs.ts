import type { Row } from './store.ts'

/** Rows of one room, each the next of the one before it: the room's head is moved once for all of them. */
export type Run = [Row, ...Row[]]

/** Rows as runs, in their order. */
export function runsOf(rows: Iterable<Row>): Run[] {
  const runs: Run[] = []
  for (const row of rows) {
    const run = runs.at(-1)
    const before = run?.at(-1)
    if (run && before?.room === row.room && before.seq + 1 === row.seq) run.push(row)
    else runs.push([row])
  }
  return runs
}

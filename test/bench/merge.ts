/** What becomes of words typed into a block that somebody else restructures meanwhile. `--seeds N`, 40 when left out. */
import { ALL, race, seeded, type Outcome } from '../merging/races.ts'

const at = process.argv.indexOf('--seeds')
const seeds = at < 0 ? 40 : Number(process.argv[at + 1])

function total(operation: string, salvages: boolean, offline: boolean, writers: number): Outcome {
  const sum: Outcome = { words: 0, lost: 0, offered: 0, misplaced: 0, elsewhere: 0, twice: 0 }
  for (let seed = 1; seed <= seeds; seed++) {
    const one = race({ operation, salvages, offline, writers, random: seeded(seed) })
    for (const key of Object.keys(sum) as (keyof Outcome)[]) sum[key] += one[key]
  }
  return sum
}

const columns = ['lost', 'offered', 'misplaced', 'elsewhere', 'twice'] as const

/** Of 100 words, before and with salvage. */
function share(key: (typeof columns)[number], ...outcomes: Outcome[]): string {
  const figures = outcomes.map((outcome) => ((100 * outcome[key]) / outcome.words).toFixed(1))
  return figures.join(' > ').padStart(15)
}

for (const [offline, writers] of [
  [false, 1],
  [true, 1],
  [false, 2],
  [true, 2],
] as const) {
  console.log(
    `\n${offline ? 'a day apart' : 'at the same moment'}, ${writers} typing, ${seeds} seeds, % of words`,
  )
  console.log(' '.repeat(26) + columns.map((name) => name.padStart(15)).join(''))
  for (const operation of Object.keys(ALL)) {
    const outcomes = [false, true].map((salvages) => total(operation, salvages, offline, writers))
    console.log(operation.padEnd(26) + columns.map((key) => share(key, ...outcomes)).join(''))
  }
}

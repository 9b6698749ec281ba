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

function share({ words, ...counts }: Outcome, key: keyof typeof counts): string {
  return `${((100 * counts[key]) / words).toFixed(1)} %`.padStart(8)
}

const columns = ['lost', 'offered', 'misplaced', 'elsewhere', 'twice'] as const
for (const [offline, writers] of [
  [false, 1],
  [true, 1],
  [false, 2],
] as const) {
  console.log(`\n${offline ? 'a day apart' : 'at the same moment'}, ${writers} typing, ${seeds} seeds`)
  console.log(`${' '.repeat(28)}${columns.map((name) => name.padStart(17)).join('')}`)
  for (const operation of Object.keys(ALL)) {
    const [without, with_] = [false, true].map((on) => total(operation, on, offline, writers))
    if (without === undefined || with_ === undefined) continue
    const cells = columns.map((key) => `${share(without, key)}→${share(with_, key)}`)
    console.log(`${operation.padEnd(28)}${cells.join('')}`)
  }
}

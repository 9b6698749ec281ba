import { parseArgs } from 'node:util'
import { FAULTS } from './faults.ts'
import { isIll, runChaos, type Tally } from './run.ts'

const USAGE = `npm run chaos -- --rounds <n> [--clients 20] [--seed <n>] [--faults kill,full-disk,…]
Faults: ${FAULTS.map(({ name }) => name).join(' ')}`

const COLUMNS = ['fault', 'rounds', 'acknowledged', 'lost', 'misplaced', 'diverged', 'failed'] as const

function readOptions(): { rounds: number; clients: number; seed: number; faults: string[] | null } | null {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string', default: '100' },
      clients: { type: 'string', default: '20' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      faults: { type: 'string' },
    },
  })
  const [rounds, clients, seed] = [values.rounds, values.clients, values.seed].map(Number)
  const faults = values.faults?.split(',') ?? null
  const known = faults?.every((name) => FAULTS.some((fault) => fault.name === name)) ?? true
  const good = [rounds, clients, seed].every((value) => Number.isInteger(value)) && known
  return good ? { rounds: rounds ?? 0, clients: clients ?? 0, seed: seed ?? 0, faults } : null
}

/** Says a line. */
function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

function sayTable(tallies: Tally[]): void {
  say(`\n| ${COLUMNS.join(' | ')} | longest recovery |\n|${' --- |'.repeat(COLUMNS.length + 1)}`)
  for (const tally of tallies)
    say(`| ${COLUMNS.map((name) => tally[name]).join(' | ')} | ${(tally.recovery / 1000).toFixed(2)} s |`)
}

async function main(): Promise<number> {
  const options = readOptions()
  if (options === null) {
    say(USAGE)
    return 1
  }
  const { rounds, clients, seed } = options
  const started = Date.now()
  // Each client listens to the end of the process.
  process.setMaxListeners(0)
  say(`${rounds} rounds with ${clients} clients, seed ${seed}`)
  const tallies = await runChaos({ ...options, say })
  sayTable(tallies)
  const done = tallies.reduce((sum, tally) => sum + tally.rounds, 0)
  const ill = tallies.some(isIll) || done < rounds
  const minutes = ((Date.now() - started) / 60_000).toFixed(1)
  say(
    `\n${done} rounds in ${minutes} min: ${ill ? `something is lost or wrong, seed ${seed}` : 'nothing lost'}`,
  )
  return ill ? 1 : 0
}

// What was started ends with this process: its listeners to `exit` see to it.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130))

process.exit(await main())

import { cold } from './scenarios/cold.ts'
import { idle } from './scenarios/idle.ts'
import { keystrokes } from './scenarios/keystrokes.ts'
import { latency } from './scenarios/latency.ts'
import { recovered, typeUntilKilled } from './scenarios/kill.ts'
import { fill } from './scenarios/fill.ts'
import { storm } from './scenarios/storm.ts'
import { throughput } from './scenarios/throughput.ts'
import { work } from './scenarios/work.ts'

/** What the clients can be asked to do; the measures call it by name. */
const scenarios = {
  cold,
  fill,
  idle,
  keystrokes,
  latency,
  recovered,
  storm,
  throughput,
  typeUntilKilled,
  work,
}

export type Scenarios = typeof scenarios

process.on('message', async ({ name, args }: { name: keyof Scenarios; args: never[] }) => {
  try {
    const play = scenarios[name] as (...args: never[]) => Promise<unknown>
    process.send?.({ value: await play(...args) })
  } catch (error) {
    process.send?.({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) })
  }
})
process.once('disconnect', () => process.exit())

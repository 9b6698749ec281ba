/**
 * Our server beside its peers: `npm run bench [-- --only <measure>] [--quick] [--write]`. Every server runs in a process
 * of its own, the clients in another; the order changes from round to round. `--write` keeps a whole run: the
 * table goes into the README, samples and plots beside the bench.
 */
import { parseArgs } from 'node:util'
import type { Bench } from './bench.ts'
import { CONTENDERS, installPeers } from './contenders.ts'
import { Crowd } from './crowd.ts'
import { Board } from './figures.ts'
import { keep } from './keep.ts'
import { measureCold } from './measures/cold.ts'
import { measureDay } from './measures/day.ts'
import { measureGrowth } from './measures/growth.ts'
import { measureIdle } from './measures/idle.ts'
import { measureKill } from './measures/kill.ts'
import { measureLatency } from './measures/latency.ts'
import { measureStorm } from './measures/storm.ts'
import { measureThroughput } from './measures/throughput.ts'

const MEASURES: Record<string, (bench: Bench) => Promise<void>> = {
  latency: measureLatency,
  throughput: measureThroughput,
  idle: measureIdle,
  cold: measureCold,
  storm: measureStorm,
  kill: measureKill,
  growth: measureGrowth,
  day: measureDay,
}

const { values: options } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    quick: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
})
const chosen = options.only ?? Object.keys(MEASURES)
const unknown = chosen.find((name) => !(name in MEASURES))
if (unknown !== undefined)
  throw new RangeError(`no measure ${unknown}; there are ${Object.keys(MEASURES).join(', ')}`)

if (options.write && (options.only || options.quick))
  throw new RangeError('--write keeps a whole run: without --only and --quick')

installPeers()
const crowd = new Crowd()
const board = new Board()
try {
  for (const name of chosen) {
    const started = performance.now()
    process.stdout.write(`\n${name}\n`)
    const say = (text: string) => void process.stdout.write(`  ${text}\n`)
    await MEASURES[name]?.({
      crowd,
      board,
      contenders: CONTENDERS,
      quick: options.quick,
      write: options.write,
      say,
    })
    process.stdout.write(`  (${((performance.now() - started) / 1000).toFixed(0)} s)\n`)
  }
  const names = CONTENDERS.map(({ name }) => name)
  process.stdout.write(`\n${board.markdown(names)}\n`)
  if (options.write) await keep(board, names)
} finally {
  crowd.end()
}

import './time.ts'
import { fork } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { Report } from './report.ts'
import { run, type Result } from './run.ts'
import { SABOTAGES, type Sabotage } from './sabotage.ts'
import { shrink } from './shrink.ts'
import { wallClock } from './time.ts'

const USAGE = `npm run fuzz -- [--seeds N] [--from S] [--jobs J] [--strict] [--sabotage ${SABOTAGES.join(' | ')}]
npm run fuzz -- --strict             words lost or doubled because two changes met are failures too
npm run fuzz -- --from S --trace     what happens in one seed
npm run fuzz -- --from S --shrink    the fewest steps of a failing seed`

/** Seeds that one process lives through before it says how they went. */
const BUNDLE = 100

interface Settings {
  seeds: number
  from: number
  jobs: number
  sabotage: Sabotage | null
  strict: boolean
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      seeds: { type: 'string', default: '100' },
      from: { type: 'string', default: '1' },
      jobs: { type: 'string', default: String(availableParallelism()) },
      sabotage: { type: 'string' },
      strict: { type: 'boolean', default: false },
      trace: { type: 'boolean', default: false },
      shrink: { type: 'boolean', default: false },
      bundle: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  const sabotage = SABOTAGES.find((each) => each === values.sabotage) ?? null
  const [seeds, from, jobs] = [Number(values.seeds), Number(values.from), Number(values.jobs)]
  const settings = { seeds, from, jobs, sabotage, strict: values.strict }
  const wrong = [seeds, from, jobs].some(Number.isNaN) || (values.sabotage !== undefined && sabotage === null)
  if (values.help || wrong) {
    console.log(USAGE)
    return wrong ? 2 : 0
  }
  if (values.bundle) return bundle(settings)
  if (values.trace) return trace(settings)
  if (values.shrink) return shrinkOne(settings)
  return all(settings)
}

/** Lives through all seeds, in processes of their own. Answers the exit code. */
async function all(settings: Settings): Promise<number> {
  const report = new Report(settings, wallClock())
  const starts: number[] = []
  for (let at = 0; at < settings.seeds; at += BUNDLE) starts.push(settings.from + at)
  const work = async (): Promise<void> => {
    for (let from; (from = starts.shift()) !== undefined;)
      await inProcess(
        { ...settings, from, seeds: Math.min(BUNDLE, settings.from + settings.seeds - from) },
        (result) => report.take(result),
      )
  }
  const timer = setInterval(() => report.progress(wallClock()), 10_000)
  await Promise.all(Array.from({ length: Math.max(1, settings.jobs) }, work))
  clearInterval(timer)
  report.end(wallClock())
  return report.failed ? 1 : 0
}

/** A process a bundle: nothing of one world is left to the next for long. */
function inProcess(settings: Settings, done: (result: Result) => void): Promise<void> {
  const args = ['--bundle', '--from', String(settings.from), '--seeds', String(settings.seeds)]
  if (settings.sabotage) args.push('--sabotage', settings.sabotage)
  if (settings.strict) args.push('--strict')
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(import.meta.url), args)
    child.on('message', (result) => done(result as Result))
    child.on('error', reject)
    child.on('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`seeds from ${settings.from} on ended with code ${code}`)),
    )
  })
}

async function bundle({ from, seeds, sabotage, strict }: Settings): Promise<number> {
  for (let seed = from; seed < from + seeds; seed++) {
    const result = await run(seed, { sabotage, strict })
    await new Promise((sent) => process.send?.({ ...result, trace: [] }, sent))
  }
  process.disconnect()
  return 0
}

async function trace({ from, sabotage, strict }: Settings): Promise<number> {
  const { trace, notes, warnings, faults, fates } = await run(from, { sabotage, strict })
  console.log([...trace, '', ...notes, ...warnings, '', JSON.stringify(fates), ...faults].join('\n'))
  return faults.length > 0 ? 1 : 0
}

async function shrinkOne({ from, sabotage, strict }: Settings): Promise<number> {
  const only = await shrink(from, { sabotage, strict })
  if (only === null) {
    console.log(`seed ${from} does not fail`)
    return 0
  }
  const { trace, faults } = await run(from, { sabotage, strict, only })
  console.log([`${only.size} steps: ${[...only].join(',')}`, ...trace, '', ...faults].join('\n'))
  return 1
}

process.exit(await main())

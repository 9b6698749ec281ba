/** The browser soak for as long as one likes: `npm run soak -- --minutes 10 --seed 1`. */
import { parseArgs } from 'node:util'
import { chromium, type Browser } from '@playwright/test'
import { findChromium } from '../../chromium.mjs'
import { soak } from './run.ts'

const USAGE = 'npm run soak -- --minutes <n> [--seed <n>] [--quiet]'
/** How long one meeting is written in, in ms; then the next seed has its turn. */
const LONGEST = 60_000

/** Says a line. */
function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      minutes: { type: 'string', default: '10' },
      seed: { type: 'string', default: '1' },
      quiet: { type: 'boolean', default: false },
    },
  })
  const [minutes, first] = [Number(values.minutes), Number(values.seed)]
  if (!(minutes > 0) || !Number.isInteger(first)) {
    say(USAGE)
    return 2
  }
  const executablePath = findChromium() ?? undefined
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
  const end = Date.now() + minutes * 60_000
  let ill = 0
  for (let seed = first; Date.now() < end; seed++)
    if (!(await one(browser, seed, Math.min(LONGEST, end - Date.now()), values.quiet))) ill++
  await browser.close()
  return ill > 0 ? 1 : 0
}

/** Whether all was well with a seed. */
async function one(browser: Browser, seed: number, time: number, quiet: boolean): Promise<boolean> {
  const started = Date.now()
  const notes: string[] = []
  const note = (line: string) =>
    notes.push(`${((Date.now() - started) / 1000).toFixed(2).padStart(7)} ${line}`)
  const { words, wrong } = await soak(browser, { seed, time, note }).catch((error: unknown) => ({
    words: 0,
    wrong: [String(error)],
  }))
  const isWell = wrong.length === 0
  if (!isWell && !quiet) for (const line of notes) say(line)
  for (const line of wrong) say(`  ${line}`)
  say(`seed ${seed}: ${words} words, ${isWell ? 'all in their places' : `${wrong.length} things wrong`}`)
  return isWell
}

process.exit(await main())

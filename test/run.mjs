#!/usr/bin/env node
// `npm test`: everything that can show the program wrong. Installs a browser when there is none, and says so.
//   node test/run.mjs            unit, room and browser tests
//   node test/run.mjs browser    the browser tests alone (further arguments go to Playwright)
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findChromium, installChromium } from './chromium.mjs'

const [only, ...rest] = process.argv.slice(2)

/** Runs a command of node_modules/.bin and answers whether it succeeded. */
function run(label, command, args, env = {}) {
  console.log(`\n— ${label}`)
  const { status } = spawnSync(command, args, {
    stdio: 'inherit',
    env: { ...process.env, ...env },
    shell: false,
  })
  return status === 0
}

const chromium = findChromium() ?? installChromium()
if (chromium === null) {
  console.error('No Chromium was found and none could be installed. Set CHROMIUM to the path of one.')
  process.exit(1)
}

const failed = []
const step = (label, command, args, env) => run(label, command, args, env) || failed.push(label)

step('Build', process.execPath, ['server/launch.mjs', 'build'])
const notes = mkdtempSync(join(tmpdir(), 'samreferat-test-'))
const failures = join(notes, 'failures.txt')
const reporters = ['--reporter=default', '--reporter=./test/failures.mjs']
if (only !== 'browser')
  step('Unit and room tests', 'npx', ['vitest', 'run', ...reporters], { FAILURES: failures })
step('Browser tests', 'npx', ['playwright', 'test', '-c', 'test/browser/playwright.config.ts', ...rest], {
  CHROMIUM: chromium,
})

// Once more at the end: of a long output often only that is kept.
if (existsSync(failures)) console.error(`\n${readFileSync(failures, 'utf8')}`)
rmSync(notes, { recursive: true })
if (failed.length > 0) console.error(`\nFailed: ${failed.join(', ')}`)
process.exit(failed.length > 0 ? 1 : 0)

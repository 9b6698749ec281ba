import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chromium } from '@playwright/test'

const KNOWN = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
]

/** Path of a Chromium on this machine: `CHROMIUM`, Playwright's own, or the system's. Null when there is none. */
export function findChromium() {
  const candidates = [process.env.CHROMIUM, chromium.executablePath(), ...KNOWN]
  return candidates.find((path) => path && existsSync(path)) ?? null
}

/** Installs one from the system's packages or by Playwright, saying what it does. Null when neither works. */
export function installChromium() {
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.log('No Chromium found: installing the package "chromium" with apt-get.')
    spawnSync('apt-get', ['update', '-q'], { stdio: 'inherit' })
    spawnSync('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium'], { stdio: 'inherit' })
    if (findChromium()) return findChromium()
  }
  console.log('No Chromium found: installing one with "playwright install chromium".')
  spawnSync('npx', ['playwright', 'install', 'chromium'], { stdio: 'inherit' })
  return findChromium()
}

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'

const FOLDER = path.resolve(import.meta.dirname, '../../dist/client')
const ASSETS = path.join(FOLDER, 'assets')
const MOST = 250_000

/** The scripts that a page loads: those of `index.html`, the dictionary, and all that the page itself imports. */
function scriptsOf(page: string): Set<string> {
  const html = readFileSync(path.join(FOLDER, 'index.html'), 'utf8')
  const found = new Set<string>()
  const add = (file: string) => {
    if (found.has(file)) return
    found.add(file)
    const source = readFileSync(path.join(ASSETS, file), 'utf8')
    for (const [, imported = ''] of source.matchAll(/(?:from|import)\s?["'`]\.\/([\w.-]+\.js)["'`]/g))
      add(imported)
  }
  for (const [, file = ''] of html.matchAll(/"\/assets\/([\w.-]+\.js)"/g)) add(file)
  for (const file of readdirSync(ASSETS))
    if (new RegExp(`^(${page}|da)-[\\w-]{8}\\.js$`).test(file)) add(file)
  return found
}

const weigh = (file: string) => gzipSync(readFileSync(path.join(ASSETS, file))).length

// `npm test` builds first; without a build there is nothing to weigh.
describe.skipIf(!existsSync(path.join(FOLDER, 'index.html')))('scripts', () => {
  test.each(['SignIn', 'Overview', 'Forum', 'Meeting'])('S3 %s loads at most 250 kB', (page) => {
    const scripts = [...scriptsOf(page)]
    expect(scripts.some((file) => file.startsWith(`${page}-`))).toBe(true)
    expect(scripts.reduce((sum, file) => sum + weigh(file), 0)).toBeLessThanOrEqual(MOST)
  })
})

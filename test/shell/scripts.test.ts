import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'

const FOLDER = path.resolve(import.meta.dirname, '../../dist/client')
const ASSETS = path.join(FOLDER, 'assets')

/** The scripts of `index.html`; and with a page, its words and all that the page itself imports. */
function scriptsOf(page: string | null): Set<string> {
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
  const words = page === 'Meeting' ? 'screen-da' : '(screen|pages)-da'
  const wanted = new RegExp(`^(${page}|${words})-[\\w-]{8}\\.js$`)
  for (const file of readdirSync(ASSETS)) if (page !== null && wanted.test(file)) add(file)
  return found
}

const weigh = (file: string) => gzipSync(readFileSync(path.join(ASSETS, file))).length

// `npm test` builds first; without a build there is nothing to weigh.
describe.skipIf(!existsSync(path.join(FOLDER, 'index.html')))('scripts', () => {
  test.each([
    [null, 150_000],
    ['SignIn', 200_000],
    ['Overview', 200_000],
    ['Forum', 200_000],
    ['Meeting', 250_000],
  ] as const)('S3 %s loads at most %i bytes', (page, most) => {
    const scripts = [...scriptsOf(page)]
    expect(scripts.some((file) => file.startsWith(`${page ?? 'index'}-`))).toBe(true)
    expect(scripts.reduce((sum, file) => sum + weigh(file), 0)).toBeLessThanOrEqual(most)
  })
})

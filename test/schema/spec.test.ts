import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')

function filesBelow(folder: string, ending: RegExp): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => ending.test(file))
    .map((file) => join(root, folder, file))
}

test('S1 every rule of SPEC.md has a number of its own and is cited by the title of a test', () => {
  const text = readFileSync(join(root, 'schema/SPEC.md'), 'utf8')
  const rules = [...text.matchAll(/^- \*\*([A-Z]\d+)\*\*/gm)].map(([, id]) => id ?? '')
  const tests = filesBelow('test', /\.(test|spec|browser|suite)\.ts$|contract\.ts$/)
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n')
  const uncited = rules.filter((id) => !new RegExp(`['"\`]${id}\\b`).test(tests))
  expect(rules.length).toBeGreaterThan(20)
  expect(rules.filter((id, i) => rules.indexOf(id) !== i)).toEqual([])
  expect(uncited).toEqual([])
})

const ALLOWED: Record<string, RegExp> = {
  schema:
    /^(\.|fractional-indexing|lib0|prosemirror-(model|transform|state|commands|schema-list)|y-prosemirror|yjs|zod)/,
  server: /^(?!.*(\.\.\/client|svelte))/,
  client: /^(?!.*(\.\.\/server|node:))/,
}

const IMPORT =
  /^\s*(?:(?:import|export)\b[^'\n]* from |import |\} from )'([^'\n]+)'|\bimport\('([^'\n]+)'\)/gm

test.each(Object.keys(ALLOWED))('S2 %s imports only what it may know', (folder) => {
  const wrong = filesBelow(folder, /\.(ts|svelte)$/).flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(IMPORT)]
      .map(([, fixed, lazy]) => fixed ?? lazy ?? '')
      .filter((target) => !ALLOWED[folder]?.test(target) || leavesSchema(folder, target))
      .map((target) => `${file.slice(root.length + 1)} → ${target}`),
  )
  expect(wrong).toEqual([])
})

function leavesSchema(folder: string, target: string): boolean {
  return folder === 'schema' && /\.\.\/(client|server|test)\//.test(target)
}

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')

function filesBelow(folder: string, ending: RegExp): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => ending.test(file))
    .map((file) => join(root, folder, file))
}

/** The titles of the tests in a file; where `title` stands, they are the first in each row of the table it is from. */
function titlesIn(file: string): string[] {
  const titles: string[] = []
  const tables = new Map<string, string[]>()
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node)) tables.set(node.name.getText(), rowsOf(node.initializer))
    if (ts.isCallExpression(node) && /^(test|it)\b/.test(node.expression.getText())) {
      const title = node.arguments[0]
      if (title?.getText() === 'title') titles.push(...(tables.get(tableAround(node)) ?? []))
      else titles.push(textOf(title))
    }
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true))
  return titles
}

/** The name of the table over which the closest loop goes. */
function tableAround(node: ts.Node): string {
  if (ts.isForOfStatement(node)) return node.expression.getText()
  return ts.isSourceFile(node) ? '' : tableAround(node.parent)
}

function rowsOf(table: ts.Node | undefined): string[] {
  if (!table || !ts.isArrayLiteralExpression(table)) return []
  return table.elements.map((row) => textOf(ts.isArrayLiteralExpression(row) ? row.elements[0] : undefined))
}

/** What is written in a string; of one with places, what stands before the first. */
function textOf(node: ts.Node | undefined): string {
  if (!node) return ''
  if (ts.isStringLiteralLike(node)) return node.text
  return ts.isTemplateExpression(node) ? node.head.text : ''
}

/** "M49, M47 a post …": what a title begins with. */
function idsBefore(title: string): string[] {
  const ids = /^[A-Z]\d+\b(, [A-Z]\d+\b)*/.exec(title)?.[0] ?? ''
  return ids.split(', ')
}

test('S1 every rule of SPEC.md has a number of its own and is cited by the title of a test', () => {
  const text = readFileSync(join(root, 'schema/SPEC.md'), 'utf8')
  const rules = [...text.matchAll(/^- \*\*([A-Z]\d+)\*\*/gm)].map(([, id]) => id ?? '')
  const titles = filesBelow('test', /\.(test|spec|browser|suite)\.ts$|contract\.ts$/).flatMap(titlesIn)
  const cited = new Set(titles.flatMap((title) => idsBefore(title)))
  const uncited = rules.filter((id) => !cited.has(id))
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

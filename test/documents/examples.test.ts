import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readText } from '../../schema/documents/text.ts'
import { ids } from './meetings.ts'

/** A folder of documents (`name.txt`) with what should be found in them (`name.truth.json`); the scorers stand beside it. */
const folder = process.env.EXAMPLES_DIR ?? ''
const names = folder
  ? readdirSync(folder)
      .filter((file) => file.endsWith('.truth.json'))
      .map((file) => file.replace('.truth.json', ''))
  : []

const lastFigure = (output: string) => Number(/(\d+(?:\.\d+)?)(?: %.*)?\s*$/.exec(output.trim())?.[1])

function score(name: string): { score: number; dropped: number } {
  const work = mkdtempSync(join(tmpdir(), 'documents-'))
  const source = join(folder, `${name}.txt`)
  const result = join(work, 'meeting.json')
  const run = (tool: string, ...args: string[]) =>
    execFileSync(process.execPath, [join(folder, '..', 'tools', tool), ...args], { encoding: 'utf8' })
  try {
    writeFileSync(result, JSON.stringify(readText(readFileSync(source, 'utf8'), { newId: ids() })))
    return {
      score: lastFigure(run('score-import.mjs', join(folder, `${name}.truth.json`), result, source)),
      dropped: lastFigure(run('dropped-words.mjs', source, result)),
    }
  } finally {
    rmSync(work, { recursive: true })
  }
}

describe.skipIf(names.length === 0)('examples', () => {
  test.each(names)(
    'D99 %s is read nearly whole',
    (name) => {
      const { score: found, dropped } = score(name)
      expect(found).toBeGreaterThanOrEqual(95)
      expect(dropped).toBeLessThanOrEqual(3)
    },
    60_000,
  )
})

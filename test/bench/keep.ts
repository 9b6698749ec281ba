import { readFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import path from 'node:path'
import { format, resolveConfig } from 'prettier'
import type { Board } from './figures.ts'

const README = path.resolve(import.meta.dirname, '../../README.md')
const TABLE = path.join(import.meta.dirname, 'RESULTS.md')
const RESULTS = path.join(import.meta.dirname, 'results.json')
const [BEGIN, END] = ['<!-- bench -->', '<!-- /bench -->']

/**
 * Keeps what a run measured: what is compared goes into the README, between its marks; the whole table and every sample
 * beside the bench.
 */
export async function keep(board: Board, contenders: string[]): Promise<void> {
  const readme = readFileSync(README, 'utf8')
  const [from, to] = [readme.indexOf(BEGIN), readme.indexOf(END)]
  if (from < 0 || to < from) throw new Error(`README.md has no place for the table: ${BEGIN} … ${END}`)
  const machine = `${cpus().length} cores, Node ${process.versions.node}`
  const told = `Medians, on ${machine}; each server a process of its own, the order changing from round to round; latencies of all rounds together, a ratio the median of the rounds’ own.`
  const compared = board.markdown(contenders, 'aimed')
  await write(README, `${readme.slice(0, from)}${BEGIN}\n\n${told}\n\n${compared}\n\n${readme.slice(to)}`)
  await write(TABLE, `# What the bench measured\n\n${told}\n\n${board.markdown(contenders)}\n`)
  const results = { at: new Date().toISOString(), machine, samples: board.samples() }
  await write(RESULTS, JSON.stringify(results))
}

/** As the project's form check wants it. */
async function write(file: string, text: string): Promise<void> {
  writeFileSync(file, await format(text, { ...(await resolveConfig(file)), filepath: file }))
}

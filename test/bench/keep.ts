import { readFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import path from 'node:path'
import type { Board } from './figures.ts'

const README = path.resolve(import.meta.dirname, '../../README.md')
const RESULTS = path.join(import.meta.dirname, 'results.json')
const [BEGIN, END] = ['<!-- bench -->', '<!-- /bench -->']

/** Keeps what a run measured: the table in the README, between its marks, and every sample beside the bench. */
export function keep(board: Board, contenders: string[]): void {
  const readme = readFileSync(README, 'utf8')
  const [from, to] = [readme.indexOf(BEGIN), readme.indexOf(END)]
  if (from < 0 || to < from) throw new Error(`README.md has no place for the table: ${BEGIN} … ${END}`)
  const machine = `${cpus().length} cores, Node ${process.versions.node}`
  const table = `${BEGIN}\n\nMedians, on ${machine}; each server a process of its own, the order changing from round to round.\n\n${board.markdown(contenders)}\n\n`
  writeFileSync(README, readme.slice(0, from) + table + readme.slice(to))
  const results = { at: new Date().toISOString(), machine, samples: board.samples() }
  writeFileSync(RESULTS, `${JSON.stringify(results, null, 1)}\n`)
}

/**
 * How long hostile text takes to read: `npx tsx test/bench/import.ts [megabytes] [part of a name] [from] [to]`. Each text
 * is read in a process of its own, by code that is bundled as the product is; prints the seconds, the processor's seconds
 * and the peak of memory, the slowest last. Asserts nothing, for seconds depend on the machine.
 */
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DocumentError, readDocument } from '../../schema/documents/index.ts'
import { HOSTILE } from '../documents/hostile.ts'

/** A text that takes longer is given up. */
const PATIENCE = 60_000

interface Reading {
  name: string
  seconds: number
  processor: number
  megabytes: number
  found: string
}

const LIMIT = 2
const [megabytes = '5', part = '', from = '0', to = 'Infinity'] = process.argv.slice(2)

if (process.send) process.once('message', (name: string) => process.send?.(read(name), () => process.exit()))
else await readAll()

async function readAll(): Promise<void> {
  const names = Object.keys(HOSTILE)
    .filter((name) => name.includes(part))
    .slice(Number(from), Number(to))
  const work = mkdtempSync(join(tmpdir(), 'import-'))
  const readings: Reading[] = []
  try {
    const reader = await bundle(join(work, 'reader.mjs'))
    for (const name of names) {
      const child = fork(reader, [megabytes], { execArgv: [] })
      child.send(name)
      const reading = await answer(child, name)
      readings.push(reading)
      print(reading)
    }
  } finally {
    rmSync(work, { recursive: true })
  }
  const slow = readings.filter((one) => one.processor > LIMIT).sort((a, b) => a.processor - b.processor)
  process.stdout.write(
    `\n${names.length} texts of ${megabytes} MB, ${slow.length} above ${LIMIT} s of the processor\n`,
  )
  slow.forEach(print)
}

/** This file as one of plain JavaScript: what runs a source as it is wraps its functions, and that costs. */
async function bundle(outfile: string): Promise<string> {
  const { build } = await import('esbuild')
  await build({
    entryPoints: [import.meta.filename],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['esbuild'],
  })
  return outfile
}

async function answer(child: ChildProcess, name: string): Promise<Reading> {
  const timer = setTimeout(() => child.kill(), PATIENCE)
  const [answered] = (await Promise.race([once(child, 'message'), once(child, 'exit')])) as [unknown]
  clearTimeout(timer)
  return typeof answered === 'object' && answered !== null
    ? (answered as Reading)
    : {
        name,
        seconds: Infinity,
        processor: Infinity,
        megabytes: 0,
        found: `given up after ${PATIENCE / 1000} s`,
      }
}

function read(name: string): Reading {
  const source = HOSTILE[name]?.(Number(megabytes) * 1e6) ?? ''
  const before = process.cpuUsage()
  const started = performance.now()
  const found = outcome(source)
  return {
    name,
    seconds: (performance.now() - started) / 1000,
    processor: process.cpuUsage(before).user / 1e6,
    megabytes: Math.round(process.resourceUsage().maxRSS / 1024),
    found,
  }
}

function outcome(source: string): string {
  try {
    const { items, people, annexes, report } = readDocument('d.txt', source)
    return `${items.length} items, ${people.length} people, ${annexes.length} annexes, report ${report.length}`
  } catch (error) {
    if (error instanceof DocumentError) return `refused: ${error.id}`
    throw error
  }
}

function print({ name, seconds, processor, megabytes: peak, found }: Reading): void {
  const figures = `${seconds.toFixed(2).padStart(6)} s ${processor.toFixed(2).padStart(6)} s ${String(peak).padStart(5)} MB`
  process.stdout.write(`${figures}  ${name.padEnd(40)} ${found}\n`)
}

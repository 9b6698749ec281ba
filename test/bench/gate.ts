import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import * as Y from 'yjs'
import { fromMeetingJson } from '../../schema/new-paper.ts'
import type { Stored } from '../../server/store/store.ts'
import { Gate } from '../../server/sync/gate/gate.ts'
import { largeMeeting } from '../large-meeting.ts'
import { randomOf } from '../server/random.ts'

/**
 * What the gate costs: a keystroke's check, the memory of its index beside a decoded document, and how long it takes to
 * build it from a compacted state. `npx tsx test/bench/gate.ts`
 */
const PAGES = [20, 200]
const WARM = 4_000
const KEYS = 20_000
/** Keys until the caret jumps elsewhere. */
const RUN = 30
/** So many rooms are held at once, that their memory can be told from noise. */
const ROOMS = 8
const ROUNDS = 9

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

for (const pages of PAGES) {
  const paper = paperOf(pages)
  const keys = keystrokes(paper)
  const times = checks(paper, keys)
  console.log(
    `${pages} pages, ${Math.round(paper.length / 1000)} kB:`,
    `keystroke ${at(times, 0.5).toFixed(2)} µs, p99 ${at(times, 0.99).toFixed(1)} µs;`,
    `index ${memoryOf(() => Gate.of(storedOf(paper)))} kB, Y.Doc ${memoryOf(() => decoded(paper))} kB;`,
    `built in ${buildTime(() => Gate.of(storedOf(paper)))} ms, Y.Doc in ${buildTime(() => decoded(paper))} ms`,
  )
}

/** As a compaction leaves it. */
function paperOf(pages: number): Uint8Array {
  const doc = new Y.Doc()
  let next = 0
  fromMeetingJson(doc, largeMeeting(pages), () => `id-${next++}`)
  return Y.encodeStateAsUpdate(doc)
}

function storedOf(snapshot: Uint8Array): Pick<Stored, 'snapshot' | 'tail' | 'clients'> {
  return { snapshot, tail: [], clients: new Map() }
}

function decoded(paper: Uint8Array): Y.Doc {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, paper)
  return doc
}

/** Somebody types in runs, here and there, and deletes a key now and then. */
function keystrokes(paper: Uint8Array): Uint8Array[] {
  const random = randomOf(1)
  const doc = decoded(paper)
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  const sections = [...doc.share.keys()].filter((name) => name.endsWith('/minutes'))
  while (updates.length < WARM + KEYS) {
    const section = doc.getXmlFragment(sections[Math.floor(random() * sections.length)])
    const paragraph = section.get(Math.floor(random() * section.length)) as Y.XmlElement
    const run = paragraph.get(0) as Y.XmlText
    let caret = Math.floor(random() * run.length)
    for (let i = 0; i < RUN; i++)
      if (random() < 0.05 && caret > 0) run.delete(--caret, 1)
      else run.insert(caret++, 'e')
  }
  return updates
}

function checks(paper: Uint8Array, keys: Uint8Array[]): number[] {
  const gate = Gate.of(storedOf(paper))
  const sender = { user: 'anna', writes: true }
  const times = keys.map((key) => {
    const started = performance.now()
    const verdict = gate.submit(sender, key)
    const time = performance.now() - started
    if (verdict.kind !== 'row') throw new Error(`a keystroke was not taken: ${JSON.stringify(verdict)}`)
    return time * 1000
  })
  return times.slice(WARM).sort((a, b) => a - b)
}

function at(sorted: number[], share: number): number {
  return sorted[Math.floor(sorted.length * share)] ?? NaN
}

function memoryOf(make: () => object): number {
  const kept = [make()]
  collect()
  const before = process.memoryUsage().heapUsed
  for (let i = 0; i < ROOMS; i++) kept.push(make())
  collect()
  const used = process.memoryUsage().heapUsed - before
  if (kept.length !== ROOMS + 1) throw new Error('they must be held until here')
  return Math.round(used / ROOMS / 1000)
}

function buildTime(make: () => object): string {
  const times = Array.from({ length: ROUNDS }, () => {
    const started = performance.now()
    make()
    return performance.now() - started
  })
  return at(
    times.sort((a, b) => a - b),
    0.5,
  ).toFixed(1)
}

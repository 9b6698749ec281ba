import { importedPaper, rooms } from '../papers.ts'
import { SAMREFERAT, type Contender } from '../contenders.ts'
import { withHome, withServer, type Bench } from '../bench.ts'
import { median, quantile, type Figure } from '../figures.ts'
import type { LatencyResult } from '../scenarios/latency.ts'
import type { Target } from '../thin-client.ts'

const PAGES = 15

/**
 * Those who have a key from whoever types it. Ours tells those who may write when the disk has it, so they are measured
 * apart; the peers make no such difference.
 */
interface Listeners {
  count: number
  onlyRead: boolean
  called: string
}

const LISTENERS: Listeners[] = [
  { count: 1, onlyRead: true, called: '1 reader' },
  { count: 10, onlyRead: true, called: '10 readers' },
  { count: 50, onlyRead: true, called: '50 readers' },
  { count: 10, onlyRead: false, called: '10 who may write too' },
]
const AIM = { called: '50 readers', share: 'p99, ms' }

const SHARES: [number, string][] = [
  [0.5, 'p50, ms'],
  [0.95, 'p95, ms'],
  [0.99, 'p99, ms'],
]

/**
 * One writer, who types a key every 20 ms, and those who have it from there. All servers run at once and have their keys in
 * turns of ten, so that a moment in which the machine is busy falls to all of them.
 */
export async function measureLatency(bench: Bench): Promise<void> {
  for (const listeners of LISTENERS) {
    const contenders = listeners.onlyRead ? bench.contenders : [SAMREFERAT]
    const results: LatencyResult[][] = []
    for (let round = 0; round < (bench.quick ? 1 : 2); round++)
      results.push(await playTwiceAtMost(bench, contenders, listeners))
    for (const [i, { name }] of contenders.entries())
      note(
        bench,
        name,
        listeners,
        results.map((round) => round[i]),
      )
  }
}

/** A round that a peer does not play to its end is told of, and played once more; ours may not fail. */
function playTwiceAtMost(
  bench: Bench,
  contenders: Contender[],
  listeners: Listeners,
): Promise<LatencyResult[]> {
  return play(bench, contenders, listeners).catch((error: unknown) => {
    if (String(error).includes(`${SAMREFERAT.dialect}:`)) throw error
    bench.say(`${listeners.called}, once more: ${String(error).split('\n')[0]}`)
    return play(bench, contenders, listeners)
  })
}

function play(
  { crowd, quick }: Bench,
  contenders: Contender[],
  listeners: Listeners,
): Promise<LatencyResult[]> {
  const { count: readers, onlyRead } = listeners
  const options = {
    paper: importedPaper(PAGES),
    readers,
    onlyRead,
    keys: quick ? 40 : 500,
    turn: 10,
    pause: 20,
  }
  return withAll(contenders, (servers) => crowd.play('latency', servers, options))
}

/** Runs every contender's server at once, each with a room of its own. */
async function withAll<T>(
  [contender, ...others]: Contender[],
  use: (servers: { target: Target; room: string }[]) => Promise<T>,
): Promise<T> {
  if (!contender) return use([])
  const [room = ''] = rooms(1)
  return withHome(contender, [room], (home) =>
    withServer(home, ({ target }) => withAll(others, (servers) => use([{ target, room }, ...servers]))),
  )
}

function note(
  { board, say }: Bench,
  name: string,
  { called }: Listeners,
  rounds: (LatencyResult | undefined)[],
): void {
  for (const round of rounds) if (round) board.add(figureOf(called, 'server CPU, ms a key'), name, round.cpu)
  const times = rounds.flatMap((round) => round?.times ?? []).sort((a, b) => a - b)
  for (const [share, label] of SHARES) board.add(figureOf(called, label), name, quantile(times, share))
  say(`${name}: ${called}, median ${median(times).toFixed(2)} ms`)
}

function figureOf(called: string, label: string): Figure {
  const what = `Key to ${called}, ${label}`
  const isAimed = called === AIM.called && label === AIM.share
  return isAimed ? { what, digits: 2, target: { ratio: 1 } } : { what, digits: 2 }
}

import { importedPaper, rooms } from '../papers.ts'
import { SAMREFERAT } from '../contenders.ts'
import { playRounds, withHome, withServer, type Bench } from '../bench.ts'
import { median, quantile, type Figure } from '../figures.ts'

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

/** One writer, who types a key every 20 ms, and those who have it from there. */
export async function measureLatency(bench: Bench): Promise<void> {
  const { crowd, board, contenders, quick, say } = bench
  const paper = importedPaper(PAGES)
  await playRounds(bench, contenders, quick ? 1 : 4, async (contender) => {
    const listeners = contender === SAMREFERAT ? LISTENERS : LISTENERS.filter(({ onlyRead }) => onlyRead)
    const names = rooms(listeners.length)
    await withHome(contender, names, async (home) => {
      await withServer(home, async ({ target }) => {
        for (const [i, { count: readers, onlyRead, called }] of listeners.entries()) {
          const options = { paper, readers, onlyRead, keys: quick ? 40 : 200, pause: 20 }
          const { times, cpu } = await crowd.play('latency', target, names[i] ?? '', options)
          board.add(figureOf(called, 'server CPU, ms a key'), contender.name, cpu)
          for (const [share, label] of SHARES)
            board.add(figureOf(called, label), contender.name, quantile(times, share))
          say(`${contender.name}: ${called}, median ${median(times).toFixed(2)} ms`)
        }
      })
    })
  })
}

const SHARES: [number, string][] = [
  [0.5, 'p50, ms'],
  [0.95, 'p95, ms'],
  [0.99, 'p99, ms'],
]

function figureOf(called: string, label: string): Figure {
  const what = `Key to ${called}, ${label}`
  const isAimed = called === AIM.called && label === AIM.share
  return isAimed ? { what, digits: 2, target: { ratio: 1 } } : { what, digits: 2 }
}

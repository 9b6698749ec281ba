import { importedPaper, rooms } from '../papers.ts'
import { playRounds, withHome, withServer, type Bench } from '../bench.ts'
import { median, quantile, type Figure } from '../figures.ts'

const PAGES = 15

/** Those who have a key from whoever types it. Who may write is told when the disk has it, and measured apart. */
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
  const times = new Map<string, number[]>()
  await playRounds(bench, contenders, quick ? 1 : 3, async (contender) => {
    const names = rooms(LISTENERS.length)
    await withHome(contender, names, async (home) => {
      await withServer(home, async ({ target }) => {
        for (const [i, { count: readers, onlyRead, called }] of LISTENERS.entries()) {
          const options = { paper, readers, onlyRead, keys: quick ? 40 : 200, pause: 20 }
          const result = await crowd.play('latency', target, names[i] ?? '', options)
          const key = `${called}/${contender.name}`
          times.set(key, [...(times.get(key) ?? []), ...result.times])
          board.add(figureOf(called, 'server CPU, ms a key'), contender.name, result.cpu)
          say(`${contender.name}: ${called}, median ${median(result.times).toFixed(2)} ms`)
        }
      })
    })
  })
  for (const { called } of LISTENERS)
    for (const { name } of contenders) {
      const sorted = (times.get(`${called}/${name}`) ?? []).sort((a, b) => a - b)
      for (const [share, label] of SHARES) board.add(figureOf(called, label), name, quantile(sorted, share))
    }
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

import { importedPaper, rooms } from '../papers.ts'
import { playRounds, withHome, withServer, type Bench } from '../bench.ts'
import { median, quantile, type Figure } from '../figures.ts'

const PAGES = 15
const READERS = [1, 10, 50]

/** One writer, who types a key every 20 ms, and those who read along. */
export async function measureLatency(bench: Bench): Promise<void> {
  const { crowd, board, contenders, quick, say } = bench
  const paper = importedPaper(PAGES)
  const times = new Map<string, number[]>()
  await playRounds(bench, contenders, quick ? 1 : 3, async (contender) => {
    const names = rooms(READERS.length)
    await withHome(contender, names, async (home) => {
      await withServer(home, async ({ target }) => {
        for (const [i, readers] of READERS.entries()) {
          const options = { paper, readers, keys: quick ? 40 : 200, pause: 20 }
          const result = await crowd.play('latency', target, names[i] ?? '', options)
          const key = `${readers}/${contender.name}`
          times.set(key, [...(times.get(key) ?? []), ...result.times])
          board.add(figureOf(readers, 'server CPU, ms a key'), contender.name, result.cpu)
          say(`${contender.name}: ${readers} readers, median ${median(result.times).toFixed(2)} ms`)
        }
      })
    })
  })
  for (const readers of READERS)
    for (const { name } of contenders) {
      const sorted = (times.get(`${readers}/${name}`) ?? []).sort((a, b) => a - b)
      for (const [share, label] of SHARES) board.add(figureOf(readers, label), name, quantile(sorted, share))
    }
}

const SHARES: [number, string][] = [
  [0.5, 'p50, ms'],
  [0.95, 'p95, ms'],
  [0.99, 'p99, ms'],
]

function figureOf(readers: number, label: string): Figure {
  const what = `Key to ${readers} ${readers === 1 ? 'reader' : 'readers'}, ${label}`
  return readers === 50 && label.startsWith('p99')
    ? { what, digits: 2, target: { ratio: 1 } }
    : { what, digits: 2 }
}
